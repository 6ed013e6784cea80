#pragma once

#include <string_view>
#include <vector>

#include "curfew/input.h"

namespace curfew::test {

/// The lines of a text, numbered from 1, without their LF. They live as long as the text.
inline std::vector<Line> numbered_lines(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back({text.substr(0, end), lines.size() + 1});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace curfew::test
