// Reads the catalogue's files, proves them and writes them as C++ tables, so that a program that
// starts has nothing to read: compile OUTPUT CAUSES FILE...
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "catalogue/rule_store.h"

namespace curfew::catalogue {

// What the built-in catalogue is made from does not stand upon it.
const Rules built_in_rules{};
const std::span<const CauseWords> built_in_causes{};

namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return text;
}

// A string_view as a C++ literal; a null byte does not end it, and no trigraph comes about.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7F) {
      char octal[8];
      std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(byte));
      out += octal;
    } else {
      out += c;
    }
  }
  return out + "\"sv";
}

/// Writes the tables. Each list is a table of its own in front of the one that refers to it.
class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  void write(const RuleStore& store) {
    out_ << "// Written by the catalogue compiler from lib/catalogue/data.\n"
            "#include <array>\n\n#include \"catalogue/rule.h\"\n\n"
            "namespace curfew::catalogue {\nnamespace {\n\n"
            "using namespace std::string_view_literals;\n\n";
    std::string rules;
    for (const Rule& rule : store.rules().rules) rules += this->rule(rule);
    std::string codes;
    for (const CodeForm& form : store.rules().codes) {
      codes += "    {.provider = " + literal(form.provider) +
               ", .wording = " + wording(form.wording) +
               ", .alone = " + (form.alone ? "true" : "false") + "},\n";
    }
    out_ << "constexpr Rule rules[] = {\n"
         << rules << "};\n\nconstexpr CodeForm codes[] = {\n"
         << codes << "};\n\nconstexpr CauseWords causes[] = {\n";
    for (const CauseWords& cause : store.causes()) {
      out_ << "    {" << literal(cause.meaning) << ",\n     " << literal(cause.remedy) << "},\n";
    }
    out_ << "};\n\n}  // namespace\n\n"
            "constinit const Rules built_in_rules{rules, codes};\n"
            "constinit const std::span<const CauseWords> built_in_causes(causes);\n\n"
            "}  // namespace curfew::catalogue\n";
  }

 private:
  template <typename List, typename Print>
  std::string list(const char* type, const List& all, Print print) {
    if (all.empty()) return "{}";
    const std::string name = "list_" + std::to_string(++count_);
    std::string text = "constexpr " + std::string(type) + ' ' + name + "[] = {";
    for (const auto& one : all) text += print(one) + ", ";
    out_ << text << "};\n";
    return name;
  }

  std::string words(std::span<const std::string_view> all) {
    return list("std::string_view", all, literal);
  }

  std::string wording(const Wording& one) {
    const std::string needles = words(one.needles);
    return "{" + literal(one.pattern) + ", " + needles + "}";
  }

  std::string rule(const Rule& rule) {
    const CatalogueEntry& entry = rule.entry;
    const Claim& claim = entry.claim;
    const auto number = [](auto value) { return std::to_string(static_cast<long long>(value)); };
    std::string wordings;
    {
      std::vector<std::string> parts;
      for (const Wording& one : rule.wordings) parts.push_back(wording(one));
      wordings = list("Wording", parts, [](const std::string& part) { return part; });
    }
    std::string text = "    {.entry = {" + literal(entry.id) + ", " + literal(entry.provider) +
                       ", Cause{" + number(entry.cause) + "},\n";
    for (const std::string_view words : {entry.meaning, entry.remedy, entry.url}) {
      text += "               " + literal(words) + ",\n";
    }
    text += "               {ClaimKind{" + number(claim.kind) + "}, ClaimUnit{" +
            number(claim.unit) + "}, ClaimScope{" + number(claim.per) + "}, ClaimBasis{" +
            number(claim.basis) + "}, " + number(claim.limit) + ", " + number(claim.window) + ", " +
            number(claim.block_least) + ", " + number(claim.block_most) + ", " +
            number(claim.other_limit) + ", ClaimBasis{" + number(claim.other_basis) + "}},\n";
    for (const std::string_view words :
         {entry.code, entry.sample, entry.sample_kind, entry.source}) {
      text += "               " + literal(words) + ",\n";
    }
    text += "               " + this->words(entry.bits) + "},\n";
    text += "     .rank = Rank{" + number(rule.rank) +
            "}, .needs_mx = " + (rule.needs_mx ? "true" : "false") +
            ",\n     .replies = " + list("std::uint16_t", rule.replies, number) +
            ", .mx = " + words(rule.mx) + ", .wordings = " + wordings +
            ",\n     .first_code = " + number(rule.first_code) +
            ", .code_count = " + number(rule.code_count) + "},\n";
    return text;
  }

  std::ostream& out_;
  int count_ = 0;
};

void compile(int argc, char** argv) {
  RuleStore store;
  store.add_causes(text_of(argv[2]), argv[2]);
  for (int i = 3; i < argc; ++i) store.add(text_of(argv[i]), argv[i]);
  const std::vector<std::string> faults = store.prove();
  for (const std::string& fault : faults) std::fprintf(stderr, "catalogue: %s\n", fault.c_str());
  if (!faults.empty()) throw std::runtime_error(std::to_string(faults.size()) + " faults");
  std::size_t wordings = 0;
  std::size_t unfiltered = 0;
  for (const Rule& rule : store.rules().rules) {
    for (const Wording& wording : rule.wordings) {
      ++wordings;
      unfiltered += wording.needles.empty() ? 1U : 0U;
    }
  }
  std::ofstream out(argv[1], std::ios::binary);
  Writer(out).write(store);
  out.close();
  if (!out) throw std::runtime_error(std::string(argv[1]) + ": cannot be written");
  std::printf("catalogue: %zu entries, %zu wordings, %zu of them without a literal to look for\n",
              store.rules().rules.size(), wordings, unfiltered);
}

}  // namespace
}  // namespace curfew::catalogue

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: compile OUTPUT CAUSES FILE...\n", stderr);
    return 2;
  }
  try {
    curfew::catalogue::compile(argc, argv);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "catalogue: %s\n", error.what());
    return 1;
  }
}
