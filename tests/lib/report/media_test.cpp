#include <nlohmann/json.hpp>
#include <sstream>

#include "curfew/redact.h"
#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

ReportFinding of(Finding finding) {
  return {.finding = std::move(finding), .verdict = {}, .days = {}};
}

// What asks to act, what is to be known, and what is nothing, as detection puts them in order.
Report mixed() {
  Report report = test::report_with(test::night_finding());
  report.findings.push_back(test::quota_finding());
  report.findings.back().verdict.advice = {
      {.key = "slower", .server = "postfix", .text = "Send slower.", .lines = {"rate = 72s"}}};
  report.findings.push_back(of(test::greylist_finding("a.test")));
  report.findings.push_back(of(test::greylist_finding("b.test")));
  Finding noise = test::greylist_finding("c.test");
  noise.kind = FindingKind::noise;
  report.findings.push_back(of(noise));
  return report;
}

template <typename Write = void (*)(const Report&, std::ostream&)>  // of the overloads this one
std::string written(const Report& report, Write write) {
  std::ostringstream out;
  write(report, out);
  return out.str();
}

std::string text(const Report& report, const TextOptions& options = {}) {
  return written(report,
                 [&](const Report& one, std::ostream& out) { write_text(one, out, options); });
}

bool has(const std::string& text, const std::string& words) {
  INFO(text);
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a text begins with what asks to act, a quota in full like a window") {
  const std::string page = text(mixed());
  CHECK(has(page, "2 things need you: cox.example, rate.example."));
  CHECK(page.find("cox.example refuses") < page.find("rate.example refuses"));
  CHECK(page.find("rate.example refuses") <
        page.find("2 remotes greylist, first tries wait up to 5 min: a.test, b.test"));
  CHECK(has(page,
            "  How sure    By chance less than once in a million logs; no other explanation fits "
            "nearly as well\n"));
  CHECK(has(page, "Send slower."));
  CHECK(has(page, "      rate = 72s\n"));
  CHECK_FALSE(has(page, "a.test greylists"));
  CHECK_FALSE(has(page, "c.test"));
}

TEST_CASE("a quota is drawn by day, too") {
  Report report = test::report_with(test::quota_finding());
  CHECK(has(text(report), "Tue  2 Jun"));
}

TEST_CASE("advice is told also where a pattern is not drawn") {
  Report report = test::report_with(test::quota_finding());
  report.findings[0].days.clear();
  report.findings[0].verdict.advice = {
      {.key = "slower", .server = "", .text = "Send slower.", .lines = {}}};
  CHECK(has(text(report), "Send slower."));
}

TEST_CASE("with --verbose each finding has its line") {
  const std::string page = text(mixed(), {.verbose = true});
  CHECK(has(page, "a.test greylists"));
  CHECK(has(page, "b.test greylists"));
  CHECK(has(page, "c.test"));
}

TEST_CASE("the page for a browser has a section for a quota, with what to do") {
  const std::string page = written(mixed(), write_html);
  CHECK(has(page, "<h2>rate.example refuses our mail after 50 messages in a clock hour"));
  CHECK(has(page, "<b>25 %</b>refused: 100 of 400 tries"));
  CHECK(has(page, "<b>80</b>messages refused at their first try"));
  CHECK(has(page, "Send slower."));
  CHECK(has(page, "<li>2 remotes greylist, first tries wait up to 5 min: a.test, b.test</li>"));
  CHECK_FALSE(has(page, "c.test"));
}

TEST_CASE("the JSON says what each finding asks for, and all that is known of it") {
  Report report = mixed();
  Finding& first = report.findings[0].finding;
  first.counts.returned = 5;
  first.domains = {"a.example"};
  first.taken_elsewhere = first.arrivals_unknown = first.year_guessed = true;
  first.next_closing = first.first_refusal;
  report.findings[2].finding.rule->least_delay = 60s;
  const auto json = nlohmann::json::parse(written(report, write_json));
  const auto& findings = json["findings"];
  CHECK(findings[0]["attention"] == "act");
  CHECK(findings[1]["attention"] == "act");
  CHECK(findings[2]["attention"] == "know");
  CHECK(findings[4]["attention"] == "none");
  CHECK(findings[0]["counts"]["returned"] == 5);
  CHECK(findings[0]["domains"] == nlohmann::json{"a.example"});
  CHECK(findings[0]["taken_elsewhere"] == true);
  CHECK(findings[0]["arrivals_unknown"] == true);
  CHECK(findings[0]["year_guessed"] == true);
  CHECK(findings[0]["next_closing"] == findings[0]["first_refusal"]);
  CHECK(findings[2]["rule"]["least_delay_seconds"] == 60);
  CHECK_FALSE(findings[1].contains("taken_elsewhere"));
}

