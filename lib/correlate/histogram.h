#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "correlate/contact.h"

namespace curfew::correlate {

/// What contacts are counted by, beside the clock.
enum class Scale : std::uint8_t {
  sessions,        // of ours open at once
  age,             // of the message, in seconds; bin 0: first attempts
  minute,          // messages accepted in the last 60 seconds
  hour,            // ... in the last 3600 seconds
  full_hour,       // ... since the full hour of UTC
  connection_use,  // the message's number in its connection, from 1
  recipients,      // of the message
  kilobytes,       // of the message
  // Of one code, in seconds since a refusal with it was the recipient's first in a row:
  waited_refused,   // refused again
  waited_accepted,  // accepted
};
constexpr std::size_t scale_count = 10;

/// The first value of each bin but the first; a scale has one bin more.
std::span<const std::uint32_t> bin_edges(Scale scale) noexcept;
std::size_t bin_of(Scale scale, std::uint64_t value) noexcept;
/// What Scale::kilobytes counts: those begun.
constexpr std::uint64_t kilobytes_of(std::uint64_t bytes) noexcept {
  return (bytes + 1023) / 1024;
}

/// Counts by bin of each scale, few of which are not zero.
class Histograms {
 public:
  struct Cell {
    std::uint16_t place = 0;  // scale * 128 + bin
    std::uint32_t first = 0;
    std::uint32_t retry = 0;  // or first at a host
    std::uint32_t unknown = 0;

    Scale scale() const noexcept { return static_cast<Scale>(place / 128); }
    std::size_t bin() const noexcept { return place % 128; }
    template <class Archive>
    void each_field(Archive& archive) {
      archive(place, first, retry, unknown);
    }
    friend bool operator==(const Cell&, const Cell&) = default;
  };

  void add(Scale scale, std::size_t bin, ContactStratum stratum) {
    const bool first = stratum == ContactStratum::first;
    const bool unknown = stratum == ContactStratum::unknown;
    add(Cell{.place = place_of(scale, bin),
             .first = first ? 1U : 0U,
             .retry = first || unknown ? 0U : 1U,
             .unknown = unknown ? 1U : 0U});
  }
  void add(const Histograms& other);
  const std::vector<Cell>& cells() const noexcept { return cells_; }   // by place
  void assign(std::vector<Cell> cells) { cells_ = std::move(cells); }  // likewise
  template <class Archive>
  void each_field(Archive& archive) {
    archive(cells_);
    if constexpr (Archive::is_reading) {
      if (!std::ranges::all_of(cells_, is_place, &Cell::place)) archive.damage();
    }
  }
  static bool is_place(std::uint16_t place) noexcept {
    return place < scale_count * 128 &&
           place % 128 <= bin_edges(static_cast<Scale>(place / 128)).size();
  }

 private:
  static std::uint16_t place_of(Scale scale, std::size_t bin) noexcept {
    return static_cast<std::uint16_t>(static_cast<std::size_t>(scale) * 128 + bin);
  }
  void add(const Cell& cell) {
    const std::uint8_t last = last_[static_cast<std::size_t>(cell.scale())];
    if (last < cells_.size() && cells_[last].place == cell.place) {
      cells_[last].first += cell.first;
      cells_[last].retry += cell.retry;
      cells_[last].unknown += cell.unknown;
    } else {
      add_anywhere(cell);
    }
  }
  void add_anywhere(const Cell& cell);

  std::vector<Cell> cells_;
  std::array<std::uint8_t, scale_count> last_{};  // where each scale was last counted
};

}  // namespace curfew::correlate
