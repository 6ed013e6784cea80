#include "definition/rule_reader.h"

#include <algorithm>
#include <array>

#include "definition/line_head.h"

namespace curfew::definition {
namespace {

bool begins_with_any(std::string_view text, const std::vector<std::string>& fronts) noexcept {
  return std::ranges::any_of(fronts,
                             [text](const std::string& one) { return text.starts_with(one); });
}

bool is_any(std::string_view text, const std::vector<std::string>& words) noexcept {
  return std::ranges::find(words, text) != words.end();
}

bool take_groups(const FieldPattern& pattern, std::string_view text, Row& row) noexcept {
  std::array<std::string_view, text::Captures::most_groups> groups;
  if (!pattern.expression.find(text, groups)) return false;
  for (std::size_t i = 0; i < pattern.fields.size(); ++i) {
    if (groups[i].data() != nullptr) row.set(pattern.fields[i], groups[i]);
  }
  return true;
}

// Where the value ends: an address in brackets may hold what stands between the pairs.
std::size_t end_of_value(std::string_view text, std::string_view between) noexcept {
  std::size_t from = 0;
  if (text.starts_with('<')) {
    from = text.find('>');
    if (from == text.npos) from = 0;
  }
  return std::min(text.find(between, from), text.size());
}

void take_pairs(const Pairs& pairs, std::string_view text, Row& row) noexcept {
  while (!text.empty()) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) return;
    const std::string_view name = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    const std::size_t end = name == pairs.last ? text.size() : end_of_value(text, pairs.between);
    const auto known = std::ranges::find(pairs.names, name, &std::pair<std::string, Field>::first);
    if (known != pairs.names.end()) row.set(known->second, text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + pairs.between.size()));
  }
}

void replace(const Rule::Replacement& one, Row& row, Events& events) {
  const std::string_view text = row[one.field];
  if (text.find(one.from) == text.npos) return;
  char* const room = events.room(text.size());
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(one.from)) {
      used += one.to.copy(room + used, one.to.size());
      at += one.from.size();
    } else {
      room[used++] = text[at++];
    }
  }
  row.set(one.field, events.keep_written(room, used));
}

void write(const Writing& writing, Row& row, Events& events) {
  std::size_t size = 0;
  for (const Writing::Piece& piece : writing.pieces) {
    if (piece.field && !row.has(*piece.field)) return;
    size += piece.text.size() + (piece.field ? row[*piece.field].size() : 0);
  }
  char* const room = events.room(size);
  std::size_t used = 0;
  for (const Writing::Piece& piece : writing.pieces) {
    used += piece.text.copy(room + used, piece.text.size());
    if (piece.field) used += row[*piece.field].copy(room + used, row[*piece.field].size());
  }
  row.set(writing.into, events.keep_written(room, used));
}

// False at a word that the map does not know.
bool map_words(const ValueMap& map, const Row& row, Facts& facts) noexcept {
  if (!row.has(map.on)) return true;
  const Facts* const meaning = map.meaning(row[map.on]);
  if (meaning == nullptr) return false;
  facts.add(*meaning);
  return true;
}

bool read_parts(const Rule& rule, const Plan& plan, Row& row, Facts& facts) {
  std::uint64_t fitted = 0;
  for (const Part& part : rule.parts) {
    const std::uint64_t bit = std::uint64_t{1} << index_of(part.on);
    if ((fitted & bit) != 0 || !row.has(part.on)) continue;
    if (!part.begins.empty() && !begins_with_any(row[part.on], part.begins)) continue;
    if (part.match && !take_groups(*part.match, row[part.on], row)) continue;
    fitted |= bit;
    for (const auto& [field, end] : part.trims) {
      if (row[field].ends_with(end)) {
        row.set(field, row[field].substr(0, row[field].size() - end.size()));
      }
    }
    facts.add(part.set);
    for (const std::size_t map : part.maps) {
      if (!map_words(plan.maps[map], row, facts)) return false;
    }
  }
  return true;
}

}  // namespace

const Facts* ValueMap::meaning(std::string_view word) const noexcept {
  const auto found = std::ranges::find(words, word, &std::pair<std::string, Facts>::first);
  if (found != words.end()) return &found->second;
  return otherwise ? &*otherwise : nullptr;
}

bool knows(const Rule& rule, Row& row) noexcept {
  const std::string_view text = row[Field::text];
  if (!rule.begins.empty() && !begins_with_any(text, rule.begins)) return false;
  if (!rule.programs.empty() && owner_of(row[Field::program], rule.programs) == Owner::other) {
    return false;
  }
  for (const auto& [field, words] : rule.where) {
    if (!row.has(field) || !is_any(row[field], words)) return false;
  }
  for (const std::string& word : rule.contains) {
    if (text.find(word) == text.npos) return false;
  }
  std::string_view rest = text;
  if (rule.cut) {
    const std::size_t at = text.find(rule.cut->before);
    if (at == text.npos) return false;
    rest = text.substr(at + rule.cut->before.size());
  }
  if (rule.match && !take_groups(*rule.match, rest, row)) return false;
  if (rule.cut) {
    const bool text_was_taken = row[Field::text].data() != text.data();
    row.set(rule.cut->into, text.substr(0, text.size() - rest.size() - rule.cut->before.size()));
    if (!text_was_taken) row.set(Field::text, rest);
  }
  return true;
}

Fit read_by(const Rule& rule, const Plan& plan, std::vector<Table>& tables, Row& row, Facts& facts,
            Events& events) {
  facts = rule.set;
  if (!rule.json.empty()) {
    const std::string_view object = row.has(Field::json) ? row[Field::json] : row[Field::text];
    if (!take_members(object, rule.json, row, events)) return Fit::not_understood;
  }
  if (rule.pairs) take_pairs(*rule.pairs, row[Field::text], row);
  for (const Rule::Replacement& one : rule.replacements) replace(one, row, events);
  for (const Writing& writing : rule.writings) write(writing, row, events);
  for (const std::size_t table : rule.join) tables[table].join(row, events);
  for (const std::size_t map : rule.maps) {
    if (!map_words(plan.maps[map], row, facts)) return Fit::not_understood;
  }
  if (!read_parts(rule, plan, row, facts)) return Fit::not_understood;
  for (const std::size_t table : rule.store) tables[table].store(row);
  for (const std::size_t table : rule.drop) tables[table].drop(row);
  return Fit::yes;
}

}  // namespace curfew::definition
