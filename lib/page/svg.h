#pragma once

#include <string>
#include <string_view>

namespace curfew::page {

/// Text of ours or of a log as text of SVG or HTML, also in an attribute.
std::string escaped(std::string_view text);

/// A whole number, or one with a digit behind its point.
std::string coordinate(double value);

/// `<rect ...>` without its end, so that a title can follow.
std::string rect(double x, double y, double width, double height, std::string_view classes);

/// The same as a path, which is half as long: for drawings of many parts.
std::string box(double x, double y, double width, double height, std::string_view classes);

/// Words at a place; classes m and r put their middle or their end there.
std::string label(double x, double y, std::string_view classes, std::string_view words);

}  // namespace curfew::page
