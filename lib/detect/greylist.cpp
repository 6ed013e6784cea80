#include "detect/explained.h"
#include "detect/nature.h"

namespace curfew::detect {
namespace {

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

// No greylist makes a stranger wait longer, unless it says itself that it is one.
std::uint32_t most_delay(const Unit& unit) noexcept {
  constexpr std::uint32_t usual = 2 * 3600;
  constexpr std::uint32_t stated = 12 * 3600;
  return unit.traits.says_greylisting ? stated : usual;
}

}  // namespace

/// First attempts are refused, and so are retries until the message has some age.
std::optional<Explained> greylist(const Unit& unit) {
  const auto& bins = unit.histograms[static_cast<std::size_t>(correlate::Scale::age)];
  if (bins.empty()) return std::nullopt;
  const auto edges = bin_edges(correlate::Scale::age);
  Counts known;
  for (const Counts& bin : bins) known += bin;
  const Counts unknown = unit.total - known;
  const Counts& first = bins[0];
  std::optional<Explained> best;
  Counts young;
  for (std::size_t i = 2; i < bins.size(); ++i) {
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

std::optional<Explained> stated_greylist(const Unit& unit) {
  const auto& bins = unit.histograms[static_cast<std::size_t>(correlate::Scale::age)];
  if (!unit.traits.says_greylisting || is_final(unit) || bins.empty() ||
      unit.total.accepted[1] <= 0)
    return std::nullopt;
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
  return explained;
}

}  // namespace curfew::detect
