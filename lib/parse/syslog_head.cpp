#include "parse/syslog_head.h"

#include <algorithm>
#include <cstring>

#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::parse {
namespace {

using text::Cursor;

bool read_stamp(Cursor& cursor, Stamp& stamp, time::StampCache* cache) noexcept {
  const char first = cursor.peek();
  if (text::is_digit(first)) {
    return time::read_iso8601(cursor, stamp, false, cache) || time::read_year_first(cursor, stamp);
  }
  return text::is_upper(first) && time::read_rfc3164(cursor, stamp, cache);
}

// A stamp with the last one's date and shape. The cursor is no other function's, so that it can
// stay in registers.
bool take_kept_stamp(Cursor& cursor, Stamp& stamp, const time::StampCache* cache) noexcept {
  return cache != nullptr &&
         (cache->take_iso8601(cursor, stamp) || cache->take_rfc3164(cursor, stamp));
}

// "mta/smtp[427]: " or "mta: "; the tag may hold anything but blanks, brackets and colons.
inline bool read_tag(Cursor& cursor, SyslogHead& head) noexcept {
  head.tag = cursor.rest().substr(0, text::find_near(cursor.rest(), '[', ':', ' '));
  cursor.advance(head.tag.size());
  head.pid = {};
  if (head.tag.empty()) return false;
  if (cursor.skip('[')) {
    head.pid = cursor.rest().substr(0, text::find_near(cursor.rest(), ']', ' '));
    cursor.advance(head.pid.size());
    if (!cursor.skip(']')) return false;
  }
  if (!cursor.skip(':')) return false;
  cursor.skip(' ');
  return true;
}

// "-" or "[id name=\"value\"]...", where quotes hide brackets; RFC 5424 section 6.3.
bool skip_structured_data(Cursor& cursor) noexcept {
  if (!cursor.skip('-')) {
    if (cursor.peek() != '[') return false;
    while (cursor.peek() == '[') {
      bool quoted = false;
      while (!cursor.at_end() && (quoted || cursor.peek() != ']')) {
        if (cursor.peek() == '\\' && cursor.rest().size() > 1)
          cursor.advance(1);
        else if (cursor.peek() == '"')
          quoted = !quoted;
        cursor.advance(1);
      }
      if (!cursor.skip(']')) return false;
    }
  }
  return cursor.at_end() || cursor.peek() == ' ';
}

// A word and the blank behind it; "-" stands for nothing.
bool take_field(Cursor& cursor, std::string_view& field) noexcept {
  field = cursor.take_word();
  if (field.empty() || !cursor.skip(' ')) return false;
  if (field == "-") field = {};
  return true;
}

// "1 2026-11-23T16:04:53.469844+00:00 mail mta 427 - -  body", RFC 5424 section 6.
bool read_rfc5424(Cursor cursor, SyslogHead& head) noexcept {
  std::string_view message_id;
  if (!cursor.skip("1 ") || !time::read_iso8601(cursor, head.stamp) || !cursor.skip(' ') ||
      !take_field(cursor, head.host) || !take_field(cursor, head.tag) ||
      !take_field(cursor, head.pid) || !take_field(cursor, message_id) ||
      !skip_structured_data(cursor) || head.tag.empty()) {
    return false;
  }
  cursor.skip_blanks();  // rsyslog writes two
  cursor.skip("\xEF\xBB\xBF");
  head.body = cursor.rest();
  return true;
}

void skip_solaris_id(Cursor& cursor) noexcept {
  if (!text::starts_with(cursor.rest(), "[ID ")) return;
  std::string_view id;
  Cursor ahead = cursor;
  if (ahead.take_until("] ", id) && id.size() < 40) cursor = ahead;
}

inline bool read_behind_host(Cursor cursor, SyslogHead& head) noexcept {
  if (!read_tag(cursor, head)) return false;
  if (cursor.peek() == '[') {
    Cursor behind = cursor;
    skip_solaris_id(behind);
    cursor = behind;
  }
  head.body = cursor.rest();
  return true;
}

}  // namespace

