#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curfew/daily.h"
#include "text/hash.h"
#include "text/state.h"

namespace curfew::daily {

/// Counts by name, in bounded memory: twice as many names as are kept at most, then the smaller
/// half goes, by count and by bytes. What comes out does not depend on how names hash.
class Ranking {
 public:
  explicit Ranking(std::size_t most_kept);

  struct Counts {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t deferred = 0;
    std::uint64_t bounced = 0;

    Counts& operator+=(const Counts& other) noexcept;
    template <class Archive>
    void each_field(Archive& archive) {
      archive(messages, bytes, deferred, bounced);
    }
  };

  /// Adds to a name, cut to 320 characters (RFC 5321 section 4.5.3.1: 64 + 1 + 255).
  void add(std::string_view name, const Counts& counts);
  /// What another one counted of other events.
  void add(const Ranking& other);
  /// Each name as `shown` gives it; those that are then the same are one.
  void rename(const std::function<std::string(std::string_view)>& shown);
  /// The first `top` names (0: all).
  DailyTable table(std::size_t top, DailyName kind, const DailyNames& names) const;

  /// What is kept: text/state.h. Read into one with the same bound.
  template <class Archive>
  void each_field(Archive& archive) {
    std::vector<Entry> entries;
    if constexpr (!Archive::is_reading) entries = by_name();
    archive(entries, total_, given_up_, missed_);
    if constexpr (Archive::is_reading) counts_ = {entries.begin(), entries.end()};
  }

 private:
  using Entry = std::pair<std::string, Counts>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return text::hash(word, seed()); }
    /// One for all: a random number takes longer than a short table.
    static std::uint64_t seed() {
      static const std::uint64_t random = text::random_seed();
      return random;
    }
  };
  std::vector<Entry> by_name() const;
  Counts& of(std::string_view name);
  void prune();

  std::size_t most_kept_;
  std::unordered_map<std::string, Counts, Hash, std::equal_to<>> counts_;
  Counts total_;
  std::uint64_t given_up_ = 0;  // names
  std::uint64_t missed_ = 0;
};

}  // namespace curfew::daily
