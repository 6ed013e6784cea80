#include "page/marks.h"

#include "page/lines.h"

namespace curfew::page {
namespace {

constexpr std::array<const char*, 8> heights{"\u2581", "\u2582", "\u2583", "\u2584",
                                             "\u2585", "\u2586", "\u2587", "\u2588"};
constexpr std::array<const char*, 10> digits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

}  // namespace

Mark share_mark(double share, bool shades) noexcept {
  if (share < 0) return {.block = "\u00b7", .ascii = ".", .emphasis = Emphasis::quiet};
  if (share == 0) {
    return {
        .block = shades ? "\u2591" : heights.front(), .ascii = "-", .emphasis = Emphasis::quiet};
  }
  Mark mark{.block = "\u2588", .ascii = "#", .emphasis = Emphasis::refused};
  if (share >= 1) return mark;
  mark.ascii = "+";
  mark.emphasis = Emphasis::partly;
  mark.block = shades ? (share < 0.5 ? "\u2592" : "\u2593")
                      : heights[static_cast<std::size_t>(share * 7 + 1e-9)];
  return mark;
}

Mark height_mark(std::uint64_t value, std::uint64_t most) noexcept {
  if (value == 0) return {.block = "\u00b7", .ascii = ".", .emphasis = Emphasis::quiet};
  return {.block = heights[value * (heights.size() - 1) / most],
          .ascii = digits[(value * 9 + most - 1) / most],
          .emphasis = Emphasis::plain};
}

Text text_of(const Mark& mark, bool ascii) {
  return Text(ascii ? mark.ascii : mark.block).in(mark.emphasis);
}

Text line_of(const HourStrip& strip, bool ascii) {
  Text line;
  for (const float share : strip.hours) line += text_of(share_mark(share, true), ascii);
  return line;
}

}  // namespace curfew::page
