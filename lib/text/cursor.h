#pragma once

#include <charconv>
#include <cstring>
#include <limits>
#include <string_view>

#include "text/scan.h"

namespace curfew::text {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_letter(char c) noexcept {
  return is_upper(c) || is_lower(c);
}
constexpr bool is_alphanumeric(char c) noexcept {
  return is_letter(c) || is_digit(c);
}
constexpr char to_lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c + 32) : c;
}
constexpr bool is_blank(std::string_view text) noexcept {
  for (const char c : text) {
    if (c != ' ' && c != '\t') return false;
  }
  return true;
}

/// Walks along a line. A reader that fails leaves the cursor where it was.
class Cursor {
 public:
  constexpr Cursor() noexcept = default;
  constexpr explicit Cursor(std::string_view text) noexcept : rest_(text) {}

  constexpr std::string_view rest() const noexcept { return rest_; }
  constexpr bool at_end() const noexcept { return rest_.empty(); }
  constexpr char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  /// Needs: n <= rest().size().
  constexpr void advance(std::size_t n) noexcept { rest_.remove_prefix(n); }

  constexpr bool skip(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  constexpr bool skip(std::string_view word) noexcept {
    if (!starts_with(rest_, word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  constexpr void skip_blanks() noexcept {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }

  /// The text before `mark`, which is skipped too.
  bool take_until(char mark, std::string_view& taken) noexcept {
    const std::size_t at = rest_.find(mark);
    if (at == std::string_view::npos) return false;
    taken = rest_.substr(0, at);
    rest_.remove_prefix(at + 1);
    return true;
  }

  bool take_until(std::string_view mark, std::string_view& taken) noexcept {
    const std::size_t at = rest_.find(mark);
    if (at == std::string_view::npos) return false;
    taken = rest_.substr(0, at);
    rest_.remove_prefix(at + mark.size());
    return true;
  }

  /// The same, where the mark is expected to be near.
  bool take_until_near(char mark, std::string_view& taken) noexcept {
    const std::size_t at = find_near(rest_, mark);
    if (at == rest_.size()) return false;
    taken = rest_.substr(0, at);
    rest_.remove_prefix(at + 1);
    return true;
  }

  bool take_until_near(char mark, char behind_mark, std::string_view& taken) noexcept {
    const std::size_t at = find_pair(rest_, mark, behind_mark);
    if (at == std::string_view::npos) return false;
    taken = rest_.substr(0, at);
    rest_.remove_prefix(at + 2);
    return true;
  }

  /// The longest front of characters that `belongs` accepts; may be empty.
  template <typename Predicate>
  constexpr std::string_view take_while(Predicate belongs) noexcept {
    std::size_t n = 0;
    while (n < rest_.size() && belongs(rest_[n])) ++n;
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  /// Everything up to a blank or the end.
  std::string_view take_word() noexcept {
    const std::string_view taken = rest_.substr(0, find_near(rest_, ' '));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  /// An unsigned decimal number that fits.
  template <typename Number>
  bool take_number(Number& number) noexcept {
    if (rest_.size() < 8) return take_any_number(number);
    const std::size_t digits = digits_in_front(rest_.data());
    if (digits == 0) return false;
    // NOLINTNEXTLINE(misc-redundant-expression): of a number that always fits both say the same
    if (digits == 8 || digits > always_fit<Number>) return take_any_number(number);
    number = static_cast<Number>(number_in_front(rest_.data(), digits));
    rest_.remove_prefix(digits);
    return true;
  }

 private:
  template <typename Number>
  static constexpr auto always_fit =
      static_cast<std::size_t>(std::numeric_limits<Number>::digits10);

  // Near the end or long: rare, and not to be copied to each place that reads a number. What reads
  // on is no member, so that a cursor can stay in registers.
  template <typename Number>
  bool take_any_number(Number& number) noexcept {
    const std::size_t digits = read_number(rest_, number);
    rest_.remove_prefix(digits);
    return digits != 0;
  }

  template <typename Number>
  [[gnu::noinline]] static std::size_t read_number(std::string_view text, Number& number) noexcept {
    std::size_t digits = 0;
    Number value{};
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      if (digits == always_fit<Number>) return read_long_number(text, number);
      value = static_cast<Number>(value * 10 + static_cast<Number>(text[digits] - '0'));
    }
    if (digits != 0) number = value;
    return digits;
  }

  template <typename Number>
  static std::size_t read_long_number(std::string_view text, Number& number) noexcept {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return 0;
    number = value;
    return static_cast<std::size_t>(end - text.data());
  }

  std::string_view rest_;
};

}  // namespace curfew::text
