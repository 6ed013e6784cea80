#include "report/sentence.h"

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {

using namespace std::chrono_literals;

TEST_CASE("a window's sentence says who, when, with which code, since when and how sure") {
  CHECK(sentence(test::night_finding().finding) ==
        "cox.example refuses every day from 17:00 to 07:00 (UTC-07:00) with 421 AUP#CXCNCT, since "
        "2 June 2020: 208 of 208 contacts inside, 0 of 234 outside, 3 of 3 days agree");
}

TEST_CASE("days of the week are named where some are off") {
  Window window = test::night_finding().finding.windows.front();
  window.days = {OnDay::yes, OnDay::yes, OnDay::yes, OnDay::yes, OnDay::yes, OnDay::no, OnDay::no};
  CHECK(report::hours_of(window) == "Mon-Fri from 17:00 to 07:00");
  window.days = {OnDay::no, OnDay::yes, OnDay::unknown, OnDay::no,
                 OnDay::no, OnDay::yes, OnDay::yes};
  CHECK(report::hours_of(window) == "Tue, Sat, Sun from 17:00 to 07:00");
  window.period = WindowPeriod::week;
  window.start->rounded = 5 * 24h + 2h;
  window.end->rounded = 5 * 24h + 4h;
  CHECK(report::hours_of(window) == "weekly from Sat 02:00 to Sat 04:00");
}

TEST_CASE("a rule is told in words") {
  Rule rule;
  rule.model = Model::quota_sliding;
  rule.threshold = 100;
  CHECK(report::rule_of(rule, {}) == "after 100 messages in 60 minutes");
  rule.model = Model::greylist;
  rule.delay = 300s;
  CHECK(report::rule_of(rule, {}) == "accepted once a message has waited about 5 min");
  rule.model = Model::recipient;
  rule.keys = {"a", "b", "c", "d"};
  CHECK(report::rule_of(rule, {}) == "a, b, c and 1 more");
}

TEST_CASE("what is missing to be sure is said") {
  Finding finding = test::night_finding().finding;
  finding.kind = FindingKind::insufficient;
  finding.missing = "3 more nights with mail are needed";
  CHECK(sentence(finding) ==
        "cox.example refuses with 421 AUP#CXCNCT 208 of 442 contacts: suspected every day from "
        "17:00 to 07:00 (UTC-07:00); 3 more nights with mail are needed");
}

}  // namespace curfew
