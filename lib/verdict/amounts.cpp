#include "verdict/amounts.h"

#include <algorithm>
#include <array>

namespace curfew::verdict {
namespace {

using correlate::Scale;

struct Counted {
  Model model;
  Amount amount;
  Scale scale;
};

constexpr std::array counted_models{
    Counted{Model::concurrency, Amount::sessions, Scale::sessions},
    Counted{Model::quota_minute, Amount::minute, Scale::minute},
    Counted{Model::quota_sliding, Amount::hour, Scale::hour},
    Counted{Model::quota_hour, Amount::full_hour, Scale::full_hour},
    Counted{Model::connection_messages, Amount::connection_messages, Scale::connection_use},
    Counted{Model::message_recipients, Amount::recipients, Scale::recipients},
    Counted{Model::greylist, Amount::age, Scale::age},
};

// The amount from which on the rule refuses, or takes.
std::uint64_t limit_of(const Rule& rule) {
  if (rule.model == Model::greylist) return static_cast<std::uint64_t>(rule.delay.count());
  return rule.threshold;
}

// So many bars that a page has room for them; none of them lies on both sides of the limit.
std::vector<AmountBar> joined(const std::vector<AmountBar>& bars, std::uint64_t limit) {
  constexpr std::size_t most_bars = 14;
  const std::size_t step = (bars.size() + most_bars - 1) / most_bars;
  std::vector<AmountBar> few;
  std::size_t in_last = 0;
  for (const AmountBar& bar : bars) {
    const bool crosses = !few.empty() && few.back().from < limit && bar.from >= limit;
    if (few.empty() || in_last == step || crosses) {
      few.push_back(bar);
      in_last = 1;
      continue;
    }
    few.back().to = bar.to;
    few.back().refused += bar.refused;
    few.back().accepted += bar.accepted;
    ++in_last;
  }
  return few;
}

}  // namespace

std::optional<AmountBars> amounts_of(const Finding& finding, const Evidence& evidence) {
  if (!finding.rule) return std::nullopt;
  const auto* const found = std::ranges::find(counted_models, finding.rule->model, &Counted::model);
  if (found == counted_models.end()) return std::nullopt;
  AmountBars amounts{.of = found->amount,
                     .bars = joined(evidence.bars(found->scale), limit_of(*finding.rule))};
  if (amounts.bars.size() < 2) return std::nullopt;
  return amounts;
}

}  // namespace curfew::verdict

namespace curfew {

const char* name(Amount amount) noexcept {
  static constexpr std::array names{
      "sessions", "minute", "hour", "full_hour", "connection_messages", "recipients", "age"};
  return names[static_cast<std::size_t>(amount)];
}

}  // namespace curfew
