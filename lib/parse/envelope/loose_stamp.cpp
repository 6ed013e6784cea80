#include "parse/envelope/loose_stamp.h"

#include <algorithm>
#include <array>

#include "parse/envelope/stamp_text.h"
#include "parse/syslog_head.h"
#include "time/stamp.h"

namespace curfew::parse {
namespace {

using text::Cursor;

bool is_weekday(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu",
                                                        "Fri", "Sat", "Sun"};
  if (word.ends_with(',')) word.remove_suffix(1);
  return std::ranges::find(weekdays, word) != weekdays.end();
}

// "2026 Mar 22 07:45:01", put together from its parts.
bool read_parts(std::string_view year, std::string_view month, std::string_view day,
                std::string_view time, Stamp& stamp) noexcept {
  std::array<char, 40> text{};
  if (month.size() != 3 || day.empty() || day.size() > 2 || time.size() > 20) return false;
  char* end = text.data();
  const auto put = [&end](std::string_view part) { end = std::ranges::copy(part, end).out; };
  if (!year.empty()) put(year);
  if (!year.empty()) put(" ");
  put(month);
  put(day.size() == 1 ? "  " : " ");
  put(day);
  put(" ");
  put(time);
  Cursor cursor(std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
  const bool read =
      year.empty() ? time::read_rfc3164(cursor, stamp) : time::read_year_first(cursor, stamp);
  return read && cursor.at_end();
}

bool is_year(std::string_view text) noexcept {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) &&
         std::ranges::all_of(text, text::is_digit);
}

// "Thu Mar 22 07:45:01 2026", "Mar 22 2026 07:45:01", "Mar 2 07:45:01"
bool take_words_of_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  Cursor ahead = cursor;
  const auto word = [&ahead] {
    ahead.skip_blanks();
    return ahead.take_word();
  };
  std::string_view month = word();
  if (is_weekday(month)) month = word();
  if (month.size() != 3 || !text::is_upper(month.front())) return false;
  const std::string_view day = word();
  std::string_view time = word();
  std::string_view year;
  if (is_year(time)) {
    year = time;
    time = word();
  } else {
    const Cursor before = ahead;
    year = word();
    if (!is_year(year)) {
      year = {};
      ahead = before;
    }
  }
  while (time.ends_with(':')) time.remove_suffix(1);
  if (!read_parts(year, month, day, time, stamp)) return false;
  cursor = ahead;
  return true;
}

}  // namespace

bool take_loose_stamp(Cursor& cursor, Stamp& stamp) noexcept {
  Cursor ahead = cursor;
  skip_priority(ahead);
  if (ahead.rest().size() != cursor.rest().size()) ahead.skip("1 ");  // RFC 5424's version
  const bool read = read_any_stamp(ahead, stamp) || take_words_of_stamp(ahead, stamp);
  if (!read || (!ahead.at_end() && ahead.peek() != ' ')) return false;
  cursor = ahead;
  return true;
}

}  // namespace curfew::parse
