#include "postfix/queue_id.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/cursor.h"

namespace curfew::postfix {
namespace {

constexpr std::string_view digits_of_52 = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
constexpr std::uint8_t not_a_digit = 0xff;

constexpr std::array<std::uint8_t, 256> values_of_52() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = not_a_digit;
  for (std::size_t i = 0; i < digits_of_52.size(); ++i) {
    values[static_cast<unsigned char>(digits_of_52[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> value_of_52 = values_of_52();

constexpr bool is_upper_hex(char c) noexcept {
  return text::is_digit(c) || (c >= 'A' && c <= 'F');
}

bool is_digit_of_52(char c) noexcept {
  return value_of_52[static_cast<unsigned char>(c)] != not_a_digit;
}

std::int64_t number_of_52(std::string_view digits) noexcept {
  std::int64_t number = 0;
  for (const char c : digits) number = number * 52 + value_of_52[static_cast<unsigned char>(c)];
  return number;
}

}  // namespace

std::string_view take_queue_id(std::string_view& body) noexcept {
  constexpr std::size_t longest = 40;
  const std::size_t n = text::alphanumeric_in_front(body.substr(0, longest + 8));
  if (n == 0 || n > longest || n + 1 >= body.size() || body[n] != ':' || body[n + 1] != ' ') {
    return {};
  }
  const std::string_view id = body.substr(0, n);
  body.remove_prefix(n + 2);
  return id;
}

bool is_queue_id(std::string_view word) noexcept {
  return word.size() >= 5 &&
         (std::ranges::any_of(word, text::is_digit) || std::ranges::all_of(word, is_upper_hex));
}

std::optional<std::chrono::sys_time<std::chrono::microseconds>> time_of_queue_id(
    std::string_view id) noexcept {
  using namespace std::chrono;
  constexpr std::size_t digits_of_microseconds = 4;
  constexpr sys_seconds first = sys_days(year(2011) / 1 / 1);
  constexpr sys_seconds last = sys_days(year(2100) / 1 / 1);
  // The inode is in base 51, which has no 'z': the last one is the mark.
  const std::size_t mark = id.rfind('z');
  if (mark == std::string_view::npos || mark < 10 || mark > 12 || mark + 1 == id.size() ||
      !std::ranges::all_of(id, is_digit_of_52)) {
    return std::nullopt;
  }
  const std::size_t seconds_end = mark - digits_of_microseconds;
  const sys_seconds second{seconds(number_of_52(id.substr(0, seconds_end)))};
  const microseconds fraction(number_of_52(id.substr(seconds_end, digits_of_microseconds)));
  if (second < first || second >= last || fraction >= seconds(1)) return std::nullopt;
  return second + fraction;
}

}  // namespace curfew::postfix
