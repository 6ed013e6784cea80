#include <algorithm>

#include "detect/explained.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

constexpr std::size_t age_bins = 13;
constexpr double least_told = 5;  // retries, refused and accepted, to tell the delay by
constexpr double stray = 0.05;    // of them may lie on the wrong side of the delay

double plain(const Counts& counts) noexcept {
  return counts.all() > 0 ? likelihood(counts.all_refused(), counts.all()) : 0;
}

// Whether the rates are those of a greylist. Either new messages are refused more often than old
// ones; or, where most senders are known already, few first attempts are refused, but the cut
// between young retries and old ones is sharp.
bool looks_like_one(const Counts& first, const Counts& young, const Counts& old) noexcept {
  const double young_rate = young.all() > 0 ? young.rate() : 1;
  if (first.rate() >= old.rate() + 0.1) return young_rate >= std::max(old.rate(), 0.5);
  return young.all_refused() >= 5 && old.all_accepted() >= 5 && young_rate >= 0.9 &&
         old.rate() <= 0.1;
}

// No greylist makes a new sender wait longer, unless it says itself that it is one.
std::uint32_t most_delay(const Unit& unit) noexcept {
  constexpr std::uint32_t usual = 2 * 3600;
  constexpr std::uint32_t stated = 12 * 3600;
  return unit.traits.says_greylisting ? stated : usual;
}

Counts sum_of(const std::vector<Counts>& bins) noexcept {
  Counts sum;
  for (const Counts& bin : bins) sum += bin;
  return sum;
}

// The lower edge of a bin of waits, in seconds; behind the last bin that of the last.
std::uint32_t waited_at_least(std::size_t bin) noexcept {
  const auto edges = bin_edges(correlate::Scale::waited_refused);
  return bin == 0 ? 0 : edges[std::min(bin, edges.size()) - 1];
}

// By how long messages had waited since the first refusal: when retries were still refused, and
// when they were accepted. Where our own schedule never tried in between, the delay is an interval.
struct Delay {
  std::uint32_t refused_until = 0;  // nearly all that were refused had waited no longer
  std::uint32_t accepted_from = 0;  // nearly all that were accepted had waited as long
  double refused = 0;
  double accepted = 0;
  bool contradicts = false;  // many were accepted before others were refused
};

Delay delay_of(const Unit& unit) {
  Delay delay;
  if (unit.waited.empty()) return delay;
  const Counts all = sum_of(unit.waited);
  delay.refused = all.all_refused();
  delay.accepted = all.all_accepted();
  double above = 0;
  for (std::size_t i = unit.waited.size(); i-- > 0;) {
    above += unit.waited[i].all_refused();
    if (above > stray * delay.refused) {
      delay.refused_until = waited_at_least(i);
      break;
    }
  }
  double below = 0;
  double accepted_before = 0;
  bool found = false;
  for (std::size_t i = 0; i < unit.waited.size(); ++i) {
    if (waited_at_least(i) < delay.refused_until) accepted_before += unit.waited[i].all_accepted();
    below += unit.waited[i].all_accepted();
    if (!found && below > stray * delay.accepted) {
      delay.accepted_from = waited_at_least(i + 1);  // the bin's end
      found = true;
    }
  }
  delay.contradicts = delay.refused >= least_told && accepted_before > 0.1 * delay.accepted;
  return delay;
}

// The delay as far as the retries tell it. False where they tell that there is none.
bool tell_delay(const Unit& unit, Rule& rule) {
  const Delay delay = delay_of(unit);
  // What calls itself a greylist is one, though it may know some of our addresses already.
  const bool doubted = delay.contradicts && !unit.traits.says_greylisting;
  if (doubted || delay.accepted_from > most_delay(unit)) return false;
  if (delay.accepted >= 1) {
    rule.delay = std::chrono::seconds(std::max(delay.accepted_from, delay.refused_until));
    if (!delay.contradicts) rule.least_delay = std::chrono::seconds(delay.refused_until);
  }
  return true;
}

