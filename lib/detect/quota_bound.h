#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "detect/unit.h"

namespace curfew::detect {

/// What a daily quota can explain at most, of few rows: those with refusals, and those with
/// acceptances of the rarer kind (first attempts or retries). Of all others it is enough to know
/// how much each day accepted beyond the quota.
class QuotaBound {
 public:
  static constexpr std::size_t most_candidates = 24;

  explicit QuotaBound(const Unit& unit);

  /// The candidates, ascending, whose likelihood may exceed `least`. `days`: where each begins, and
  /// the end of the last; `accepted_before`: of each row, and behind the last.
  const std::vector<double>& leave(double least, const std::vector<std::size_t>& days,
                                   const std::vector<double>& accepted_before,
                                   const std::vector<double>& candidates);

 private:
  struct Telling {
    std::size_t row = 0;
    std::array<double, 3>
        counts{};  // refused, first attempts and retries; accepted, of the rarer kind
  };
  struct Range {
    double least = 0;
    double most = 0;
  };
  // For one candidate: contacts that came when the quota was used up.
  struct Over {
    std::array<Range, 3> counts;
    double accepted = 0;
  };

  void fill(const std::vector<std::size_t>& days, const std::vector<double>& accepted_before,
            const std::vector<double>& candidates);
  void number_places(const std::vector<double>& candidates);
  double most_of(const Over& over) const;

  Counts total_;
  bool one_kind_ = false;  // retries are nowhere refused more often than first attempts
  std::size_t rarer_ = 0;  // the kind of acceptance in fewer rows
  std::vector<Telling> telling_;
  std::array<Over, most_candidates + 1> over_;
  std::vector<std::uint8_t> places_;
  std::vector<double> left_;
};

}  // namespace curfew::detect
