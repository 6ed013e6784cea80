#include "report/sentence.h"

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {

using namespace std::chrono_literals;

TEST_CASE("a window's sentence says who, when, with which code, since when and how sure") {
  CHECK(sentence(test::night_finding().finding) ==
        "cox.example refuses our mail every day from 17:00 to 07:00 (UTC-07:00) with 421 "
        "AUP#CXCNCT, since 2 June 2020: refused 208 of 208 tries between 17:00 and 07:00; accepted "
        "all 234 at other hours; on 3 of 3 days");
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

TEST_CASE("a day hardly tried is no exception, and days never tried are not spoken for") {
  constexpr OnDay y = OnDay::yes;
  constexpr OnDay n = OnDay::no;
  constexpr OnDay u = OnDay::unknown;
  struct Case {
    std::array<OnDay, 7> days;
    const char* text;
  };
  for (const Case& one :
       {Case{{y, y, y, y, y, y, y}, "every day"}, Case{{y, y, u, y, y, y, y}, "every day"},
        Case{{y, y, u, y, y, u, y}, "every day"}, Case{{u, u, u, u, u, u, u}, "every day"},
        Case{{y, y, y, y, y, u, u}, "Mon-Fri (weekends hardly tried)"},
        Case{{y, y, y, u, u, u, u}, "Mon-Wed (other days hardly tried)"},
        Case{{y, y, u, y, y, n, n}, "Mon-Fri"}, Case{{y, y, u, u, y, n, u}, "Mon-Fri"},
        Case{{y, u, n, u, u, u, y}, "Mon, Sun"}, Case{{u, n, y, y, y, y, y}, "Wed-Sun"}}) {
    Window window = test::night_finding().finding.windows.front();
    window.days = one.days;
    CHECK(report::hours_of(window) == std::string(one.text) + " from 17:00 to 07:00");
  }
}

TEST_CASE("each window has its own days of beginning and end; what holds now comes first") {
  const Finding finding = test::moved_finding().finding;
  CHECK(sentence(finding) ==
        "cox.example refuses our mail every day from 08:00 to 12:00 (UTC-07:00) with 421 "
        "AUP#CXCNCT, since 9 June 2020; earlier every day from 18:00 to 02:00, since before the "
        "log begins until 8 June 2020: refused 208 of 208 tries in these hours; accepted all 234 "
        "at other hours; 8 of 8 times");
  CHECK(report::in_force_first(finding).front().start->rounded == 8h);
}

TEST_CASE("hours that are over are told as such, and until when") {
  Finding finding = test::night_finding().finding;
  finding.windows.front().ended = true;
  finding.active = false;
  CHECK(sentence(finding) ==
        "cox.example refused our mail every day from 17:00 to 07:00 (UTC-07:00) with 421 "
        "AUP#CXCNCT, since 2 June 2020 until 5 June 2020: refused 208 of 208 tries between 17:00 "
        "and 07:00; accepted all 234 at other hours; on 3 of 3 days");
}

TEST_CASE("windows that began alike share a breath, others do not") {
  Finding finding = test::night_finding().finding;
  Window noon = finding.windows.front();
  noon.start->rounded = 12h;
  noon.end->rounded = 13h;
  finding.windows.push_back(noon);
  CHECK(
      sentence(finding).starts_with("cox.example refuses our mail every day from 17:00 to 07:00 "
                                    "and from 12:00 to 13:00 (UTC-07:00) with "
                                    "421 AUP#CXCNCT, since 2 June 2020: "));
  finding.windows[1].first_seen += 48h;
  CHECK(sentence(finding).starts_with(
      "cox.example refuses our mail every day from 17:00 to 07:00 (UTC-07:00) with 421 AUP#CXCNCT, "
      "since 2 "
      "June 2020; and every day from 12:00 to 13:00, since 4 June 2020: "));
}

TEST_CASE("the state says shut or open, and never both") {
  Finding finding = test::night_finding().finding;
  const Instant seven = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 5)) + 14h;
  finding.next_opening = seven;
  CHECK(report::state_of(finding, std::nullopt) ==
        "Closed when the log ends, opens at 07:00 on Fri 5 June 2020");
  finding.next_opening.reset();
  finding.next_closing = seven + 10h;
  CHECK(report::state_of(finding, std::nullopt) ==
        "Open when the log ends, closes at 17:00 on Fri 5 June 2020");
  finding.active = false;
  CHECK(report::state_of(finding, std::nullopt) == "Over");
}

