#include "report/wrapped.h"

#include <sstream>

#include "support/catch.h"

namespace curfew::report {
namespace {

std::string wrapped(const std::string& text, std::size_t width) {
  std::ostringstream out;
  write_wrapped(text, "* ", "  ", width, out);
  return out.str();
}

}  // namespace

TEST_CASE("a line is broken at blanks before it is wider than allowed") {
  CHECK(wrapped("one two three", 9) == "* one two\n  three\n");
  CHECK(wrapped("one two three", 8) == "* one\n  two\n  three\n");
}

TEST_CASE("a word wider than the line stands whole on a line of its own") {
  CHECK(wrapped("see https://example.org/a/b now", 10) ==
        "* see\n  https://example.org/a/b\n  now\n");
}

TEST_CASE("columns are counted, not bytes") {
  CHECK(wrapped("\u2588\u2588\u2588 \u2588\u2588", 8) == "* \u2588\u2588\u2588 \u2588\u2588\n");
}

TEST_CASE("blanks inside a line stay as they are, and nothing is one empty line") {
  CHECK(wrapped("name  12", 80) == "* name  12\n");
  CHECK(wrapped("", 80) == "* \n");
}

TEST_CASE("no blanks are left where a line was broken") {
  CHECK(wrapped("one two  three", 9) == "* one two\n  three\n");
}

}  // namespace curfew::report
