#include "text/toml.h"

#include <algorithm>
#include <tuple>
#include <utility>

// toml++ 3.3 asserts what a wrong document can bring about; without assertions that is undefined
// behavior. Here it is thrown.
namespace curfew::text {
namespace {

struct BrokenAssertion {};
[[noreturn]] void break_off() {
  throw BrokenAssertion();
}

}  // namespace
}  // namespace curfew::text
#undef NDEBUG
#define TOML_ASSERT(expression) ((expression) ? void() : ::curfew::text::break_off())
#include <toml++/toml.h>

#include "text/cursor.h"
#include "text/utf8.h"

namespace curfew::text {
namespace {

using Kind = TomlValue::Kind;

// toml++ 3.3 asks of characters whether they are blanks, and does not survive some that are not of
// ASCII. So it sees none: each such byte, and the mark itself, stands as "~c3~", in values too,
// until they are taken over.
constexpr char mark = '~';

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const Utf8 character = first_character(text);
    if (!character.valid) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

std::string in_ascii(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && c != mark) {
      out += c;
    } else {
      out += {mark, digits[byte / 16], digits[byte % 16], mark};
    }
  }
  return out;
}

int hex_digit(char c) noexcept {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string from_ascii(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool marked = at + 3 < text.size() && text[at] == mark && text[at + 3] == mark &&
                        hex_digit(text[at + 1]) >= 0 && hex_digit(text[at + 2]) >= 0;
    if (!marked) {
      out += text[at];
      continue;
    }
    out += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
    at += 3;
  }
  return out;
}

// The line of a table's head without a name, which a broken assertion would not know; 0: there is
// none. Such a line within a text of several is taken for one, too.
std::size_t line_of_nameless_head(std::string_view text) noexcept {
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    Cursor cursor(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto skip_blanks = [&cursor] {
      cursor.take_while([](char c) { return c == ' ' || c == '\t' || c == '\r'; });
    };
    skip_blanks();
    if (!cursor.skip('[')) continue;
    cursor.skip('[');
    skip_blanks();
    constexpr std::string_view others = "-_\"']";
    const char next = cursor.peek();
    if (!is_alphanumeric(next) && others.find(next) == std::string_view::npos) return number;
  }
  return 0;
}

TomlValue value_of(const toml::node& node);

void fill_table(TomlValue& value, const toml::table& table) {
  value.kind = Kind::table;
  using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
  std::vector<Place> places;  // the library sorts by key; people read by line
  for (const auto& [key, node] : table) {
    places.emplace_back(key.source().begin.line, key.source().begin.column, value.members.size());
    value.members.push_back({from_ascii(key.str()), value_of(node)});
  }
  std::ranges::sort(places);
  std::vector<TomlMember> ordered;
  ordered.reserve(places.size());
  for (const auto& place : places) ordered.push_back(std::move(value.members[std::get<2>(place)]));
  value.members = std::move(ordered);
}

TomlValue value_of(const toml::node& node) {
  TomlValue value;
  value.line = node.source().begin.line;
  if (const auto* const text = node.as_string()) {
    value.kind = Kind::text;
    value.text = from_ascii(text->get());
  } else if (const auto* const number = node.as_integer()) {
    value.kind = Kind::number;
    value.number = number->get();
  } else if (const auto* const flag = node.as_boolean()) {
    value.kind = Kind::flag;
    value.flag = flag->get();
  } else if (const auto* const list = node.as_array()) {
    value.kind = Kind::list;
    for (const toml::node& one : *list) value.list.push_back(value_of(one));
  } else if (const auto* const table = node.as_table()) {
    fill_table(value, *table);
  }
  return value;
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const noexcept {
  const auto found = std::ranges::find(members, key, &TomlMember::key);
  return found == members.end() ? nullptr : &found->value;
}

void TomlFile::fault(std::size_t line, const std::string& sentence) const {
  throw Error(code, std::string(name) + ':' + std::to_string(line) + ": " + sentence,
              std::string(remedy));
}

TomlValue read_toml(std::string_view text, const TomlFile& file) {
  if (!is_utf8(text)) file.fault(1, "is not UTF-8");
  if (const std::size_t line = line_of_nameless_head(text)) {
    file.fault(line, "a table's head has no name");
  }
  try {
    TomlValue document = value_of(toml::parse(in_ascii(text), std::string(file.name)));
    document.line = 1;
    return document;
  } catch (const BrokenAssertion&) {
    file.fault(1, "is no TOML: a bracket or a name stands where a value belongs");
  } catch (const toml::parse_error& error) {
    file.fault(error.source().begin.line, from_ascii(error.description()));
  }
}

TomlReader::TomlReader(const TomlValue& table, const TomlFile& file,
                       std::span<const std::string_view> keys)
    : table_(table), file_(file) {
  for (const TomlMember& member : table_.members) {
    if (std::ranges::find(keys, member.key) != keys.end()) continue;
    file_.fault(member.value.line, "no such key: " + member.key);
  }
}

std::size_t TomlReader::line_of(std::string_view key) const noexcept {
  const TomlValue* const value = table_.find(key);
  return value == nullptr ? line() : value->line;
}

void TomlReader::wrong(const TomlValue& value, std::string_view key,
                       const std::string& wanted) const {
  file_.fault(value.line, std::string(key) + " is not " + wanted);
}

std::string TomlReader::text(std::string_view key, bool needed) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) {
    if (needed) file_.fault(line(), "the key " + std::string(key) + " is missing");
    return {};
  }
  if (value->kind != Kind::text) wrong(*value, key, "a text");
  return value->text;
}

bool TomlReader::flag(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return false;
  if (value->kind != Kind::flag) wrong(*value, key, "true or false");
  return value->flag;
}

std::int64_t TomlReader::number(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return -1;
  if (value->kind != Kind::number || value->number < 0) wrong(*value, key, "a whole number");
  return value->number;
}

std::vector<std::string> TomlReader::texts(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return {};
  if (value->kind == Kind::text) return {value->text};
  if (value->kind != Kind::list) wrong(*value, key, "a list");
  std::vector<std::string> all;
  for (const TomlValue& one : value->list) {
    if (one.kind != Kind::text) wrong(one, key, "a list of texts");
    all.push_back(one.text);
  }
  return all;
}

std::vector<std::int64_t> TomlReader::numbers(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return {};
  if (value->kind != Kind::list) wrong(*value, key, "a list");
  std::vector<std::int64_t> all;
  for (const TomlValue& one : value->list) {
    if (one.kind != Kind::number || one.number < 0) wrong(one, key, "a list of numbers");
    all.push_back(one.number);
  }
  return all;
}

const TomlValue* TomlReader::table(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return nullptr;
  if (value->kind != Kind::table) wrong(*value, key, "a table");
  return value;
}

std::span<const TomlValue> TomlReader::tables(std::string_view key) const {
  const TomlValue* const value = table_.find(key);
  if (value == nullptr) return {};
  if (value->kind != Kind::list) wrong(*value, key, "a list");
  for (const TomlValue& one : value->list) {
    if (one.kind != Kind::table) wrong(one, key, "[[" + std::string(key) + "]]");
  }
  return value->list;
}

}  // namespace curfew::text
