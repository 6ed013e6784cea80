#include "smtp/time_words.h"

#include <algorithm>
#include <array>

#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_digit;
using text::is_letter;

constexpr std::array<std::string_view, 12> months = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> weekdays = {"monday", "tuesday",  "wednesday", "thursday",
                                                      "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 38> zones = {
    "UTC", "GMT",  "UT",  "Z",    "AM",   "PM",   "am",   "pm",   "a.m", "p.m",
    "CET", "CEST", "WET", "WEST", "EET",  "EEST", "MET",  "MEST", "BST", "MSK",
    "EST", "EDT",  "CST", "CDT",  "MST",  "MDT",  "PST",  "PDT",  "IST", "JST",
    "KST", "HKT",  "SGT", "AEST", "AEDT", "ACST", "NZST", "NZDT"};
constexpr std::array<std::string_view, 19> units = {
    "second", "seconds", "sec", "secs", "s",    "minute", "minutes", "min", "mins",        "hour",
    "hours",  "hr",      "hrs", "day",  "days", "week",   "weeks",   "ms",  "milliseconds"};
constexpr std::array<std::string_view, 13> glued_units = {
    "s", "m", "h", "d", "ms", "us", "sec", "secs", "min", "mins", "hr", "hrs", "w"};

bool same(std::string_view word, std::string_view lower) noexcept {
  return word.size() == lower.size() && std::ranges::equal(word, lower, {}, text::to_lower);
}

template <std::size_t n>
bool one_of(std::string_view word, const std::array<std::string_view, n>& words) noexcept {
  return std::ranges::any_of(words, [&](std::string_view one) { return same(word, one); });
}

// "Mar", "Sept", "MARCH": a capital in front tells a name from "may" and "sat".
template <std::size_t n>
bool is_name(std::string_view word, const std::array<std::string_view, n>& names) noexcept {
  if (word.size() < 3 || word[0] < 'A' || word[0] > 'Z') return false;
  return std::ranges::any_of(names, [&](std::string_view one) {
    const bool whole = word.size() == one.size();
    const bool cut = word.size() == 3 || (word.size() == 4 && one.size() > 7);  // "Tues" "Sept"
    return (whole || cut) && same(word, one.substr(0, word.size()));
  });
}

bool is_month(std::string_view word) noexcept {
  return is_name(word, months);
}

bool is_weekday(std::string_view word) noexcept {
  return is_name(word, weekdays) || word == "Tues" || word == "Thur" || word == "Thurs";
}

std::size_t digits_of(std::string_view word) noexcept {
  std::size_t n = 0;
  while (n < word.size() && is_digit(word[n])) ++n;
  return n;
}

// What may be glued to a time: "", "Z", "PM", "+00:00", "-0700", ".123Z", ",123".
bool ends_time(std::string_view rest) noexcept {
  if (!rest.empty() && (rest[0] == '.' || rest[0] == ',')) {
    const std::size_t n = digits_of(rest.substr(1));
    if (n == 0) return false;
    rest.remove_prefix(1 + n);
  }
  if (rest.empty()) return true;
  if (rest[0] == '+' || rest[0] == '-') {
    rest.remove_prefix(1);
    return rest.size() >= 2 && rest.size() <= 5 &&
           std::ranges::all_of(rest, [](char c) { return is_digit(c) || c == ':'; });
  }
  return std::ranges::find(zones, rest) != zones.end();
}

// "18:21", "18:21:02", "1:04:59:10", and what is glued to it.
bool is_clock(std::string_view word) noexcept {
  std::size_t groups = 0;
  while (true) {
    const std::size_t n = digits_of(word);
    if (n == 0 || n > 2) return false;
    ++groups;
    word.remove_prefix(n);
    if (word.empty() || word[0] != ':') break;
    word.remove_prefix(1);
  }
  return groups >= 2 && groups <= 4 && ends_time(word);
}

