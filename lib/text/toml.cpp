#include "text/toml.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <toml++/toml.h>

#include "text/cursor.h"

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

struct Fatal {
  std::size_t at = std::string_view::npos;
  const char* sentence = "";
};

// Where a character beyond ASCII stands that is in no comment and in no text of '...', "..." or
// '''...'''. toml++ 3.3 does not survive some of them where it asks whether one is a blank, and
// asks that in """...""", too.
//
// Nor does it survive a table's head without a name.
Fatal find_fatal(std::string_view text) noexcept {
  constexpr std::size_t none = std::string_view::npos;
  constexpr const char* beyond_ascii =
      "a character beyond ASCII stands outside of comments and of texts on one line";
  std::size_t lists = 0;  // that are open
  bool at_line_start = true;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (!is_ascii(c)) return {at, beyond_ascii};
    const bool is_head = c == '[' && at_line_start && lists == 0;
    at_line_start = c == '\n' || (at_line_start && (c == ' ' || c == '\t'));
    if (is_head) {
      if (text.substr(at + 1).starts_with('[')) ++at;
      const std::size_t name = std::min(text.find_first_not_of(" \t", at + 1), text.size() - 1);
      constexpr std::string_view others = "-_\"']";
      if (!is_alphanumeric(text[name]) && others.find(text[name]) == none) {
        return {at, "a table's head has no name"};
      }
    } else if (c == '[') {
      ++lists;
    } else if (c == ']') {
      lists -= lists == 0 ? 0 : 1;
    } else if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      at_line_start = true;
    } else if (text.substr(at).starts_with("'''")) {
      at = text.find("'''", at + 3);
      if (at == none) return {};
      at += 2;
      for (int more = 0; more < 2 && text.substr(at + 1).starts_with('\''); ++more) ++at;
    } else if (c == '\'') {
      at = std::min(text.find_first_of("'\n", at + 1), text.size());
    } else if (c == '"' && !text.substr(at).starts_with("\"\"\"")) {
      for (++at; at < text.size() && text[at] != '"' && text[at] != '\n'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else if (c == '"') {
      for (at += 3; at < text.size() && !text.substr(at).starts_with("\"\"\""); ++at) {
        if (!is_ascii(text[at])) return {at, beyond_ascii};
        if (text[at] == '\\' && at + 1 < text.size() && is_ascii(text[at + 1])) ++at;
      }
      at += 2;
      for (int more = 0; more < 2 && at + 1 < text.size() && text[at + 1] == '"'; ++more) ++at;
    }
  }
  return {};
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
  if (const Fatal fatal = find_fatal(text); fatal.at != std::string_view::npos) {
    const auto* const end = text.begin() + static_cast<std::ptrdiff_t>(fatal.at);
    file.fault(static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1, fatal.sentence);
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
