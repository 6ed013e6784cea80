#include "verdict/closed_time.h"

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew::verdict {
namespace {

using namespace std::chrono_literals;

constexpr Instant midnight{std::chrono::sys_days(std::chrono::year(2020) / 6 / 4) + 7h};  // UTC-7

}  // namespace

TEST_CASE("only the time within the hours counts, night after night") {
  const Finding night = test::night_finding().finding;  // 17:00 to 07:00
  CHECK(closed_time(night, midnight - 2h, midnight + 10h) == 9h);
  CHECK(closed_time(night, midnight + 8h, midnight + 16h) == 0h);
  CHECK(closed_time(night, midnight + 12h, midnight + 60h) == 28h);
  CHECK(closed_time(night, midnight, midnight) == 0h);
}

TEST_CASE("hours count while they held, and those that overlap count once") {
  Finding finding = test::night_finding().finding;
  const Instant first = finding.windows.front().first_seen;
  CHECK(closed_time(finding, first - 48h, first) == 0h);
  finding.windows.front().onset_known = false;
  CHECK(closed_time(finding, first - 48h, first) == 28h);
  finding.windows.push_back(finding.windows.front());
  CHECK(closed_time(finding, first - 48h, first) == 28h);
  for (Window& one : finding.windows) one.ended = true;
  const Instant last = finding.windows.front().last_seen;
  CHECK(closed_time(finding, last, last + 72h) == 14h);
}

TEST_CASE("days on which they do not hold are left out, and weeks begin on Monday") {
  Finding finding = test::night_finding().finding;
  Window& window = finding.windows.front();
  window.onset_known = false;
  window.days.fill(OnDay::yes);
  window.days[3] = OnDay::no;  // Thursday, 4 June 2020
  CHECK(closed_time(finding, midnight, midnight + 24h) == 7h);
  window.period = WindowPeriod::week;
  window.start->rounded = 72h;  // Thursday
  window.end->rounded = 73h;
  CHECK(closed_time(finding, midnight - 48h, midnight + 12 * 24h) == 2h);
}

}  // namespace curfew::verdict
