#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace curfew::ndjson {

/// Where contacts that later lines may repeat stand: the line that the log had them in, and the
/// line that has them here. Of fixed size, whatever comes: a newcomer takes the place of the oldest
/// of its row.
class ContactLines {
 public:
  void add(std::uint64_t in_log, std::uint64_t here);
  /// Its line here, of several the newest; 0 where it is not known.
  std::uint64_t find(std::uint64_t in_log) const noexcept;

  static constexpr std::size_t rows = 2048;
  static constexpr std::size_t row_size = 4;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(table_);
    if constexpr (Archive::is_reading) {
      if (!table_.empty() && table_.size() != rows) archive.damage();
    }
  }

 private:
  struct Place {
    std::uint64_t in_log = 0;
    std::uint64_t here = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(in_log, here);
    }
  };
  std::vector<std::array<Place, row_size>> table_;  // empty until something is added
};

}  // namespace curfew::ndjson