TEST_CASE("what went back to senders, whose mail it is and what is not known are said") {
  Finding finding = test::night_finding().finding;
  const std::string plain = sentence(finding);
  finding.counts.returned = 131;
  CHECK(sentence(finding) == plain + "; 131 were refused for good and went back to the senders");
  finding.counts.returned = 1;
  CHECK(sentence(finding) == plain + "; 1 was refused for good and went back to the senders");
  finding.counts.returned = 0;
  finding.taken_elsewhere = true;
  CHECK(sentence(finding) == plain + "; no mail is late because of it: another host took it");
  finding.taken_elsewhere = false;
  finding.arrivals_unknown = true;
  CHECK(sentence(finding) == plain +
                                 "; the log does not say when messages arrived, so first "
                                 "tries are not told from retries");
  finding.arrivals_unknown = false;
  finding.domains = {"a.example", "b.example"};
  CHECK(sentence(finding).starts_with(
      "cox.example refuses our mail for a.example, b.example every day"));
  finding.domains = {"cox.example"};
  CHECK(sentence(finding) == plain);
}

TEST_CASE("days of the week that rest on a guessed year are told as such") {
  Finding finding = test::night_finding().finding;
  finding.year_guessed = true;
  const char* remark = "the log states no year, so the days of the week rest on a guess";
  CHECK(sentence(finding).find(remark) == std::string::npos);
  finding.windows.front().days[6] = OnDay::no;
  CHECK(sentence(finding).find(remark) != std::string::npos);
  finding.windows.front().days[6] = OnDay::yes;
  finding.windows.front().period = WindowPeriod::week;
  CHECK(sentence(finding).find(remark) != std::string::npos);
}

TEST_CASE("a quota's sentence says how much, and how many contacts were refused") {
  CHECK(sentence(test::quota_finding().finding) ==
        "rate.example refuses our mail with 450 4.7.1 after 50 messages in a clock hour (refused "
        "100 of 400 tries)");
}

TEST_CASE("what is suspected is named where there are no hours to name") {
  Finding finding = test::quota_finding().finding;
  finding.kind = FindingKind::insufficient;
  finding.candidates = {FindingKind::quota, FindingKind::greylist};
  finding.missing = "2 messages are too few to tell";
  CHECK(sentence(finding) ==
        "rate.example refuses our mail with 450 4.7.1: it may be a quota or greylisting (refused "
        "100 of 400 tries); 2 messages are too few to tell");
  finding.candidates.clear();
  CHECK(sentence(finding) ==
        "rate.example refuses our mail with 450 4.7.1: too little mail to tell why (refused 100 of "
        "400 tries); 2 messages are too few to tell");
}

TEST_CASE("a rule is told in words") {
  Rule rule;
  rule.model = Model::quota_sliding;
  rule.threshold = 100;
  CHECK(report::rule_of(rule, {}) == "after 100 messages in 60 minutes");
  rule.model = Model::greylist;
  rule.delay = 300s;
  CHECK(report::rule_of(rule, {}) == "accepted after a wait of at most 5 min");
  rule.least_delay = 60s;
  CHECK(report::rule_of(rule, {}) == "accepted after a wait of at most 5 min");
  rule.least_delay = 275s;
  CHECK(report::rule_of(rule, {}) == "accepted after a wait of about 5 min");
  rule.model = Model::concurrency;
  rule.threshold = 11;
  CHECK(report::rule_of(rule, {}) == "when 11 or more of our sessions are open");
  rule.model = Model::connection_messages;
  rule.threshold = 4;
  CHECK(report::rule_of(rule, {}) == "from message 4 of a connection on");
  rule.model = Model::message_recipients;
  CHECK(report::rule_of(rule, {}) == "from recipient 4 of a message on");
  rule.model = Model::quota_day;
  rule.reset_hour = 22;
  CHECK(report::rule_of(rule, {}) == "after 4 messages a day, counted from 22:00 UTC");
  rule.model = Model::block;
  rule.since = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 3));
  CHECK(report::rule_of(rule, {}) == "since before the log begins");
  rule.onset_known = true;
  CHECK(report::rule_of(rule, {}) == "since 2020-06-03 00:00 UTC");
  rule.model = Model::recipient;
  rule.keys = {"a", "b", "c", "d"};
  CHECK(report::rule_of(rule, {}) == "a, b, c and 1 more");
}

