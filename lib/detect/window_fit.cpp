#include "detect/window_fit.h"

#include <algorithm>
#include <limits>

#include "detect/circular.h"
#include "detect/explained.h"

namespace curfew::detect {
namespace {

constexpr int rounds = 3;
constexpr int refinements = 5;
constexpr double mask_costs = 5;   // nats a set of weekdays must gain
constexpr double claim_costs = 3;  // nats days without the window must speak against it
constexpr double lone_day = 2;     // times as many, where it is one day alone
constexpr double sure_rate = 0.9;  // refused inside, where one acceptance leaves no doubt
constexpr int bins_in_week = 168;

double share_or(double part, double whole, double otherwise) noexcept {
  return whole >= 1 ? part / whole : otherwise;
}

using Mask = std::array<bool, 7>;
constexpr Mask every_day{true, true, true, true, true, true, true};

struct DayChoice {
  Mask mask = every_day;
  Stretch range;
};

// The days (weeks) of slots that hardly ever go back: most lie in the one of the slot before.
class Turns {
 public:
  Turns(int start, int period) : start_(start), period_(period), begin_(start) {}

  long number(long slot) noexcept {
    if (slot < begin_ || slot >= begin_ + period_) {
      number_ = floor_div(slot - start_, period_);
      begin_ = start_ + number_ * period_;
    }
    return number_;
  }

 private:
  long start_;
  long period_;
  long number_ = 0;
  long begin_;
};

// The fit of one window, step by step.
class Fitter {
 public:
  Fitter(const Unit& unit, const ClockClass& clock, int start, int length, int period,
         const std::vector<bool>* keep)
      : unit_(unit), slots_(local_slots(unit, clock)), keep_(keep) {
    fit_.clock = &clock;
    fit_.start = start;
    fit_.length = length;
    fit_.period = period;
  }

  std::optional<WindowFit> fit() {
    for (std::size_t i = 0; i < slots_.size(); ++i) any_ = any_ || kept(i);
    if (!any_) return std::nullopt;
    for (int round = 0; round < rounds; ++round) {
      place_occurrences();
      weigh_occurrences(round);
      const DayChoice days = choose_days();
      if (days.range.last < days.range.first) return std::nullopt;
      claim(days);
      if (round < rounds - 1) refine_hours();
    }
    finish();
    return std::move(fit_);
  }

 private:
  bool kept(std::size_t i) const noexcept { return keep_ == nullptr || (*keep_)[i]; }
  std::size_t weekdays() const noexcept { return fit_.daily() ? 7 : 1; }
  std::size_t weekday(std::size_t occurrence) const noexcept {
    if (!fit_.daily()) return 0;
    return static_cast<std::size_t>(
        weekday_of(fit_.first_occurrence + static_cast<long>(occurrence)));
  }

  void place_occurrences();
  void weigh_occurrences(int round);
  Mask choose_mask(const Stretch& range) const;
  DayChoice choose_days() const;
  double gain_of(const DayChoice& days, const Stretch& seen) const;
  void claim(const DayChoice& days);
  void refine_hours();
  void finish();

