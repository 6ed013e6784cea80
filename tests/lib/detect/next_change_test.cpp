#include "detect/compose.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

using namespace std::chrono_literals;

// Monday, 4 March 2024.
const Instant monday{std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)};

Window window(Milliseconds start, Milliseconds end, bool ended = false) {
  const auto edge = [](Milliseconds at) {
    const auto time = std::chrono::duration_cast<std::chrono::seconds>(at);
    return Edge{.estimate = time, .rounded = time, .earliest = time, .latest = time};
  };
  Window one;
  one.start = edge(start);
  one.end = edge(end);
  one.days.fill(OnDay::yes);
  one.ended = ended;
  return one;
}

Finding at(Instant end, std::vector<Window> windows) {
  Finding finding;
  finding.windows = std::move(windows);
  describe_next_change(end, finding);
  return finding;
}

}  // namespace

TEST_CASE("a log that ends within the hours tells when they end") {
  const Finding finding = at(monday + 3h, {window(17h, 7h)});
  CHECK(finding.next_opening == monday + 7h);
  CHECK_FALSE(finding.next_closing);
}

TEST_CASE("a log that ends outside tells when they begin") {
  const Finding finding = at(monday + 12h, {window(17h, 7h)});
  CHECK_FALSE(finding.next_opening);
  CHECK(finding.next_closing == monday + 17h);
}

TEST_CASE("at the edges the hours have begun, and are over") {
  CHECK(at(monday + 17h, {window(17h, 7h)}).next_opening == monday + 31h);
  CHECK(at(monday + 7h, {window(17h, 7h)}).next_closing == monday + 17h);
}

TEST_CASE("hours that have ended have no say") {
  const Finding moved = at(monday + 9h, {window(18h, 2h, true), window(8h, 12h)});
  CHECK(moved.next_opening == monday + 12h);
  const Finding over = at(monday + 20h, {window(18h, 2h, true)});
  CHECK_FALSE(over.next_opening);
  CHECK_FALSE(over.next_closing);
}

TEST_CASE("hours that follow one another open once, at the end of the last") {
  CHECK(at(monday + 1h, {window(22h, 4h), window(4h, 6h)}).next_opening == monday + 6h);
}

TEST_CASE("of a weekend that nobody tried nothing is foretold") {
  Window weekdays = window(9h, 11h);
  weekdays.days[5] = weekdays.days[6] = OnDay::unknown;
  CHECK(at(monday + 5 * 24h, {weekdays}).next_closing == monday + 7 * 24h + 9h);
  weekdays.days[6] = OnDay::yes;  // six of seven
  CHECK(at(monday + 5 * 24h, {weekdays}).next_closing == monday + 5 * 24h + 9h);
}

TEST_CASE("days on which they do not hold are passed over") {
  Window weekdays = window(9h, 11h);
  weekdays.days[5] = weekdays.days[6] = OnDay::no;
  const Finding saturday = at(monday + 5 * 24h + 10h, {weekdays});
  CHECK_FALSE(saturday.next_opening);
  CHECK(saturday.next_closing == monday + 7 * 24h + 9h);
  Window weekly = window(5 * 24h + 2h, 5 * 24h + 4h);
  weekly.period = WindowPeriod::week;
  CHECK(at(monday + 5 * 24h + 3h, {weekly}).next_opening == monday + 5 * 24h + 4h);
  CHECK(at(monday + 5 * 24h + 5h, {weekly}).next_closing == monday + 12 * 24h + 2h);
}

}  // namespace curfew::detect
