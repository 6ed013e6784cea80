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
  ranking.of("b").messages = 2;
  ranking.of("a").messages = 2;
  ranking.of("c").messages = 1;
  ranking.of("c").bytes = 100;
  ranking.of("b").bytes = 5;
  const DailyTable table = ranking.table(2, DailyName::address, {});
  CHECK(names(table.by_count) == std::vector<std::string>{"a", "b"});
  CHECK(names(table.by_bytes) == std::vector<std::string>{"c", "b"});
  CHECK(table.names == 3);
  CHECK_FALSE(table.capped);
}

TEST_CASE("a name is cut to the length of an address") {
  Ranking ranking(10);
  ++ranking.of(std::string(100'000, 'x')).messages;
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
      ++ranking.of("stranger" + std::to_string(round) + "." + std::to_string(i)).messages;
      ++given;
    }
    for (int i = 0; i < 5; ++i) ++ranking.of("busy" + std::to_string(i)).messages;
    ranking.of("heavy").bytes += 1000;
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
    for (int i = 0; i < 500; ++i) ++ranking.of("name" + std::to_string(i * i % 97)).messages;
    return names(ranking.table(0, DailyName::address, {}).by_count);
  };
  const std::vector<std::string> once = ranked();
  for (int i = 0; i < 5; ++i) CHECK(ranked() == once);  // each with a seed of its own
}

TEST_CASE("names are shown as somebody wants them shown") {
  Ranking ranking(10);
  ++ranking.of("a@example.net").messages;
  const DailyTable table =
      ranking.table(0, DailyName::address, [](DailyName kind, std::string_view name) {
        return (kind == DailyName::address ? "address of " : "other of ") +
               std::to_string(name.size());
      });
  REQUIRE(table.by_count.size() == 1);
  CHECK(table.by_count.front().name == "address of 13");
}

}  // namespace curfew::test
