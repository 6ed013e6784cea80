#include "smtp/variable_word.h"

#include <algorithm>
#include <array>

#include "smtp/word_shape.h"
#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_letter;
using text::is_lower;
using text::is_upper;

bool is_hex(std::string_view word) noexcept {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    const char lower = text::to_lower(c);
    return is_digit(c) || (lower >= 'a' && lower <= 'f');
  });
}

struct Letters {
  std::size_t digits = 0;
  std::size_t upper = 0;
  std::size_t lower = 0;
  std::size_t turns = 0;  ///< from one of these to another, side by side
  bool lone_lower = false;
};

Letters letters_of(std::string_view word) noexcept {
  Letters found;
  const auto kind = [](char c) { return is_digit(c) ? 1 : is_upper(c) ? 2 : is_lower(c) ? 3 : 0; };
  for (std::size_t i = 0; i < word.size(); ++i) {
    const int here = kind(word[i]);
    found.digits += here == 1 ? 1U : 0U;
    found.upper += here == 2 ? 1U : 0U;
    found.lower += here == 3 ? 1U : 0U;
    const int before = i == 0 ? 0 : kind(word[i - 1]);
    const int behind = i + 1 == word.size() ? 0 : kind(word[i + 1]);
    found.turns += before != 0 && here != 0 && before != here ? 1U : 0U;
    if (here == 3 && before != 3 && behind != 3) found.lone_lower = true;
  }
  return found;
}

// "DAB12345" may be a code; capital letters and digits of a queue id in no order are none.
bool is_hex_id(std::string_view word, const Letters& letters) noexcept {
  constexpr std::size_t shortest = 6;
  constexpr std::size_t shortest_like_code = 7;
  if (word.size() < shortest || !is_hex(word) || letters.digits == 0) return false;
  if (letters.upper == 0 && letters.lower == 0) return false;
  if (letters.upper != 0 && letters.lower != 0) return false;
  return word.size() >= shortest_like_code || !is_code_shaped(word);
}

// "NMCowABXX8m3r2RWdSNCAA", "q83vASNFZ4k/mrze8AA": capitals, small letters and digits in no order;
// in "MailboxOfflineException" small letters stand together.
bool is_scramble(std::string_view word, const Letters& letters) noexcept {
  constexpr std::size_t shortest = 10;
  if (word.size() < shortest || letters.upper == 0 || letters.lower == 0) return false;
  const bool of_base64 = std::ranges::all_of(word, [](char c) {
    return is_alphanumeric(c) || c == '+' || c == '/' || c == '-' || c == '_' || c == '=';
  });
  if (!of_base64 || letters.turns * 4 < word.size()) return false;
  return letters.digits != 0 ? letters.turns >= 4 : letters.lone_lower && word.size() >= 12;
}

// "12k", "500MB", "3rd", "10x"
bool is_unit(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 20> units = {"b", "k",  "kb",  "kib", "m",  "mb", "mib",
                                                      "g", "gb", "gib", "st",  "nd", "rd", "th",
                                                      "x", "s",  "ms",  "min", "h",  "d"};
  return std::ranges::any_of(units, [&](std::string_view unit) {
    return std::ranges::equal(word, unit, {}, text::to_lower);
  });
}

}  // namespace

bool is_number(std::string_view word) noexcept {
  if (word.empty() || !is_digit(word.front()) || !is_digit(word.back())) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (is_digit(word[i])) continue;
    if ((word[i] != '.' && word[i] != ',') || !is_digit(word[i - 1])) return false;
  }
  return std::ranges::count(word, '.') <= 1;
}

bool is_enhanced_code(std::string_view word) noexcept {
  if (word.size() < 5 || (word[0] != '2' && word[0] != '4' && word[0] != '5')) return false;
  std::size_t group = 0;
  std::size_t digits = 0;
  for (const char c : word) {
    if (c == '.') {
      if (digits == 0) return false;
      ++group;
      digits = 0;
    } else if (!is_digit(c) || ++digits > 3) {
      return false;
    }
  }
  return word[1] == '.' && group == 2 && digits != 0;
}

bool is_host(std::string_view word) noexcept {
  const std::size_t dot = word.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const std::string_view last = word.substr(dot + 1);
  if (last.size() < 2 || !std::ranges::all_of(last, is_letter)) return false;
  const bool has_upper = std::ranges::any_of(last, is_upper);
  if (has_upper && std::ranges::any_of(last, is_lower)) return false;  // "later.Please"
  std::size_t label = 0;
  for (const char c : word.substr(0, dot)) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (is_alphanumeric(c) || c == '-' || c == '_') {
      ++label;
    } else {
      return false;
    }
  }
  return label != 0;
}

bool is_variable(std::string_view word) noexcept {
  const Letters letters = letters_of(word);
  if (is_hex_id(word, letters)) return true;
  if (is_code_shaped(word)) return false;
  return is_id(word) || is_scramble(word, letters);
}

bool is_id_behind_name(std::string_view word) noexcept {
  constexpr std::size_t longest_code = 6;
  if (word.size() < 4) return false;
  const bool has_digit = std::ranges::any_of(word, is_digit);
  if (is_code_shaped(word) && word.size() <= longest_code && !is_hex(word)) return false;
  return has_digit || (word.size() >= 6 && is_hex(word)) ||
         (word.size() >= 8 && letters_of(word).turns >= 2);
}

void append_without_numbers(std::string& out, std::string_view word) {
  std::size_t front = 0;
  while (front < word.size() && is_digit(word[front])) ++front;
  const bool counts = front != 0 && is_unit(word.substr(front));
  for (std::size_t i = 0; i < word.size();) {
    std::size_t end = i;
    while (end < word.size() && is_digit(word[end])) ++end;
    if (end - i >= 3 || (counts && end > i)) {
      out += '#';
    } else if (end > i) {
      out.append(word.substr(i, end - i));
    } else {
      out += word[i];
      end = i + 1;
    }
    i = end;
  }
}

}  // namespace curfew::smtp
