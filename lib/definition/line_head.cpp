#include "definition/line_head.h"

#include <algorithm>
#include <array>

#include "parse/envelope/json_object.h"
#include "text/cursor.h"

namespace curfew::definition {
namespace {

using parse::JsonMember;
using parse::JsonObject;

constexpr int deepest = 4;

// A list of texts as one text, ", " between them: recipients.
void append_list(std::string& out, std::string_view list) {
  bool first = true;
  for (std::size_t at = list.find('"'); at != list.npos; at = list.find('"', at)) {
    std::size_t end = at + 1;
    while (end < list.size() && list[end] != '"') end += list[end] == '\\' ? 2U : 1U;
    if (end >= list.size()) return;
    if (!first) out += ", ";
    first = false;
    JsonMember text;
    text.kind = JsonMember::Kind::string;
    text.value = list.substr(at + 1, end - at - 1);
    parse::append_text(out, text);
    at = end + 1;
  }
}

std::string_view text_of(const JsonMember& member, Events& events) {
  const bool plain = member.kind == JsonMember::Kind::number ||
                     (member.kind == JsonMember::Kind::string &&
                      member.value.find('\\') == std::string_view::npos);
  if (plain) return member.value;
  std::string text;
  if (member.kind == JsonMember::Kind::array) {
    append_list(text, member.value);
  } else if (!parse::append_text(text, member)) {
    return member.value == "null" ? std::string_view{} : member.value;
  }
  return events.keep(text);
}

bool take_from(std::string_view object, const std::string& path, int depth,
               const std::vector<std::pair<std::string, Field>>& members, Row& row,
               Events& events) {
  JsonObject walk(object);
  std::string name;
  for (JsonMember member; walk.next(member);) {
    name = path;
    name += member.key;
    if (member.kind == JsonMember::Kind::object) {
      if (depth < deepest) take_from(member.value, name + '.', depth + 1, members, row, events);
      continue;
    }
    for (const auto& [wanted, field] : members) {
      if (wanted != name) continue;
      const bool null = member.kind == JsonMember::Kind::word && member.value == "null";
      if (!null) row.set(field, text_of(member, events));
      break;
    }
  }
  return walk.complete();
}

// Cuts "a,"b,c",d"; an even number of quotes is left out.
void split_record(std::string_view record, char separator, std::vector<std::string_view>& values,
                  Events& events) {
  values.clear();
  std::size_t begin = 0;
  while (begin <= record.size()) {
    if (begin < record.size() && record[begin] == '"') {
      std::string text;
      std::size_t at = begin + 1;
      for (; at < record.size(); ++at) {
        if (record[at] != '"') {
          text += record[at];
        } else if (at + 1 < record.size() && record[at + 1] == '"') {
          text += record[at++];
        } else {
          break;
        }
      }
      values.push_back(events.keep(text));
      begin = std::min(record.find(separator, std::min(at, record.size())), record.size());
      if (begin == record.size()) return;
      ++begin;
      continue;
    }
    const std::size_t end = std::min(record.find(separator, begin), record.size());
    values.push_back(record.substr(begin, end - begin));
    begin = end + 1;
  }
}

bool fits(std::string_view tag, std::string_view program) noexcept {
  return program.ends_with('*') ? tag.starts_with(program.substr(0, program.size() - 1))
                                : tag == program;
}

}  // namespace

Owner owner_of(std::string_view tag, const std::vector<std::string>& programs) noexcept {
  Owner owner = Owner::other;
  for (const std::string& program : programs) {
    if (program == "*") {
      owner = Owner::anybody;
    } else if (fits(tag, program)) {
      return Owner::server;
    }
  }
  return owner;
}

bool take_members(std::string_view object,
                  const std::vector<std::pair<std::string, Field>>& members, Row& row,
                  Events& events) {
  return take_from(object, {}, 0, members, row, events);
}

LineHead::LineHead(const Plan& plan) : plan_(plan) {}

bool LineHead::read_stamp(const Head& head, std::string_view text) {
  for (const StampForm& form : head.times) {
    if (!form.read_stamp(text, stamp_)) continue;
    if (head.utc && !stamp_.offset) stamp_.offset = std::chrono::minutes(0);
    has_stamp_ = true;
    return true;
  }
  return false;
}

Owner LineHead::read_syslog(const Head& head, std::string_view line, Row& row) {
  if (!syslog_tried_) {
    syslog_tried_ = true;
    is_syslog_ = parse::read_syslog_head(line, syslog_, &stamps_);
  }
  if (!is_syslog_) return Owner::strange;
  const Owner owner = owner_of(syslog_.tag, head.programs);
  if (owner == Owner::other) return owner;
  stamp_ = syslog_.stamp;
  has_stamp_ = true;
  row.set(Field::log_host, syslog_.host);
  row.set(Field::program, syslog_.tag);
  if (!syslog_.pid.empty()) row.set(Field::session_id, syslog_.pid);
  row.set(Field::text, syslog_.body);
  return owner;
}

bool LineHead::read_pattern(const Head& head, std::string_view line, Row& row) {
  std::array<std::string_view, text::Captures::most_groups> groups;
  if (!head.match->expression.find(line, groups)) return false;
  row.set(Field::text, line);
  for (std::size_t i = 0; i < head.match->fields.size(); ++i) {
    if (groups[i].data() != nullptr) row.set(head.match->fields[i], groups[i]);
  }
  return !row.has(Field::time) || read_stamp(head, row[Field::time]);
}

Owner LineHead::read_csv(const Head& head, std::string_view line, Row& row, Events& events) {
  std::vector<std::string_view> values;
  if (!head.header.empty() && line.starts_with(head.header)) {
    split_record(line.substr(head.header.size()), head.separator, values, events);
    columns_.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(
                                                         std::min(values.size(), std::size_t{64})));
    return Owner::nobody;
  }
  split_record(line, head.separator, values, events);
  const std::vector<std::string>& columns = columns_.empty() ? head.columns : columns_;
  if (values.size() != columns.size()) return Owner::strange;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto member =
        std::ranges::find(head.members, columns[i], &std::pair<std::string, Field>::first);
    if (member != head.members.end()) row.set(member->second, values[i]);
  }
  if (!row.has(Field::time) || !read_stamp(head, row[Field::time])) return Owner::strange;
  return Owner::server;
}

bool LineHead::read_json(const Head& head, std::string_view line, Row& row, Events& events) {
  if (!parse::begins_object(line)) return false;
  row.set(Field::text, line);
  return take_members(line, head.members, row, events) && row.has(Field::time) &&
         read_stamp(head, row[Field::time]);
}

Owner LineHead::read(std::string_view line, Row& row, Events& events) {
  has_stamp_ = syslog_tried_ = false;
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return Owner::nobody;
  Owner owner = Owner::strange;
  for (const Head& head : plan_.heads) {
    row.clear();
    Owner mine = Owner::strange;
    switch (head.kind) {
      case Head::Kind::syslog:
        mine = read_syslog(head, line, row);
        break;
      case Head::Kind::pattern:
        if (read_pattern(head, line, row)) mine = Owner::server;
        break;
      case Head::Kind::csv:
        mine = read_csv(head, line, row, events);
        break;
      case Head::Kind::json:
        if (read_json(head, line, row, events)) mine = Owner::server;
        break;
    }
    if (mine == Owner::server || mine == Owner::nobody || mine == Owner::anybody) return mine;
    if (mine == Owner::other) owner = mine;
  }
  return owner;
}

}  // namespace curfew::definition
