#include <algorithm>

#include "page/lines.h"
#include "page/marks.h"
#include "text/grouped.h"

namespace curfew::page {
namespace {

// A number and what it counts, at the right of so many columns.
std::string right(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

}  // namespace

std::vector<Text> lines_of(const LimitChart& chart, std::size_t width, bool ascii) {
  constexpr std::size_t longest_bar = 40;
  std::size_t label = 0;
  std::size_t digits = 1;
  std::uint64_t most = 1;
  for (const LimitChart::Bar& bar : chart.bars) {
    label = std::max(label, bar.label.size());
    most = std::max(most, bar.refused + bar.accepted);
    digits = std::max(digits, text::grouped(std::max(bar.refused, bar.accepted)).size());
  }
  const std::size_t numbers = line_indent + label + 2 * digits + 24;
  const std::size_t room = std::min(longest_bar, width - std::min(width, numbers));
  std::vector<Text> lines{"  " + chart.title};
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    const LimitChart::Bar& bar = chart.bars[i];
    if (chart.limit && i == *chart.limit) {
      lines.push_back(std::string(line_indent + label + 2, ' ') +
                      (ascii ? "-- " : "\u2500\u2500 ") + chart.limit_text);
    }
    Text line = right(bar.label, line_indent + label) + "  " +
                right(text::grouped(bar.refused), digits) + " refused " +
                right(text::grouped(bar.accepted), digits) + " accepted  ";
    const auto blocks = [&](std::uint64_t count) {
      return static_cast<std::size_t>((count * room + most - 1) / most);
    };
    std::string refused;
    for (std::size_t n = 0; n < blocks(bar.refused); ++n) refused += ascii ? "#" : "\u2588";
    std::string accepted;
    for (std::size_t n = 0; n < blocks(bar.accepted); ++n) accepted += ascii ? "-" : "\u2591";
    line += Text(refused).in(Emphasis::refused) + Text(accepted).in(Emphasis::quiet);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace curfew::page
