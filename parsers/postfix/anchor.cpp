#include "postfix/anchor.h"

#include "parse/syslog_head.h"
#include "postfix/queue_id.h"
#include "postfix/tag.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::postfix {
namespace {

using text::Cursor;

Instant as_utc(WallTime wall) noexcept {
  return Instant(wall.time_since_epoch());
}

// A stamp is at most 14 hours from UTC. One without a year is taken in the year of the other time.
bool is_near(const Stamp& stamp, Instant utc) noexcept {
  using namespace std::chrono;
  constexpr hours farthest(14);
  const auto near = [&](WallTime wall) {
    const Milliseconds difference = wall.time_since_epoch() - utc.time_since_epoch();
    return difference <= farthest && difference >= -farthest;
  };
  if (stamp.has_year) return near(stamp.wall);
  const auto day = floor<days>(stamp.wall);
  const year_month_day date(day);
  const year middle = year_month_day(floor<days>(utc)).year();
  for (const years step : {years(-1), years(0), years(1)}) {
    const year_month_day moved = (middle + step) / date.month() / date.day();
    if (moved.ok() && near(local_days(moved) + (stamp.wall - day))) return true;
  }
  return false;
}

// "20140401025230" is a date, "1735301851" an epoch, "1735301851123" one in milliseconds.
std::optional<Instant> time_of_digits(std::string_view digits) noexcept {
  constexpr std::int64_t first = 946684800;  // 2000
  constexpr std::int64_t last = 4102444800;  // 2100
  WallTime wall{};
  if (digits.size() == 14 && time::read_digits(digits, wall)) return as_utc(wall);
  if (digits.size() != 10 && digits.size() != 13) return std::nullopt;
  std::int64_t number = 0;
  Cursor(digits).take_number(number);
  const Milliseconds since =
      digits.size() == 13 ? Milliseconds(number) : Milliseconds(number * 1000);
  if (since < std::chrono::seconds(first) || since >= std::chrono::seconds(last)) {
    return std::nullopt;
  }
  return Instant(since);
}

// The first number in a Message-Id, standing by itself, that is a time near the stamp.
std::optional<Instant> time_in_message_id(std::string_view id, const Stamp& stamp) noexcept {
  id = id.substr(0, id.find('@'));
  Cursor cursor(id);
  while (!cursor.at_end()) {
    const std::string_view word = cursor.take_while(text::is_alphanumeric);
    if (word.empty()) cursor.advance(1);
    if (word.find_first_not_of("0123456789") != std::string_view::npos) continue;
    const std::optional<Instant> time = time_of_digits(word);
    if (time && is_near(stamp, *time)) return time;
  }
  return std::nullopt;
}

// "message-id=<" taken off; also of a message sent again.
bool skip_message_id(Cursor& cursor) noexcept {
  cursor.skip("resent-");
  return cursor.skip("message-id=<");
}

// "QID: client=", "QID: uid=" and "QID: message-id=<" tell a time: what stands before the first "="
// rules out nearly all lines before anything of them is read. RFC 5424 may have one in front.
bool may_tell_time(std::string_view line) noexcept {
  const std::string_view front = line.substr(0, line.find('='));
  if (front.size() == line.size()) return false;
  if (front.find(": ") == std::string_view::npos) return true;
  return front.ends_with("client") || front.ends_with("uid") || front.ends_with("message-id");
}

}  // namespace

std::optional<Instant> own_time(std::string_view body) noexcept {
  const std::string_view id = take_queue_id(body);
  if (body.starts_with("client=") || body.starts_with("uid=")) {
    const auto time = time_of_queue_id(id);
    if (!time) return std::nullopt;
    return std::chrono::floor<Milliseconds>(*time);
  }
  // "3F2A1: message-id=<20140401025230.3F2A1@mail.example>"
  Cursor cursor(body);
  if (id.empty() || !skip_message_id(cursor) || cursor.rest().size() < 15 + id.size()) {
    return std::nullopt;
  }
  const std::string_view digits = cursor.rest().substr(0, 14);
  cursor.advance(14);
  WallTime wall{};
  if (!cursor.skip('.') || !cursor.skip(id) || !cursor.skip('@')) return std::nullopt;
  if (!time::read_digits(digits, wall)) return std::nullopt;
  return as_utc(wall);
}

std::optional<ClockAnchor> read_anchor(std::string_view line) {
  parse::SyslogHead head;
  if (!may_tell_time(line)) return std::nullopt;
  if (!parse::read_syslog_head(line, head) || head.stamp.offset) return std::nullopt;
  if (program_named(read_tag(head.tag).program) == Program::other) return std::nullopt;
  if (const std::optional<Instant> time = own_time(head.body)) {
    return ClockAnchor{.stamp = head.stamp, .utc = *time, .certain = true};
  }
  std::string_view body = head.body;
  Cursor cursor(take_queue_id(body).empty() ? std::string_view{} : body);
  if (!skip_message_id(cursor)) return std::nullopt;
  const std::optional<Instant> time = time_in_message_id(cursor.rest(), head.stamp);
  if (!time) return std::nullopt;
  return ClockAnchor{.stamp = head.stamp, .utc = *time, .certain = false};
}

}  // namespace curfew::postfix
