#include "parsers/postfix/log.h"

#include <algorithm>

#include "postfix/postfix.h"
#include "support/lines.h"
#include "time/clock_learner.h"

namespace curfew::test {

std::vector<Line> lines_of_log(std::string_view text) {
  return numbered_lines(text);
}

ClockHints hints_of_log(Lines lines) {
  ClockLearner learner;
  for (const Line& line : lines.first(std::min<std::size_t>(lines.size(), 5000))) {
    if (const auto anchor = postfix::format()->anchor(line.text)) learner.add(*anchor);
  }
  return learner.learn({}, TimeZone());
}

}  // namespace curfew::test
