#include "daily/spread.h"

#include "support/catch.h"

namespace curfew::test {

using daily::Spread;

TEST_CASE("a quantile is right within the width of a bin, whatever its size") {
  for (std::int64_t value = 1; value < 4'000'000'000'000; value = value * 9 / 8 + 1) {
    CAPTURE(value);
    Spread spread;
    spread.add(Milliseconds(value));
    const auto got = spread.quantile(0.5).count();
    CHECK(got * 100 >= value * 96);
    CHECK(got * 100 <= value * 104);
  }
}

TEST_CASE("small times are exact, and what is no time is none") {
  Spread spread;
  CHECK(spread.quantile(0.5) == Milliseconds(0));
  for (int i = 0; i < 16; ++i) spread.add(Milliseconds(i));
  CHECK(spread.count() == 16);
  CHECK(spread.quantile(0) == Milliseconds(0));
  CHECK(spread.quantile(0.5) == Milliseconds(8));
  CHECK(spread.quantile(0.95) == Milliseconds(15));
  Spread odd;
  odd.add(Milliseconds(-5));
  odd.add(Milliseconds::max());
  CHECK(odd.quantile(0) == Milliseconds(0));
  CHECK(odd.quantile(0.9).count() > 0);
}

}  // namespace curfew::test
