#include "watch/shown_text.h"

#include <algorithm>
#include <cstdint>

#include "curfew/error.h"

namespace curfew::cli {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t size = 1;
};

// Cleaned text is valid UTF-8.
Character first_of(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size && i < text.size(); ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  return {code, std::min(size, text.size())};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Unicode's East_Asian_Width W and F, in large strokes.
constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23F3},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},
    {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26CE},   {0x26D4, 0x26FD},
    {0x2705, 0x2728},   {0x274C, 0x2757},   {0x2795, 0x27BF},   {0x2B1B, 0x2B55},
    {0x2E80, 0xA4CF},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE10, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x1B2FF},
    {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1FAFF}, {0x20000, 0x3FFFD}};
constexpr Range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0E31, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

template <std::size_t N>
bool is_in(const Range (&ranges)[N], std::uint32_t code) noexcept {
  return std::any_of(std::begin(ranges), std::end(ranges), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

std::size_t width_of(std::uint32_t code) noexcept {
  if (code < 0x300) return 1;
  if (is_in(combining, code)) return 0;
  return is_in(wide, code) ? 2 : 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) noexcept {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character one = first_of(text);
    columns += width_of(one.code);
    text.remove_prefix(one.size);
  }
  return columns;
}

std::string shown(std::string_view text, std::size_t width) {
  constexpr std::string_view more = "...";
  // No line shows more; and a sentence may be made of a megabyte.
  const std::string clean = printable(text.substr(0, 4 * width + 400));
  if (columns_of(clean) <= width) return clean;
  std::string out;
  std::size_t columns = 0;
  const std::size_t room = width > more.size() ? width - more.size() : 0;
  for (std::string_view rest = clean; !rest.empty();) {
    const Character one = first_of(rest);
    if (columns + width_of(one.code) > room) break;
    columns += width_of(one.code);
    out += rest.substr(0, one.size);
    rest.remove_prefix(one.size);
  }
  return out + std::string(more.substr(0, std::min(width, more.size())));
}

std::string cell(std::string_view text, std::size_t width) {
  std::string out = shown(text, width);
  out.append(width - columns_of(out), ' ');
  return out;
}

}  // namespace curfew::cli
