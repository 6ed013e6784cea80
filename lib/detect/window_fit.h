#pragma once

#include <array>
#include <optional>
#include <vector>

#include "detect/counts.h"
#include "detect/unit.h"
#include "detect/zones.h"

namespace curfew::detect {

/// Rates of refusal, of first attempts and of retries; none is 0 or 1.
struct InsideOutside {
  std::array<double, 2> inside{};
  std::array<double, 2> outside{};
};
InsideOutside rates_of(const Counts& inside, const Counts& outside) noexcept;

/// What contacts say for the inside, in nats.
class Gain {
 public:
  explicit Gain(const InsideOutside& rates) noexcept;
  double of(const Counts& counts) const noexcept;

 private:
  std::array<double, 2> refused_{};
  std::array<double, 2> accepted_{};
};

/// A window on a clock, fitted to a unit. An occurrence is a day (week) on which it opens.
struct WindowFit {
  const ClockClass* clock = nullptr;
  int period = 0;  // slots
  int start = 0;   // slots since the start of the period, on the clock
  int length = 0;
  long first_occurrence = 0;        // days (weeks) since 1970, on the clock
  std::vector<Counts> occurrences;  // contacts inside
  std::vector<bool> active;         // occurrences on which the window holds
  std::array<bool, 7> on_weekday{};
  bool every_weekday = true;
  std::array<double, 7> weekday_gain{};  // nats for the window on days that begin on a Monday ...
  std::ptrdiff_t first_held = 0;         // occurrences between which it was seen to hold
  std::ptrdiff_t last_held = 0;
  bool onset_known = false;
  bool onset_told = false;  // and it held on a day of the week that came before, too
  bool end_known = false;
  std::vector<bool> applies;  // by row of the unit
  double likelihood = 0;
  double cost = 0;
  double rate_inside = 0;
  double rate_outside = 0;

  double value() const noexcept { return likelihood - cost; }
  bool daily() const noexcept { return period == slots_in_day; }
  int occurrences_refused() const noexcept;
};

/// The window near `start`, `length` that explains the rows best: hours, days of the week, since
/// when and until when. `keep` (may be null): the rows to be explained. Nothing when no days speak
/// for any window.
std::optional<WindowFit> fit_window(const Unit& unit, const ClockClass& clock, int start,
                                    int length, int period, const std::vector<bool>* keep);

/// Contacts of the rows marked.
Counts counts_of(const Unit& unit, const std::vector<bool>& marked);

/// A day's number since 1970 as a day of the week, Monday 0.
constexpr int weekday_of(long day) noexcept {
  return static_cast<int>(modulo(day + 3, 7));
}

}  // namespace curfew::detect