  const Unit& unit_;
  std::vector<long> slots_;
  const std::vector<bool>* keep_;
  bool any_ = false;
  WindowFit fit_;
  std::vector<long> number_;             // of each row's day (week) since 1970
  std::vector<std::size_t> occurrence_;  // of each row
  std::vector<bool> inside_;
  Counts outside_;
  std::vector<double> gain_;  // of each occurrence
};

void Fitter::place_occurrences() {
  const std::size_t size = slots_.size();
  long first = std::numeric_limits<long>::max();
  long last = std::numeric_limits<long>::min();
  std::vector<long>& number = number_;
  number.resize(size);
  Turns turns(fit_.start, fit_.period);
  for (std::size_t i = 0; i < size; ++i) {
    number[i] = turns.number(slots_[i]);
    if (!kept(i)) continue;
    first = std::min(first, number[i]);
    last = std::max(last, number[i]);
  }
  fit_.first_occurrence = first;
  fit_.occurrences.assign(static_cast<std::size_t>(last - first + 1), {});
  occurrence_.resize(size);
  inside_.assign(size, false);
  outside_ = {};
  for (std::size_t i = 0; i < size; ++i) {
    occurrence_[i] = static_cast<std::size_t>(std::clamp(number[i], first, last) - first);
    inside_[i] = slots_[i] - fit_.start - number[i] * fit_.period < fit_.length;
    if (!kept(i)) continue;
    (inside_[i] ? fit_.occurrences[occurrence_[i]] : outside_) += unit_.rows[i].counts;
  }
}

void Fitter::weigh_occurrences(int round) {
  const std::size_t size = fit_.occurrences.size();
  if (round == 0) {
    for (const Counts& counts : fit_.occurrences) {
      fit_.active.push_back(counts.all_refused() > 0);
    }
  } else {
    fit_.active.resize(size, true);  // refining moved the window over midnight
  }
  Counts inside;
  Counts outside = outside_;
  for (std::size_t o = 0; o < size; ++o) {
    if (fit_.active[o]) {
      inside += fit_.occurrences[o];
    } else if (round > 0) {
      outside += fit_.occurrences[o];
    }
  }
  const Gain gain(rates_of(inside, outside));
  gain_.clear();
  for (const Counts& counts : fit_.occurrences) gain_.push_back(gain.of(counts));
}

// All weekdays, unless leaving out those that speak against the window gains clearly.
Mask Fitter::choose_mask(const Stretch& range) const {
  std::array<double, 7> by_day{};
  for (auto o = range.first; o <= range.last; ++o) {
    by_day[weekday(static_cast<std::size_t>(o))] += gain_[static_cast<std::size_t>(o)];
  }
  Mask mask = every_day;
  double against = 0;
  bool any = false;
  for (std::size_t day = 0; day < weekdays(); ++day) {
    mask[day] = by_day[day] >= 0;
    any = any || mask[day];
    if (!mask[day]) against -= by_day[day];
  }
  return weekdays() > 1 && any && against > mask_costs ? mask : every_day;
}

double Fitter::gain_of(const DayChoice& days, const Stretch& seen) const {
  double sum = days.mask == every_day ? 0 : -mask_costs;
  for (auto o = seen.first; o <= seen.last; ++o) {
    const auto index = static_cast<std::size_t>(o);
    if (days.mask[weekday(index)]) sum += gain_[index];
  }
  return sum;
}

// Weekdays and range by turns, from both ends.
DayChoice Fitter::choose_days() const {
  const auto size = static_cast<std::ptrdiff_t>(gain_.size());
  DayChoice best;
  double best_gain = -std::numeric_limits<double>::infinity();
  for (const Mask& from : {every_day, choose_mask({.first = 0, .last = size - 1})}) {
    DayChoice days{.mask = from, .range = {}};
    Stretch seen;
    for (int turn = 0; turn < 3; ++turn) {
      std::vector<double> masked = gain_;
      for (std::size_t o = 0; o < masked.size(); ++o) {
        if (!days.mask[weekday(o)]) masked[o] = 0;
      }
      days.range = best_stretch(masked);
      if (days.range.last < days.range.first) break;
      seen = days.range;
      const Mask next = choose_mask(seen);
      if (next == days.mask) break;
      days.mask = next;
    }
    if (days.range.last < days.range.first) continue;
    const double gain = gain_of(days, seen);
    if (gain > best_gain) {
      best_gain = gain;
      best = days;
    }
  }
  return best;
}

// Onset and end are claimed only if the days outside speak against the window; one day alone must
// leave no doubt. They are told where it was seen to hold on one of these days of the week.
void Fitter::claim(const DayChoice& days) {
  const auto size = static_cast<std::ptrdiff_t>(gain_.size());
  std::array<double, 7> held{};
  Counts inside;
  for (auto o = days.range.first; o <= days.range.last; ++o) {
    const auto index = static_cast<std::size_t>(o);
    held[weekday(index)] += gain_[index];
    inside += fit_.occurrences[index];
  }
  struct Outside {
    double gain = 0;
    int days = 0;
    bool comparable = false;
  };
  Outside before;
  Outside after;
  for (std::ptrdiff_t o = 0; o < size; ++o) {
    const auto index = static_cast<std::size_t>(o);
    if ((o >= days.range.first && o <= days.range.last) || !days.mask[weekday(index)]) continue;
    Outside& outside = o < days.range.first ? before : after;
    outside.gain += gain_[index];
    outside.days += gain_[index] < 0 ? 1 : 0;
    outside.comparable = outside.comparable || (gain_[index] < 0 && held[weekday(index)] > 0);
  }
  const auto is_claimed = [&](const Outside& outside) {
    const bool sure = outside.days > 1 || inside.rate() >= sure_rate;
    return outside.gain < -claim_costs * (sure ? 1 : lone_day);
  };
  fit_.onset_known = is_claimed(before);
  fit_.end_known = is_claimed(after);
  fit_.onset_told = fit_.onset_known && before.comparable;
  fit_.on_weekday = days.mask;
  fit_.every_weekday = days.mask == every_day;
  fit_.first_held = days.range.first;
  fit_.last_held = days.range.last;
  for (std::ptrdiff_t o = 0; o < size; ++o) {
    const auto index = static_cast<std::size_t>(o);
    fit_.active[index] = days.mask[weekday(index)] &&
                         (!fit_.onset_known || o >= days.range.first) &&
                         (!fit_.end_known || o <= days.range.last);
  }
}

// Rates from the window, the window from the rates, on the active days.
void Fitter::refine_hours() {
  const int grid = fit_.daily() ? 1 : slots_in_week / bins_in_week;
  const int bins = fit_.period / grid;
  std::vector<Counts> by_bin(static_cast<std::size_t>(bins));
  Counts total;
  Turns turns(0, fit_.period);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!kept(i) || !fit_.active[occurrence_[i]]) continue;
    const long phase = slots_[i] - turns.number(slots_[i]) * fit_.period;
    by_bin[static_cast<std::size_t>(phase / grid)] += unit_.rows[i].counts;
    total += unit_.rows[i].counts;
  }
  CircularRun run{.sum = 0,
                  .start = static_cast<int>(floor_div(fit_.start, grid)),
                  .length = std::max(1, fit_.length / grid)};
  std::vector<double> scores(by_bin.size());
  for (int i = 0; i < refinements; ++i) {
    Counts inside;
    for (int k = 0; k < run.length; ++k) {
      inside += by_bin[static_cast<std::size_t>(modulo(run.start + k, bins))];
    }
    const Gain gain(rates_of(inside, total - inside));
    std::ranges::transform(by_bin, scores.begin(),
                           [&](const Counts& counts) { return gain.of(counts); });
    const CircularRun next = best_circular_run(scores);
    if (next.start == run.start && next.length == run.length) break;
    run = next;
  }
  fit_.start = run.start * grid;
  fit_.length = run.length * grid;
}

