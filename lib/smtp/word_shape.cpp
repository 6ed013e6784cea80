#include "smtp/word_shape.h"

#include <algorithm>

#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_letter;

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_capital(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

std::size_t digits_at(std::string_view word, std::size_t at) noexcept {
  std::size_t end = at;
  while (end < word.size() && is_digit(word[end])) ++end;
  return end - at;
}

}  // namespace

bool is_ipv4(std::string_view word) noexcept {
  return std::ranges::count(word, '.') == 3 &&
         std::ranges::all_of(word, [](char c) { return is_digit(c) || c == '.'; });
}

bool is_ipv6(std::string_view word) noexcept {
  return std::ranges::count(word, ':') >= 2 && word.size() >= 3 &&
         std::ranges::all_of(word, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_id(std::string_view word) noexcept {
  if (word.size() < 8) return false;
  const auto digits = std::ranges::count_if(word, is_digit);
  const auto letters = std::ranges::count_if(word, is_letter);
  return digits >= 3 && letters >= 1 && digits + letters >= 8;
}

bool is_code_shaped(std::string_view word) noexcept {
  constexpr std::size_t longest_front = 10;
  constexpr std::size_t longest_number = 7;
  std::size_t at = 0;
  while (at < word.size() && !is_digit(word[at])) {
    const char c = word[at];
    if (!is_letter(c) && c != '#' && c != ':' && c != '_' && c != '-') return false;
    ++at;
  }
  if (at == 0 || at > longest_front || !is_capital(word[0])) return false;
  const std::size_t digits = digits_at(word, at);
  if (digits == 0 || digits > longest_number) return false;
  at += digits;
  if (at < word.size() && word[at] == '_') {
    const std::size_t more = digits_at(word, at + 1);
    if (more == 0 || more > 4) return false;
    at += 1 + more;
  }
  return at == word.size();
}

bool is_stamp(std::string_view word) noexcept {
  std::size_t digits = 0;
  std::size_t colons = 0;
  std::size_t hyphens = 0;
  for (const char c : word) {
    if (is_digit(c)) {
      ++digits;
    } else if (c == ':') {
      ++colons;
    } else if (c == '-') {
      ++hyphens;
    } else if (c != '.' && c != '/' && c != 'T' && c != 'Z' && c != '+') {
      return false;
    }
  }
  return digits >= 4 && (colons >= 1 || hyphens >= 2);
}

}  // namespace curfew::smtp
