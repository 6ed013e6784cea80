#include "parsers/postfix/log.h"

#include <algorithm>

#include "postfix/postfix.h"

namespace curfew::test {

std::vector<Line> lines_of_log(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back({text.substr(0, end), lines.size() + 1});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

ClockHints hints_of_log(Lines lines) {
  ClockLearner learner;
  for (const Line& line : lines.first(std::min<std::size_t>(lines.size(), 5000))) {
    if (const auto anchor = postfix::format()->anchor(line.text)) learner.add(*anchor);
  }
  return learner.learn({}, TimeZone());
}

}  // namespace curfew::test
