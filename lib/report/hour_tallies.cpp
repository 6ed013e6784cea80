#include "curfew/report.h"

namespace curfew {

const Tally& HourTallies::operator[](std::size_t hour) const noexcept {
  static const Tally none;
  return places_[hour] == 0 ? none : tallies_[places_[hour] - 1U];
}

Tally& HourTallies::at(std::size_t hour) {
  if (places_[hour] == 0) {
    // There are many of these, and most are never all day.
    if (tallies_.size() == tallies_.capacity()) {
      tallies_.reserve(tallies_.size() + 1 + tallies_.size() / 4);
    }
    tallies_.emplace_back();
    places_[hour] = static_cast<std::uint8_t>(tallies_.size());
  }
  return tallies_[places_[hour] - 1U];
}

std::array<Tally, HourTallies::hours> HourTallies::all() const noexcept {
  std::array<Tally, hours> all{};
  for (std::size_t hour = 0; hour < hours; ++hour) all[hour] = (*this)[hour];
  return all;
}

}  // namespace curfew
