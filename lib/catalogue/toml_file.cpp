#include "catalogue/toml_file.h"

#include <algorithm>
#include <array>
#include <span>

#include <toml++/toml.h>

#include "curfew/error.h"

namespace curfew::catalogue {
namespace {

constexpr std::array<std::string_view, 8> file_keys = {"provider", "kind",  "mx",    "url",
                                                       "source",   "codes", "entry", "cause"};
constexpr std::array<std::string_view, 3> code_keys = {"pattern", "sample", "alone"};
constexpr std::array<std::string_view, 14> entry_keys = {
    "id",    "provider", "says",   "match", "replies", "bits",   "needs_mx",
    "cause", "meaning",  "remedy", "url",   "claim",   "sample", "sample_kind"};
constexpr std::array<std::string_view, 8> claim_keys = {"kind",  "limit",  "unit",  "per",
                                                        "basis", "window", "block", "other"};
constexpr std::array<std::string_view, 2> other_keys = {"limit", "basis"};
constexpr std::array<std::string_view, 3> cause_keys = {"name", "meaning", "remedy"};

std::size_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

[[noreturn]] void fault(const std::string& file, std::size_t line, const std::string& sentence) {
  throw Error(ErrorCode::bad_catalogue, file + ':' + std::to_string(line) + ": " + sentence,
              "docs/catalogue.md says how entries are written.");
}

/// One table and what may stand in it.
class Reader {
 public:
  Reader(const toml::table& table, const std::string& file, std::span<const std::string_view> keys)
      : table_(table), file_(file) {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(keys, key.str()) != keys.end() || key.str() == "source") continue;
      fault(file_, line_of(node), "no such key: " + std::string(key.str()));
    }
  }

  std::size_t line() const { return line_of(table_); }

  std::string text(std::string_view key, bool needed = false) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) {
      if (needed) fault(file_, line(), "the key " + std::string(key) + " is missing");
      return {};
    }
    if (!node->is_string()) wrong(*node, key, "a text");
    return node->as_string()->get();
  }

  bool flag(std::string_view key) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return false;
    if (!node->is_boolean()) wrong(*node, key, "true or false");
    return node->as_boolean()->get();
  }

  std::int64_t number(std::string_view key) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return -1;
    if (!node->is_integer() || node->as_integer()->get() < 0) wrong(*node, key, "a whole number");
    return node->as_integer()->get();
  }

  /// A list of texts; one text is a list of one.
  std::vector<std::string> texts(std::string_view key) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return {};
    if (node->is_string()) return {node->as_string()->get()};
    std::vector<std::string> all;
    for (const toml::node& one : list(*node, key)) {
      if (!one.is_string()) wrong(one, key, "a list of texts");
      all.push_back(one.as_string()->get());
    }
    return all;
  }

  std::vector<std::int64_t> numbers(std::string_view key) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return {};
    std::vector<std::int64_t> all;
    for (const toml::node& one : list(*node, key)) {
      if (!one.is_integer() || one.as_integer()->get() < 0) wrong(one, key, "a list of numbers");
      all.push_back(one.as_integer()->get());
    }
    return all;
  }

  const toml::table* table(std::string_view key) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong(*node, key, "a table");
    return node->as_table();
  }

  template <typename Take>
  void tables(std::string_view key, Take take) const {
    const toml::node* const node = table_.get(key);
    if (node == nullptr) return;
    for (const toml::node& one : list(*node, key)) {
      if (!one.is_table()) wrong(one, key, "[[" + std::string(key) + "]]");
      take(*one.as_table());
    }
  }

  template <typename Enum>
  Enum word(std::string_view key, std::optional<Enum> (*named)(std::string_view) noexcept,
            bool needed = false) const {
    const std::string text = this->text(key, needed);
    if (text.empty()) return Enum{};
    const std::optional<Enum> found = named(text);
    if (!found)
      fault(file_, line_of(*table_.get(key)), "no such " + std::string(key) + ": " + text);
    return *found;
  }

 private:
  const toml::array& list(const toml::node& node, std::string_view key) const {
    if (!node.is_array()) wrong(node, key, "a list");
    return *node.as_array();
  }

  [[noreturn]] void wrong(const toml::node& node, std::string_view key,
                          const std::string& wanted) const {
    fault(file_, line_of(node), std::string(key) + " is not " + wanted);
  }

  const toml::table& table_;
  const std::string& file_;
};

