#include "page/svg.h"

#include <cmath>

#include "text/html.h"

namespace curfew::page {

std::string escaped(std::string_view text) {
  std::string out;
  text::append_html(out, text, text.size());
  return out;
}

std::string coordinate(double value) {
  const long long tenths = std::llround(value * 10);
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += '.' + std::to_string(std::abs(tenths % 10));
  return text;
}

std::string rect(double x, double y, double width, double height, std::string_view classes) {
  return "<rect x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" width=\"" +
         coordinate(width) + "\" height=\"" + coordinate(height) + "\" class=\"" +
         std::string(classes) + '"';
}

std::string box(double x, double y, double width, double height, std::string_view classes) {
  const std::string left = coordinate(x);
  return "<path d=\"M" + left + ' ' + coordinate(y) + 'h' + coordinate(width) + 'v' +
         coordinate(height) + 'H' + left + "z\" class=\"" + std::string(classes) + '"';
}

std::string label(double x, double y, std::string_view classes, std::string_view words) {
  std::string out = "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + '"';
  if (!classes.empty()) out += " class=\"" + std::string(classes) + '"';
  return out + '>' + escaped(words) + "</text>";
}

}  // namespace curfew::page
