#pragma once

#include <string>

#include "page/page.h"

namespace curfew::page {

/// Drawings of a browser's page as SVG, whole elements. Without a script and without style
/// attributes: the page's style names their classes.
std::string svg_of(const OpenStrip& strip);
std::string svg_of(const DayMap& map);
std::string svg_of(const LimitChart& chart);
std::string svg_of(const ShareBar& bar);
std::string svg_of(const HourStrip& strip);
std::string svg_of(const Sparkline& line);

/// 0: all accepted, 1 to 3: more and more refused, 4: all refused. Which class draws it.
int shade_of(double share) noexcept;

}  // namespace curfew::page
