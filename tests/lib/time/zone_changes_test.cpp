#include "time/zone_changes.h"

#include <algorithm>

#include "support/catch.h"

namespace curfew::time {
namespace {

using namespace std::chrono_literals;

const Instant spring = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 1));
const Instant autumn = Instant(std::chrono::sys_days(std::chrono::year(2024) / 12 / 1));

}  // namespace

TEST_CASE("the changes of a zone are told with their moment and direction") {
  const auto changes = changes_of(TimeZone::named("Europe/Berlin"), spring, autumn);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].at == Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 31)) + 1h);
  CHECK(changes[0].shift == 60min);
  CHECK(changes[1].shift == -60min);
}

TEST_CASE("zones without summer time have no changes") {
  CHECK(changes_of(TimeZone::named("America/Phoenix"), spring, autumn).empty());
  CHECK(changes_of(TimeZone(), spring, autumn).empty());
  CHECK(changes_of(TimeZone::named("UTC-7"), spring, autumn).empty());
}

TEST_CASE("only changes within the span are told") {
  CHECK(changes_of(TimeZone::named("Europe/Berlin"), spring, spring + 24h).empty());
}

TEST_CASE("the zones of the world are listed once each, UTC first") {
  const std::vector<std::string>& names = zone_names();
  REQUIRE(names.size() > 300);
  CHECK(names.front() == "UTC");
  CHECK(std::is_sorted(names.begin() + 1, names.end()));
  CHECK(std::find(names.begin(), names.end(), "America/Phoenix") != names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}

}  // namespace curfew::time
