#include "exim/message_id.h"

#include <algorithm>
#include <cstdint>

#include "text/cursor.h"

namespace curfew::exim {
namespace {

using text::is_digit;
using text::is_lower;
using text::is_upper;

constexpr std::size_t clock_length = 6;

// Exim's alphabet: 0-9, A-Z, a-z (string.c, "base62_chars").
int digit_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (is_upper(c)) return c - 'A' + 10;
  return c - 'a' + 36;
}

Instant clock_in_base(std::string_view id, std::int64_t base) noexcept {
  std::int64_t seconds = 0;
  for (const char c : id.substr(0, clock_length)) seconds = seconds * base + digit_value(c);
  return Instant(std::chrono::seconds(seconds));
}

// A line is written within minutes of its message's arrival, in whatever zone.
bool near(Instant utc, WallTime wall) noexcept {
  constexpr auto furthest = std::chrono::hours(15);
  const Milliseconds difference = wall.time_since_epoch() - utc.time_since_epoch();
  return difference < furthest && difference > -furthest;
}

}  // namespace

std::size_t message_id_length(std::string_view word) noexcept {
  if (word.size() < 16 || word[6] != '-') return 0;
  constexpr auto dash_at = [](unsigned place) { return 1U << place; };
  const unsigned others = text::others_of_sixteen(word.data());
  std::size_t length = 0;
  if (word[13] == '-') {
    length = 16;
    if (others != (dash_at(6) | dash_at(13))) return 0;
  } else if (word.size() >= 23 && word[18] == '-') {
    length = 23;
    const unsigned behind = text::others_of_sixteen(word.data() + 7);
    if (others != dash_at(6) || behind != dash_at(18 - 7)) return 0;
  } else {
    return 0;
  }
  return word.size() == length || word[length] == ' ' ? length : 0;
}

std::optional<Instant> message_id_clock(std::string_view id, const Stamp& stamp) noexcept {
  const Instant utc = clock_in_base(id, 62);
  if (!stamp.has_year) return utc;
  WallTime wall = stamp.wall;
  if (stamp.offset) wall -= *stamp.offset;
  if (near(utc, wall)) return utc;
  if (std::ranges::any_of(id, is_lower)) return std::nullopt;
  const Instant folded = clock_in_base(id, 36);
  if (near(folded, wall)) return folded;
  return std::nullopt;
}

}  // namespace curfew::exim
