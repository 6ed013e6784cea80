#include "parse/envelope/loose_head.h"

#include <algorithm>
#include <array>

#include "parse/envelope/line_front.h"
#include "parse/envelope/loose_stamp.h"
#include "parse/envelope/stamp_text.h"
#include "parse/syslog_head.h"

namespace curfew::parse {
namespace {

using text::Cursor;

constexpr int most_heads = 4;          // one inside the other
constexpr int most_words_between = 4;  // between stamp and tag

constexpr std::array facilities = {"kern",   "user",     "mail",    "daemon", "auth",     "syslog",
                                   "lpr",    "news",     "uucp",    "cron",   "authpriv", "ftp",
                                   "ntp",    "security", "console", "audit",  "local0",   "local1",
                                   "local2", "local3",   "local4",  "local5", "local6",   "local7"};
constexpr std::array severities = {"emerg",    "emergency", "panic", "alert", "crit",
                                   "critical", "err",       "error", "warn",  "warning",
                                   "notice",   "info",      "debug", "none"};

template <typename Words>
bool is_one_of(const Words& words, std::string_view word) noexcept {
  return std::ranges::any_of(words, [word](std::string_view one) {
    return std::ranges::equal(one, word, {}, {}, text::to_lower);
  });
}

bool is_number(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 3 && std::ranges::all_of(text, text::is_digit);
}

// "mail.info", "<mail.info>", "[mail.info]", "mail:info", "2.6", "INFO", "info:".
bool is_priority(std::string_view word) noexcept {
  if (word.size() > 2 && (word.front() == '<' || word.front() == '[' || word.front() == '(')) {
    word = word.substr(1, word.size() - 2);
  } else if (word.ends_with(':')) {
    word.remove_suffix(1);
  }
  const std::size_t dot = word.find_first_of(".:");
  if (dot == word.npos) return is_one_of(severities, word);
  const std::string_view facility = word.substr(0, dot);
  const std::string_view severity = word.substr(dot + 1);
  if (is_number(facility)) return is_number(severity);
  return is_one_of(facilities, facility) && is_one_of(severities, severity);
}

bool is_host_character(char c) noexcept {
  return text::is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':';
}

bool is_host(std::string_view word) noexcept {
  return !word.empty() && !word.ends_with(':') && std::ranges::all_of(word, is_host_character);
}

struct Head {
  Stamp stamp;
  std::string_view host;
  std::string_view tag;
  std::string_view pid;
  std::string_view body;
};

bool is_tag_character(char c) noexcept {
  return text::is_alphanumeric(c) || c == '/' || c == '-' || c == '_' || c == '.' || c == '@';
}

// "mta/smtp[427]: ", "mta: "
bool take_tag(Cursor& cursor, Head& head) noexcept {
  Cursor ahead = cursor;
  head.tag = ahead.take_while(is_tag_character);
  head.pid = {};
  if (head.tag.empty()) return false;
  if (ahead.skip('[')) {
    head.pid = ahead.take_while(text::is_digit);
    if (head.pid.empty() || !ahead.skip(']')) return false;
  }
  if (!ahead.skip(": ")) return false;
  cursor = ahead;
  return true;
}

// "[1:mail1:mta/smtpd] "
bool take_bracket(Cursor& cursor, Head& head) noexcept {
  Cursor ahead = cursor;
  if (!ahead.skip('[') || ahead.take_while(text::is_digit).empty() || !ahead.skip(':')) {
    return false;
  }
  std::string_view host;
  if (!ahead.take_until(':', host) || !is_host(host)) return false;
  head.tag = ahead.take_while(is_tag_character);
  if (head.tag.empty() || !ahead.skip("] ")) return false;
  head.host = host;
  head.pid = {};
  cursor = ahead;
  return true;
}

// Any tag behind a host; without one, a name that only a program has.
bool has_host_or_is_sure(const Head& head) noexcept {
  return !head.host.empty() || !head.pid.empty() || head.tag.find('/') != head.tag.npos;
}

void skip_labels(Cursor& cursor) noexcept {
  Cursor ahead = cursor;
  std::string_view labels;
  if (ahead.skip('{') && ahead.take_until("} ", labels)) cursor = ahead;
}

// What stands between the stamp and the body.
bool take_names(Cursor& cursor, Head& head) noexcept {
  Cursor ahead = cursor;
  for (int word = 0; word <= most_words_between; ++word) {
    ahead.skip_blanks();
    const Cursor before = ahead;
    const std::string_view text = ahead.take_word();
    if (is_priority(text)) continue;
    ahead = before;
    if (take_bracket(ahead, head) || (take_tag(ahead, head) && has_host_or_is_sure(head))) {
      cursor = ahead;
      return true;
    }
    ahead = before;
    if (!head.host.empty() || !is_host(text)) return false;
    head.host = text;
    ahead.advance(text.size());
  }
  return false;
}

bool begins_with_stamp(std::string_view text) noexcept {
  Cursor cursor(text);
  Stamp stamp;
  return take_loose_stamp(cursor, stamp);
}

bool take_head(Cursor& cursor, Head& head) noexcept {
  Cursor ahead = cursor;
  head = {};
  if (!take_loose_stamp(ahead, head.stamp)) return false;
  ahead.skip_blanks();
  skip_labels(ahead);
  if (begins_log_line(ahead.rest())) {
    head.body = ahead.rest();
    cursor = ahead;
    return true;
  }
  if (!take_names(ahead, head)) return false;
  head.body = ahead.rest();
  cursor = ahead;
  return true;
}

// "mta/smtp[427]: body", with or without a host: the head of a line whose stamp stands outside.
bool take_stampless_head(Cursor& cursor, Head& head) noexcept {
  Head inner;
  Cursor ahead = cursor;
  if (!take_names(ahead, inner) || inner.pid.empty()) return false;
  if (!inner.host.empty()) head.host = inner.host;
  head.tag = inner.tag;
  head.pid = inner.pid;
  head.body = ahead.rest();
  cursor = ahead;
  return true;
}

bool is_stamped(std::string_view tag, const StampedTags& tags) noexcept {
  return std::ranges::any_of(tags, [tag](const std::string& one) { return tag.starts_with(one); });
}

// Read as it stands, the line says the same.
bool is_usual(std::string_view line, const Head& head) noexcept {
  SyslogHead usual;
  return read_syslog_head(line, usual) && usual.host == head.host && usual.tag == head.tag &&
         usual.pid == head.pid;
}

void append(std::string& out, const Head& head) {
  if (head.stamp.has_year) {
    append_stamp(out, head.stamp.wall, head.stamp.offset);
  } else {
    append_yearless_stamp(out, head.stamp.wall);
  }
  out += ' ';
  out += head.host.empty() ? std::string_view("-") : head.host;
  out += ' ';
  out += head.tag;
  if (!head.pid.empty()) {
    out += '[';
    out += head.pid;
    out += ']';
  }
  out += ": ";
  out += head.body;
}

}  // namespace

bool begins_with_tag(std::string_view line) noexcept {
  Cursor cursor(line);
  Head head;
  return take_names(cursor, head) && !head.pid.empty();
}

bool begins_with_host_and_tag(std::string_view line) noexcept {
  Cursor cursor(line);
  Head head;
  return take_names(cursor, head) && !head.host.empty();
}

bool append_with_usual_head(std::string& out, std::string_view line, const StampedTags& tags) {
  Cursor cursor(line);
  Head head;
  Head outer;
  if (!take_head(cursor, head)) return false;
  bool changed = !is_usual(line, head);
  for (int depth = 1; depth < most_heads; ++depth) {
    outer = head;
    Cursor inner(head.body);
    // Any line behind a stamp, but only a stamp behind a program's name: others log JSON, too.
    if (head.tag.empty() ? begins_log_line(head.body) : begins_with_stamp(head.body)) {
      if (!take_head(inner, head)) {
        head = outer;
        if (is_stamped(head.tag, tags)) break;
        out += outer.body;  // a log line that is no syslog's
        return true;
      }
      if (head.host.empty()) head.host = outer.host;
    } else if (!take_stampless_head(inner, head)) {
      break;
    }
    changed = true;
  }
  if (!changed || head.tag.empty()) return false;
  append(out, head);
  return true;
}

}  // namespace curfew::parse
