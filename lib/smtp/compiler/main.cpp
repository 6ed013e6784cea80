// Writes the public suffix list as a C++ table: compile OUTPUT LIST
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "smtp/compiler/punycode.h"
#include "smtp/public_suffix.h"

namespace curfew::smtp {
namespace {

using Kinds = std::map<std::string, std::uint64_t, std::less<>>;

// A rule is what stands before the first blank; lines that begin with "//" are comments.
void read_rule(std::string_view line, Kinds& kinds) {
  std::string_view rule = line.substr(0, line.find_first_of(" \t\r"));
  if (rule.empty() || rule.starts_with("//")) return;
  std::uint64_t kind = PublicSuffixes::is_suffix;
  if (rule.starts_with("!")) {
    kind = PublicSuffixes::is_exception;
    rule.remove_prefix(1);
  } else if (rule.starts_with("*.")) {
    kind = PublicSuffixes::is_suffix | PublicSuffixes::is_above_all;
    rule.remove_prefix(2);
  }
  kinds[std::string(rule)] |= kind;
  kinds[to_ascii(rule)] |= kind;
}

Kinds read_list(const char* path) {
  std::ifstream list(path);
  Kinds kinds;
  for (std::string line; std::getline(list, line);) read_rule(line, kinds);
  if (!list.eof() || kinds.empty()) throw std::runtime_error(std::string(path) + ": no such list");
  return kinds;
}

std::vector<std::uint64_t> table_of(const Kinds& kinds) {
  std::size_t size = 1;
  while (size < kinds.size() * 3 / 2) size *= 2;
  std::vector<std::uint64_t> places(size);
  for (const auto& [name, kind] : kinds) {
    const std::uint64_t hash = PublicSuffixes::hash_of(name);
    std::size_t at = (hash >> 3) % size;
    for (; places[at] != 0; at = (at + 1) % size) {
      if ((places[at] | PublicSuffixes::kinds) == hash) {
        throw std::runtime_error(name + ": has the hash of another name; choose another seed");
      }
    }
    places[at] = (hash & ~PublicSuffixes::kinds) | kind;
  }
  return places;
}

std::size_t most_labels_of(const Kinds& kinds) {
  std::ptrdiff_t dots = 0;
  for (const auto& [name, kind] : kinds) dots = std::max(dots, std::ranges::count(name, '.'));
  return static_cast<std::size_t>(dots) + 1;
}

void write(const Kinds& kinds, std::ostream& out) {
  out << "// Written from the public suffix list by its compiler.\n"
         "#include \"smtp/public_suffix.h\"\n\nnamespace curfew::smtp {\nnamespace {\n\n"
         "constexpr std::uint64_t places[] = {";
  std::size_t written = 0;
  for (const std::uint64_t place : table_of(kinds)) {
    out << (written++ % 6 == 0 ? "\n" : "") << place << "u,";
  }
  out << "\n};\n\n}  // namespace\n\nconst PublicSuffixes public_suffixes{.places = places, "
         ".most_labels = "
      << most_labels_of(kinds) << "};\n\n}  // namespace curfew::smtp\n";
}

}  // namespace
}  // namespace curfew::smtp

int main(int count, char** arguments) {
  if (count != 3) return std::fputs("usage: compile OUTPUT LIST\n", stderr), 2;
  try {
    std::ofstream out(arguments[1]);
    curfew::smtp::write(curfew::smtp::read_list(arguments[2]), out);
    if (!out.flush()) throw std::runtime_error(std::string(arguments[1]) + ": cannot be written");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "public suffixes: %s\n", error.what());
    return 1;
  }
}
