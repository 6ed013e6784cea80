#include "curfew/report.h"
#include "support/catch.h"

namespace curfew {

TEST_CASE("an hour nothing happened in counts nothing, and the others what they were given") {
  HourTallies hours;
  CHECK(hours[3] == Tally{});
  hours.at(17).deferred = 5;
  hours.at(0).delivered = 1;
  hours.at(17).deferred += 2;
  CHECK(hours[17].deferred == 7);
  CHECK(hours[0].delivered == 1);
  CHECK(hours[16] == Tally{});
  const auto all = hours.all();
  CHECK(all[17] == hours[17]);
  CHECK(all[23] == Tally{});
}

}  // namespace curfew
