#include "correlate/slot_series.h"

#include <algorithm>
#include <map>
#include <random>

#include "correlate/slot_counts.h"
#include "support/catch.h"

namespace curfew {
namespace {

using correlate::SlotCounts;

SlotCounts bucket(Slot slot, std::uint32_t deferred) {
  return {.slot = slot,
          .retry = deferred,
          .messages = deferred / 2,
          .expired = 1,
          .earliest = 5,
          .latest = 5};
}

std::vector<SlotCounts> all_of(const correlate::SlotSeries& series) {
  std::vector<SlotCounts> all;
  for (const SlotCounts& one : series) all.push_back(one);
  return all;
}

// Kept the simple way, to compare with.
class Plain {
 public:
  void add(const SlotCounts& one) {
    SlotCounts& sum = slots_.try_emplace(one.slot, SlotCounts{.slot = one.slot}).first->second;
    sum += one;
  }
  std::vector<SlotCounts> all() const {
    std::vector<SlotCounts> list;
    for (const auto& entry : slots_) list.push_back(entry.second);
    return list;
  }

 private:
  std::map<Slot, SlotCounts> slots_;
};

}  // namespace

TEST_CASE("an empty series has no slots") {
  const correlate::SlotSeries series;
  CHECK(series.empty());
  CHECK(series.size() == 0);
  CHECK(series.begin() == series.end());
}

TEST_CASE("what a series was given comes out in order, however it was disordered") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U);
  const auto disorder = GENERATE(0, 1, 3, 40, 5000);
  std::mt19937 random(seed);
  correlate::SlotSeries series;
  Plain plain;
  for (int i = 0; i < 3000; ++i) {
    const int late =
        disorder == 0 ? 0 : static_cast<int>(random() % static_cast<unsigned>(disorder));
    const SlotCounts one = bucket(i / 3 - late, static_cast<std::uint32_t>(1 + random() % 400));
    series.add(one);
    plain.add(one);
    if (i % 500 == 0) CHECK(all_of(series) == plain.all());
  }
  CHECK(all_of(series) == plain.all());
  CHECK(series.size() == plain.all().size());
  CHECK(series.first() == plain.all().front().slot);
  CHECK(series.last() == plain.all().back().slot);
}

TEST_CASE("the farthest slots and the largest counts are kept") {
  constexpr Slot first = std::numeric_limits<Slot>::min();
  constexpr Slot last = std::numeric_limits<Slot>::max();
  constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  correlate::SlotSeries series;
  for (const Slot slot : {0, last, first, -1, last - 1, first + 1}) series.add(bucket(slot, most));
  std::vector<Slot> slots;
  for (const SlotCounts& one : series) {
    CHECK(one.retry == most);
    slots.push_back(one.slot);
  }
  CHECK(slots == std::vector<Slot>{first, first + 1, -1, 0, last - 1, last});
}

TEST_CASE("two series added together are the whole, in either order") {
  correlate::SlotSeries whole;
  correlate::SlotSeries left;
  correlate::SlotSeries right;
  for (Slot slot = 0; slot < 900; ++slot) {
    const SlotCounts one = bucket(slot * 7 % 901, 3);
    whole.add(one);
    (slot % 3 == 0 ? left : right).add(one);
  }
  correlate::SlotSeries sum = left;
  sum.add(right);
  CHECK(all_of(sum) == all_of(whole));
  correlate::SlotSeries other = right;
  other.add(left);
  CHECK(all_of(other) == all_of(whole));
}

TEST_CASE("moments of first attempts, and none, are kept") {
  const std::vector<SlotCounts> all{
      {.slot = 1, .first = 1, .retry = 0, .earliest = 5, .latest = 5, .earliest_first = 5},
      {.slot = 2, .first = 0, .retry = 1, .earliest = 64'799, .latest = 64'799},
      {.slot = 9, .first = 3, .retry = 70'000, .earliest = 0, .latest = 9, .earliest_first = 7},
      {.slot = 10, .first = 2, .retry = 2, .earliest = 300, .latest = 301, .earliest_first = 300},
      {.slot = 11}};
  correlate::SlotSeries series;
  for (const SlotCounts& one : all) series.add(one);
  std::vector<SlotCounts> kept;
  for (const SlotCounts& one : series) kept.push_back(one);
  CHECK(kept == all);
}

TEST_CASE("closed slots take a few bytes each") {
  correlate::SlotSeries series;
  for (Slot slot = 0; slot < 10'000; ++slot) series.add(bucket(slot, 2));
  CHECK(series.size() == 10'000);
  CHECK(series.memory() < 10'000 * 8);
}

TEST_CASE("folding keeps hours, weekdays and counts, and makes nothing older") {
  constexpr Slot week = SlotFold::in_week;
  const auto begin = GENERATE(Slot{0}, Slot{-3 * week - 5}, Slot{1'700'001});
  const SlotFold fold = SlotFold::up_to(begin + 12 * week, 4);
  CHECK(fold.before % (4 * week) == 0);
  CHECK(fold.before <= begin + 12 * week);
  correlate::SlotSeries series;
  std::uint64_t given = 0;
  for (Slot slot = begin; slot < begin + 13 * week; slot += 4) {
    series.add(bucket(slot, 2));
    given += 2;
    CHECK(fold.of(slot) >= slot);
    CHECK((fold.of(slot) - slot) % week == 0);
    CHECK((fold.of(slot) < fold.before) == (slot < fold.before));
    CHECK(fold.of(fold.of(slot)) == fold.of(slot));
    const SlotFold wider = SlotFold::up_to(fold.before, 16);
    if (slot < wider.before) CHECK(wider.of(fold.of(slot)) == wider.of(slot));
  }
  correlate::SlotSeries folded = series;
  folded.fold(fold);
  CHECK(folded.size() < series.size());
  CHECK(folded.last() == series.last());
  std::uint64_t kept = 0;
  for (const SlotCounts& one : folded) kept += one.retry;
  CHECK(kept == given);
  const correlate::SlotSeries once = folded;
  folded.fold(fold);
  CHECK(folded == once);
}

TEST_CASE("a sum of series has each slot once, in order") {
  correlate::SlotSum sum;
  CHECK(sum.slots().empty());
  std::map<Slot, std::uint32_t> expected;
  for (Slot step = 2; step <= 6; ++step) {
    correlate::SlotSeries series;
    for (Slot slot = 60 * (step % 2); slot < 100; slot += step) {
      series.add({.slot = slot, .first = 1});
      ++expected[slot];
    }
    sum.add(series);
    if (step == 3) CHECK(std::ranges::is_sorted(sum.slots(), {}, &SlotCounts::slot));
  }
  sum.add(correlate::SlotSeries{});
  sum.add(correlate::SlotList{{.slot = 1, .first = 1}, {.slot = 99, .first = 1}});
  ++expected[1];
  ++expected[99];
  std::map<Slot, std::uint32_t> found;
  for (const SlotCounts& counts : sum.slots()) found[counts.slot] = counts.first;
  CHECK(sum.slots().size() == expected.size());
  CHECK(std::ranges::is_sorted(sum.slots(), {}, &SlotCounts::slot));
  CHECK(found == expected);
  sum.clear();
  CHECK(sum.slots().empty());
}

}  // namespace curfew
