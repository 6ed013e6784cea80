#include <algorithm>

#include "page/drawings.h"
#include "page/svg.h"
#include "text/grouped.h"

namespace curfew::page {

std::string svg_of(const LimitChart& chart) {
  constexpr double left = 90;
  constexpr double wide = 420;
  constexpr double row = 20;
  std::uint64_t most = 1;
  for (const LimitChart::Bar& bar : chart.bars) most = std::max(most, bar.refused + bar.accepted);
  const double height = row * static_cast<double>(chart.bars.size()) + (chart.limit ? row : 0) + 4;
  std::string out = "<svg class=\"bars\" viewBox=\"0 0 600 " + coordinate(height) +
                    "\" role=\"img\" aria-label=\"" + escaped(chart.title.words()) + "\">";
  double y = 2;
  for (std::size_t i = 0; i < chart.bars.size(); ++i) {
    const LimitChart::Bar& bar = chart.bars[i];
    if (chart.limit && i == *chart.limit) {
      out += "<path class=\"w\" d=\"M" + coordinate(left) + ' ' + coordinate(y + 4) + "h" +
             coordinate(wide) + "\"/>" + label(left + 4, y + row - 3, "", chart.limit_text.words());
      y += row;
    }
    const double scale = wide / static_cast<double>(most);
    const double refused = static_cast<double>(bar.refused) * scale;
    const double accepted = static_cast<double>(bar.accepted) * scale;
    const std::string numbers =
        text::grouped(bar.refused) + " refused, " + text::grouped(bar.accepted) + " accepted";
    out += label(left - 6, y + 13, "r", bar.label);
    if (bar.refused != 0) {
      out += rect(left, y + 2, std::max(1.5, refused), row - 5, "c4") + "><title>" + numbers +
             "</title></rect>";
    }
    if (bar.accepted != 0) {
      out += rect(left + refused, y + 2, std::max(1.5, accepted), row - 5, "c0") + "><title>" +
             numbers + "</title></rect>";
    }
    out += label(left + refused + accepted + 6, y + 13, "o",
                 text::grouped(bar.refused) + " / " + text::grouped(bar.accepted));
    y += row;
  }
  return out + "</svg>\n";
}

}  // namespace curfew::page
