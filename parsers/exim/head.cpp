#include "exim/head.h"

#include "exim/message_id.h"
#include "parse/syslog_head.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::exim {
namespace {

using text::Cursor;

// "[169] "; the brackets of "[192.0.2.7] SSL verify error" hold no process.
void read_pid(Cursor& cursor, std::string_view& pid) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip('[')) return;
  const char* const begin = ahead.rest().data();
  ahead.skip('p');  // Exim's own test logs
  const std::string_view digits = ahead.take_while(text::is_digit);
  const auto length = static_cast<std::size_t>(ahead.rest().data() - begin);
  if (digits.empty() || digits.size() > 10 || !ahead.skip("] ")) return;
  pid = {begin, length};
  cursor = ahead;
}

void read_behind_stamp(Cursor cursor, Head& head) noexcept {
  read_pid(cursor, head.pid);
  const std::size_t length = message_id_length(cursor.rest());
  head.id = cursor.rest().substr(0, length);
  cursor.advance(length);
  if (length != 0) cursor.skip(' ');
  head.body = cursor.rest();
  // log.c: "**** log string overflowed log buffer ****"
  constexpr std::string_view overflow = "**** log string overflowed log buffer ****";
  if (head.body.ends_with('*') && head.body.ends_with(overflow)) {
    head.body.remove_suffix(overflow.size());
    head.cut = true;
  }
}

// "[1/2] ", split by length, or "[1\13] ", split at the ends of lines.
void read_part(Cursor& cursor, SyslogPart& part) noexcept {
  Cursor ahead = cursor;
  SyslogPart read;
  if (!ahead.skip('[') || !ahead.take_number(read.number)) return;
  read.ends_line = ahead.skip('\\');
  if (!read.ends_line && !ahead.skip('/')) return;
  if (!ahead.take_number(read.of) || !ahead.skip("] ")) return;
  if (read.number == 0 || read.number > read.of || read.of < 2) return;
  read.text = ahead.rest();
  cursor = ahead;
  part = read;
}

bool read_own_stamp(Cursor& cursor, Stamp& stamp, time::StampCache* cache) noexcept {
  if (cursor.rest().size() < 19 || cursor.rest()[10] != ' ') return false;
  Cursor ahead = cursor;
  // As nearly every line begins. A cursor of its own, which can stay in registers.
  Cursor kept = cursor;
  if (cache != nullptr && cache->take_iso8601(kept, stamp) && kept.skip(' ')) {
    cursor = kept;
    return true;
  }
  if (!time::read_iso8601(ahead, stamp, true, cache)) return false;
  if (!ahead.at_end() && !ahead.skip(' ')) return false;
  cursor = ahead;
  return true;
}

}  // namespace

bool read_head(std::string_view line, Head& head, time::StampCache* cache) noexcept {
  Cursor cursor(line);
  if (!read_own_stamp(cursor, head.stamp, cache)) return false;
  read_behind_stamp(cursor, head);
  return true;
}

Wrapping read_wrapped_head(std::string_view line, Head& head, time::StampCache* cache,
                           parse::OtherServers* others) noexcept {
  parse::SyslogHead syslog;
  if (!parse::read_syslog_head(line, syslog, cache)) return Wrapping::none;
  if (!syslog.tag.starts_with("exim")) {
    if (others != nullptr) others->count(syslog);
    return Wrapping::other_program;
  }
  head.log_host = syslog.host;
  head.pid = syslog.pid;
  head.syslog_stamp = syslog.stamp;
  Cursor cursor(syslog.body);
  read_part(cursor, head.part);
  read_syslog_text(cursor.rest(), head);
  return Wrapping::exim;
}

void read_syslog_text(std::string_view text, Head& head) noexcept {
  head.stamp = head.syslog_stamp;
  Cursor cursor(text);
  Stamp own;
  const bool doubled = read_own_stamp(cursor, own, nullptr);
  const bool complete = head.stamp.has_year && head.stamp.offset;
  if (doubled && !complete) head.stamp = own;
  read_behind_stamp(cursor, head);
}

}  // namespace curfew::exim