// Three groups between the same marks, one a year or a month's name: "2026-03-02", "02/Mar/2026",
// "2.3.2026", "03/02/26"; then nothing or a time behind "T", ":" or "_".
bool is_date(std::string_view word) noexcept {
  char mark = 0;
  bool has_year = false;
  bool has_month = false;
  for (int group = 0; group < 3; ++group) {
    const std::size_t n = digits_of(word);
    std::size_t size = n;
    if (n == 4) {
      has_year = true;
    } else if (n == 0 || n > 2) {
      while (size < word.size() && is_letter(word[size])) ++size;
      if (n != 0 || !is_month(word.substr(0, size))) return false;
      has_month = true;
    }
    word.remove_prefix(size);
    if (group == 2) break;
    if (word.empty() || (word[0] != '-' && word[0] != '/' && word[0] != '.')) return false;
    if (mark != 0 && word[0] != mark) return false;
    mark = word[0];
    word.remove_prefix(1);
  }
  if (!has_year && !has_month && mark != '/') return false;
  if (word.empty()) return true;
  if (word[0] != 'T' && word[0] != ':' && word[0] != '_' && word[0] != '-') return false;
  return is_clock(word.substr(1)) || ends_time(word.substr(1 + digits_of(word.substr(1))));
}

// "20260302T182102Z"
bool is_basic_stamp(std::string_view word) noexcept {
  return word.size() >= 13 && digits_of(word) == 8 && word[8] == 'T' &&
         digits_of(word.substr(9)) >= 4 && ends_time(word.substr(9 + digits_of(word.substr(9))));
}

// "2", "31st", "2026"
bool is_day_or_year(std::string_view word) noexcept {
  const std::size_t n = digits_of(word);
  if (n == 4 && word.size() == 4) return word.starts_with("19") || word.starts_with("20");
  if (n == 0 || n > 2) return false;
  const std::string_view rest = word.substr(n);
  if (!rest.empty() && rest != "st" && rest != "nd" && rest != "rd" && rest != "th") return false;
  const int day = n == 1 ? word[0] - '0' : (word[0] - '0') * 10 + (word[1] - '0');
  return day <= 31;
}

// "+0000", "-07:00", "UTC", "GMT+2", "UTC+02:00"
bool is_zone(std::string_view word) noexcept {
  constexpr std::size_t longest = 4;
  if (word.size() <= longest && std::ranges::find(zones, word) != zones.end()) return true;
  if (word.starts_with("UTC") || word.starts_with("GMT")) word.remove_prefix(3);
  if (word.size() < 2 || word.size() > 6 || (word[0] != '+' && word[0] != '-')) return false;
  const std::string_view hours = word.substr(1);
  return std::ranges::all_of(hours, [](char c) { return is_digit(c) || c == ':'; }) &&
         (hours.size() <= 2 || hours.size() >= 4);
}

// "300s", "5m0s", "1h2m3.5s"
bool is_span(std::string_view word) noexcept {
  if (word.empty()) return false;
  while (!word.empty()) {
    std::size_t n = digits_of(word);
    if (n == 0) return false;
    if (n < word.size() && word[n] == '.') {
      const std::size_t more = digits_of(word.substr(n + 1));
      if (more == 0) return false;
      n += 1 + more;
    }
    word.remove_prefix(n);
    std::size_t letters = 0;
    while (letters < word.size() && is_letter(word[letters])) ++letters;
    if (std::ranges::find(glued_units, word.substr(0, letters)) == glued_units.end()) return false;
    word.remove_prefix(letters);
  }
  return true;
}

}  // namespace

TimeWord time_word(std::string_view word) noexcept {
  if (word.empty()) return TimeWord::none;
  if (is_digit(word[0])) {
    if (is_clock(word) || is_date(word) || is_basic_stamp(word)) return TimeWord::moment;
    if (is_day_or_year(word)) return TimeWord::number;
    return is_span(word) ? TimeWord::span : TimeWord::none;
  }
  if (word[0] == '+' || word[0] == '-') return is_zone(word) ? TimeWord::zone : TimeWord::none;
  if (!is_letter(word[0])) return TimeWord::none;
  if (is_month(word)) return TimeWord::month;
  if (is_weekday(word) || is_date(word)) return TimeWord::moment;
  if (is_zone(word)) return TimeWord::zone;
  return one_of(word, units) ? TimeWord::unit : TimeWord::none;
}

}  // namespace curfew::smtp
