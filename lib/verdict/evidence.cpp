#include "verdict/evidence.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace curfew::verdict {
namespace {

using correlate::Histograms;
using correlate::Scale;

Share share_at_least(const Histograms& histograms, Scale scale, std::uint64_t least) {
  const std::size_t bin = correlate::bin_of(scale, least);
  Share share;
  for (const Histograms::Cell& cell : histograms.cells()) {
    if (cell.scale() != scale) continue;
    const std::uint64_t contacts = std::uint64_t{cell.first} + cell.retry + cell.unknown;
    share.known += contacts;
    if (cell.bin() >= bin) share.meeting += contacts;
  }
  return share;
}

// Each slot once, in order.
void add_up(std::vector<SlotCount>& slots) {
  if (std::ranges::is_sorted(slots, std::ranges::less_equal(), &SlotCount::slot)) return;
  std::ranges::stable_sort(slots, {}, &SlotCount::slot);
  auto last = slots.begin();
  for (auto next = std::next(last); next != slots.end(); ++next) {
    if (next->slot == last->slot) {
      last->contacts += next->contacts;
    } else {
      *++last = *next;
    }
  }
  slots.erase(std::next(last), slots.end());
}

}  // namespace

Evidence::Evidence(const Ledger& ledger, std::span<const BucketSeries> answers, Name code) {
  const Name remote = answers.empty() ? Name::none : answers.front().remote;
  for (const BucketSeries& one : answers) {
    for (const Bucket& bucket : one.buckets) {
      const std::uint64_t refusals = bucket.counts.deferred + bucket.counts.bounced;
      if (one.code == Name::none && bucket.counts.delivered != 0) {
        accepted_slots_.push_back({.slot = bucket.slot, .contacts = bucket.counts.delivered});
        acceptances_ += bucket.counts.delivered;
      } else if (refusals != 0 && (code == Name::none || one.code == code)) {
        refused_slots_.push_back({.slot = bucket.slot, .contacts = refusals});
        refusals_ += refusals;
      }
    }
  }
  add_up(refused_slots_);
  add_up(accepted_slots_);
  for (const correlate::RemoteRecord* one : ledger.state().all_of(remote)) {
    accepted_.add(one->histograms);
    for (const correlate::CodeRecord& of_code : one->codes) {
      if (code != Name::none && of_code.code != code) continue;
      refused_.add(of_code.histograms);
      refused_recipients_ = std::max(refused_recipients_, of_code.recipients.words().size());
    }
  }
  sessions_ = ledger.sessions(remote, code);
  held_ = ledger.held(remote, code);
  waits_ = ledger.waits(remote, code);
}

Share Evidence::refused(Scale scale, std::uint64_t least) const {
  return share_at_least(refused_, scale, least);
}

Share Evidence::accepted(Scale scale, std::uint64_t least) const {
  return share_at_least(accepted_, scale, least);
}

std::vector<AmountBar> Evidence::bars(Scale scale) const {
  const std::span<const std::uint32_t> edges = correlate::bin_edges(scale);
  std::vector<AmountBar> bars(edges.size() + 1);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    bars[i].from = i == 0 ? 0 : edges[i - 1];
    bars[i].to = i == edges.size() ? bars[i].from : edges[i] - 1;
  }
  const auto add = [&](const Histograms& histograms, std::uint64_t AmountBar::*count) {
    for (const Histograms::Cell& cell : histograms.cells()) {
      if (cell.scale() != scale) continue;
      bars[cell.bin()].*count += std::uint64_t{cell.first} + cell.retry + cell.unknown;
    }
  };
  add(refused_, &AmountBar::refused);
  add(accepted_, &AmountBar::accepted);
  std::erase_if(bars, [](const AmountBar& bar) { return bar.refused + bar.accepted == 0; });
  return bars;
}

std::uint64_t Evidence::most_at_refusal(Scale scale) const {
  std::uint64_t most = 0;
  for (const Histograms::Cell& cell : refused_.cells()) {
    if (cell.scale() != scale || cell.bin() == 0) continue;
    most = std::max<std::uint64_t>(most, correlate::bin_edges(scale)[cell.bin() - 1]);
  }
  return most;
}

Share Evidence::first_refused() const {
  Share share;
  const auto count = [&share](const Histograms& histograms, bool refused) {
    for (const Histograms::Cell& cell : histograms.cells()) {
      if (cell.scale() != Scale::age) continue;
      share.known += cell.first;
      if (refused) share.meeting += cell.first;
    }
  };
  count(refused_, true);
  count(accepted_, false);
  return share;
}

}  // namespace curfew::verdict
