#include "page/lines.h"
#include "shown.h"
#include "support/catch.h"

namespace curfew::page {
namespace {

// Mon 1 June to Fri 5 June: mail by day, refusals at night from the second day on.
DayMap week() {
  DayMap map;
  for (int i = 0; i < 5; ++i) {
    DayMap::Day day{
        .label = "Day  " + std::to_string(i + 1) + " Jun", .week_begins = i == 0, .halves = {}};
    for (std::size_t cell = 14; cell < 34; ++cell) day.halves[cell].accepted = 3;
    if (i > 0) {
      for (std::size_t cell = 34; cell < 48; ++cell) day.halves[cell].refused = 2;
    }
    map.days.push_back(day);
  }
  map.onset = 1;
  map.onset_text = "first refusal 2020-06-02 17:30";
  return map;
}

}  // namespace

TEST_CASE("days are drawn on the strips' grid, the onset between them") {
  CHECK(
      shown({week()}, 100, {.ascii = true}) ==
      "\n"
      "  refused    ..............--------------------##############  share of tries, since then\n"
      "  tries      ..............9999999999999999999955555555555555  at most 15\n"
      "             0     3     6     9     12    15    18    21    24\n"
      "\n"
      "  Day  1 Jun ..............--------------------..............\n"
      "  -------- first refusal 2020-06-02 17:30 -------------------\n"
      "  Day  2 Jun ..............--------------------##############\n"
      "  Day  3 Jun ..............--------------------##############\n"
      "  Day  4 Jun ..............--------------------##############\n"
      "  Day  5 Jun ..............--------------------##############\n"
      "  . no tries, - all accepted, + part refused, # all refused\n");
}

TEST_CASE("in color refusals are red, in part yellow, and what was accepted is quiet") {
  DayMap map = week();
  map.days[2].halves[34] = {.refused = 3, .accepted = 0};
  map.days[2].halves[35] = {.refused = 2, .accepted = 1};
  const std::string colored = shown({map}, 100, {.color = true, .ascii = true});
  CHECK(colored.find("Day  3 Jun \x1b[2m..............--------------------\x1b[0m\x1b[31m#\x1b[0m"
                     "\x1b[33m+\x1b[0m\x1b[31m############\x1b[0m\n") != std::string::npos);
}

TEST_CASE("below 80 columns an hour is a column, below 50 nothing is drawn") {
  CHECK(shown({week()}, 60, {.ascii = true}).find("  Day  2 Jun .......----------#######\n") !=
        std::string::npos);
  CHECK(lines_of(week(), 49, true).empty());
  CHECK_FALSE(lines_of(week(), 50, true).empty());
  CHECK(lines_of(DayMap{}, 100, true).empty());
}

TEST_CASE("of too many days those at the onset and the newest are drawn") {
  DayMap map = week();
  map.most_days = 3;
  map.more_days = "(more)";
  const std::string few = shown({map}, 60, {.ascii = true});
  CHECK(few.find("Day  2 Jun") != std::string::npos);
  CHECK(few.find("Day  3 Jun") == std::string::npos);
  CHECK(few.find("  ... 2 days left out (more)\n  Day  5 Jun") != std::string::npos);
  map.most_days = 0;
  CHECK(lines_of(map, 100, true).size() == 3);
}

TEST_CASE("of many days those around the onset and the newest are drawn, and how many are not") {
  const auto drawn = [](int days, std::size_t most, std::optional<std::size_t> onset) {
    DayMap map;
    for (int i = 0; i < days; ++i)
      map.days.push_back({.label = "Day " + std::to_string(i + 1) + ' '});
    map.most_days = most;
    map.onset = onset;
    std::string all;
    const std::vector<Text> lines = lines_of(map, 60, true);
    for (std::size_t i = 4; i + 1 < lines.size(); ++i) {
      const std::string line = lines[i].words();
      if (line.starts_with("  ...")) {
        all += '(' + line.substr(6, line.find(' ', 6) - 6) + ") ";
      } else {
        all += line.starts_with("  ---") ? "| " : line.substr(6, line.find(' ', 6) - 6) + ' ';
      }
    }
    return all;
  };
  CHECK(drawn(6, 6, std::nullopt) == "1 2 3 4 5 6 ");
  CHECK(drawn(7, 6, std::nullopt) == "1 2 3 4 (1) 6 7 ");
  CHECK(drawn(30, 6, std::nullopt) == "1 2 3 4 (24) 29 30 ");
  CHECK(drawn(30, 9, 3) == "1 2 3 | 4 5 6 (21) 28 29 30 ");
  CHECK(drawn(30, 9, 4) == "1 2 3 4 | 5 6 (21) 28 29 30 ");
  CHECK(drawn(30, 9, 5) == "(1) 2 3 4 5 | 6 7 (20) 28 29 30 ");
  CHECK(drawn(30, 9, 29) == "(25) 26 27 28 29 | 30 ");
  CHECK(drawn(30, 2, 29) == "(25) 26 27 (3) ");
}

TEST_CASE("shares are told by five shades, a dot and eight heights") {
  DayMap map;
  map.days.resize(1);
  map.days[0].label = "d";
  for (std::size_t i = 0; i < 8; ++i) {
    map.days[0].halves[i] = {.refused = static_cast<std::uint32_t>(i),
                             .accepted = static_cast<std::uint32_t>(7 - i)};
  }
  const std::string page = shown({map}, 100);
  CHECK(page.find("  refused    \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588\u00b7") !=
        std::string::npos);
  CHECK(page.find("  d          \u2591\u2592\u2592\u2592\u2593\u2593\u2593\u2588\u00b7") !=
        std::string::npos);
}

}  // namespace curfew::page
