#include <algorithm>
#include <cmath>

#include "detect/analysis.h"
#include "detect/kinds.h"

namespace curfew::detect {
namespace {

// What an explanation must gain over "retries are refused more often", in nats.
constexpr double least_gain = 6;
constexpr double least_gain_share = 0.03;
constexpr double margin_nats = 5;
constexpr double block_margin = 3;
constexpr double clear_score = 20;  // below, two near ones are "insufficient", not "ambiguous"

// The refusal rate of first attempts where the rule applies; of all where these are few.
double rate_inside(const Counts& applies) noexcept {
  return applies.of(0) >= 3 ? applies.refused[0] / applies.of(0) : applies.rate();
}

// The best model of a family that takes part.
struct Contender {
  FindingKind kind = FindingKind::noise;
  double gain = 0;
  double margin_share = 0;
  std::size_t rival = 0;

  double margin(double gain_of_winner) const noexcept {
    return margin_nats + margin_share * std::max(gain_of_winner, 0.0);
  }
};

double message_score(const Analysis& analysis) noexcept {
  double score = 0;
  for (const Explained& rival : analysis.rivals) {
    if (rival.model == Model::message) score = std::max(score, analysis.score(rival));
  }
  return score;
}

std::vector<Contender> contenders(const Unit& unit, const Analysis& analysis, double message) {
  std::vector<Contender> found;
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    const Explained& rival = analysis.rivals[i];
    const ModelTraits& rule = traits(rival.model);
    const double gain = analysis.score(rival) - message;
    if (rule.kind == FindingKind::message || gain < least_gain + least_gain_share * message ||
        unit.refused_first() < rule.least_messages ||
        rate_inside(rival.applies) < rule.least_rate) {
      continue;
    }
    const Contender contender{
        .kind = rule.kind, .gain = gain, .margin_share = rule.margin_share, .rival = i};
    const auto same = std::ranges::find(found, rule.kind, &Contender::kind);
    if (same == found.end()) {
      found.push_back(contender);
    } else if (gain > same->gain) {
      *same = contender;
    }
  }
  // The special case wins a near tie against the general one.
  const auto block = std::ranges::find(found, FindingKind::block, &Contender::kind);
  if (block != found.end()) {
    const double gain = block->gain;
    std::erase_if(found, [&](const Contender& one) {
      return (one.kind == FindingKind::outage || one.kind == FindingKind::episodic) &&
             gain > one.gain - block_margin;
    });
  }
  std::ranges::stable_sort(found, std::greater<>(), &Contender::gain);
  return found;
}

// A window takes part and loses to nobody: claimed, suspected, or one of two.
Verdict window_verdict(const Analysis& analysis, const std::vector<Contender>& near,
                       bool significant) {
  Verdict verdict;
  if (!near.empty()) verdict.rival = near.front().rival;
  if (significant && near.empty() && !analysis.gates.capped) {
    verdict.kind = FindingKind::curfew;
    return verdict;
  }
  verdict.kind = significant ? FindingKind::ambiguous : FindingKind::insufficient;
  verdict.candidates.push_back(FindingKind::curfew);
  if (!near.empty()) {
    verdict.candidates.push_back(near.front().kind);
  } else if (significant) {
    verdict.candidates.push_back(FindingKind::quota);
  }
  return verdict;
}

Verdict rival_verdict(const std::vector<Contender>& order) {
  const Contender& best = order.front();
  Verdict verdict{.kind = best.kind, .candidates = {}, .rival = best.rival};
  const auto close = std::find_if(order.begin() + 1, order.end(), [&](const Contender& other) {
    return best.gain < other.gain + other.margin(best.gain);
  });
  if (close != order.end()) {
    verdict.kind = best.gain >= clear_score ? FindingKind::ambiguous : FindingKind::insufficient;
    verdict.candidates = {best.kind, close->kind};
  }
  return verdict;
}

double best_score(const Analysis& analysis) noexcept {
  double best = analysis.windows ? analysis.window_score() : 0;
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    best = std::max(best, analysis.score(analysis.rivals[i]));
  }
  return best;
}

std::size_t rival_of(const Analysis& analysis, Model model) noexcept {
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    if (analysis.rivals[i].model == model) return i;
  }
  return 0;
}

Verdict weak_verdict(const Unit& unit, const Analysis& analysis, double message,
                     bool by_the_clock) {
  Verdict verdict;
  if (message >= least_gain) {
    verdict.rival = rival_of(analysis, Model::message);
    if (unit.refused_first() >= 5) verdict.kind = FindingKind::message;
  } else if (by_the_clock && analysis.gates.weak) {
    verdict.kind = FindingKind::modulated;
  } else if (unit.refused_first() >= 5 && unit.total.all_accepted() >= 10 &&
             best_score(analysis) < 2) {
    verdict.kind = FindingKind::noise;
  }
  return verdict;
}

}  // namespace

// All models contain "message"; what counts is what they gain over it.
Verdict decide(const Unit& unit, const Analysis& analysis, const Limits& limits) {
  const double message = message_score(analysis);
  const std::vector<Contender> order = contenders(unit, analysis, message);
  const bool by_the_clock = analysis.tests.ln_p <= limits.ln_chance;
  const double gain = analysis.window_score() - message;
  std::vector<Contender> near;
  bool lost = false;
  for (const Contender& rival : order) {
    if (gain >= rival.gain + rival.margin(gain)) continue;
    if (gain > rival.gain - rival.margin(rival.gain)) {
      near.push_back(rival);
    } else {
      lost = true;
    }
  }
  if (gain >= least_gain + least_gain_share * message && !lost && analysis.gates.passed) {
    return window_verdict(analysis, near, by_the_clock);
  }
  if (!order.empty()) return rival_verdict(order);
  return weak_verdict(unit, analysis, message, by_the_clock);
}

}  // namespace curfew::detect
