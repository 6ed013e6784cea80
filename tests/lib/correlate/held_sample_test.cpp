#include "correlate/held_sample.h"

#include <algorithm>
#include <random>
#include <vector>

#include "support/catch.h"

namespace curfew::correlate {
namespace {

HeldDelivery delivered(std::int64_t at) {
  return {.first_attempt = Instant(Milliseconds(at)),
          .last_deferral = Instant(Milliseconds(at + 1)),
          .delivered = Instant(Milliseconds(at + 2))};
}

std::vector<HeldDelivery> kept(const std::vector<std::int64_t>& times) {
  HeldSample sample;
  HeldBudget budget;
  for (const std::int64_t at : times) sample.add(delivered(at), budget);
  CHECK(budget.kept == sample.all().size());
  std::vector<HeldDelivery> all = sample.all();
  std::ranges::sort(all);
  return all;
}

}  // namespace

TEST_CASE("a few deliveries are all kept, equal ones too") {
  CHECK(kept({}).empty());
  CHECK(kept({3, 1, 2, 1}).size() == 4);
}

TEST_CASE("of many deliveries a fair sample is kept, whatever came first") {
  std::vector<std::int64_t> times(20'000);
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = static_cast<std::int64_t>(i / 2 * 1000);
  const std::vector<HeldDelivery> forward = kept(times);
  std::ranges::shuffle(times, std::mt19937(5));
  CHECK(kept(times) == forward);
  REQUIRE(forward.size() == HeldSample::most);
  const auto early = std::ranges::count_if(forward, [](const HeldDelivery& one) {
    return one.delivered < Instant(Milliseconds(5'000'000));
  });
  CHECK(early > 1900);
  CHECK(early < 2200);
}

TEST_CASE("a lower limit takes the same from all") {
  HeldSample sample;
  HeldBudget budget;
  for (std::int64_t i = 0; i < 1000; ++i) sample.add(delivered(i), budget);
  budget.limit /= 4;
  sample.keep(budget);
  CHECK(budget.kept == sample.all().size());
  CHECK(sample.all().size() > 180);
  CHECK(sample.all().size() < 330);
  HeldSample later;
  for (std::int64_t i = 0; i < 1000; ++i) later.add(delivered(i), budget);
  CHECK(later.all().size() == sample.all().size());
}

}  // namespace curfew::correlate
