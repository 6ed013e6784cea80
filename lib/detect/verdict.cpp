#include <algorithm>
#include <cmath>

#include "detect/analysis.h"
#include "detect/kinds.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

// What an explanation must gain over "retries are refused more often", in nats.
constexpr double least_gain = 6;
constexpr double least_gain_share = 0.03;
constexpr double margin_nats = 5;
constexpr double block_margin = 3;
constexpr double mailbox_stated = 20;  // a reply about a mailbox speaks for its recipient
// Of the best gain: models are only proxies of what a reply says outright.
constexpr double stated_share = 0.6;
constexpr double most_of_trouble = 0.6;  // refusals within the stretches of an outage
constexpr double clear_inside = 0.95;    // refused within hours that leave no doubt
constexpr double clear_share = 0.98;     // of all refusals within them
constexpr int suspected_occurrences = 2;
constexpr double suspected_inside = 0.9;  // refused inside; as much is accepted outside
constexpr double suspected_outside = 3;   // contacts
constexpr double clear_score = 20;  // below, two near ones are "insufficient", not "ambiguous"

// The refusal rate of first attempts where the rule applies; of all where these are few.
double rate_inside(const Counts& applies) noexcept {
  return applies.of(0) >= 3 ? applies.refused[0] / applies.of(0) : applies.rate();
}

// What the reply itself says the rule is; noise: it says nothing of the kind.
FindingKind stated_kind(const correlate::CodeTraits& traits) noexcept {
  if (traits.says_greylisting) return FindingKind::greylist;
  if (traits.about_mailbox) return FindingKind::recipient;
  switch (traits.cause) {
    case Cause::concurrency:
      return FindingKind::concurrency;
    case Cause::session_limit:
      return FindingKind::limit;
    case Cause::rate:
      return FindingKind::quota;
    default:
      return FindingKind::noise;
  }
}

// The best model of a family that takes part.
struct Contender {
  FindingKind kind = FindingKind::noise;
  double gain = 0;
  double margin_share = 0;
  double stated = 0;  // nats for what the reply itself says
  std::size_t rival = 0;

  double margin(double gain_of_winner) const noexcept {
    return margin_nats + stated + margin_share * std::max(gain_of_winner, 0.0);
  }
  /// Against hours. They may imitate a quota that is used up at much the same time, and then the
  /// replies mostly say what it is.
  double margin_to_hours(double gain_of_winner, FindingKind said) const noexcept {
    const bool unsaid = kind == FindingKind::quota && said != FindingKind::quota;
    return unsaid ? margin_nats : margin(gain_of_winner);
  }
};

bool is_of_stretches(FindingKind kind) noexcept {
  return kind == FindingKind::outage || kind == FindingKind::episodic;
}

double message_score(const Analysis& analysis) noexcept {
  double score = 0;
  for (const Explained& rival : analysis.rivals) {
    if (rival.model == Model::message) score = std::max(score, analysis.score(rival));
  }
  return score;
}

// Refusals that no message can be the cause of count by themselves.
bool are_enough(const Unit& unit, const ModelTraits& rule) noexcept {
  const bool of_limits = rule.kind == FindingKind::quota || rule.kind == FindingKind::concurrency ||
                         rule.kind == FindingKind::limit;
  if (of_limits && !is_refused_repeatedly(unit)) return false;
  return is_unreachable(unit) || unit.refused_first() >= rule.least_messages;
}

// Stretches of trouble are met by more than one recipient, and hold most of the refusals.
bool concerns_everybody(const Unit& unit, const Explained& rival, FindingKind kind) noexcept {
  if (!is_of_stretches(kind)) return true;
  if (rival.applies.all_refused() < most_of_trouble * unit.total.all_refused()) return false;
  const std::size_t known = unit.recipients.refused_most.size();
  return is_unreachable(unit) || known == 0 || known >= 2;
}

std::vector<Contender> contenders(const Unit& unit, const Analysis& analysis, double message) {
  std::vector<Contender> found;
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    const Explained& rival = analysis.rivals[i];
    const ModelTraits& rule = traits(rival.model);
    const double gain = analysis.score(rival) - message;
    if (rule.kind == FindingKind::message || gain < least_gain + least_gain_share * message ||
        !are_enough(unit, rule) || !concerns_everybody(unit, rival, rule.kind) ||
        rate_inside(rival.applies) < rule.least_rate) {
      continue;
    }
    const Contender contender{
        .kind = rule.kind,
        .gain = gain,
        .margin_share = rule.margin_share,
        .stated =
            unit.traits.about_mailbox && rule.kind == FindingKind::recipient ? mailbox_stated : 0,
        .rival = i};
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
      return is_of_stretches(one.kind) && gain > one.gain - block_margin;
    });
  }
  std::ranges::stable_sort(found, std::greater<>(), &Contender::gain);
  return found;
}