void Fitter::finish() {
  for (std::size_t o = 0; o < gain_.size(); ++o) {
    const auto at = static_cast<std::ptrdiff_t>(o);
    if (fit_.onset_told && at < fit_.first_held) continue;
    if (fit_.end_known && at > fit_.last_held) continue;
    fit_.weekday_gain[weekday(o)] += gain_[o];
  }
  fit_.applies.assign(slots_.size(), false);
  Counts all;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (!kept(i)) continue;
    all += unit_.rows[i].counts;
    fit_.applies[i] = inside_[i] && fit_.active[occurrence_[i]];
  }
  const Counts inside = counts_of(unit_, fit_.applies);
  const Counts outside = all - inside;
  fit_.likelihood = split(inside, outside);
  fit_.rate_inside = inside.rate();
  fit_.rate_outside = outside.rate();
  const int bins = fit_.daily() ? slots_in_day : bins_in_week;
  fit_.cost = std::log(static_cast<double>(bins) * (bins - 1));
  if (!fit_.every_weekday) fit_.cost += 7 * std::log(2.0);
  fit_.cost += ((fit_.onset_known ? 1 : 0) + (fit_.end_known ? 1 : 0)) *
               std::log(std::max(static_cast<double>(gain_.size()), 2.0));
}

}  // namespace

Gain::Gain(const InsideOutside& rates) noexcept {
  for (const std::size_t s : strata) {
    refused_[s] = std::log(rates.inside[s] / rates.outside[s]);
    accepted_[s] = std::log((1 - rates.inside[s]) / (1 - rates.outside[s]));
  }
}

double Gain::of(const Counts& counts) const noexcept {
  double sum = 0;
  for (const std::size_t s : strata) {
    sum += counts.refused[s] * refused_[s] + counts.accepted[s] * accepted_[s];
  }
  return sum;
}

InsideOutside rates_of(const Counts& inside, const Counts& outside) noexcept {
  InsideOutside rates;
  for (const std::size_t s : strata) {
    rates.inside[s] = clipped(share_or(inside.refused[s], inside.of(s), inside.rate()));
    rates.outside[s] = std::min(
        clipped(share_or(outside.refused[s], outside.of(s), outside.rate())), rates.inside[s]);
  }
  return rates;
}

int WindowFit::occurrences_refused() const noexcept {
  int count = 0;
  for (std::size_t o = 0; o < occurrences.size(); ++o) {
    count += active[o] && occurrences[o].all_refused() > 0 ? 1 : 0;
  }
  return count;
}

std::optional<WindowFit> fit_window(const Unit& unit, const ClockClass& clock, int start,
                                    int length, int period, const std::vector<bool>* keep) {
  return Fitter(unit, clock, start, length, period, keep).fit();
}

Counts counts_of(const Unit& unit, const std::vector<bool>& marked) {
  Counts sum;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i]) sum += unit.rows[i].counts;
  }
  return sum;
}

}  // namespace curfew::detect
