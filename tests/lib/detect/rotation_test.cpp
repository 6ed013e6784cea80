#include "detect/rotation.h"

#include "scenarios/random.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

// Every hour of some days, refused when `refuses` says so.
template <class Refuses>
Observations hourly(int days, Refuses refuses) {
  Observations all;
  for (int day = 0; day < days; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      all.push_back(
          {.slot = 1'800'000 + day * slots_in_day + hour * 4, .refused = refuses(day, hour)});
    }
  }
  return all;
}

}  // namespace

TEST_CASE("refusals at the same hours every day are no chance") {
  const auto all = hourly(10, [](int, int hour) { return hour >= 17 || hour < 7; });
  const RotationTest test = rotation_test(all, all, slots_in_day);
  CHECK(test.ln_p < -15);
  CHECK(test.start == 17 * 4);
  CHECK(test.length == 14 * 4);
  CHECK(test.blocks >= 10);
}

TEST_CASE("outages of any length are chance") {
  const auto all = hourly(20, [](int day, int hour) {
    const int start = (day * 7) % 24;
    return (hour - start + 24) % 24 < 8;
  });
  CHECK(rotation_test(all, all, slots_in_day).ln_p > -3);
}

TEST_CASE("a day that is all refused or all accepted tells nothing") {
  const auto all = hourly(20, [](int day, int) { return day % 2 == 0; });
  CHECK(rotation_test(all, all, slots_in_day).ln_p == 0);
}

TEST_CASE("a rule of the week is found by the week") {
  const auto all = hourly(70, [](int day, int hour) { return day % 7 == 2 && hour < 5; });
  CHECK(rotation_test(all, all, slots_in_week).ln_p < rotation_test(all, all, slots_in_day).ln_p);
}

TEST_CASE("the chance of refusals at random is not understated") {
  int small = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    scenarios::Random random(seed);
    const auto all = hourly(15, [&](int, int) { return random.chance(0.3); });
    small += rotation_test(all, all, slots_in_day).ln_p < -3 ? 1 : 0;
  }
  CHECK(small <= 10);
}

TEST_CASE("nothing seen is no error") {
  CHECK(rotation_test({}, {}, slots_in_day).ln_p == 0);
  CHECK(scan({{.slot = 1, .refused = true}}, slots_in_week).length == 0);
}

TEST_CASE("one day is no proof of hours, however often it was tried; two may be") {
  const auto busy = [](int days) {
    Observations all;
    for (int i = 0; i < days * slots_in_day * 20; ++i) {
      const int slot = i / 20;
      all.push_back({.slot = 1'800'000 + slot, .refused = slot % slots_in_day >= 48});
    }
    return all;
  };
  CHECK(scan(busy(1), slots_in_day).length == 0);
  CHECK(scan(busy(2), slots_in_day).length == 48);
}

}  // namespace curfew::detect
