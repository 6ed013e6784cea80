#include "report/limit_chart.h"

#include <algorithm>
#include <array>

#include "report/numbers.h"

namespace curfew::report {
namespace {

constexpr std::array titles{"Tries by our sessions that were open",
                            "Tries by messages accepted in the minute before",
                            "Tries by messages accepted in the hour before",
                            "Tries by messages accepted since the full hour",
                            "Tries by the message's number in its connection",
                            "Tries by recipients of the message",
                            "Tries by the age of the message"};

std::string amount(Amount of, std::uint64_t value) {
  return of == Amount::age ? duration(std::chrono::seconds(value)) : grouped(value);
}

std::string bar_label(Amount of, const AmountBar& bar, bool last) {
  const std::string from = amount(of, bar.from);
  if (of == Amount::age && bar.to == 0) return "first try";
  if (last && bar.from == bar.to) return from + " or more";
  return bar.from == bar.to ? from : from + " - " + amount(of, bar.to);
}

}  // namespace

page::LimitChart limit_chart_of(const Finding& finding, const AmountBars& amounts) {
  page::LimitChart chart{
      .title = titles.at(static_cast<std::size_t>(amounts.of)), .bars = {}, .limit = std::nullopt};
  const bool greylist = amounts.of == Amount::age;
  const std::uint64_t limit =
      greylist ? static_cast<std::uint64_t>(finding.rule->delay.count()) : finding.rule->threshold;
  for (const AmountBar& bar : amounts.bars) {
    const bool last = &bar == &amounts.bars.back();
    if (!chart.limit && limit != 0 && bar.from >= limit && !chart.bars.empty()) {
      chart.limit = chart.bars.size();
      chart.limit_text = (greylist ? "taken after " : "the limit: ") + amount(amounts.of, limit);
    }
    chart.bars.push_back({.label = bar_label(amounts.of, bar, last),
                          .refused = bar.refused,
                          .accepted = bar.accepted});
  }
  return chart;
}

}  // namespace curfew::report