void skip_priority(Cursor& cursor) noexcept {
  if (cursor.peek() != '<') return;
  Cursor ahead = cursor;
  unsigned priority = 0;
  if (ahead.skip('<') && ahead.take_number(priority) && priority <= 191 && ahead.skip('>')) {
    cursor = ahead;
  }
}

bool read_syslog_head(std::string_view line, SyslogHead& head, time::StampCache* cache) noexcept {
  Cursor cursor(line);
  if (!take_kept_stamp(cursor, head.stamp, cache)) {
    Cursor behind = cursor;
    skip_priority(behind);
    if (text::starts_with(behind.rest(), "1 ")) return read_rfc5424(behind, head);
    if (!read_stamp(behind, head.stamp, cache)) return false;
    cursor = behind;
  }
  if (!cursor.skip(' ')) return false;
  head.host = cursor.take_word();
  // "mta/smtp[427]: 3F2A1B7C9: ..." has no host: the queue id is no tag.
  if (head.host.empty() || head.host.back() == ':' || !cursor.skip(' ')) return false;
  if (head.host == "-") head.host = {};
  return read_behind_host(cursor, head);
}

bool SyslogHeads::read_anew(std::string_view line, SyslogHead& head) noexcept {
  size_ = 0;
  if (!read_syslog_head(line, head, &stamps_)) return false;
  keep(line, head);
  return true;
}

void SyslogHeads::keep(std::string_view line, const SyslogHead& head) noexcept {
  if (head.host.empty() || !stamps_.holds_minute(line)) return;
  std::size_t begin = stamps_.minute_length() + 3;
  fraction_ = 0;
  if (begin + 9 > line.size()) return;
  if (line[begin] == '.' || line[begin] == ',') {
    fraction_ = text::digits_in_front(line.data() + begin + 1);
    if (fraction_ == 0 || fraction_ == 8) return;
    begin += 1 + fraction_;
  }
  const auto place = [line](std::string_view part) {
    return static_cast<std::size_t>(part.data() - line.data());
  };
  const std::size_t size = place(head.tag) - begin;
  if (size > longest) return;
  std::memcpy(between_, line.data() + begin, size);
  size_ = size;
  host_begin_ = place(head.host) - begin;
  has_year_ = head.stamp.has_year;
  offset_ = head.stamp.offset;
}

bool SyslogHeads::read_alike(std::string_view line, SyslogHead& head) const noexcept {
  constexpr std::size_t shortest_rest = 8;  // so that eight characters of the fraction can be read
  std::size_t begin = stamps_.minute_length() + 3;
  if (size_ == 0 || line.size() < begin + 1 + fraction_ + size_ + shortest_rest) return false;
  const char* at = line.data();
  if (!stamps_.holds_minute_of<16>(at) && !stamps_.holds_minute_of<12>(at)) return false;
  at += begin - 3;
  const unsigned tens = static_cast<unsigned char>(at[1]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(at[2]) - static_cast<unsigned>('0');
  if (at[0] != ':' || tens > 5 || ones > 9) return false;
  at += 3;
  unsigned thousandths = 0;
  if (fraction_ != 0) {
    if ((*at != '.' && *at != ',') || text::digits_in_front(at + 1) != fraction_) return false;
    thousandths = text::number_in_front(at + 1, std::min<std::size_t>(fraction_, 3));
    for (std::size_t digits = fraction_; digits < 3; ++digits) thousandths *= 10;
    begin += 1 + fraction_;
  }
  if (!text::is_same(line.substr(begin, size_), std::string_view(between_, size_))) return false;
  head.stamp.wall = stamps_.minute() + Milliseconds((tens * 10 + ones) * 1000 + thousandths);
  head.stamp.has_year = has_year_;
  head.stamp.offset = offset_;
  head.host = line.substr(begin + host_begin_, size_ - host_begin_ - 1);
  return read_behind_host(Cursor(line.substr(begin + size_)), head);
}

}  // namespace curfew::parse
