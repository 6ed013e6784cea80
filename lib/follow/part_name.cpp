#include "follow/part_name.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "curfew/follow.h"

namespace curfew::follow {
namespace {

constexpr std::array<std::string_view, 4> packed_ends = {".gz", ".xz", ".zst", ".bz2"};

bool is_digit(char c) noexcept {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_mark(char c) noexcept {
  return c == '.' || c == '-' || c == '_';
}

// How many digits stand at the end of it.
std::size_t digits_at_end(std::string_view text) noexcept {
  const auto begin = std::find_if_not(text.rbegin(), text.rend(), is_digit);
  return static_cast<std::size_t>(begin - text.rbegin());
}

bool is_century(std::string_view digits) noexcept {
  return digits.starts_with("19") || digits.starts_with("20");
}

// A date at the end, with or without marks in it, also with a time behind it; how long it is with
// the mark before it. 0: none.
std::size_t date_at_end(std::string_view text) noexcept {
  // From the longest on: digits and marks.
  std::size_t begin = text.size();
  while (begin != 0 && (is_digit(text[begin - 1]) || is_mark(text[begin - 1]))) --begin;
  for (; begin < text.size(); ++begin) {
    if (!is_mark(text[begin])) continue;
    const std::string_view date = text.substr(begin + 1);
    if (date.empty() || !is_digit(date.front()) || !is_digit(date.back())) continue;
    const auto count = std::ranges::count_if(date, is_digit);
    if (count < 8 || count > 20 || !is_century(date)) continue;
    const bool plain = std::all_of(date.begin(), date.begin() + 8, is_digit);
    const bool marked = date.size() >= 10 && is_mark(date[4]) && date[4] == date[7];
    // A number may stand behind a dot; a time of day behind other marks.
    if (!plain && !marked) continue;
    if (date.find('.', plain ? 8 : 10) == std::string_view::npos) return date.size() + 1;
  }
  return 0;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

// Without one the name is an address or a date, and no rotation put its digits there.
bool has_letter(std::string_view text) noexcept {
  return std::ranges::any_of(
      text, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

// Takes a date or a number off the end; false where there is none.
bool take_end(std::string_view& text, PartName& part) {
  if (const std::size_t size = date_at_end(text);
      size != 0 && part.date.empty() && has_letter(text.substr(0, text.size() - size))) {
    part.date = digits_of(text.substr(text.size() - size));
    text.remove_suffix(size);
    return true;
  }
  if (part.is_numbered) return false;
  constexpr std::string_view old = ".old";
  if (text.ends_with(old) && text.size() > old.size()) {
    text.remove_suffix(old.size());
    part.is_numbered = true;
    return true;
  }
  const std::size_t count = digits_at_end(text);
  if (count == 0 || count > 4 || count + 1 >= text.size()) return false;
  if (text[text.size() - count - 1] != '.') return false;
  if (!has_letter(text.substr(0, text.size() - count - 1))) return false;
  part.number = std::stoul(std::string(text.substr(text.size() - count)));
  part.is_numbered = true;
  text.remove_suffix(count + 1);
  return true;
}

}  // namespace

PartName part_name(std::string_view name) {
  PartName part;
  for (const std::string_view end : packed_ends) {
    if (!name.ends_with(end) || name.size() == end.size()) continue;
    name.remove_suffix(end.size());
    break;
  }
  while (take_end(name, part)) {
  }
  part.series = name;
  if (part.is_rotated()) return part;
  // Some put it before the last dot: mail-20261129.log, mail.1.log.
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return part;
  std::string_view front = name.substr(0, dot);
  while (take_end(front, part)) {
  }
  if (part.is_rotated()) part.series = std::string(front) + std::string(name.substr(dot));
  return part;
}

}  // namespace curfew::follow

namespace curfew {

std::string log_series(const std::string& path) {
  const std::size_t begin = path.rfind('/') + 1;  // npos + 1 is 0
  return path.substr(0, begin) + follow::part_name(std::string_view(path).substr(begin)).series;
}

}  // namespace curfew
