#include "correlate/histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace curfew::correlate {
namespace {

constexpr std::size_t exact_sessions = 63;  // 2 to 64
constexpr std::array<std::uint32_t, 12> age_edges{1,    60,   120,  300,   600,   900,
                                                  1800, 3600, 7200, 14400, 28800, 86400};

std::array<std::uint32_t, exact_sessions + 4> make_session_edges() {
  std::array<std::uint32_t, exact_sessions + 4> edges{};
  std::iota(edges.begin(), edges.begin() + exact_sessions, 2U);
  constexpr std::array<std::uint32_t, 4> rest{81, 101, 151, 201};
  std::ranges::copy(rest, edges.begin() + exact_sessions);
  return edges;
}

// Exact to 16, then in steps of a fifth.
std::array<std::uint32_t, 76> make_count_edges() {
  std::array<std::uint32_t, 76> edges{};
  std::iota(edges.begin(), edges.begin() + 16, 1U);
  for (std::size_t i = 0; i < 60; ++i) {
    edges[16 + i] =
        static_cast<std::uint32_t>(std::lround(20 * std::pow(1.2, static_cast<double>(i))));
  }
  return edges;
}

// From half a minute to two days, in steps of a tenth.
std::array<std::uint32_t, 96> make_waited_edges() {
  std::array<std::uint32_t, 96> edges{};
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges[i] = static_cast<std::uint32_t>(std::lround(30 * std::pow(1.09, static_cast<double>(i))));
  }
  return edges;
}

constexpr bool is_waited(Scale scale) noexcept {
  return scale == Scale::waited_refused || scale == Scale::waited_accepted;
}

}  // namespace

std::span<const std::uint32_t> bin_edges(Scale scale) noexcept {
  static const auto session_edges = make_session_edges();
  static const auto count_edges = make_count_edges();
  static const auto waited_edges = make_waited_edges();
  if (scale == Scale::sessions) return session_edges;
  if (scale == Scale::age) return age_edges;
  if (is_waited(scale)) return waited_edges;
  return count_edges;
}

std::size_t bin_of(Scale scale, std::uint64_t value) noexcept {
  // The low bins are one apart, and nearly everything lies there.
  if (scale == Scale::sessions && value <= 64) return value < 2 ? 0 : value - 1;
  if (scale >= Scale::minute && value <= 16 && !is_waited(scale)) return value;
  const auto edges = bin_edges(scale);
  return static_cast<std::size_t>(std::ranges::upper_bound(edges, value) - edges.begin());
}

void Histograms::add_anywhere(const Cell& cell) {
  std::uint8_t& last = last_[static_cast<std::size_t>(cell.scale())];
  auto place = std::ranges::lower_bound(cells_, cell.place, {}, &Cell::place);
  if (place != cells_.end() && place->place == cell.place) {
    place->first += cell.first;
    place->retry += cell.retry;
    place->unknown += cell.unknown;
  } else {
    if (cells_.size() == cells_.capacity()) {
      const auto index = place - cells_.begin();
      cells_.reserve(cells_.size() + cells_.size() / 4 + 4);
      place = cells_.begin() + index;
    }
    place = cells_.insert(place, cell);
  }
  last = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(place - cells_.begin(), 255));
}

void Histograms::add(const Histograms& other) {
  for (const Cell& cell : other.cells_) add(cell);
}

}  // namespace curfew::correlate
