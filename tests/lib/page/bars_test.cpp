#include "page/bars.h"

#include "page/lines.h"
#include "shown.h"
#include "support/catch.h"

namespace curfew::page {
namespace {

Bars bars_of(std::vector<std::uint64_t> values) {
  Bars bars{.title = "Mail"};
  for (std::size_t i = 0; i < values.size(); ++i) bars.names.emplace_back("n" + std::to_string(i));
  bars.rows = {{.label = "in", .values = std::move(values), .remark = "all"}};
  return bars;
}

std::string first_line(const Bars& bars, bool ascii = false) {
  return lines_of(bars, endless, ascii).front().words();
}

}  // namespace

TEST_CASE("the greatest is a full bar, and what is not nothing is seen") {
  CHECK(first_line(bars_of({0, 1, 125, 250, 500, 875, 1000})) ==
        "  in    \u2581 \u2581 \u2582 \u2584 \u2587 \u2588  all");
  CHECK(first_line(bars_of({0, 1, 125, 250, 500, 875, 1000}), true) == "  in    . . : = # @  all");
  CHECK(first_line(bars_of({0, 0})) == "  in       all");
  CHECK(first_line(bars_of({UINT64_MAX, 0, UINT64_MAX})) == "  in  \u2588   \u2588  all");
}

TEST_CASE("each row has a scale of its own") {
  Bars bars = bars_of({1, 2});
  bars.rows.push_back({.label = "out", .values = {1000, 500}});
  const std::vector<Text> lines = lines_of(bars, endless, false);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].words() == "  in   \u2584 \u2588  all");
  CHECK(lines[1].words() == "  out  \u2588 \u2584");
}

TEST_CASE("more bars than a month has days stand side by side") {
  CHECK(first_line(bars_of(std::vector<std::uint64_t>(31, 1))).find("\u2588 \u2588") !=
        std::string::npos);
  CHECK(first_line(bars_of(std::vector<std::uint64_t>(32, 1))).find("\u2588 \u2588") ==
        std::string::npos);
}

TEST_CASE("the ruler stands below its bars") {
  Bars bars = bars_of({1, 1, 1, 1});
  bars.ruler = {{0, "a"}, {2, "b"}};
  const std::vector<Text> lines = lines_of(bars, endless, false);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].words() == "  in  \u2588 \u2588 \u2588 \u2588  all");
  CHECK(lines[1].words() == "      a   b");
}

TEST_CASE("a drawing says what each bar is, and escapes it") {
  Bars bars = bars_of({1234, 0, 617});
  bars.names[0] = "<0>";
  bars.title = "\"Mail\"";
  bars.rows.push_back({.label = "bad", .values = {0, 1, 0}, .refused = true});
  bars.ruler = {{1, "<b>"}};
  const std::string drawn = html({bars});
  CHECK(drawn.starts_with("<svg class=\"map\" role=\"img\" aria-label=\"&quot;Mail&quot;\" "));
  CHECK(drawn.ends_with("</svg>\n"));
  CHECK(drawn.find("<title>&lt;0&gt;: 1,234</title>") != std::string::npos);
  CHECK(drawn.find("height=\"36\"><title>&lt;0&gt;") != std::string::npos);
  CHECK(drawn.find("height=\"18\"><title>n2: 617</title>") != std::string::npos);
  CHECK(drawn.find("<title>n1: 0") == std::string::npos);
  CHECK(drawn.find("<rect class=\"c3\"") != std::string::npos);
  CHECK(drawn.find(">&lt;b&gt;</text>") != std::string::npos);
}

TEST_CASE("a folded table is opened by who reads the page") {
  Table table{.columns = {{}}, .rows = {{Text("x")}}};
  CHECK(html({table}).find("details") == std::string::npos);
  table.folded = true;
  CHECK(html({table}).starts_with("<details><summary>In numbers</summary>\n<div"));
  CHECK(html({table}).ends_with("</div>\n</details>\n"));
}

}  // namespace curfew::page
