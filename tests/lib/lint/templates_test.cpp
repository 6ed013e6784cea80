#include "lint/templates.h"

#include <algorithm>
#include <string>

#include "support/catch.h"

using curfew::lint::Templates;

TEST_CASE("lines that differ in names and numbers alone are one template") {
  Templates templates;
  templates.add("lost alice@example.net 5 times", "postfix", 0, 7);
  templates.add("refused 1 time", "postfix", 0, 8);
  templates.add("lost bob@example.org 612 times", "postfix", 1, 2);
  templates.add("lost bob@example.org 612 times", "exim", 1, 3);
  const auto rows = templates.ranked();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].pattern == "lost <address> # times");
  CHECK(rows[0].example == "lost user@example.net 0 times");
  CHECK(rows[0].count == 2);
  CHECK(rows[0].log == 0);
  CHECK(rows[0].line == 7);
  CHECK(rows[1].pattern == "refused # time");
  CHECK(rows[2].format == "exim");
  CHECK_FALSE(templates.overflowed());
}

TEST_CASE("with more templates than are kept no count is too low and each knows its doubt") {
  // Patterns that differ in how often a mark stands in them.
  const auto line = [](std::size_t i) {
    return "lost " + std::string(i % 30 + 1, '(') + std::string(i / 30 + 1, ')');
  };
  Templates templates;
  constexpr std::size_t kinds = 2 * Templates::most;
  std::uint64_t total = 0;
  std::uint64_t of_first = 0;
  for (std::size_t round = 0; round < 20; ++round) {
    for (std::size_t i = 0; i < kinds; ++i) {
      templates.add(line(i), "postfix", 0, ++total);
      templates.add(line(0), "postfix", 0, ++total);
      of_first += i == 0 ? 2 : 1;
    }
  }
  CHECK(templates.overflowed());
  const auto rows = templates.ranked();
  REQUIRE(rows.size() == Templates::most);
  CHECK(rows[0].pattern == "lost ()");
  CHECK(rows[0].count == of_first);
  std::uint64_t sum = 0;
  for (const Templates::Row& row : rows) {
    sum += row.count;
    CHECK(row.doubt < row.count);
    if (row.pattern != "lost ()") {
      CHECK(row.count >= 20);
      CHECK(row.count - row.doubt <= 20);
    }
  }
  CHECK(sum == total);
}

TEST_CASE("a long line does not make a long template") {
  Templates templates;
  std::string line;
  for (int i = 0; i < 500; ++i) line += "lost (";
  templates.add(line, "postfix", 0, 1);
  CHECK(templates.ranked()[0].pattern.size() == 240);
  CHECK(templates.ranked()[0].example.size() == 400);
  CHECK(templates.ranked()[0].pattern.ends_with("..."));
}
