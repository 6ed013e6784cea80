#include "correlate/remote_code_table.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.h"

using curfew::Name;
using curfew::correlate::RemoteCodeTable;

TEST_CASE("a remote and a code have one value, others others") {
  RemoteCodeTable<std::string> table;
  CHECK(table.find(Name{1}, Name{2}) == nullptr);
  CHECK(table.size() == 0);
  table.of(Name{1}, Name{2}) = "one";
  table.of(Name{2}, Name{1}) = "two";
  table.of(Name::none, Name::none) = "none";
  CHECK(table.size() == 3);
  CHECK(table.of(Name{1}, Name{2}) == "one");
  CHECK(*table.find(Name{2}, Name{1}) == "two");
  CHECK(*table.find(Name::none, Name::none) == "none");
  CHECK(table.find(Name{1}, Name{1}) == nullptr);
  CHECK(table.size() == 3);
}

TEST_CASE("values stay where they are while the table grows") {
  RemoteCodeTable<std::uint32_t> table;
  std::vector<const std::uint32_t*> places;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    std::uint32_t& value = table.of(Name{i / 7}, Name{i % 7});
    value = i;
    places.push_back(&value);
  }
  CHECK(table.size() == 10'000);
  bool same = true;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    same = same && table.find(Name{i / 7}, Name{i % 7}) == places[i] && *places[i] == i;
  }
  CHECK(same);
}
