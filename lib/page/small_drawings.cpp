#include <algorithm>

#include "page/drawings.h"
#include "page/svg.h"

namespace curfew::page {
namespace {

// An element that only repeats what stands beside it.
std::string hidden(std::string_view classes, std::string_view box) {
  return "<svg class=\"" + std::string(classes) + "\" viewBox=\"" + std::string(box) +
         "\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
}

std::string percent(double share) {
  return coordinate(share * 100) + '%';
}

}  // namespace

int shade_of(double share) noexcept {
  if (share <= 0) return 0;
  if (share >= 1) return 4;
  return share < 1.0 / 3 ? 1 : share < 2.0 / 3 ? 2 : 3;
}

std::string svg_of(const ShareBar& bar) {
  const double wide = std::clamp(bar.share, 0.0, 1.0) * 60;
  std::string out = hidden("cell", "0 0 60 8");
  return out + "<path class=\"em\" d=\"M0 2h60v4H0z\"/><path class=\"shutbar\" d=\"M0 2h" +
         coordinate(wide) + "v4H0z\"/></svg>";
}

std::string svg_of(const HourStrip& strip) {
  std::string out = hidden("cell hrs", "0 0 96 16");
  for (int shade = 0; shade < 5; ++shade) {
    std::string path;
    const auto is_drawn = [&](std::size_t hour) {
      return hour < strip.hours.size() && strip.hours[hour] >= 0 &&
             shade_of(strip.hours[hour]) == shade;
    };
    for (std::size_t hour = 0; hour < strip.hours.size(); ++hour) {
      if (!is_drawn(hour)) continue;
      const std::size_t first = hour;
      while (is_drawn(hour + 1)) ++hour;
      path += 'M' + std::to_string(first * 4) + " 8h" + std::to_string((hour - first) * 4 + 3);
    }
    if (!path.empty()) out += "<path class=\"l" + std::to_string(shade) + "\" d=\"" + path + "\"/>";
  }
  return out + "</svg>";
}

std::string svg_of(const Sparkline& line) {
  constexpr std::size_t most_points = 60;
  std::vector<std::uint32_t> points;
  const std::size_t step =
      std::max<std::size_t>(1, (line.values.size() + most_points - 1) / most_points);
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    if (i % step == 0) points.push_back(0);
    points.back() += line.values[i];
  }
  const std::uint32_t most = points.empty() ? 0 : std::ranges::max(points);
  if (most == 0 || points.size() < 2) return {};
  std::string out = hidden("cell", "0 0 " + std::to_string(points.size() - 1) + " 16") +
                    "<path class=\"sp\" d=\"M";
  for (std::size_t i = 0; i < points.size(); ++i) {
    out += (i == 0 ? "" : " ") + std::to_string(i) + ' ' +
           std::to_string(15 - static_cast<int>(14.0 * points[i] / most));
  }
  return out + "\"/></svg>";
}

std::string svg_of(const OpenStrip& strip) {
  std::string out =
      "<svg class=\"strip\" role=\"img\" aria-label=\"" + escaped(strip.title.words()) + "\">";
  for (const OpenStrip::Stretch& one : strip.stretches) {
    const double wide = one.to - one.from;
    out += "<rect x=\"" + percent(one.from) + "\" y=\"9\" width=\"" + percent(wide) +
           "\" height=\"22\" rx=\"4\" class=\"" + (one.closed ? "shutbar" : "c0") + "\"/>";
    constexpr double room_for_words = 0.22;
    if (wide < room_for_words) continue;
    out += "<text x=\"" + percent(one.from + 0.01) + "\" y=\"25\" class=\"" +
           (one.closed ? "in shut" : "in") + "\">" + escaped(one.label.words()) + "</text>";
  }
  for (const auto& [at, words] : strip.ruler) {
    out += "<text x=\"" + percent(at) + "\" y=\"45\" class=\"" +
           (at <= 0   ? ""
            : at >= 1 ? "r"
                      : "m") +
           "\">" + escaped(words.words()) + "</text>";
  }
  if (strip.now) {
    out += "<svg x=\"" + percent(*strip.now) +
           "\" y=\"0\" overflow=\"visible\" aria-hidden=\"true\"><path class=\"now\" d=\"M-6 0H6L0 "
           "9z\"/></svg>";
  }
  return out + "</svg>\n";
}

}  // namespace curfew::page
