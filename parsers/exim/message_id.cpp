#include "exim/message_id.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/cursor.h"

namespace curfew::exim {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_lower;
using text::is_upper;

constexpr std::size_t clock_length = 6;

constexpr auto alphanumeric = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c)
    table[c] = c < 128 && is_alphanumeric(static_cast<char>(c));
  return table;
}();

bool all_alphanumeric(std::string_view text) noexcept {
  bool all = true;
  for (const char c : text) all &= alphanumeric[static_cast<unsigned char>(c)];
  return all;
}

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

std::size_t message_id_length(std::string_view text) noexcept {
  if (text.size() < 16 || text[6] != '-') return 0;
  std::size_t second_dash = 0;
  std::size_t length = 0;
  if (text[13] == '-') {
    second_dash = 13;
    length = 16;
  } else if (text.size() >= 23 && text[18] == '-') {
    second_dash = 18;
    length = 23;
  } else {
    return 0;
  }
  if (text.size() > length && text[length] != ' ') return 0;
  const bool of_digits = all_alphanumeric(text.substr(0, 6)) &&
                         all_alphanumeric(text.substr(7, second_dash - 7)) &&
                         all_alphanumeric(text.substr(second_dash + 1, length - second_dash - 1));
  return of_digits ? length : 0;
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
