#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/time.h"

namespace curfew::parse {

/// Completes the stamps of lines that were wrapped with a time of their own: the container's
/// logger knows the year, and how far its time is from the line's tells the zone.
class OuterClock {
 public:
  /// Appends the line; its stamp gets year and offset where it has none and they can be told. A
  /// line that was written long before it was wrapped (a file that is followed from an earlier
  /// place) has the offset of the lines before it.
  void write(std::string& out, std::string_view line, Instant outer);
  /// The same, of a wrapping that knows only when it met the line (a log shipper that may read a
  /// file from its beginning): it tells the year alone.
  static void write_year(std::string& out, std::string_view line, Instant outer);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(offset_, next_);
  }

 private:
  std::optional<std::chrono::minutes> offset_at(WallTime wall, Instant outer);

  std::optional<std::chrono::minutes> offset_;
  std::optional<std::chrono::minutes> next_;  // seen once; believed when seen again
};

}  // namespace curfew::parse