TEST_CASE("what is missing to be sure is said") {
  Finding finding = test::night_finding().finding;
  finding.kind = FindingKind::insufficient;
  finding.missing = "3 more nights with mail are needed";
  CHECK(sentence(finding) ==
        "cox.example may refuse our mail every day from 17:00 to 07:00 (UTC-07:00) with 421 "
        "AUP#CXCNCT (refused 208 of 442 tries); 3 more nights with mail are needed");
}

TEST_CASE("each kind of finding has its verb") {
  struct Case {
    FindingKind kind;
    const char* verb;
  };
  for (const Case& one :
       {Case{FindingKind::curfew, "refuses our mail at certain hours"},
        Case{FindingKind::quota, "refuses what exceeds a quota"},
        Case{FindingKind::concurrency, "refuses our mail when too many of our sessions are open"},
        Case{FindingKind::limit, "refuses what exceeds a limit"},
        Case{FindingKind::greylist, "greylists our mail"},
        Case{FindingKind::outage, "was out of service"},
        Case{FindingKind::episodic, "refuses our mail at times that follow no clock"},
        Case{FindingKind::block, "blocks our mail"},
        Case{FindingKind::recipient, "refuses mail to a few recipients"},
        Case{FindingKind::sender, "refuses mail from a few of our senders"},
        Case{FindingKind::message, "refuses certain messages again and again"},
        Case{FindingKind::modulated, "refuses somewhat more of our mail at some hours"},
        Case{FindingKind::noise, "refuses some of our mail without a rule that shows"}}) {
    Finding finding = test::quota_finding().finding;
    finding.kind = one.kind;
    finding.rule.reset();
    CHECK(sentence(finding) ==
          std::string("rate.example ") + one.verb + " with 450 4.7.1 (refused 100 of 400 tries)");
  }
}

TEST_CASE("remotes that could not be reached at once are told as trouble of ours") {
  Finding finding = test::night_finding().finding;
  finding.kind = FindingKind::local;
  finding.hosts = {"a.example", "b.example", "c.example"};
  CHECK(sentence(finding) ==
        "3 remotes could not be reached at the same time every day from 17:00 to 07:00 "
        "(UTC-07:00), since 2 June 2020: look at our own network and name server first");
}

TEST_CASE("an edge that is not known is told as such") {
  Window window = test::night_finding().finding.windows.front();
  window.start.reset();
  CHECK(report::hours_of(window) == "every day from an unknown time to 07:00");
  window.period = WindowPeriod::week;
  window.start = window.end;
  window.start->rounded = 7 * 24h - 1min;
  window.end.reset();
  CHECK(report::hours_of(window) == "weekly from Sun 23:59 to an unknown time");
  window.start->rounded = 7 * 24h + 9min;
  CHECK(report::hours_of(window) == "weekly from Mon 00:09 to an unknown time");
}

