#include "detect/explained.h"

namespace curfew::detect {
namespace {

constexpr std::size_t most_keys = 3;
constexpr double least_share = 0.7;  // of all refusals

std::optional<Explained> refused_words(const Unit& unit, const Words& words, Model model) {
  std::optional<Explained> best;
  Counts applies;
  for (std::size_t j = 1; j <= std::min(most_keys, words.refused_most.size()); ++j) {
    applies += words.refused_most[j - 1].counts;
    if (std::lround(words.distinct) <= static_cast<long>(j)) break;
    const Counts rest = unit.total - applies;
    if (applies.all_refused() < least_share * unit.total.all_refused() || rest.all() <= 0 ||
        applies.rate() <= rest.rate()) {
      continue;
    }
    Explained one{.model = model,
                  .likelihood = split(applies, rest),
                  .cost = 4 * cost_of_rate(unit.total) +
                          static_cast<double>(j) * std::log(std::max(words.distinct, 2.0)),
                  .applies = applies,
                  .rule = {}};
    for (std::size_t i = 0; i < j; ++i) {
      const std::string& text = words.refused_most[i].text;
      if (!text.empty()) one.rule.keys.push_back(text);
    }
    if (!best || one.value() > best->value()) best = std::move(one);
  }
  return best;
}

}  // namespace

/// Messages to one, two or three recipients are refused, others are not.
std::optional<Explained> recipient(const Unit& unit) {
  return refused_words(unit, unit.recipients, Model::recipient);
}

std::optional<Explained> sender(const Unit& unit) {
  return refused_words(unit, unit.senders, Model::sender);
}

}  // namespace curfew::detect
