#include "detect/explained.h"

namespace curfew::detect {
namespace {

double refused_share(const Counts& counts) noexcept {
  return counts.rate();
}

double plain(const Counts& counts) noexcept {
  return counts.all() > 0 ? likelihood(counts.all_refused(), counts.all()) : 0;
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
    const Counts old = known - first - young;
    if (old.all() <= 0 || first.all() <= 0) continue;
    const double young_rate = young.all() > 0 ? refused_share(young) : 1;
    if (first.rate() < old.rate() + 0.1 || young_rate < std::max(old.rate(), 0.5)) continue;
    const double total = plain(first) + plain(young) + plain(old) + plain(unknown);
    if (best && total <= best->likelihood) continue;
    best = Explained{.model = "greylist",
                     .likelihood = total,
                     .cost = 3 * cost_of_rate(unit.total) + std::log(12.0),
                     .applies = first + young,
                     .rule = {}};
    best->rule.delay = std::chrono::seconds(edges[i - 1]);
  }
  return best;
}

}  // namespace curfew::detect
