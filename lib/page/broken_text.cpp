#include <algorithm>

#include "page/lines.h"
#include "text/terminal.h"
#include "text/utf8.h"

namespace curfew::page {

std::vector<Text> broken(const Text& text, std::size_t width, std::size_t hang) {
  const std::string words = text.words();
  if (width == endless) return {text};
  std::vector<Text> lines;
  std::size_t line = 0;    // where it begins,
  std::size_t end = 0;     // and where its last word ends
  std::size_t column = 0;  // of that end
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t begin = std::min(words.find_first_not_of(' ', at), words.size());
    at = std::min(words.find(' ', begin), words.size());
    if (begin == at) break;
    const std::size_t size = text::columns(std::string_view(words).substr(begin, at - begin));
    if (end != 0 && column + (begin - end) + size > width) {
      lines.push_back(text.slice(line, end));
      if (lines.size() == 1) width -= std::min(width, hang);
      line = begin;
      column = size;
    } else {
      column += begin - end + size;
    }
    end = at;
  }
  lines.push_back(text.slice(line, end));
  return lines;
}

Text cut(const Text& text, std::size_t width) {
  if (text.columns() <= width) return text;
  constexpr std::string_view dots = "...";
  const std::string words = text.words();
  std::size_t end = 0;
  for (std::size_t column = dots.size(); column < width; ++column) {
    end += text::first_character(std::string_view(words).substr(end)).length;
  }
  return text.slice(0, end) + dots.substr(0, std::min(width, dots.size()));
}

}  // namespace curfew::page
