#include "lib/report/findings_made.h"
#include "report/open_strip.h"
#include "report/story.h"
#include "report/verdict_words.h"
#include "support/catch.h"
#include "support/page.h"

namespace curfew::report {
namespace {

using namespace std::chrono_literals;

std::string text(const Report& report) {
  std::ostringstream out;
  write_text(report, out);
  return out.str();
}

Finding with_window(std::chrono::seconds start, std::chrono::seconds end) {
  Finding finding = test::night_finding().finding;
  finding.windows.front().start->rounded = start;
  finding.windows.front().end->rounded = end;
  return finding;
}

std::string strip(const Finding& finding, std::optional<Instant> now = std::nullopt) {
  const std::optional<page::OpenStrip> made = open_strip_of(finding, now);
  if (!made) return "none";
  std::string words;
  for (const page::OpenStrip::Stretch& one : made->stretches) words += one.label.words() + "; ";
  if (made->now) words += "now " + std::to_string(*made->now).substr(0, 5);
  return words;
}

}  // namespace

TEST_CASE("one remote is one story, whatever its codes") {
  Report report = test::report_with(test::night_finding());
  ReportFinding other = test::night_finding();
  other.finding.id = "f-00000009";
  other.finding.code = "452 4.3.1";
  other.verdict.advice = {{.key = "write_to_postmaster", .text = "Ask about the other."},
                          {.key = "slower", .text = "Send slower."}};
  report.findings.front().verdict.advice = {{.key = "write_to_postmaster", .text = "Ask them."}};
  report.findings.push_back(other);
  report.findings.push_back(test::quota_finding());
  const std::vector<Story> stories = stories_of(report);
  REQUIRE(stories.size() == 2);
  CHECK(stories.front().others.size() == 1);
  const std::string page = text(report);
  CHECK(page.find("2 things need you: cox.example, rate.example.") != std::string::npos);
  CHECK(page.find("  Also        cox.example refuses") != std::string::npos);
  CHECK(page.find("[f-00000009]") != std::string::npos);
  CHECK(page.find("1. Ask them.\n  2. Send slower.\n") != std::string::npos);
  CHECK(page.find("Ask about the other.") == std::string::npos);
}

TEST_CASE("our own trouble is a story of its own, without tries and hours of a remote") {
  Report report = test::report_with(test::night_finding());
  ReportFinding local = test::quota_finding();
  local.finding.kind = FindingKind::local;
  local.finding.remote = "cox.example";
  local.finding.hosts = {"a.example", "b.example"};
  local.finding.rule.reset();
  report.findings.insert(report.findings.begin(), local);
  CHECK(stories_of(report).size() == 2);
  const std::string page = text(report);
  CHECK(page.find("\u25cf 2 remotes could not be reached at the same time  [f-4567cdef]\n"
                  "  Our own server is the likeliest cause.\n"
                  "  Our fault?  Yes, most likely") != std::string::npos);
}

TEST_CASE("whether it is our fault is answered, and by what") {
  ReportFinding one = test::night_finding();
  CHECK(fault_of(one) == Fault::theirs);
  CHECK(fault_words(one) ==
        "No, as far as this log tells: the refusals follow the clock, not what we send");
  one.verdict.claim.emplace();
  one.verdict.claim->text = "at most 1 session was open";
  one.verdict.claim->verdict = ClaimVerdict::does_not_fit;
  CHECK(fault_words(one) == "No, as far as this log tells: at most 1 session was open");
  one.verdict.claim->verdict = ClaimVerdict::fits;
  CHECK(fault_of(one) == Fault::ours);
  CHECK(fault_words(one) == "We can change it, their reason fits: at most 1 session was open");
  one.verdict.claim->verdict = ClaimVerdict::no_figure;
  CHECK(fault_words(one) ==
        "No, as far as this log tells: the refusals follow the clock, not what we send; whether "
        "their reason fits cannot be told (at most 1 session was open)");
  one = test::quota_finding();
  CHECK(fault_words(one) == "We can change it: we send more than they take");
  struct Case {
    FindingKind kind;
    Fault fault;
    const char* begin;
  };
  for (const Case& each : {Case{FindingKind::local, Fault::ours, "Yes"},
                           Case{FindingKind::concurrency, Fault::ours, "We can"},
                           Case{FindingKind::limit, Fault::ours, "We can"},
                           Case{FindingKind::block, Fault::unknown, "This log"},
                           Case{FindingKind::recipient, Fault::nobodys, "No:"},
                           Case{FindingKind::sender, Fault::unknown, "Perhaps"},
                           Case{FindingKind::greylist, Fault::nobodys, "No:"},
                           Case{FindingKind::outage, Fault::theirs, "No, as"}}) {
    one.finding.kind = each.kind;
    CHECK(fault_of(one) == each.fault);
    CHECK(fault_words(one).starts_with(each.begin));
  }
}

TEST_CASE("how sure is said in logs, and what comes next") {
  Finding finding = test::night_finding().finding;
  CHECK(how_sure(finding) ==
        "by chance less than once in a million logs; no other explanation fits nearly as well");
  finding.q = 2e-5;
  CHECK(how_sure(finding).starts_with("by chance less than once in a thousand logs; "));
  finding.q = 0.02;
  CHECK(how_sure(finding).starts_with("by chance about once in 50 logs; "));
  finding.q = 0.2;
  CHECK(how_sure(finding).starts_with("likely, but chance is not ruled out"));
  finding.explanations[1].score = finding.explanations[0].score - 6;
  CHECK(how_sure(finding).ends_with("; next best explanation: a daily quota"));
  finding.explanations[1].score = finding.explanations[0].score - 7;
  CHECK(how_sure(finding).ends_with("; no other explanation fits nearly as well"));
  Finding quota = test::quota_finding().finding;
  quota.explanations[0].score = 10;
  quota.explanations[1].score = 1;
  CHECK(how_sure(quota).starts_with("by chance less than once in a thousand logs"));
  quota.counts.accepted = 0;
  CHECK(how_sure(quota) == "nothing was ever accepted");
}

TEST_CASE("hours are a strip of a day or of a week, open and closed") {
  CHECK(strip(with_window(17h, 7h)) ==
        "closed 00:00 \u2013 07:00; open 07:00 \u2013 17:00; closed 17:00 \u2013 24:00; ");
  CHECK(strip(with_window(9h, 11h)) ==
        "open 00:00 \u2013 09:00; closed 09:00 \u2013 11:00; open 11:00 \u2013 24:00; ");
  CHECK(strip(with_window(0h, 12h)) == "closed 00:00 \u2013 12:00; open 12:00 \u2013 24:00; ");
  CHECK(strip(with_window(18h, 0h)) == "open 00:00 \u2013 18:00; closed 18:00 \u2013 24:00; ");
  Finding two = with_window(2h, 4h);
  two.windows.push_back(two.windows.front());
  two.windows[1].start->rounded = 3h;
  two.windows[1].end->rounded = 6h;
  CHECK(strip(two) ==
        "open 00:00 \u2013 02:00; closed 02:00 \u2013 06:00; open 06:00 \u2013 24:00; ");
  two.windows[1].ended = true;
  CHECK(strip(two).find("closed 02:00 \u2013 04:00") != std::string::npos);
  Finding workdays = with_window(22h, 6h);
  workdays.windows.front().days[5] = workdays.windows.front().days[6] = OnDay::no;
  CHECK(strip(workdays).starts_with(
      "open Mon 00:00 \u2013 Mon 22:00; closed Mon 22:00 \u2013 Tue 06:00; "));
  CHECK(strip(workdays).ends_with(
      "closed Fri 22:00 \u2013 Sat 06:00; open Sat 06:00 \u2013 Mon 00:00; "));
  Finding weekly = with_window(5 * 24h, 0h);
  weekly.windows.front().period = WindowPeriod::week;
  CHECK(strip(weekly) == "open Mon 00:00 \u2013 Sat 00:00; closed Sat 00:00 \u2013 Mon 00:00; ");
  // Wednesday 3 June 2020, 12:00 there.
  const Instant noon = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 3)) + 19h;
  CHECK(strip(with_window(17h, 7h), noon).ends_with("now 0.500"));
  CHECK(strip(weekly, noon).ends_with("now 0.357"));
  Finding unknown = with_window(17h, 7h);
  unknown.windows.front().end.reset();
  CHECK(strip(unknown) == "none");
  CHECK(strip(test::quota_finding().finding) == "none");
}

TEST_CASE("what a remote does is told in a few words") {
  CHECK(label_of(test::night_finding().finding) == "closed 17:00-07:00");
  Finding finding = test::night_finding().finding;
  finding.windows.front().days[6] = OnDay::no;
  CHECK(label_of(finding) == "closed Mon-Sat 17:00-07:00");
  finding.windows.front().ended = true;
  CHECK(label_of(finding).starts_with("was closed "));
  CHECK(label_of(test::quota_finding().finding) == "a quota");
  CHECK(label_of(test::greylist_finding("a.test")) == "greylists");
}

}  // namespace curfew::report
