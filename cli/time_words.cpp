#include "time_words.h"

#include <charconv>
#include <optional>
#include <string>

#include "curfew/error.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

using std::chrono::days;

[[noreturn]] void fail(std::string_view option, std::string_view words) {
  throw UsageError("--" + std::string(option) + " \"" + std::string(words) + "\": not a time",
                   R"(Try yesterday, "2 days ago", 2020-06-02 or "2020-06-02 17:00".)");
}

std::optional<Milliseconds> unit(std::string_view word) {
  if (word.ends_with('s') && word.size() > 3) word.remove_suffix(1);
  if (word == "s" || word == "sec" || word == "second") return std::chrono::seconds(1);
  if (word == "m" || word == "min" || word == "minute") return std::chrono::minutes(1);
  if (word == "h" || word == "hour") return std::chrono::hours(1);
  if (word == "d" || word == "day") return days(1);
  if (word == "w" || word == "week") return days(7);
  return std::nullopt;
}

// "2d", "2 days"
std::optional<Milliseconds> span(std::string_view words) {
  int count = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), count);
  if (error != std::errc{} || count < 0 || count > 100'000) return std::nullopt;
  words.remove_prefix(static_cast<std::size_t>(end - words.data()));
  if (words.starts_with(' ')) words.remove_prefix(1);
  const std::optional<Milliseconds> one = unit(words);
  if (!one) return std::nullopt;
  return *one * count;
}

bool digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  if (at + count > text.size()) return false;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, value);
  return error == std::errc{} && end == text.data() + at + count;
}

// "2020-06-02", "2020-06-02 17:00", "2020-06-02T17:00:30", the rest of the text left in `behind`.
std::optional<WallTime> date_and_time(std::string_view text, std::string_view& behind) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!digits(text, 0, 4, year) || text.size() < 10 || text[4] != '-' ||
      !digits(text, 5, 2, month) || text[7] != '-' || !digits(text, 8, 2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  WallTime wall(std::chrono::local_days(date).time_since_epoch());
  behind = text.substr(10);
  if (behind.empty()) return wall;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if ((behind[0] != ' ' && behind[0] != 'T') || !digits(behind, 1, 2, hour) || behind.size() < 6 ||
      behind[3] != ':' || !digits(behind, 4, 2, minute)) {
    return std::nullopt;
  }
  behind.remove_prefix(6);
  if (behind.starts_with(':')) {
    if (!digits(behind, 1, 2, second)) return std::nullopt;
    behind.remove_prefix(3);
  }
  if (hour > 24 || minute > 59 || second > 59) return std::nullopt;
  return wall + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

Instant midnight(Instant at, const TimeZone& zone) {
  return zone.to_utc(WallTime(std::chrono::floor<days>(zone.to_wall(at))));
}

}  // namespace

Instant read_moment(std::string_view option, std::string_view words, const TimeZone& zone,
                    Instant now) {
  if (words == "now") return now;
  if (words == "today") return midnight(now, zone);
  if (words == "yesterday") {
    return zone.to_utc(WallTime(std::chrono::floor<days>(zone.to_wall(now)) - days(1)));
  }
  if (words.starts_with('@')) {
    std::int64_t seconds = 0;
    const auto [end, error] =
        std::from_chars(words.data() + 1, words.data() + words.size(), seconds);
    constexpr std::int64_t year_9999 = 253'402'300'799;
    if (error != std::errc{} || end != words.data() + words.size() || seconds < 0 ||
        seconds > year_9999) {
      fail(option, words);
    }
    return Instant(std::chrono::seconds(seconds));
  }
  std::string_view ago = words;
  if (ago.starts_with('-') || ago.ends_with(" ago")) {
    if (ago.starts_with('-')) ago.remove_prefix(1);
    if (ago.ends_with(" ago")) ago.remove_suffix(4);
    if (const std::optional<Milliseconds> back = span(ago)) return now - *back;
    fail(option, words);
  }
  std::string_view behind;
  const std::optional<WallTime> wall = date_and_time(words, behind);
  if (!wall) fail(option, words);
  if (behind.empty()) return zone.to_utc(*wall);
  try {
    return TimeZone::named(behind).to_utc(*wall);
  } catch (const Error&) {
    fail(option, words);
  }
}

Milliseconds read_span(std::string_view option, std::string_view words) {
  if (const std::optional<Milliseconds> found = span(words)) return *found;
  throw UsageError(
      "--" + std::string(option) + " \"" + std::string(words) + "\": not a span of time",
      "Try 24h, 7d or 4w.");
}

}  // namespace curfew::cli
