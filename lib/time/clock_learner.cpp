#include <algorithm>
#include <span>

#include "curfew/time.h"
#include "time/clock_learner.h"
#include "time/wall_year.h"

namespace curfew {

using std::chrono::minutes;

void ClockLearner::add(const ClockAnchor& anchor) {
  if (anchor.stamp.offset) return;
  // Every stamp moves the years on, also one whose id turns out to be of no use.
  const int passed =
      anchor.stamp.has_year ? 0 : time::pass(new_years_, time::year_day(anchor.stamp.wall).number);
  const std::optional<WallTime> wall = time::wall_near(anchor.stamp, anchor.utc);
  if (!wall) return;
  const std::optional<minutes> offset = time::offset_between(*wall, anchor.utc);
  if (!offset) return;
  cast({.offset_minutes = offset->count(),
        .year = anchor.stamp.has_year ? 0 : time::year_of(*wall) - passed,
        .first = anchor.utc,
        .last = anchor.utc,
        .certain = anchor.certain ? 1U : 0U,
        .others = anchor.certain ? 0U : 1U});
}

void ClockLearner::cast(const Vote& vote) {
  certain_ += vote.certain;
  others_ += vote.others;
  const std::span<Vote> votes(votes_, static_cast<std::size_t>(count_));
  const auto same = std::ranges::find_if(votes, [&vote](const Vote& other) {
    return other.offset_minutes == vote.offset_minutes && other.year == vote.year;
  });
  if (same != votes.end()) {
    same->certain += vote.certain;
    same->others += vote.others;
    same->first = std::min(same->first, vote.first);
    same->last = std::max(same->last, vote.last);
    return;
  }
  if (count_ < max_votes) {
    votes_[count_++] = vote;
    return;
  }
  // The table is full of what others wrote: the mail server's own word takes the weakest place.
  const auto weakest = std::ranges::min_element(
      votes, {}, [](const Vote& other) { return std::pair(other.certain, other.others); });
  if (vote.certain > weakest->certain) *weakest = vote;
}

// The vote with most behind it, when that is enough. The votes of a zone whose clocks changed
// meanwhile differ, and stand together when the system's zone explains them.
std::optional<ClockLearner::Winner> ClockLearner::winner(const TimeZone& system) const {
  const std::span<const Vote> votes(votes_, static_cast<std::size_t>(count_));
  const auto agrees = [&system](const Vote& vote) {
    const minutes offset(vote.offset_minutes);
    return system.offset(vote.first) == offset && system.offset(vote.last) == offset;
  };
  std::optional<Winner> best;
  for (const Vote& vote : votes) {
    Winner candidate{.vote = vote, .by_system = agrees(vote)};
    if (candidate.by_system) {
      for (const Vote& other : votes) {
        if (&other == &vote || other.year != vote.year || !agrees(other)) continue;
        candidate.vote.certain += other.certain;
        candidate.vote.others += other.others;
      }
    }
    if (!best || std::pair(candidate.vote.certain, candidate.vote.others) >
                     std::pair(best->vote.certain, best->vote.others)) {
      best = candidate;
    }
  }
  if (!best) return std::nullopt;
  const bool enough = certain_ > 0 ? 2 * best->vote.certain > certain_
                                   : best->vote.others >= 3 && 3 * best->vote.others > 2 * others_;
  return enough ? best : std::nullopt;
}

ClockHints ClockLearner::learn(ClockHints hints, const TimeZone& system) const {
  const std::optional<Winner> won = winner(system);
  if (!won) return hints;
  if (hints.zone_source != ClockSource::option) {
    hints.zone = won->by_system ? system : TimeZone::fixed(minutes(won->vote.offset_minutes));
    hints.zone_source = ClockSource::learned;
  }
  if (hints.year_source != ClockSource::option && won->vote.year != 0) {
    hints.year = won->vote.year;
    hints.year_day = new_years_.first_day;
    hints.year_source = ClockSource::learned;
  }
  return hints;
}

}  // namespace curfew