TEST_CASE("all remarks stand behind the sentence, in order") {
  Finding finding = test::night_finding().finding;
  const std::string plain = sentence(finding);
  finding.counts.returned = 1234;
  finding.source = "203.0.113.2";
  finding.taken_elsewhere = true;
  finding.arrivals_unknown = true;
  CHECK(sentence(finding) ==
        plain +
            "; 1,234 were refused for good and went back to the senders; only what 203.0.113.2 "
            "sends is concerned; no mail is late because of it: another host took it; the "
            "log does not say when messages arrived, so first tries are not told from retries");
  finding = test::night_finding().finding;
  finding.year_guessed = true;
  finding.windows.front().period = WindowPeriod::week;
  finding.windows.front().end->rounded = 6 * 24h;
  CHECK(sentence(finding) ==
        "cox.example refuses our mail weekly from Mon 17:00 to Sun 00:00 (UTC-07:00) with 421 "
        "AUP#CXCNCT, since 2 June 2020: refused 208 of 208 tries between Mon 17:00 and Sun 00:00; "
        "accepted all 234 at other hours; on 3 of 3 weeks; the log states no year, so the days of "
        "the week rest on a guess");
}

TEST_CASE("who refuses, and for whom") {
  Finding finding = test::quota_finding().finding;
  finding.rule.reset();
  finding.address = "192.0.2.7";
  finding.domains = {"a.example", "b.example", "c.example"};
  CHECK(sentence(finding) ==
        "rate.example at [192.0.2.7] refuses what exceeds a quota for a.example, b.example, "
        "c.example with 450 4.7.1 (refused 100 of 400 tries)");
  finding.domains.emplace_back("d.example");
  finding.code.clear();
  CHECK(sentence(finding) ==
        "rate.example at [192.0.2.7] refuses what exceeds a quota for a.example, b.example, "
        "c.example and 1 more (refused 100 of 400 tries)");
  finding.domains = {"rate.example", "b.example"};
  CHECK(sentence(finding).find(" for rate.example, b.example (") != std::string::npos);
  finding.domains = {"other.example"};
  CHECK(sentence(finding).find(" for other.example (") != std::string::npos);
}

TEST_CASE("windows in one breath: three of them, and such as hold on other days") {
  Finding finding = test::night_finding().finding;
  Window noon = finding.windows.front();
  noon.start->rounded = 12h;
  noon.end->rounded = 13h;
  Window workdays = noon;
  workdays.days[5] = workdays.days[6] = OnDay::no;
  Window weekly = noon;
  weekly.period = WindowPeriod::week;
  const auto hours = [&](const Window& second, const Window& third) {
    finding.windows.resize(1);
    finding.windows.push_back(second);
    finding.windows.push_back(third);
    const std::string text = sentence(finding);
    const std::size_t at = text.find(" (UTC");
    return text.substr(20, at - 20);
  };
  CHECK(hours(noon, noon) ==
        "our mail every day from 17:00 to 07:00, from 12:00 to 13:00 and from 12:00 to 13:00");
  CHECK(hours(workdays, workdays) ==
        "our mail every day from 17:00 to 07:00, Mon-Fri from 12:00 to 13:00 and from 12:00 to "
        "13:00");
  CHECK(hours(weekly, noon) ==
        "our mail every day from 17:00 to 07:00, weekly from Mon 12:00 to Mon 13:00 and every day "
        "from 12:00 to 13:00");
  CHECK(hours(weekly, weekly) ==
        "our mail every day from 17:00 to 07:00, weekly from Mon 12:00 to Mon 13:00 and weekly "
        "from Mon 12:00 to Mon 13:00");
}

TEST_CASE("occurrences are counted over all windows") {
  Finding finding = test::night_finding().finding;
  finding.windows.front().occurrences_accepted = 2;
  CHECK(sentence(finding).ends_with("; on 3 of 5 days"));
  finding.windows.push_back(finding.windows.front());
  finding.windows.back().occurrences_refused = 4;
  CHECK(sentence(finding).ends_with("; 7 of 11 times"));
  CHECK(report::occurrences_of({}).unit == std::string("days"));
  // Both are over: neither is the earlier one.
  for (Window& window : finding.windows) window.ended = true;
  finding.windows[1].last_seen += 24h;
  CHECK(sentence(finding).find(
            "; and every day from 17:00 to 07:00, since 2 June 2020 until 6 June 2020") !=
        std::string::npos);
}

