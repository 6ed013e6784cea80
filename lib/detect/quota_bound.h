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

  /// `accepted_before`: of each row, and behind the last.
  QuotaBound(const Unit& unit, const std::vector<double>& accepted_before);

  /// Whether no candidate can exceed `least`, whichever they are. `days` as below.
  bool is_hopeless(double least, const std::vector<std::size_t>& days);

  /// The candidates, ascending, whose likelihood may exceed `least`. `days`: where each begins, and
  /// the end of the last.
  const std::vector<double>& leave(double least, const std::vector<std::size_t>& days,
                                   const std::vector<double>& candidates);

 private:
  // Refused, first attempts and retries; accepted, of the rarer kind.
  using Few = std::array<double, 4>;
  struct Telling {
    std::size_t row = 0;
    double before = 0;  // accepted before the row, and with it
    double with = 0;
    Few counts{};
  };
  // Contacts that came when a quota was used up.
  struct Over {
    Few surely{};         // in rows behind that with which it was
    Few perhaps{};        // ... and in that
    double accepted = 0;  // by all days on which it was
    double days = 0;
  };

  // Where all contacts are of one kind: so many refusals come when a quota is used up, at most,
  // whenever days begin.
  struct Reach {
    double quota = 0;
    double refused = 0;
  };

  void find_reach(const Unit& unit);
  bool add_up_beyond(const std::vector<std::size_t>& days);
  std::size_t place_of(double accepted, const std::vector<double>& candidates) const;
  void number_places(const std::vector<double>& candidates);
  void fill(const std::vector<std::size_t>& days, const std::vector<double>& candidates);
  bool may_exceed(double least, const Over& over, double accepted) const;

  const std::vector<double>& accepted_before_;
  Counts total_;
  bool one_kind_ = false;       // retries are nowhere refused more often than first attempts
  std::vector<Reach> reach_;    // the greatest quota first, each once
  std::vector<double> beyond_;  // what the days accepted beyond a quota, by the quota
  std::size_t rarer_ = 0;       // the kind of acceptance in fewer rows
  std::vector<Telling> telling_;
  std::array<Over, most_candidates + 1> over_;  // by how many candidates they are not below
  std::vector<std::uint8_t> places_;
  std::vector<double> left_;
};

}  // namespace curfew::detect
