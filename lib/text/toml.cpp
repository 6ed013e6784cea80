#include "text/toml.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <toml++/toml.h>

namespace curfew::text {
namespace {

using Kind = TomlValue::Kind;

TomlValue value_of(const toml::node& node);

void fill_table(TomlValue& value, const toml::table& table) {
  value.kind = Kind::table;
  using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
  std::vector<Place> places;  // the library sorts by key; people read by line
  for (const auto& [key, node] : table) {
    places.emplace_back(key.source().begin.line, key.source().begin.column, value.members.size());
    value.members.push_back({std::string(key.str()), value_of(node)});
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
    value.text = text->get();
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

// U+FB26 to U+FEFE, which toml++ 3.3 does not survive where it asks whether one is a blank.
std::size_t find_fatal(std::string_view text) noexcept {
  constexpr std::size_t none = std::string_view::npos;
  constexpr char first = '\xEF';
  for (std::size_t at = text.find(first); at != none; at = text.find(first, at + 1)) {
    if (at + 2 >= text.size()) break;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    const unsigned both = second * 256U + third;
    if (both >= 0xACA6 && both <= 0xBBBE) return at;
  }
  return std::string_view::npos;
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
  const std::size_t fatal = find_fatal(text);
  if (fatal != std::string_view::npos) {
    const auto lines =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(fatal), '\n');
    file.fault(static_cast<std::size_t>(lines) + 1,
               "holds a character between U+FB26 and U+FEFE; in a string, write it as \\uFE0F");
  }
  try {
    TomlValue document = value_of(toml::parse(text, std::string(file.name)));
    document.line = 1;
    return document;
  } catch (const toml::parse_error& error) {
    file.fault(error.source().begin.line, std::string(error.description()));
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