TEST_CASE("trouble of ours is told with its rule where it follows no clock") {
  Finding finding = test::quota_finding().finding;
  finding.kind = FindingKind::local;
  finding.hosts = {"a.example"};
  Rule rule;
  rule.model = Model::episodic;
  const Instant day = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 3));
  rule.spans = {{day, day + 1h}, {day + 5h, day + 6h + 30min}};
  finding.rule = rule;
  CHECK(sentence(finding) ==
        "1 remote could not be reached at the same time: 2 times, last 2020-06-03 05:00 to "
        "2020-06-03 06:30 UTC: look at our own network and name server first");
  finding.rule.reset();
  CHECK(sentence(finding) ==
        "1 remote could not be reached at the same time: look at our own network and name server "
        "first");
}

TEST_CASE("what the log does not tell apart is named") {
  Finding finding = test::quota_finding().finding;
  finding.kind = FindingKind::ambiguous;
  finding.candidates = {FindingKind::quota, FindingKind::greylist, FindingKind::curfew};
  CHECK(sentence(finding) ==
        "rate.example refuses our mail with 450 4.7.1: it may be a quota, greylisting or closed "
        "hours, this log does not tell which (refused 100 of 400 tries)");
  finding.candidates.pop_back();
  CHECK(sentence(finding) ==
        "rate.example refuses our mail with 450 4.7.1: it may be a quota or greylisting, this log "
        "does not tell which (refused 100 of 400 tries)");
  finding.kind = FindingKind::insufficient;
  finding.candidates.clear();
  finding.missing.clear();
  CHECK(sentence(finding) ==
        "rate.example refuses our mail with 450 4.7.1: too little mail to tell why (refused 100 of "
        "400 tries)");
}

TEST_CASE("each rule is told in words, to its last number") {
  const Instant day = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 3));
  Rule rule;
  const auto told = [&](Model model) {
    rule.model = model;
    return report::rule_of(rule, {});
  };
  rule.threshold = 1200;
  CHECK(told(Model::quota_minute) == "after 1,200 messages in a minute");
  CHECK(told(Model::quota_hour) == "after 1,200 messages in a clock hour");
  CHECK(told(Model::quota_day) == "after 1,200 messages a day");
  rule.threshold = 0;
  CHECK(
      told(Model::concurrency) ==
      "when too many of our sessions are open, as its replies say; the log does not tell how many");
  rule.threshold = 1;
  CHECK(told(Model::concurrency) == "when 1 or more of our sessions are open");
  rule.delay = 59s;
  CHECK(told(Model::greylist) == "first tries are refused, retries accepted");
  rule.delay = 60s;
  CHECK(told(Model::greylist) == "accepted after a wait of at most 1 min");
  rule.least_delay = 30s;
  CHECK(told(Model::greylist) == "accepted after a wait of about 1 min");
  rule.least_delay = 29s;
  CHECK(told(Model::greylist) == "accepted after a wait of at most 1 min");
  rule.delay = 20min;
  rule.least_delay = 0s;
  CHECK(told(Model::greylist) == "accepted after a wait of at most 20 min");
  rule.keys = {"a", "b", "c"};
  CHECK(told(Model::sender) == "a, b, c");
  CHECK(told(Model::block).empty());
  CHECK(told(Model::outage).empty());
  rule.spans = {{day, day + 1h}};
  CHECK(told(Model::outage) == "1 time, last 2020-06-03 00:00 to 2020-06-03 01:00 UTC");
  CHECK(told(Model::noise).empty());
  rule.since = day;
  CHECK(told(Model::noise).empty());
}

TEST_CASE("the first refusal is the onset where every window's is known") {
  Finding finding = test::moved_finding().finding;
  CHECK_FALSE(report::onset_of(finding));
  finding.windows.front().onset_known = true;
  CHECK(report::onset_of(finding) == finding.first_refusal);
  finding.windows.clear();
  CHECK_FALSE(report::onset_of(finding));
  finding.rule.emplace();
  CHECK_FALSE(report::onset_of(finding));
  finding.rule->onset_known = true;
  CHECK(report::onset_of(finding) == finding.first_refusal);
}

}  // namespace curfew
