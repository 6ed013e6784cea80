#include "report/hours.h"

#include "report/numbers.h"
#include "support/catch.h"

namespace curfew::report {
namespace {

using namespace std::chrono_literals;

std::array<Tally, 24> deferred_at(std::initializer_list<std::size_t> hours) {
  std::array<Tally, 24> by_hour{};
  for (Tally& tally : by_hour) tally.delivered = 1;
  for (const std::size_t hour : hours) by_hour[hour] = {.deferred = 2};
  return by_hour;
}

}  // namespace

TEST_CASE("the span of deferrals is the shortest, over midnight too") {
  const auto night =
      span_of_deferrals(deferred_at({17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6}));
  REQUIRE(night);
  CHECK(night->first == 17);
  CHECK(night->end == 7);
  const auto morning = span_of_deferrals(deferred_at({9, 10}));
  REQUIRE(morning);
  CHECK(morning->first == 9);
  CHECK(morning->end == 11);
}

TEST_CASE("deferrals at all hours, or none, have no span") {
  CHECK_FALSE(span_of_deferrals(deferred_at({})));
  CHECK_FALSE(span_of_deferrals(deferred_at({0, 3, 6, 9, 12, 15, 18, 21})));
}

TEST_CASE("contacts outside a span tell whether the span says anything") {
  CHECK(contacts_outside({.first = 9, .end = 11}, deferred_at({9, 10})) == 22);
  std::array<Tally, 24> alone{};
  alone[9].deferred = 3;
  CHECK(contacts_outside({.first = 9, .end = 10}, alone) == 0);
}

TEST_CASE("an hour without a contact, one without a refusal and a refused one look different") {
  std::array<Tally, 24> by_hour{};
  by_hour[1] = {.delivered = 5};
  by_hour[2] = {.deferred = 5};
  by_hour[3] = {.delivered = 1, .deferred = 1};
  const std::string drawn = draw_hours(by_hour, 100, true);
  CHECK(drawn.find("  refused     .  -  #  +  .") != std::string::npos);
  CHECK(drawn.find("  deferred    0  0  5  1  0") != std::string::npos);
  CHECK(drawn.find("bounced") == std::string::npos);
}

TEST_CASE("hours that do not fit the width are drawn in two rows of twelve") {
  std::array<Tally, 24> by_hour{};
  by_hour[13].deferred = 123456;
  const std::string wide = draw_hours(by_hour, 200, true);
  const std::string narrow = draw_hours(by_hour, 100, true);
  CHECK(std::count(wide.begin(), wide.end(), '\n') == 4);
  CHECK(std::count(narrow.begin(), narrow.end(), '\n') == 8);
  std::size_t begin = 0;
  while (begin < narrow.size()) {
    const std::size_t end = narrow.find('\n', begin);
    CHECK(end - begin <= 100);
    begin = end + 1;
  }
}

TEST_CASE("numbers and durations read as people write them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(counted(1, "message", "messages") == "1 message");
  CHECK(counted(1000, "message", "messages") == "1,000 messages");
  CHECK(duration(8s) == "8 s");
  CHECK(duration(90s) == "2 min");
  CHECK(duration(9h + 40min) == "9 h 40 min");
  CHECK(duration(14h) == "14 h");
  CHECK(clock_hour(7) == "07:00");
  CHECK(clock_hour(24) == "00:00");
}

TEST_CASE("a span is told where four hours or more are free of deferrals") {
  std::array<Tally, 24> by_hour{};
  for (Tally& tally : by_hour) tally.deferred = 1;
  for (const std::size_t hour : {22U, 23U, 0U}) by_hour[hour].deferred = 0;
  CHECK_FALSE(span_of_deferrals(by_hour));
  by_hour[1].deferred = 0;
  const auto span = span_of_deferrals(by_hour);
  REQUIRE(span);
  CHECK(span->first == 2);
  CHECK(span->end == 22);
  // Of two runs as long the first is left out.
  for (const std::size_t hour : {10U, 11U, 12U, 13U}) by_hour[hour].deferred = 0;
  CHECK(span_of_deferrals(by_hour)->first == 14);
}

TEST_CASE("hours are drawn as wide as their numbers, in rows of at least six") {
  std::array<Tally, 24> by_hour{};
  for (std::size_t hour = 0; hour < 24; ++hour) {
    by_hour[hour] = {.delivered = 24 - hour, .deferred = hour, .bounced = 0};
  }
  // Of each row of hours.
  const auto lines = [&](std::size_t width) {
    const std::string drawn = draw_hours(by_hour, width, false);
    return std::ranges::count(drawn, '\n');
  };
  CHECK(lines(84) == 4);
  CHECK(lines(83) == 8);
  CHECK(lines(48) == 8);
  CHECK(lines(47) == 16);
  CHECK(lines(10) == 16);
  by_hour[3].bounced = 1;
  CHECK(lines(84) == 5);
  by_hour[3].bounced = 100;
  CHECK(lines(107) == 10);
  CHECK(lines(108) == 5);
  by_hour[3].bounced = 0;
  by_hour[3].not_contacted = 1;
  CHECK(lines(84) == 5);
  by_hour[3].not_contacted = 100;
  CHECK(lines(107) == 10);
  by_hour[3].not_contacted = 0;
  CHECK(draw_hours(by_hour, 84, false) ==
        "  hour        0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
        "  refused     \u2591  \u2581  \u2581  \u2581  \u2582  \u2582  \u2582  \u2583  \u2583  "
        "\u2583  \u2583  \u2584  \u2584  \u2584  \u2585  \u2585  \u2585  \u2585  \u2586  \u2586  "
        "\u2586  \u2587  \u2587  \u2587\n"
        "  deferred    0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n"
        "  delivered  24 23 22 21 20 19 18 17 16 15 14 13 12 11 10  9  8  7  6  5  4  3  2  1\n");
}

TEST_CASE("durations are rounded, and told without what is nothing") {
  CHECK(duration(499ms) == "0 s");
  CHECK(duration(59s + 499ms) == "59 s");
  CHECK(duration(60s) == "1 min");
  CHECK(duration(89s) == "1 min");
  CHECK(duration(59min + 29s) == "59 min");
  CHECK(duration(59min + 30s) == "1 h");
  CHECK(duration(61min) == "1 h 1 min");
  CHECK(clock_hour(9) == "09:00");
  CHECK(clock_hour(10) == "10:00");
  CHECK(clock_hour(25) == "01:00");
}

}  // namespace curfew::report
