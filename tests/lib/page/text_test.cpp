#include "page/text.h"

#include "support/catch.h"

namespace curfew::page {

TEST_CASE("runs of the same emphasis are one") {
  Text text = "a";
  text += Untrusted("b");
  text += Text("c").in(Emphasis::strong);
  text += Text("d").in(Emphasis::strong);
  text += "";
  REQUIRE(text.runs().size() == 2);
  CHECK(text.runs()[0].words == "ab");
  CHECK(text.runs()[1].words == "cd");
  CHECK(text.words() == "abcd");
  CHECK(text.in(Emphasis::plain).runs().size() == 1);
  text += text;
  CHECK(text.words() == "abcdabcd");
  CHECK(Text("").empty());
}

TEST_CASE("a slice keeps its emphasis") {
  const Text text = "abc" + Text("def").in(Emphasis::quiet) + Text("ghi");
  CHECK(text.slice(0, 99).words() == "abcdefghi");
  CHECK(text.slice(2, 7).words() == "cdefg");
  CHECK(text.slice(2, 7).runs().size() == 3);
  CHECK(text.slice(3, 6).runs().at(0).emphasis == Emphasis::quiet);
  CHECK(text.slice(4, 4).empty());
  CHECK(text.slice(9, 12).empty());
}

TEST_CASE("columns are characters") {
  CHECK(Text("caf\xc3\xa9").columns() == 4);
  CHECK(Text(Untrusted("\x1b")).columns() == 4);
  CHECK(number(0).words() == "0");
  CHECK(number(18'446'744'073'709'551'615U).words() == "18,446,744,073,709,551,615");
}

}  // namespace curfew::page
