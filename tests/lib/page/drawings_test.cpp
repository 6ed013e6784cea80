#include "page/drawings.h"

#include "page/svg.h"
#include "shown.h"
#include "support/catch.h"
#include "support/page.h"

namespace curfew::page {
namespace {

DayMap of_days(int number) {
  DayMap map{.title = "by day", .days = {}, .in_detail = true};
  for (int i = 0; i < number; ++i) {
    DayMap::Day day{.label = "Day " + std::to_string(i),
                    .weekend = i % 7 > 4,
                    .week_begins = i % 7 == 0,
                    .halves = {}};
    const auto n = static_cast<std::size_t>(i);
    day.halves[n % 48] = {.refused = 1, .accepted = static_cast<std::uint32_t>(i % 5)};
    day.halves[(n + 1) % 48] = {.refused = 2, .accepted = static_cast<std::uint32_t>(i % 7)};
    map.days.push_back(day);
  }
  map.closed = {{.first_day = 1, .last_day = 2, .from = 34, .to = 48}};
  map.onset = 1;
  map.onset_text = "first refusal <here>";
  return map;
}

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t times = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    ++times;
  return times;
}

}  // namespace

TEST_CASE("maps of some days and of a year") {
  CHECK(test::difference(svg_of(of_days(15)), "lib/page/map_15.svg") == "");
  CHECK(test::difference(svg_of(of_days(91)), "lib/page/map_91.svg") == "");
  CHECK(svg_of(DayMap{}).empty());
}

TEST_CASE("each half hour has its text where that is asked for, and days run down to ninety") {
  CHECK(count(svg_of(of_days(15)), "\"><title>Day 3 01:30: 1 of 4 refused</title>") == 1);
  DayMap map = of_days(15);
  map.in_detail = false;
  CHECK(count(svg_of(map), "Day 3 01:30") == 0);
  CHECK(count(svg_of(of_days(91)), "Day 3 01:30") == 0);
  CHECK(svg_of(of_days(90)).find("viewBox=\"0 0 988 784\"") != std::string::npos);
  CHECK(svg_of(of_days(91)).find("viewBox=\"0 0 988 404\"") != std::string::npos);
}

TEST_CASE("cells that look alike are one where they have no text of their own") {
  DayMap map;
  map.days.resize(1);
  for (std::size_t i = 10; i < 20; ++i) map.days[0].halves[i].refused = 5;
  map.days[0].halves[15].refused = 2;  // paler
  CHECK(count(svg_of(map), "class=\"c4\"/>") == 2);
  CHECK(count(svg_of(map), "class=\"c4 few\"/>") == 1);
  map.in_detail = true;
  CHECK(count(svg_of(map), "of 5 refused</title>") == 9);
}

TEST_CASE("five shades from all accepted to all refused") {
  CHECK(shade_of(0) == 0);
  CHECK(shade_of(0.01) == 1);
  CHECK(shade_of(0.33) == 1);
  CHECK(shade_of(0.34) == 2);
  CHECK(shade_of(0.66) == 2);
  CHECK(shade_of(0.67) == 3);
  CHECK(shade_of(0.99) == 3);
  CHECK(shade_of(1) == 4);
}

TEST_CASE("small drawings of a row") {
  HourStrip night;
  night.hours.fill(0);
  night.hours[0] = night.hours[1] = night.hours[23] = 1;
  CHECK(svg_of(night).find("d=\"M8 8h83\"/><path class=\"l4\" d=\"M0 8h7M92 8h3\"/>") !=
        std::string::npos);
  CHECK(svg_of(ShareBar{0.5}).find("d=\"M0 2h30v4H0z\"") != std::string::npos);
  CHECK(svg_of(ShareBar{7}).find("d=\"M0 2h60v4H0z\"") != std::string::npos);
  HourStrip strip;
  strip.hours.fill(-1);
  strip.hours[2] = 1;
  strip.hours[23] = 0;
  CHECK(svg_of(strip).find(
            "<path class=\"l0\" d=\"M92 8h3\"/><path class=\"l4\" d=\"M8 8h3\"/></svg>") !=
        std::string::npos);
  CHECK(svg_of(Sparkline{{0, 4, 2}}).find("d=\"M0 15 1 1 2 8\"") != std::string::npos);
  CHECK(svg_of(Sparkline{{0, 0}}).empty());
  CHECK(svg_of(Sparkline{{3}}).empty());
  // Seven days a point; the last one holds one day.
  CHECK(svg_of(Sparkline{std::vector<std::uint32_t>(400, 1)}).find(" 56 1 57 13\"") !=
        std::string::npos);
}

TEST_CASE("a strip of open and closed hours, words only where there is room") {
  const std::string svg =
      svg_of(OpenStrip{.title = "a & b",
                       .stretches = {{.from = 0, .to = 0.1, .closed = true, .label = "no room"},
                                     {.from = 0.1, .to = 1, .closed = false, .label = "open"}},
                       .ruler = {{0, "00"}, {0.5, "12"}, {1, "24"}},
                       .now = 0.25});
  CHECK(svg.find("aria-label=\"a &amp; b\"") != std::string::npos);
  CHECK(svg.find("no room") == std::string::npos);
  CHECK(svg.find("class=\"in\">open</text>") != std::string::npos);
  CHECK(svg.find("<svg x=\"25%\"") != std::string::npos);
  CHECK(svg.find("x=\"100%\" y=\"45\" class=\"r\">24<") != std::string::npos);
}

TEST_CASE("a limit is drawn where it lies, with what was refused at each amount") {
  const LimitChart chart{.title = "Tries by sessions",
                         .bars = {{.label = "1", .refused = 0, .accepted = 40},
                                  {.label = "2 - 3", .refused = 10, .accepted = 10},
                                  {.label = "4 or more", .refused = 1200, .accepted = 0}},
                         .limit = 2,
                         .limit_text = "the limit: 4"};
  CHECK(shown({chart}, 70, {.ascii = true}) ==
        "\n"
        "  Tries by sessions\n"
        "          1      0 refused    40 accepted  -\n"
        "      2 - 3     10 refused    10 accepted  #-\n"
        "             -- the limit: 4\n"
        "  4 or more  1,200 refused     0 accepted  #########################\n");
  const std::string svg = svg_of(chart);
  CHECK(svg.find(">1,200 / 0</text>") != std::string::npos);
  CHECK(svg.find("the limit: 4") != std::string::npos);
  CHECK(svg.find("width=\"420\" height=\"15\" class=\"c4\"") != std::string::npos);
}

TEST_CASE("coordinates have a digit behind their point at most") {
  CHECK(coordinate(3) == "3");
  CHECK(coordinate(3.04) == "3");
  CHECK(coordinate(3.05) == "3.1");
  CHECK(coordinate(-2.5) == "-2.5");
}

}  // namespace curfew::page