Claim read_claim(const toml::table& table, const std::string& file) {
  const Reader reader(table, file, claim_keys);
  Claim claim;
  claim.kind = reader.word<ClaimKind>("kind", claim_kind_named, true);
  claim.unit = reader.word<ClaimUnit>("unit", claim_unit_named);
  claim.per = reader.word<ClaimScope>("per", claim_scope_named);
  claim.basis = reader.word<ClaimBasis>("basis", claim_basis_named, true);
  claim.limit = reader.number("limit");
  claim.window = reader.number("window");
  const std::vector<std::int64_t> block = reader.numbers("block");
  if (block.size() == 2 && block[0] <= block[1]) {
    claim.block_least = block[0];
    claim.block_most = block[1];
  } else if (!block.empty()) {
    fault(file, reader.line(), "block is not the least and the most seconds");
  }
  if (const toml::table* const other = reader.table("other")) {
    const Reader figures(*other, file, other_keys);
    claim.other_limit = figures.number("limit");
    claim.other_basis = figures.word<ClaimBasis>("basis", claim_basis_named, true);
  }
  return claim;
}

EntryText read_entry(const toml::table& table, const std::string& file) {
  const Reader reader(table, file, entry_keys);
  EntryText entry;
  entry.line = reader.line();
  entry.id = reader.text("id", true);
  entry.provider = reader.text("provider");
  entry.says = reader.texts("says");
  entry.match = reader.texts("match");
  if (entry.says.empty() && entry.match.empty()) {
    fault(file, entry.line, entry.id + ": neither says nor match");
  }
  entry.replies = reader.numbers("replies");
  entry.bits = reader.texts("bits");
  entry.needs_mx = reader.flag("needs_mx");
  entry.cause = reader.word<Cause>("cause", cause_named, true);
  entry.meaning = reader.text("meaning", true);
  entry.remedy = reader.text("remedy");
  entry.url = reader.text("url");
  if (const toml::table* const claim = reader.table("claim"))
    entry.claim = read_claim(*claim, file);
  entry.sample = reader.text("sample", true);
  entry.sample_kind = reader.text("sample_kind", true);
  entry.source = reader.text("source");
  constexpr std::array<std::string_view, 3> kinds = {"real", "doc", "composed"};
  if (std::ranges::find(kinds, entry.sample_kind) == kinds.end()) {
    fault(file, entry.line, entry.id + ": sample_kind is not real, doc or composed");
  }
  return entry;
}

FileText read_file(const toml::table& table, const std::string& file) {
  const Reader reader(table, file, file_keys);
  FileText text;
  text.provider = reader.text("provider");
  text.kind = reader.text("kind");
  text.mx = reader.texts("mx");
  text.url = reader.text("url");
  text.source = reader.text("source");
  reader.tables("codes", [&](const toml::table& one) {
    const Reader codes(one, file, code_keys);
    text.codes.push_back({codes.text("pattern", true), codes.text("sample", true),
                          codes.flag("alone"), codes.line()});
  });
  reader.tables("entry",
                [&](const toml::table& one) { text.entries.push_back(read_entry(one, file)); });
  reader.tables("cause", [&](const toml::table& one) {
    const Reader cause(one, file, cause_keys);
    text.causes.push_back({cause.word<Cause>("name", cause_named, true),
                           cause.text("meaning", true), cause.text("remedy", true)});
  });
  return text;
}

}  // namespace

FileText read_toml(std::string_view toml, const std::string& file) {
  try {
    return read_file(toml::parse(toml, file), file);
  } catch (const toml::parse_error& error) {
    fault(file, error.source().begin.line, std::string(error.description()));
  }
}

}  // namespace curfew::catalogue
