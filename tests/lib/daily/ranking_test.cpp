#include "daily/ranking.h"

#include "support/catch.h"

namespace curfew::test {
namespace {

using daily::Ranking;

std::vector<std::string> names(const std::vector<DailyRow>& rows) {
  std::vector<std::string> result;
  for (const DailyRow& row : rows) result.push_back(row.name);
  return result;
}

}  // namespace

TEST_CASE("names are ranked by count and by bytes, equals by name") {
  Ranking ranking(10);
  ranking.add("b", {.messages = 2});
  ranking.add("a", {.messages = 2});
  ranking.add("c", {.messages = 1});
  ranking.add("c", {.bytes = 100});
  ranking.add("b", {.bytes = 5});
  const DailyTable table = ranking.table(2, DailyName::address, {});
  CHECK(names(table.by_count) == std::vector<std::string>{"a", "b"});
  CHECK(names(table.by_bytes) == std::vector<std::string>{"c", "b"});
  CHECK(table.names == 3);
  CHECK_FALSE(table.capped);
}

TEST_CASE("a name is cut to the length of an address") {
  Ranking ranking(10);
  ranking.add(std::string(100'000, 'x'), {.messages = 1});
  const DailyTable table = ranking.table(0, DailyName::address, {});
  REQUIRE(table.by_count.size() == 1);
  CHECK(table.by_count.front().name.size() == 320);
}

TEST_CASE("of more names than are kept the great ones stay, by count and by bytes") {
  constexpr int rounds = 50;
  Ranking ranking(20);
  std::uint64_t given = 0;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < 30; ++i) {
      ranking.add("stranger" + std::to_string(round) + "." + std::to_string(i), {.messages = 1});
      ++given;
    }
    for (int i = 0; i < 5; ++i) ranking.add("busy" + std::to_string(i), {.messages = 1});
    ranking.add("heavy", {.bytes = 1000});
  }
  const DailyTable table = ranking.table(0, DailyName::address, {});
  CHECK(table.capped);
  CHECK(table.names <= 40);
  REQUIRE(table.by_count.size() >= 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(table.by_count[i].name == "busy" + std::to_string(i));
    CHECK(table.by_count[i].messages <= rounds);
    CHECK(table.by_count[i].messages + table.missed >= rounds);
  }
  REQUIRE_FALSE(table.by_bytes.empty());
  CHECK(table.by_bytes.front().name == "heavy");
  CHECK(table.by_bytes.front().bytes == rounds * 1000);
}

TEST_CASE("what is kept does not depend on how names hash") {
  const auto ranked = [] {
    Ranking ranking(7);
    for (int i = 0; i < 500; ++i) ranking.add("name" + std::to_string(i * i % 97), {.messages = 1});
    return names(ranking.table(0, DailyName::address, {}).by_count);
  };
  const std::vector<std::string> once = ranked();
  for (int i = 0; i < 5; ++i) CHECK(ranked() == once);  // each with a seed of its own
}

TEST_CASE("names are shown as somebody wants them shown") {
  Ranking ranking(10);
  ranking.add("a@example.net", {.messages = 1});
  const DailyTable table =
      ranking.table(0, DailyName::address, [](DailyName kind, std::string_view name) {
        return (kind == DailyName::address ? "address of " : "other of ") +
               std::to_string(name.size());
      });
  REQUIRE(table.by_count.size() == 1);
  CHECK(table.by_count.front().name == "address of 13");
}

TEST_CASE("equal counts are ranked by what was deferred and failed, equal bytes by count") {
  Ranking ranking(10);
  ranking.add("a", {.bounced = 1});
  ranking.add("b", {.deferred = 2});
  ranking.add("c", {.messages = 1});
  ranking.add("d", {.deferred = 2});
  for (const char* name : {"a", "b", "c"}) ranking.add(name, {.bytes = 5});
  const DailyTable table = ranking.table(0, DailyName::address, {});
  CHECK(names(table.by_count) == std::vector<std::string>{"c", "b", "d", "a"});
  CHECK(names(table.by_bytes) == std::vector<std::string>{"c", "b", "a"});
}

TEST_CASE("twice as many names as are kept are held, then half of those by count, half by bytes") {
  Ranking ranking(4);
  for (int i = 0; i < 8; ++i) {
    ranking.add("name" + std::to_string(i), {.messages = static_cast<std::uint64_t>(10 - i),
                                             .bytes = static_cast<std::uint64_t>(i)});
  }
  CHECK_FALSE(ranking.table(0, DailyName::address, {}).capped);
  ranking.add("new", {.messages = 1});
  const DailyTable table = ranking.table(0, DailyName::address, {});
  CHECK(table.capped);
  CHECK(table.missed == 8);
  CHECK(table.names == 5);
  CHECK(table.total.messages == 10 + 9 + 8 + 7 + 6 + 5 + 4 + 3 + 1);
  CHECK(names(table.by_count) ==
        std::vector<std::string>{"name0", "name1", "name6", "name7", "new"});
  // Two are kept at least.
  Ranking least(0);
  for (const char* name : {"a", "b", "c", "d"}) least.add(name, {.messages = 1});
  CHECK(least.table(0, DailyName::address, {}).names == 4);
  least.add("e", {.messages = 1});
  CHECK(least.table(0, DailyName::address, {}).names == 3);
}

}  // namespace curfew::test
