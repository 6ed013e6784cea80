#include "report/grid.h"

#include "support/catch.h"

namespace curfew::report {
namespace {

using namespace std::chrono_literals;

struct World {
  Names names;
  Name code = names.of("421 AUP#CXCNCT");
  Name other = names.of("550 no");
  BucketSeries deliveries;
  BucketSeries refusals;
  BucketSeries others;

  World() {
    refusals.code = code;
    others.code = other;
  }
  std::vector<GridDay> grid(std::string_view key, const TimeZone& zone) const {
    const BucketSeries series[] = {refusals, others, deliveries};
    return grid_of(series, names, key, zone);
  }
};

Slot at(std::chrono::sys_seconds time) {
  return slot_of(Instant(time));
}

const std::chrono::sys_seconds second_of_june =
    std::chrono::sys_days(std::chrono::year(2020) / 6 / 2);

}  // namespace

TEST_CASE("contacts fall into half hours of the zone's days") {
  World world;
  world.refusals.buckets = {{.slot = at(second_of_june + 30min), .counts = {.deferred = 2}},
                            {.slot = at(second_of_june + 45min), .counts = {.bounced = 1}}};
  world.deliveries.buckets = {{.slot = at(second_of_june + 17h), .counts = {.delivered = 4}}};
  const auto days = world.grid("421 AUP#CXCNCT", TimeZone::fixed(-7h));
  REQUIRE(days.size() == 2);
  CHECK(days[0].day == std::chrono::local_days(std::chrono::year(2020) / 6 / 1));
  CHECK(days[0].cells[35].refused == 3);
  CHECK(days[1].cells[20].accepted == 4);
}

TEST_CASE("refusals with another code are left out, unless all are wanted") {
  World world;
  world.refusals.buckets = {{.slot = at(second_of_june), .counts = {.deferred = 2}}};
  world.others.buckets = {{.slot = at(second_of_june), .counts = {.deferred = 5}}};
  CHECK(world.grid("421 AUP#CXCNCT", {})[0].cells[0].refused == 2);
  CHECK(world.grid("", {})[0].cells[0].refused == 7);
}

TEST_CASE("days without a contact are in the grid, and only the newest of many are") {
  World world;
  world.deliveries.buckets = {{.slot = at(second_of_june), .counts = {.delivered = 1}},
                              {.slot = at(second_of_june + 24h * 999), .counts = {.delivered = 1}}};
  const auto days = world.grid("", {});
  REQUIRE(days.size() == ReportFinding::most_days);
  CHECK(days.front().day == days.back().day - std::chrono::days(399));
  CHECK(days.back().cells[0].accepted == 1);
}

TEST_CASE("without contacts there is no grid") {
  CHECK(World().grid("", {}).empty());
}

}  // namespace curfew::report
