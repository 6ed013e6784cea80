#include "shown.h"
#include "support/catch.h"

namespace curfew::page {
namespace {

using Narrow = Column::Narrow;

Table waiting() {
  return {.columns = {{.head = "waiting", .right = true},
                      {.head = "domain", .least = 10, .narrow = Narrow::cut, .names_row = true},
                      {.head = "why", .least = 8, .narrow = Narrow::cut}},
          .rows = {{number(1'234'567), Text("example.org"), Text("the mailbox is full")},
                   {number(8), Text("one.example.net"), Text("busy")}}};
}

}  // namespace

TEST_CASE("a column is as wide as what stands in it, and numbers stand at its right") {
  CHECK(shown({waiting()}) ==
        "  waiting  domain           why\n"
        "1,234,567  example.org      the mailbox is full\n"
        "        8  one.example.net  busy\n");
}

TEST_CASE("where a table is too wide its last column gives way first, down to its least") {
  CHECK(shown({waiting()}, 40) ==
        "  waiting  domain           why\n"
        "1,234,567  example.org      the mailb...\n"
        "        8  one.example.net  busy\n");
  CHECK(shown({waiting()}, 32) ==
        "  waiting  domain       why\n"
        "1,234,567  example.org  the m...\n"
        "        8  one.exam...  busy\n");
  const std::string least =
      "  waiting  domain      why\n"
      "1,234,567  example...  the m...\n"
      "        8  one.exa...  busy\n";
  CHECK(shown({waiting()}, 31) == least);
  CHECK(shown({waiting()}, 5) == least);
  CHECK(shown({waiting()}, 0) == least);
}

TEST_CASE("a table that fits is never wider than the page") {
  for (std::size_t width = 31; width < 60; ++width) {
    std::istringstream lines(shown({waiting()}, width));
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= width);
  }
}

TEST_CASE("a column that is broken goes on below itself") {
  Table table{.columns = {{.least = 10}, {.narrow = Narrow::broken, .hang = 2}},
              .rows = {{Text("Meaning"), Text("they are busy, try later")},
                       {Text("Page"), Cell({Text("one two"), Text("three four five")})}},
              .indent = 1};
  CHECK(shown({table}) ==
        " Meaning     they are busy, try later\n"
        " Page        one two\n"
        "               three four five\n");
  CHECK(shown({table}, 24) ==
        " Meaning     they are\n"
        "               busy, try\n"
        "               later\n"
        " Page        one two\n"
        "               three\n"
        "               four five\n");
  table.apart = true;
  CHECK(shown({table}).front() == '\n');
}

TEST_CASE("no blanks stand at a line's end, and empty tables are nothing") {
  Table table{.columns = {{}, {}, {}},
              .rows = {{Text("a"), Text(), Text("c")}, {Text("long"), Text(), Text()}}};
  CHECK(shown({table}) == "a        c\nlong\n");
  CHECK(shown({Table{}}).empty());
  CHECK(shown({Table{.columns = {{}}}}).empty());
}

TEST_CASE("a browser is told which columns hold numbers and what names a row") {
  Table table = waiting();
  table.title = "Who waits";
  CHECK(html({table}) ==
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Who "
        "waits\"><table>\n<thead><tr><th scope=\"col\" class=\"n\">waiting</th><th "
        "scope=\"col\">domain</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n<tr><td "
        "class=\"n\">1,234,567</td><th scope=\"row\">example.org</th><td class=\"w\">the mailbox "
        "is full</td></tr>\n<tr><td class=\"n\">8</td><th scope=\"row\">one.example.net</th><td "
        "class=\"w\">busy</td></tr>\n</tbody></table></div>\n");
}

}  // namespace curfew::page
