#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curfew/daily.h"
#include "text/hash.h"

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
  };

  /// Adds to a name, cut to 320 characters (RFC 5321 section 4.5.3.1: 64 + 1 + 255).
  void add(std::string_view name, const Counts& counts);
  /// The first `top` names (0: all).
  DailyTable table(std::size_t top, DailyName kind, const DailyNames& names) const;

 private:
  struct Hash {
    using is_transparent = void;
    Hash() : seed(text::random_seed()) {}
    std::uint64_t seed;
    std::size_t operator()(std::string_view word) const noexcept { return text::hash(word, seed); }
  };
  using Entry = std::pair<std::string, Counts>;

  Counts& of(std::string_view name);
  void prune();

  std::size_t most_kept_;
  std::unordered_map<std::string, Counts, Hash, std::equal_to<>> counts_;
  Counts total_;
  std::uint64_t given_up_ = 0;  // names
  std::uint64_t missed_ = 0;
};

}  // namespace curfew::daily