// A window takes part and loses to nobody: claimed, suspected, or one of two.
Verdict window_verdict(const Analysis& analysis, const std::vector<Contender>& near,
                       bool significant, FindingKind said) {
  Verdict verdict;
  if (!near.empty()) verdict.rival = near.front().rival;
  // Of two that are near, what the reply states.
  const auto stated = std::ranges::find(near, said, &Contender::kind);
  if (said == FindingKind::quota && stated != near.end()) {
    return {.kind = said, .candidates = {}, .rival = stated->rival};
  }
  const bool capped = analysis.gates.capped && said == FindingKind::quota;
  if (significant && near.empty() && !capped) {
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

// What explains more, although it may not be claimed itself; noise: nothing does.
FindingKind better_than(const Contender& best, const Analysis& analysis, double message) {
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    const FindingKind kind = traits(analysis.rivals[i].model).kind;
    if (kind == best.kind || kind == FindingKind::message || is_of_stretches(kind)) continue;
    if (analysis.score(analysis.rivals[i]) - message > best.gain + block_margin) return kind;
  }
  return FindingKind::noise;
}

// Of two that are near, the one that the reply states.
Verdict rival_verdict(const std::vector<Contender>& order, FindingKind stated, FindingKind better) {
  const Contender& best = order.front();
  Verdict verdict{.kind = best.kind, .candidates = {}, .rival = best.rival};
  const auto said = std::ranges::find(order, stated, &Contender::kind);
  // Recipients of one message are messages of one minute: there the reply decides.
  const bool alike = stated == FindingKind::limit && best.kind == FindingKind::quota;
  if (said != order.end() && (alike || best.gain < said->gain + said->margin(best.gain) ||
                              said->gain >= stated_share * best.gain)) {
    verdict.kind = said->kind;
    verdict.rival = said->rival;
    return verdict;
  }
  if (better != FindingKind::noise) {
    verdict.kind = FindingKind::insufficient;
    verdict.candidates = {best.kind, better};
    return verdict;
  }
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

// Too little to claim hours, yet all that there is keeps to them.
bool suspects_window(const Unit& unit, const Analysis& analysis) noexcept {
  if (!analysis.windows) return false;
  const Gates& gates = analysis.gates;
  const bool daily =
      std::ranges::all_of(analysis.windows->fits, [](const WindowFit& fit) { return fit.daily(); });
  const Counts inside = counts_of(unit, analysis.windows->applies);
  const Counts outside = unit.total - inside;
  return daily && gates.occurrences >= suspected_occurrences &&
         outside.all() >= suspected_outside && inside.rate() >= suspected_inside &&
         outside.rate() <= 1 - suspected_inside;
}

// One stretch of time is no hours.
bool recurs(const Analysis& analysis) noexcept {
  return analysis.gates.occurrences > suspected_occurrences;
}

// Stretches may begin and end anywhere, and so imitate hours that were moved or given up within a
// day. What keeps to the clock and is hardly refused elsewhere is hours all the same.
bool is_clear_window(const Unit& unit, const Analysis& analysis) noexcept {
  if (!analysis.windows || !analysis.gates.passed) return false;
  const Counts inside = counts_of(unit, analysis.windows->applies);
  return inside.rate() >= clear_inside &&
         inside.all_refused() >= clear_share * unit.total.all_refused();
}

// What is open for an hour or two a day is rather a quota that is soon used up, where replies say
// so.
bool is_nearly_all_day(const Analysis& analysis) noexcept {
  constexpr int twenty_hours = 80;
  return analysis.windows && std::ranges::any_of(analysis.windows->fits, [](const WindowFit& fit) {
           return fit.daily() && fit.length >= twenty_hours;
         });
}

Verdict suspected_window() {
  return {.kind = FindingKind::insufficient, .candidates = {FindingKind::curfew}, .rival = 0};
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
  const bool clear = by_the_clock && is_clear_window(unit, analysis);
  const FindingKind said = stated_kind(unit.traits);
  const bool soon_used_up = said == FindingKind::quota && is_nearly_all_day(analysis);
  for (const Contender& rival : order) {
    if (soon_used_up && rival.kind == said) {
      near.push_back(rival);
      continue;
    }
    if (gain >= rival.gain + rival.margin_to_hours(gain, said)) continue;
    if (clear && is_of_stretches(rival.kind)) continue;
    if (gain > rival.gain - rival.margin(rival.gain)) {
      near.push_back(rival);
    } else {
      lost = true;
    }
  }
  const bool counts = gain >= least_gain + least_gain_share * message && !lost;
  if (counts && analysis.gates.passed) return window_verdict(analysis, near, by_the_clock, said);
  // What is beaten by something else is not claimed, even where that cannot be claimed either.
  const bool suspected = !lost && suspects_window(unit, analysis);
  const bool stated = std::ranges::find(order, said, &Contender::kind) != order.end();
  if (counts && near.empty() && !order.empty() && recurs(analysis) && !stated) {
    return suspected ? suspected_window() : Verdict{};
  }
  if (!order.empty())
    return rival_verdict(order, said, better_than(order.front(), analysis, message));
  Verdict verdict = weak_verdict(unit, analysis, message, by_the_clock);
  if (suspected &&
      (verdict.kind == FindingKind::insufficient || verdict.kind == FindingKind::noise)) {
    verdict = suspected_window();
  }
  return verdict;
}

}  // namespace curfew::detect
