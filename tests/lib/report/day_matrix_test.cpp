#include "report/day_matrix.h"

#include <sstream>

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew::report {
namespace {

std::string drawn(MatrixOptions options) {
  const ReportFinding one = test::night_finding();
  const TimeZone zone = one.finding.windows.front().zone;
  options.zone = &zone;
  options.onset = one.finding.first_refusal;
  options.ascii = true;
  std::ostringstream out;
  draw_days(one.days, options, out);
  return out.str();
}

}  // namespace

TEST_CASE("days are drawn on the strips' grid, the onset between them") {
  CHECK(drawn({.width = 100}) ==
        "  refused    ..............--------------------##############  share of contacts, since "
        "then\n"
        "  contacts   ..............9999999999999999999955555555555555  at most 15\n"
        "             0     3     6     9     12    15    18    21    24\n"
        "\n"
        "  Mon  1 Jun ..............--------------------..............\n"
        "  -------- first refusal 2020-06-02 17:30 -------------------\n"
        "  Tue  2 Jun ..............--------------------##############\n"
        "  Wed  3 Jun ..............--------------------##############\n"
        "  Thu  4 Jun ..............--------------------##############\n"
        "  Fri  5 Jun ..............--------------------##############\n"
        "  . nobody asked, - all accepted, + part refused, # all refused\n");
}

TEST_CASE("in color refusals are red, and what says little is dim") {
  const std::string colored = drawn({.width = 60, .color = true});
  CHECK(colored.find("Tue  2 Jun \x1b[0;2m.......----------\x1b[0;31") != std::string::npos);
  CHECK(colored.find("\x1b[0m\n  Wed  3 Jun") != std::string::npos);
}

TEST_CASE("below 80 columns an hour is a column, below 50 nothing is drawn") {
  const std::string narrow = drawn({.width = 60});
  CHECK(narrow.find("  Tue  2 Jun .......----------#######\n") != std::string::npos);
  CHECK(drawn({.width = 49}).empty());
}

TEST_CASE("of too many days those at the onset and the newest are drawn") {
  const std::string few = drawn({.width = 60, .most_days = 3});
  CHECK(few.find("left out\n") != std::string::npos);
  CHECK(few.find("Fri  5 Jun") != std::string::npos);
}

}  // namespace curfew::report
