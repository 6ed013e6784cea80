#include <array>
#include <cmath>
#include <utility>

#include "detect/explained.h"
#include "detect/quota_bound.h"

namespace curfew::detect {
namespace {

constexpr std::size_t most_thresholds = QuotaBound::most_candidates;

// What can be known of a unit once for all hours at which a quota may be reset.
struct Sums {
  explicit Sums(const Unit& unit);

  // Acceptances between the slots.
  double accepted(std::size_t begin, std::size_t end) const noexcept {
    return accepted_before[end] - accepted_before[begin];
  }

  std::vector<double> accepted_before;  // each slot, and behind the last
  std::vector<std::size_t> refusing;
};

Sums::Sums(const Unit& unit) : accepted_before{0} {
  accepted_before.reserve(unit.rows.size() + 1);
  for (std::size_t i = 0; i < unit.rows.size(); ++i) {
    const Counts& counts = unit.rows[i].counts;
    accepted_before.push_back(accepted_before.back() + counts.all_accepted());
    if (counts.all_refused() > 0) refusing.push_back(i);
  }
}

std::vector<Counts> counts_before(const Unit& unit) {
  std::vector<Counts> before{Counts{}};
  before.reserve(unit.rows.size() + 1);
  for (const Row& row : unit.rows) before.push_back(before.back() + row.counts);
  return before;
}

// Where the days begin, and the end of the last, by the hour at which a new one does.
class Days {
 public:
  explicit Days(const std::vector<Row>& rows);

  /// Whether any day begins elsewhere than it did.
  bool begin_at(int hour);
  const std::vector<std::size_t>& begins() const noexcept { return begins_; }

 private:
  static constexpr std::size_t hours = 24;
  struct Day {
    long number = 0;
    std::array<std::uint32_t, hours + 1> rows{};  // the first of each hour, and the end
  };
  std::vector<Day> days_;
  std::vector<std::size_t> begins_;
  std::vector<std::size_t> begins_before_;
};

Days::Days(const std::vector<Row>& rows) {
  std::size_t hour = 0;  // up to which it is known where they begin
  const auto fill = [&](std::size_t until, std::uint32_t row) {
    for (; hour <= until; ++hour) days_.back().rows[hour] = row;
  };
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const long number = floor_div(rows[i].slot, slots_in_day);
    if (i == 0 || number != days_.back().number) {
      if (i != 0) fill(hours, i);
      days_.emplace_back().number = number;
      hour = 0;
    }
    fill(static_cast<std::size_t>((rows[i].slot - number * slots_in_day) / slots_in_hour), i);
  }
  if (!rows.empty()) fill(hours, static_cast<std::uint32_t>(rows.size()));
}

// What lies before the hour belongs to the day before.
bool Days::begin_at(int hour) {
  std::swap(begins_, begins_before_);
  begins_.clear();
  long last = 0;
  for (const Day& day : days_) {
    const std::uint32_t begin = day.rows.front();
    const std::uint32_t middle = day.rows[static_cast<std::size_t>(hour)];
    if (middle > begin && (begins_.empty() || last != day.number - 1)) begins_.push_back(begin);
    if (middle < day.rows.back()) begins_.push_back(middle);
    last = middle < day.rows.back() ? day.number : day.number - 1;
  }
  begins_.push_back(days_.empty() ? 0 : days_.back().rows.back());
  return begins_ != begins_before_;
}

// Where a quantile lies among sorted values, between neighbors in proportion.
struct Place {
  std::size_t low = 0;
  std::size_t high = 0;
  double share = 0;  // of the higher
};

// The nearest whole number of what is not negative, the even one of two; std::nearbyint is a call.
double nearest_whole(double value) noexcept {
  constexpr double no_fractions = 4503599627370496;  // 2^52
  return value < no_fractions ? (value + no_fractions) - no_fractions : value;
}

// Candidates: quantiles of what had been accepted when something was refused, before that slot and
// with it.
class Thresholds {
 public:
  explicit Thresholds(std::size_t refusing);
  const std::vector<double>& find(const Sums& sums, const std::vector<std::size_t>& days);

 private:
  void take(double low, double high, double share);
  void take_sorted();
  void take_counted(std::size_t largest);

