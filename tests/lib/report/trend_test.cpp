// All mail over time, of a report that is long enough to tell.

#include <algorithm>
#include <sstream>

#include "curfew/report.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

constexpr auto monday = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);

// Ten messages received at noon of each day, of which as many are deferred as the day's number.
Report report_of(int days, std::chrono::sys_days first = monday) {
  Report report;
  report.inputs.emplace_back();
  report.from = Instant(first);
  report.to = Instant(first + std::chrono::days(days)) - Milliseconds(1);
  for (int day = 0; day < days; ++day) {
    TrafficSlot slot;
    slot.slot = slot_of(Instant(first + std::chrono::days(day)) + std::chrono::hours(12));
    slot.counts.messages = 10;
    slot.counts.deferred = static_cast<std::uint64_t>(day);
    report.traffic.push_back(slot);
  }
  return report;
}

// A blank in place of each run of blanks.
std::string text_of(const Report& report) {
  std::ostringstream out;
  write_text(report, out);
  std::string text = out.str();
  const auto both_blank = [](char one, char other) { return one == ' ' && other == ' '; };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("eight weeks are told week by week, less is not") {
  CHECK_FALSE(has(text_of(report_of(55)), "All mail by"));
  const std::string text = text_of(report_of(57));
  CHECK(has(text, "All mail by week\n"));
  CHECK(has(text, "1 Jun 2026 70 0 21"));
  CHECK(has(text, "8 Jun 2026 70 0 70"));
  CHECK(has(text, "27 Jul 2026 (part) 10 0 56"));
  CHECK_FALSE(has(text, "1 Jun 2026 (part)"));
}

TEST_CASE("more than half a year is told month by month") {
  const std::string text =
      text_of(report_of(200, std::chrono::sys_days(std::chrono::year(2026) / 6 / 20)));
  CHECK(has(text, "All mail by month\n"));
  CHECK(has(text, "June 2026 (part) 110 "));
  CHECK(has(text, "July 2026 310 "));
  CHECK(has(text, "January 2027 (part)"));
}

TEST_CASE("weeks begin where the zone's Monday does") {
  Report report = report_of(60);
  report.zone = TimeZone::fixed(std::chrono::hours(-13));  // noon of Monday is Sunday there
  const std::string text = text_of(report);
  CHECK(has(text, "25 May 2026 (part) 10 "));
}

TEST_CASE("of many years the newest months are told") {
  const std::string text = text_of(report_of(365 * 5));
  CHECK_FALSE(has(text, "June 2026"));
  CHECK(has(text, "May 2031"));
}

}  // namespace curfew::test