TEST_CASE("metrics say what asks to act, and the hours in force") {
  const std::string metrics = written(mixed(), write_prometheus);
  CHECK(has(metrics,
            "curfew_finding_active{remote=\"rate.example\",kind=\"quota\",attention="
            "\"act\",code=\"450 4.7.1\",id=\"f-4567cdef\"} 1\n"));
  CHECK(has(metrics, "remote=\"a.test\",kind=\"greylist\",attention=\"know\""));
  CHECK_FALSE(has(metrics, "c.test"));
  const std::string moved = written(test::report_with(test::moved_finding()), write_prometheus);
  CHECK(has(moved, "curfew_finding_window_start_seconds{id=\"f-0123abcd\"} 28800\n"));
  CHECK(has(moved, "curfew_finding_window_end_seconds{id=\"f-0123abcd\"} 43200\n"));
}

TEST_CASE("a pseudonym takes the place of a relay's domain everywhere") {
  Report report = mixed();
  report.findings[0].finding.domains = {"secret.example"};
  report.remotes[0].domains = {"secret.example"};
  report.findings[0].verdict.advice = {{.key = "send_outside",
                                        .server = "",
                                        .text = "Have mail for secret.example sent later.",
                                        .lines = {"postqueue -s secret.example"}}};
  RedactionKey key;
  key.bytes[0] = 1;
  const Report hidden = redacted(report, Redactor(Redaction::publicly, key));
  CHECK_FALSE(has(written(hidden, write_json), "secret.example"));
}

TEST_CASE("the JSON tells a week's hours with their days") {
  ReportFinding one = test::night_finding();
  Window& window = one.finding.windows.front();
  window.period = WindowPeriod::week;
  window.start->rounded = 4 * 24h + 17h;
  window.end->rounded = 6 * 24h + 7h + 30min;
  const auto json = nlohmann::json::parse(written(test::report_with(std::move(one)), write_json));
  const auto& told = json["findings"][0]["windows"][0];
  CHECK(told["period"] == "week");
  CHECK(told["start"]["time"] == "fri 17:00");
  CHECK(told["end"]["time"] == "sun 07:30");
}

TEST_CASE("verbose text tells the quiet findings where there is nothing else, too") {
  Report report = mixed();
  report.findings.erase(report.findings.begin(), report.findings.end() - 1);
  CHECK_FALSE(has(text(report), "c.test"));
  CHECK(has(text(report), "1 remote refuses some of our mail"));
  CHECK(has(text(report, {.verbose = true}),
            "c.test refuses some of our mail without a rule that shows"));
}

TEST_CASE("the totals say nothing of nothing, and of several that they are several") {
  Report report = mixed();
  report.totals.deferred = 7;
  report.totals.dropped = 2;
  CHECK(has(text(report), "7 deferrals\n"));
  CHECK(has(text(report), "2 messages were dropped from memory before their end was seen."));
  report.totals.local_deferred = 3;
  report.totals.dropped = 1;
  CHECK(has(text(report), "7 deferrals, of which 3 by a service of this machine\n"));
  CHECK(has(text(report), "1 message was dropped from memory before its end was seen."));
  report.totals.not_contacted = 4;
  CHECK(has(text(report),
            "of which 4 because our own server did not try and 3 by a service of this machine\n"));
}

TEST_CASE("what an advice says of our own address is hidden with it") {
  Report report = mixed();
  report.findings[0].finding.source = "mail.internal.example";
  report.findings[0].verdict.advice = {
      {.key = "x", .server = "", .text = "Nothing from mail.internal.example.", .lines = {}}};
  const Redactor redactor(Redaction::publicly, RedactionKey::from_log("key"));
  CHECK_FALSE(has(text(redacted(report, redactor)), "mail.internal.example"));
}

}  // namespace curfew
