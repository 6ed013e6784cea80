#include "time/known_zones.h"

#include "curfew/time.h"
#include "support/catch.h"

namespace curfew::time {

TEST_CASE("zones of large cities are better known than the alphabet's first") {
  CHECK(fame_of("UTC") == 0);
  CHECK(fame_of("Europe/Berlin") < fame_of("Africa/Abidjan"));
  CHECK(fame_of("America/Phoenix") < fame_of("America/Creston"));
  CHECK(fame_of("Africa/Abidjan") == fame_of("Pacific/Apia"));
}

}  // namespace curfew::time
