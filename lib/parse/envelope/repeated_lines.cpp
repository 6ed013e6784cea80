#include "parse/envelope/repeated_lines.h"

#include <algorithm>

#include "parse/envelope/stamp_text.h"
#include "parse/syslog_head.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr std::string_view quoted_mark = "message repeated ";
constexpr std::string_view last_mark = "last message repeated ";

bool may_repeat(std::string_view line) noexcept {
  if (line.empty()) return false;
  if (line.back() == ']') return text::find_word(line, quoted_mark) != line.npos;
  return line.back() == 's' && line.ends_with(" times") &&
         text::find_word(line, last_mark) != line.npos;
}

// "3 times", behind the mark.
bool take_count(Cursor& cursor, std::size_t& count) noexcept {
  if (!cursor.take_number(count) || !cursor.skip(" times")) return false;
  count = std::min(count, RepeatedLines::most_copies);
  return true;
}

// "Nov  3 16:04:53 mail ", and what follows.
struct HostFront {
  std::string_view front;
  std::string_view host;
  std::string_view rest;
};

bool read_host_front(std::string_view line, HostFront& read) noexcept {
  Cursor cursor(line);
  std::string_view priority;
  Stamp stamp;
  if (cursor.skip('<') && !cursor.take_until('>', priority)) return false;
  if (!read_any_stamp(cursor, stamp) || !cursor.skip(' ')) return false;
  read.host = cursor.take_word();
  if (read.host.empty() || !cursor.skip(' ')) return false;
  read.rest = cursor.rest();
  read.front = line.substr(0, line.size() - read.rest.size());
  return true;
}

}  // namespace

Lines RepeatedLines::open(Lines lines) {
  const auto first = std::ranges::find_if(lines, may_repeat, &Line::text);
  repeated_ = first != lines.end();
  if (repeated_) open_from(lines, static_cast<std::size_t>(first - lines.begin()));
  remember(lines);
  return repeated_ ? out_.lines() : lines;
}

void RepeatedLines::open_from(Lines lines, std::size_t at) {
  out_.clear();
  for (const Line& line : lines.first(at)) out_.add(line.text, line.number);
  for (; at < lines.size(); ++at) {
    const Line& line = lines[at];
    if (may_repeat(line.text) && (add_quoted(line) || add_previous(lines, at))) continue;
    out_.add(line.text, line.number);
  }
}

// "Nov  3 16:04:53 mail mta/smtp[1]: message repeated 3 times: [ TEXT]"
bool RepeatedLines::add_quoted(const Line& line) {
  SyslogHead head;
  if (!read_syslog_head(line.text, head)) return false;
  Cursor cursor(head.body);
  std::size_t count = 0;
  if (!cursor.skip(quoted_mark) || !take_count(cursor, count) || !cursor.skip(": [")) return false;
  cursor.skip(' ');
  std::string_view quoted = cursor.rest();
  if (!quoted.ends_with(']')) return false;
  quoted.remove_suffix(1);
  for (std::size_t i = 0; i < count; ++i) {
    std::string& text = out_.begin();
    text += line.text.substr(0, line.text.size() - head.body.size());
    text += quoted;
    out_.end(line.number);
  }
  return count != 0;
}

// "Nov  3 16:04:53 mail last message repeated 3 times"; the stamp is that of the last time.
bool RepeatedLines::add_previous(Lines lines, std::size_t at) {
  HostFront mark;
  if (!read_host_front(lines[at].text, mark)) return false;
  Cursor cursor(mark.rest);
  cursor.skip("syslogd: ");
  std::size_t count = 0;
  if (!cursor.skip(last_mark) || !take_count(cursor, count) || !cursor.at_end()) return false;
  for (std::size_t back = 1; back <= farthest_back; ++back) {
    HostFront previous;
    const std::string_view text = line_before(lines, at, back);
    if (!read_host_front(text, previous) || previous.host != mark.host || may_repeat(text)) {
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) {
      std::string& copy = out_.begin();
      copy += mark.front;
      copy += previous.rest;
      out_.end(lines[at].number);
    }
    return count != 0;
  }
  return false;
}

// The line `back` lines before lines[at]; empty where there is none.
std::string_view RepeatedLines::line_before(Lines lines, std::size_t at,
                                            std::size_t back) const noexcept {
  if (back <= at) return lines[at - back].text;
  const std::size_t earlier = back - at;
  if (earlier > std::min(remembered_, farthest_back)) return {};
  return last_[(remembered_ - earlier) % farthest_back];
}

void RepeatedLines::remember(Lines lines) {
  // Only a count reaches back, and a longer line is none that a logger repeats.
  constexpr std::size_t longest = 8192;
  const std::size_t size = std::min(lines.size(), farthest_back);
  for (const Line& line : lines.last(size)) {
    last_[remembered_++ % farthest_back] = line.text.substr(0, longest);
  }
}

}  // namespace curfew::parse
