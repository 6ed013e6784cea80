#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace curfew::correlate {

/// How many messages a remote accepted in the last minute and hour. Exact to the second while the
/// hour knows at most `most` seconds with acceptances; of busier ones, all but the last minute is
/// known by the minute. Times are wanted in order; a few seconds of disorder do no harm.
class AcceptedLately {
 public:
  struct Counts {
    std::uint64_t minute = 0;
    std::uint64_t hour = 0;
    std::uint64_t full_hour = 0;
  };

  /// Before that second, messages of the same second included.
  Counts before(std::int64_t second);
  void add(std::int64_t second);
  std::size_t memory() const noexcept { return entries_.capacity() * sizeof(Entry); }

  template <class Archive>
  void each_field(Archive& archive) {
    archive(entries_, in_entries_, full_hour_, since_full_hour_);
  }

 private:
  struct Entry {
    std::int64_t second = 0;
    std::uint64_t count = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(second, count);
    }
  };
  static constexpr std::size_t most = 128;

  void forget(std::int64_t second);
  void coarsen();

  std::vector<Entry> entries_;  // by second
  std::uint64_t in_entries_ = 0;
  std::int64_t full_hour_ = 0;
  std::uint64_t since_full_hour_ = 0;
};

}  // namespace curfew::correlate
