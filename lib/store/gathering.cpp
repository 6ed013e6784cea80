#include "store/gathering.h"

#include <algorithm>
#include <iterator>

namespace curfew::store {
namespace {

bool is_outbound(EventKind kind) noexcept {
  return kind != EventKind::rejection && kind != EventKind::notice && kind != EventKind::connection;
}

void widen(Instant at, GatheredSlot& slot) noexcept {
  slot.first = std::min(slot.first.value_or(at), at);
  slot.last = std::max(slot.last.value_or(at), at);
}

}  // namespace

void GatheredSlot::add(const GatheredSlot& other) {
  if (other.first) widen(*other.first, *this);
  if (other.last) widen(*other.last, *this);
  for (const auto& [before, messages] : other.deferred_again) deferred_again[before] += messages;
  sums.add(other.sums);
}

PackedSlot packed(const GatheredSlot& slot) {
  return {.first = slot.first,
          .last = slot.last,
          .deferred_again = text::state_of(slot.deferred_again),
          .sums = text::state_of(slot.sums)};
}

GatheredSlot unpacked(const PackedSlot& slot) {
  GatheredSlot all;
  all.first = slot.first;
  all.last = slot.last;
  text::restore(all.deferred_again, slot.deferred_again);
  text::restore(all.sums, slot.sums);
  return all;
}

void Gathered::clear() {
  samples_.clear();
  open_.clear();
  packed_.clear();
  bytes_ = 0;
}

void Gathered::add(const Events& events) {
  for (const Event& event : events) {
    GatheredSlot& slot = open(slot_of(event.time));
    if (is_outbound(event.kind)) widen(event.time, slot);
    if (event.earlier_deferral != Instant::min()) {
      const Slot before = slot_of(event.earlier_deferral);
      if (before < slot_of(event.time)) ++slot.deferred_again[before];
    }
    slot.sums.add(event);
  }
}

GatheredSlot& Gathered::open(Slot slot) {
  const auto known = std::ranges::find(open_, slot, &decltype(open_)::value_type::first);
  if (known == open_.end()) {
    if (open_.size() == most_open) pack(most_open - 1);
    open_.emplace(open_.begin(), slot, std::make_unique<GatheredSlot>());
  } else {
    std::rotate(open_.begin(), known, std::next(known));
  }
  return *open_.front().second;
}

void Gathered::pack(std::size_t place) {
  GatheredSlot& slot = *open_[place].second;
  if (shown_) slot.sums.rename_people(shown_);
  bytes_ += packed_[open_[place].first].emplace_back(packed(slot)).sums.size();
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(place));
}

const Gathered::Slots& Gathered::slots() {
  while (!open_.empty()) pack(open_.size() - 1);
  return packed_;
}

void Gathered::add(const Attempt& attempt) {
  if (!attempt.counts || attempt.remote.empty()) return;
  auto place = samples_.find(attempt);
  if (place == samples_.end()) {
    const Pair pair{.remote = std::string(attempt.remote), .code = std::string(attempt.code)};
    place = samples_.emplace(pair, report::FewSamples()).first;
  }
  place->second.add(report::sample_of(attempt.event));
}

}  // namespace curfew::store
