#include "trace/joined.h"

#include "support/catch.h"

namespace curfew::trace {

TEST_CASE("the next queue's id stands in the reply") {
  CHECK(queued_as("Ok: queued as 3A05F4572B") == "3A05F4572B");
  CHECK(queued_as("2.0.0 from MTA(smtp:[127.0.0.1]:10030): 250 2.0.0 Ok: queued as 218BEDC28EC") ==
        "218BEDC28EC");
  CHECK(queued_as("OK id=1jgIA6-0000hB-0E") == "1jgIA6-0000hB-0E");
  CHECK(queued_as("Queued (0.016 seconds)").empty());
  CHECK(queued_as("queued as ").empty());
  CHECK(queued_as("").empty());
}

}  // namespace curfew::trace