  std::array<Place, most_thresholds> places_;
  std::vector<double> counts_;
  std::vector<std::uint32_t> room_;
  std::vector<double> found_;
};

Thresholds::Thresholds(std::size_t refusing) {
  const std::size_t last = 2 * refusing - 1;
  for (std::size_t i = 0; i < most_thresholds; ++i) {
    const double share = 0.02 + 0.96 * static_cast<double>(i) / (most_thresholds - 1);
    const double place = share * static_cast<double>(last);
    const auto low = static_cast<std::size_t>(place);
    places_[i] = {
        .low = low, .high = std::min(low + 1, last), .share = place - static_cast<double>(low)};
  }
}

const std::vector<double>& Thresholds::find(const Sums& sums,
                                            const std::vector<std::size_t>& days) {
  counts_.resize(2 * sums.refusing.size());
  auto day = days.begin();
  auto place = counts_.begin();
  for (const std::size_t row : sums.refusing) {
    while (*std::next(day) <= row) ++day;
    *place++ = sums.accepted(*day, row);
    *place++ = sums.accepted(*day, row + 1);
  }
  found_.clear();
  const double largest = std::ranges::max(counts_);
  // Whole numbers, mostly small: to count them is quicker than to compare them.
  if (largest > 8 * static_cast<double>(counts_.size()) + 64) {
    take_sorted();
  } else {
    take_counted(static_cast<std::size_t>(largest));
  }
  return found_;
}

void Thresholds::take(double low, double high, double share) {
  const double candidate = nearest_whole(low + share * (high - low));
  if (candidate >= 2 && (found_.empty() || candidate > found_.back())) found_.push_back(candidate);
}

void Thresholds::take_sorted() {
  std::ranges::sort(counts_);
  for (const Place& one : places_) take(counts_[one.low], counts_[one.high], one.share);
}

void Thresholds::take_counted(std::size_t largest) {
  room_.assign(largest + 1, 0);
  for (const double count : counts_) {
    ++room_[static_cast<std::size_t>(static_cast<std::int64_t>(count))];
  }
  std::size_t value = 0;
  std::size_t not_above = room_[0];  // values
  for (const Place& one : places_) {
    while (not_above <= one.low) not_above += room_[++value];
    std::size_t next = value;
    if (not_above <= one.high) {
      do ++next;
      while (room_[next] == 0);
    }
    take(static_cast<double>(value), static_cast<double>(next), one.share);
  }
}

// Of the slot with which so many were accepted that the quota is used up: acceptances beyond it;
// its refusals only where all come after its acceptances.
Counts over_in(const Row& row, double accepted, double threshold) {
  Counts over;
  const bool ordered = row.accepted_from == correlate::no_moment ||
                       row.refused_from == correlate::no_moment ||
                       row.accepted_to <= row.refused_from;
  if (ordered) over.refused = row.counts.refused;
  const double share = (accepted - threshold) / std::max(row.counts.all_accepted(), 1.0);
  for (const std::size_t s : strata) over.accepted[s] = row.counts.accepted[s] * share;
  return over;
}

// For each candidate: the contacts that came when the quota was used up.
std::vector<Counts> over_quota(const Unit& unit, const Sums& sums,
                               const std::vector<Counts>& before,
                               const std::vector<std::size_t>& days,
                               const std::vector<double>& candidates) {
  std::vector<Counts> over(candidates.size());
  std::vector<Counts> whole(candidates.size());
  for (std::size_t day = 0; day + 1 < days.size(); ++day) {
    const std::size_t end = days[day + 1];
    std::size_t row = days[day];  // the first that finds the quota used up
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      while (row < end && sums.accepted(days[day], row) < candidates[i]) ++row;
      whole[i] += before[end] - before[row];
      const double accepted = sums.accepted(days[day], row);  // with the row before
      if (accepted < candidates[i]) break;                    // nor do the greater ones
      if (row > days[day]) over[i] += over_in(unit.rows[row - 1], accepted, candidates[i]);
    }
  }
  for (std::size_t i = 0; i < candidates.size(); ++i) over[i] += whole[i];
  return over;
}

}  // namespace

/// Refused once some number of messages was accepted since a reset at an hour of the day. Nothing
/// where that explains no more than noise does.
std::optional<Explained> quota_day(const Unit& unit) {
  if (unit.total.all_refused() <= 0) return std::nullopt;
  const double cost = cost_of_quota_day(unit);
  // What the best has to exceed.
  double least = noise(unit).value() + cost;
  if (least >= 0) return std::nullopt;
  std::optional<Explained> best;
  const Sums sums(unit);
  std::vector<Counts> before;  // each slot; most units need none
  QuotaBound bound(unit, sums.accepted_before);
  Days all_days(unit.rows);
  Thresholds thresholds(sums.refusing.size());
  for (int hour = 0; hour < 24; ++hour) {
    if (!all_days.begin_at(hour)) continue;  // nothing happened in between: the same days
    const std::vector<std::size_t>& days = all_days.begins();
    if (bound.is_hopeless(least, days)) continue;
    const std::vector<double>& candidates = bound.leave(least, days, thresholds.find(sums, days));
    if (candidates.empty()) continue;
    if (before.empty()) before = counts_before(unit);
    const std::vector<Counts> over = over_quota(unit, sums, before, days, candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const Counts under = unit.total - over[i];
      if (over[i].all() <= 0 || under.all() <= 0 || over[i].rate() <= under.rate()) continue;
      const double total = split(over[i], under);
      if (best && total <= best->likelihood) continue;
      best = Explained{.model = Model::quota_day,
                       .likelihood = total,
                       .cost = cost,
                       .applies = over[i],
                       .rule = {}};
      best->rule.threshold = static_cast<std::uint64_t>(candidates[i]);
      best->rule.reset_hour = hour;
      least = std::max(least, total);
    }
  }
  return best;
}

}  // namespace curfew::detect
