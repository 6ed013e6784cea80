#include <sstream>

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {
namespace {

std::string page(const Report& report) {
  std::ostringstream out;
  write_html(report, out);
  return out.str();
}

// Every attribute and element of the page, without its text.
bool has_element(const std::string& html, const std::string& name) {
  return html.find('<' + name) != std::string::npos;
}

}  // namespace

TEST_CASE("the page says the finding and draws it") {
  const std::string html = page(test::report_with(test::night_finding()));
  CHECK(
      html.find("<h1>cox.example refuses our mail <span class=\"refused\">every day from 17:00 to "
                "07:00</span> (UTC-07:00)<span class=\"note\">  [f-0123abcd]</span></h1>") !=
      std::string::npos);
  CHECK(html.find("<title>Tue  2 Jun 17:00: 2 of 2 refused</title>") != std::string::npos);
  CHECK(html.find("class=\"in shut\">closed 00:00 \u2013 07:00</text>") != std::string::npos);
  CHECK(has_element(html, "svg"));
}

TEST_CASE("untrusted words are text on the page, never markup") {
  ReportFinding finding = test::night_finding();
  finding.finding.remote = "<script>alert(1)</script>\x1b[31m\"'&";
  finding.finding.code = "421 <img src=x onerror=alert(1)>";
  Report report = test::report_with(finding);
  report.remotes[0].codes[0].facts.text = "\xE2\x80\xAE</td><style>*{}</style>";
  report.inputs.push_back({});
  report.inputs[0].name = "<a href=\"javascript:x\">";
  const std::string html = page(report);
  CHECK_FALSE(has_element(html, "script"));
  CHECK_FALSE(has_element(html, "img"));
  CHECK_FALSE(has_element(html, "a "));
  CHECK(html.find("<style>") == html.rfind("<style>"));
  CHECK(html.find('\x1b') == std::string::npos);
  CHECK(html.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("many findings of many days stay below two megabytes") {
  Report report = test::report_with(test::night_finding());
  ReportFinding wide = report.findings[0];
  wide.days.clear();
  for (int i = 0; i < 400; ++i) {
    GridDay day{.day = std::chrono::local_days(std::chrono::days(18000 + i)), .cells = {}};
    for (std::size_t cell = 0; cell < day.cells.size(); ++cell) {
      day.cells[cell] = {.refused = static_cast<std::uint32_t>(cell % 2 + 1),
                         .accepted = 1 - static_cast<std::uint32_t>(cell % 2)};
    }
    wide.days.push_back(day);
  }
  report.findings.assign(50, wide);
  report.remotes.resize(5000, report.remotes[0]);
  CHECK(page(report).size() < 2'000'000);
}

TEST_CASE("a page of a month and a thousand remotes is below 300 kB") {
  Report report = test::report_with(test::night_finding());
  ReportFinding& busy = report.findings[0];
  busy.days.clear();
  for (int i = 0; i < 31; ++i) {
    GridDay day{
        .day = std::chrono::local_days(std::chrono::year(2020) / 6 / 1) + std::chrono::days(i),
        .cells = {}};
    day.cells.fill({.refused = 117, .accepted = 231});
    busy.days.push_back(day);
  }
  for (int i = 0; i < 999; ++i) {
    ReportRemote remote = report.remotes[0];
    remote.name = "provider-" + std::to_string(i) + ".mail.example";
    remote.refused_by_day.assign(31, static_cast<std::uint32_t>(i));
    remote.refused_by_day[7] = 1000;
    for (std::size_t hour = 0; hour < 24; ++hour) {
      remote.by_hour.at(hour) = {.delivered = 10, .deferred = hour};
    }
    report.remotes.push_back(remote);
  }
  CHECK(page(report).size() < 300'000);
}

TEST_CASE("hours are outlined only where both ends are known") {
  const auto is_outlined = [](ReportFinding one) {
    return page(test::report_with(std::move(one))).find("class=\"w\"/>") != std::string::npos;
  };
  ReportFinding one = test::night_finding();
  CHECK(is_outlined(one));
  one.finding.windows.front().end.reset();
  CHECK_FALSE(is_outlined(one));
  one = test::night_finding();
  one.finding.windows.front().start.reset();
  CHECK_FALSE(is_outlined(one));
}

}  // namespace curfew