// Retries were refused as if they were first attempts until they had waited since the first refusal
// with this code: other refusals may have come before, as in a window at night.
std::optional<Explained> greylist_by_waits(const Unit& unit) {
  const Delay delay = delay_of(unit);
  if (delay.accepted < least_told || delay.contradicts) return std::nullopt;
  Counts young;
  Counts old;
  for (std::size_t i = 0; i < unit.waited.size(); ++i) {
    (waited_at_least(i) <= delay.refused_until ? young : old) += unit.waited[i];
  }
  Counts first = unit.total - young - old;
  first.refused = {unit.total.all_refused() - young.all_refused() - old.all_refused(), 0};
  if (!looks_like_one(first, young, old) || first.refused[0] < least_told) return std::nullopt;
  Explained explained{
      .model = Model::greylist,
      .likelihood = plain(first) + plain(young) + plain(old),
      .cost = 3 * cost_of_rate(unit.total) + std::log(static_cast<double>(unit.waited.size())),
      .applies = first + young,
      .rule = {}};
  return explained;
}

std::optional<Explained> greylist_by_age(const Unit& unit) {
  const auto& bins = unit.histograms[static_cast<std::size_t>(correlate::Scale::age)];
  if (bins.empty()) return std::nullopt;
  const auto edges = bin_edges(correlate::Scale::age);
  const Counts known = sum_of(bins);
  const Counts unknown = unit.total - known;
  const Counts& first = bins[0];
  std::optional<Explained> best;
  Counts young;
  for (std::size_t i = 2; i < std::min(bins.size(), age_bins); ++i) {
    young += bins[i - 1];
    if (edges[i - 1] > most_delay(unit)) break;
    const Counts old = known - first - young;
    if (old.all() <= 0 || first.all() <= 0) continue;
    if (!looks_like_one(first, young, old)) continue;
    const double total = plain(first) + plain(young) + plain(old) + plain(unknown);
    if (best && total <= best->likelihood) continue;
    best = Explained{.model = Model::greylist,
                     .likelihood = total,
                     .cost = 3 * cost_of_rate(unit.total) + std::log(12.0),
                     .applies = first + young,
                     .rule = {}};
    best->rule.delay = std::chrono::seconds(edges[i - 1]);
  }
  return best;
}

}  // namespace

/// First attempts are refused, and so are retries until the message has some age.
std::optional<Explained> greylist(const Unit& unit) {
  std::optional<Explained> best = greylist_by_age(unit);
  std::optional<Explained> by_waits = greylist_by_waits(unit);
  if (by_waits && (!best || by_waits->value() > best->value())) best = std::move(by_waits);
  if (best && !tell_delay(unit, best->rule)) return std::nullopt;
  return best;
}

std::optional<Explained> stated_greylist(const Unit& unit) {
  const auto& bins = unit.histograms[static_cast<std::size_t>(correlate::Scale::age)];
  if (!unit.traits.says_greylisting || is_final(unit) || bins.empty() ||
      unit.total.accepted[1] <= 0) {
    return std::nullopt;
  }
  const auto edges = bin_edges(correlate::Scale::age);
  std::size_t oldest_refused = 0;
  Counts young;
  Counts old;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i].all_refused() > 0) oldest_refused = i;
  }
  for (std::size_t i = 0; i < bins.size(); ++i) (i <= oldest_refused ? young : old) += bins[i];
  if (oldest_refused >= edges.size() || edges[oldest_refused] > most_delay(unit) ||
      old.all_accepted() <= 0) {
    return std::nullopt;
  }
  Explained explained{.model = Model::greylist,
                      .likelihood = split(young, old),
                      .cost = cost_of_rate(unit.total),
                      .applies = young,
                      .rule = {}};
  explained.rule.model = explained.model;
  explained.rule.delay = std::chrono::seconds(edges[oldest_refused]);
  if (!tell_delay(unit, explained.rule)) return std::nullopt;
  return explained;
}

}  // namespace curfew::detect
