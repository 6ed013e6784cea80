#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

namespace curfew::store {

/// Some of the lines of a log, chosen by what stands in them: of two logs that hold the same lines,
/// the same are chosen.
class LineSample {
 public:
  /// Lines that are remembered: 64 KiB.
  static constexpr std::size_t most = 4096;

  /// The next bytes, cut anywhere.
  void add(std::string_view bytes);
  /// Whether most of the lines of the shorter of the two stand in the other.
  bool repeats(const LineSample& other) const;

 private:
  void take(std::string_view line);

  std::string rest_;  // of a line whose end has not come
  std::unordered_set<std::uint64_t> lines_;
};

}  // namespace curfew::store
