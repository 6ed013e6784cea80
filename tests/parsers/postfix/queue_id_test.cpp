#include "postfix/queue_id.h"

#include "curfew/time.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using postfix::time_of_queue_id;

std::string time_of(std::string_view id) {
  const auto time = time_of_queue_id(id);
  if (!time) return "none";
  const auto second = std::chrono::floor<std::chrono::seconds>(*time);
  return rfc3339(Instant(second)) + " +" + std::to_string((*time - second).count());
}

}  // namespace

TEST_CASE("a long queue id holds the microsecond of its birth") {
  CHECK(time_of("4jY9kY3C2Nz1gBp9") == "2026-11-23T16:04:53Z +451692");
  CHECK(time_of("4jY9kY3KZ1z1gBtX") == "2026-11-23T16:04:53Z +469353");
  CHECK(time_of("4dsVNm1mRhz1gBp9") == "2026-01-15T17:30:00Z +250000");
  const auto old = time_of_queue_id("3mPVKl0Mhjz7sXv");
  REQUIRE(old);
  CHECK(rfc3339(std::chrono::floor<std::chrono::seconds>(*old)) == "2015-07-05T12:52:11Z");
}

TEST_CASE("an id outside the years of long ids, or of another alphabet, holds no time") {
  CHECK(time_of("3Nxl6R0000z1gBp9") == "none");  // 2010-12-31
  CHECK(time_of("Bn4SKD0000z1gBp9") == "none");  // 2100-01-01
  CHECK(time_of("4jY9kYzzzyz1gBp9") == "none");  // more than a second of microseconds
  CHECK(time_of("C1767AE8925") == "none");
  CHECK(time_of("4aY9kY3C2Nz1gBp9") == "none");  // a vowel
  CHECK(time_of("4jY9kY3C2Nz") == "none");
  CHECK(time_of("z1gBp9") == "none");
  CHECK(time_of("") == "none");
}

TEST_CASE("the word before a colon is an id or prose") {
  std::string_view body = "3F2A1B7C9: removed";
  CHECK(postfix::take_queue_id(body) == "3F2A1B7C9");
  CHECK(body == "removed");
  body = "connect from x[192.0.2.9]: y";
  CHECK(postfix::take_queue_id(body).empty());
  CHECK(body == "connect from x[192.0.2.9]: y");
  for (std::string_view one : {"", ":", ": x", "ABC", "ABC:", "ABC:x"}) {
    CHECK(postfix::take_queue_id(one).empty());
  }
  CHECK(postfix::is_queue_id("C1767AE8925"));
  CHECK(postfix::is_queue_id("ABCDEFABC"));
  CHECK(postfix::is_queue_id("4jY9kY3C2Nz1gBp9"));
  CHECK(postfix::is_queue_id("3bZLDu1V55z37Duv"));
  CHECK_FALSE(postfix::is_queue_id("statistics"));
  CHECK_FALSE(postfix::is_queue_id("warning"));
}

}  // namespace curfew::test
