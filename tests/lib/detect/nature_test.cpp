// What refusals speak of, and what they therefore can and cannot be.
#include <algorithm>
#include <set>

#include "detect/detector.h"
#include "detect/kinds.h"
#include "scenarios/explain.h"
#include "scenarios/families.h"
#include "scenarios/random.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using scenarios::explained;

const Instant monday = Instant(std::chrono::sys_days(std::chrono::year(2024) / 1 / 8));

// Contacts of one remote, each with a message of its own.
class Log {
 public:
  Contact& at(Instant time, const char* code = nullptr) {
    contact_ = {};
    contact_.time = time;
    contact_.remote = ledger_.names().of(remote);
    if (code != nullptr) contact_.code = ledger_.names().of(code);
    contact_.stratum = ContactStratum::first;
    contact_.age = 0s;
    contact_.reply_code = 421;
    recipient_ = "r" + std::to_string(count_++ % 20) + "@there.example";
    contact_.recipient = recipient_;
    return contact_;
  }
  void add() { ledger_.add(contact_); }
  void add(Instant time, const char* code = nullptr) {
    at(time, code);
    add();
  }
  Name name(const char* word) { return ledger_.names().of(word); }
  std::vector<Finding> find() const { return curfew::find(ledger_); }
  Finding only() const {
    std::vector<Finding> found = find();
    REQUIRE(found.size() == 1);
    INFO(explained(found.front()));
    return found.front();
  }

  const char* remote = "there.example";

 private:
  Ledger ledger_;
  Contact contact_;
  std::string recipient_;
  int count_ = 0;
};

// As many contacts every day would rather be a quota.
bool skipped(int i) {
  return scenarios::Random(static_cast<std::uint64_t>(i) * 7919 + 3).chance(0.4);
}

bool is_among(const std::vector<Finding>& findings, FindingKind kind) {
  return std::ranges::any_of(findings, [&](const Finding& one) { return one.kind == kind; });
}

}  // namespace

TEST_CASE("what never took anything is a block since before the log begins") {
  Log log;
  for (int i = 0; i < 10; ++i) log.add(monday + i * 5h, "554");
  const Finding finding = log.only();
  CHECK(finding.kind == FindingKind::block);
  REQUIRE(finding.rule);
  CHECK_FALSE(finding.rule->onset_known);
  CHECK(attention_of(finding) == Attention::act);
}

TEST_CASE("four mails, or five within a day, are no block") {
  Log few;
  for (int i = 0; i < 4; ++i) few.add(monday + i * 12h, "554");
  CHECK_FALSE(is_among(few.find(), FindingKind::block));
  Log soon;
  for (int i = 0; i < 8; ++i) soon.add(monday + i * 2h, "554");
  CHECK_FALSE(is_among(soon.find(), FindingKind::block));
}

TEST_CASE("mail to one recipient that is never taken is no block of ours") {
  Log log;
  for (int i = 0; i < 10; ++i) {
    log.at(monday + i * 5h, "554").recipient = "one@there.example";
    log.add();
  }
  CHECK_FALSE(is_among(log.find(), FindingKind::block));
}

TEST_CASE("what never answered was out of reach all the time") {
  Log log;
  for (int i = 0; i < 12; ++i) {
    log.at(monday + i * 5h, "connect timeout").replied = false;
    log.add();
  }
  CHECK(log.only().kind == FindingKind::outage);
}

TEST_CASE("the fourth message of a connection is refused") {
  Log log;
  for (int i = 0; i < 200; ++i) {
    const auto use = static_cast<std::uint32_t>(i % 4 + 1);
    log.at(monday + i * 1h + use * 1s, use == 4 ? "421 4.4.2" : nullptr).connection_use = use;
    log.add();
  }
  const Finding finding = log.only();
  CHECK(finding.kind == FindingKind::limit);
  REQUIRE(finding.rule);
  CHECK(finding.rule->model == Model::connection_messages);
  CHECK(finding.rule->threshold == 4);
}

TEST_CASE("a limit that lets some through is none") {
  Log log;
  for (int i = 0; i < 400; ++i) {
    const auto use = static_cast<std::uint32_t>(i % 4 + 1);
    const bool refused = use == 4 && i % 8 < 4;
    log.at(monday + i * 1h + use * 1s, refused ? "421 4.4.2" : nullptr).connection_use = use;
    log.add();
  }
  CHECK_FALSE(is_among(log.find(), FindingKind::limit));
}

namespace {

// First attempts are refused; retries are, until the message has waited so long.
void greylist(Log& log, std::uint16_t reply_code, std::chrono::seconds delay) {
  for (int i = 0; i < 60; ++i) {
    const Instant first = monday + i * 3h;
    log.at(first, "450").reply_code = reply_code;
    log.add();
    for (const std::chrono::seconds waited : {delay - 20s, delay + 20s}) {
      Contact& again = log.at(first + waited, waited < delay ? "450" : nullptr);
      again.stratum = ContactStratum::retry;
      again.age = waited;
      again.reply_code = reply_code;
      again.refused_before = log.name("450");
      again.waited = waited;
      log.add();
    }
  }
}

}  // namespace

TEST_CASE("a greylist's delay lies between the last refusal and the first acceptance") {
  Log log;
  greylist(log, 450, 300s);
  const Finding finding = log.only();
  CHECK(finding.kind == FindingKind::greylist);
  REQUIRE(finding.rule);
  CHECK(finding.rule->least_delay >= 250s);
  CHECK(finding.rule->least_delay <= 280s);
  CHECK(finding.rule->delay >= 300s);
  CHECK(finding.rule->delay <= 350s);
}

TEST_CASE("what is refused for good is no greylisting, and neither is a wait of a day") {
  Log last;
  greylist(last, 550, 300s);
  CHECK_FALSE(is_among(last.find(), FindingKind::greylist));
  Log long_wait;
  greylist(long_wait, 450, 20h);
  CHECK_FALSE(is_among(long_wait.find(), FindingKind::greylist));
}

TEST_CASE("two codes that keep different hours are two findings") {
  Log log;
  for (int i = 0; i < 14 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    const char* code = hour >= 12 && hour < 14 ? "452" : hour >= 18 && hour < 21 ? "451" : nullptr;
    log.add(monday + i * 20min + (i / 72) * 7s, code);
  }
  const std::vector<Finding> findings = log.find();
  REQUIRE(findings.size() == 2);
  std::set<std::string> ids;
  for (const Finding& finding : findings) {
    INFO(explained(finding));
    CHECK(finding.kind == FindingKind::curfew);
    CHECK(finding.windows.size() == 1);
    CHECK(finding.codes.empty());
    ids.insert(finding.id);
  }
  CHECK(ids.size() == 2);
}

TEST_CASE("two windows of one code do not touch") {
  Log log;
  for (int i = 0; i < 14 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    const bool refused = hour >= 22 || hour < 4 || hour == 12;
    log.add(monday + i * 20min + (i / 72) * 7s, refused ? "450" : nullptr);
  }
  const Finding finding = log.only();
  REQUIRE(finding.windows.size() == 2);
  for (const Window& window : finding.windows) {
    REQUIRE(window.start);
    REQUIRE(window.end);
    const bool night = window.start->rounded == 22h && window.end->rounded == 4h;
    const bool noon = window.start->rounded == 12h && window.end->rounded == 13h;
    CHECK((night || noon));
  }
}

TEST_CASE("one acceptance on the last day is no end of hours that often let mail through") {
  Log log;
  for (int i = 0; i < 14 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    log.add(monday + i * 20min + (i / 72) * 7s,
            hour >= 17 && hour < 23 && i % 5 != 0 ? "421" : nullptr);
  }
  for (int hour = 0; hour < 17; ++hour) log.add(monday + std::chrono::days(14) + hour * 1h);
  log.add(monday + std::chrono::days(14) + 18h);
  const Finding finding = log.only();
  INFO(explained(finding));
  CHECK(finding.kind == FindingKind::curfew);
  REQUIRE(finding.windows.size() == 1);
  CHECK_FALSE(finding.windows.front().ended);
}

TEST_CASE("where a block and an outage explain nearly as much it is a block") {
  Log log;
  for (int i = 0; i < 60; ++i) log.add(monday + i * 1h);
  for (int i = 60; i < 120; ++i) log.add(monday + i * 1h, "450");
  log.add(monday + 121h);
  CHECK(log.only().kind == FindingKind::block);
}

TEST_CASE("one mail that passes at the end makes no outage of a block, three do") {
  const auto ends_with = [](int passing) {
    Log log;
    for (int i = 0; i < 120; ++i) {
      log.add(monday + i / 4 * 4h + i % 4 * 1min, i < 60 ? nullptr : "450");
    }
    for (int i = 0; i < passing; ++i) log.add(monday + 121h + i * 1min);
    const Finding finding = log.only();
    INFO(explained(finding));
    return finding.kind;
  };
  CHECK(ends_with(1) == FindingKind::block);
  CHECK(ends_with(3) == FindingKind::outage);
}

TEST_CASE("what is claimed alone is only suspected among many tests that found nothing") {
  bool tried = false;
  for (std::uint64_t seed = 1; seed < 200 && !tried; ++seed) {
    const scenarios::Case weak = scenarios::nightly_case(seed, 5, 7);
    Ledger ledger;
    add(weak.attempts, ledger);
    const std::vector<Finding> alone = find(ledger);
    if (alone.empty() || alone.front().kind != FindingKind::curfew || alone.front().ln_p < -8) {
      continue;
    }
    tried = true;
    for (int i = 0; i < 600; ++i) {
      const std::string remote = "r" + std::to_string(i) + ".example";
      add(scenarios::null_case(static_cast<std::uint64_t>(i) + 5000, remote).attempts, ledger);
    }
    for (const Finding& finding : find(ledger)) {
      if (finding.remote != "remote.example") continue;
      INFO(explained(finding));
      CHECK(finding.kind == FindingKind::insufficient);
      CHECK(finding.q > 0.05);
      CHECK(std::ranges::find(finding.candidates, FindingKind::curfew) != finding.candidates.end());
    }
  }
  CHECK(tried);
}

TEST_CASE("a domain behind a relay is named, and its hours are its own") {
  Log log;
  log.remote = "relay.example";
  for (int i = 0; i < 14 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    const bool theirs = i % 2 == 0;
    Contact& one = log.at(monday + i * 20min + (i / 72) * 7s,
                          theirs && hour >= 17 && hour < 23 ? "450" : nullptr);
    one.domain = log.name(theirs ? "night.example" : "day.example");
    log.add();
  }
  const Finding finding = log.only();
  INFO(explained(finding));
  CHECK(finding.kind == FindingKind::curfew);
  CHECK(finding.domains == std::vector<std::string>{"night.example"});
  CHECK(finding.counts.inside_accepted == 0);
}

TEST_CASE("an address that refuses beside one that accepts is named") {
  Log log;
  for (int i = 0; i < 100; ++i) {
    Contact& one = log.at(monday + i * 3h, "550 5.7.1");
    one.address = 1;
    one.address_text = "2001:db8::1";
    log.add();
    log.at(monday + i * 3h + 1s).address = 2;
    log.add();
  }
  const Finding finding = log.only();
  CHECK(finding.kind == FindingKind::block);
  CHECK(finding.address == "2001:db8::1");
  CHECK(finding.taken_elsewhere);
  CHECK(finding.remote == "there.example");
}

TEST_CASE("where no arrivals are told a clear window is found, and said to be weaker") {
  Log log;
  for (int i = 0; i < 14 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    log.at(monday + i * 20min + (i / 72) * 7s, hour >= 17 && hour < 23 ? "421" : nullptr).stratum =
        ContactStratum::unknown;
    log.add();
  }
  const Finding finding = log.only();
  CHECK(finding.kind == FindingKind::curfew);
  CHECK(finding.arrivals_unknown);
}

TEST_CASE("refusals whose cause is known are a block, though one recipient alone was written to") {
  Log log;
  for (int i = 0; i < 10; ++i) {
    Contact& one = log.at(monday + i * 5h, "554");
    one.recipient = "one@there.example";
    one.cause = Cause::reputation;
    log.add();
  }
  CHECK(log.only().kind == FindingKind::block);
}

TEST_CASE("a limit that was met at one moment only may have had any cause") {
  for (const int moments : {1, 10}) {
    Log log;
    for (int i = 0; i < 400; ++i) {
      log.at(monday + i * 1h).sessions = i % 3 == 0 ? 5 : 1;
      log.add();
    }
    for (int i = 0; i < 40; ++i) {
      const Instant moment = monday + (i % moments + 1) * 29h + 5min;
      log.at(moment + i * 10s, "421 4.7.0").sessions = 9;
      log.add();
      log.at(moment + i * 10s + 5s).sessions = 1;
      log.add();
    }
    const std::vector<Finding> findings = log.find();
    INFO(moments << explained(findings.front()));
    CHECK(is_among(findings, FindingKind::concurrency) == (moments > 1));
  }
}

TEST_CASE("too many sessions are believed where the replies say so and several are open") {
  struct Said {
    Cause cause;
    std::uint32_t open;
  };
  for (const Said& said : {Said{Cause::concurrency, 3}, Said{Cause::unknown, 3},
                           Said{Cause::concurrency, 1}, Said{Cause::concurrency, 0}}) {
    Log log;
    for (int i = 0; i < 600; ++i) {
      const bool refused = scenarios::Random(static_cast<std::uint64_t>(i) + 99).chance(0.09);
      Contact& one = log.at(monday + i * 47min, refused ? "421 4.7.0" : nullptr);
      one.sessions = said.open;
      if (one.code != Name::none) one.cause = said.cause;
      log.add();
    }
    const Finding finding = log.only();
    INFO(explained(finding));
    if (said.cause == Cause::concurrency && said.open > 1) {
      CHECK(finding.kind == FindingKind::concurrency);
      REQUIRE(finding.rule);
      CHECK(finding.rule->threshold == 0);
    } else {
      CHECK(finding.kind == FindingKind::noise);
    }
  }
}

TEST_CASE("what is over asks nobody to act") {
  Log log;
  for (int i = 0; i < 20 * 72; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    const bool holds = i < 12 * 72 && hour >= 17 && hour < 23;
    log.add(monday + i * 20min + (i / 72) * 7s, holds ? "421" : nullptr);
  }
  const Finding finding = log.only();
  REQUIRE(finding.kind == FindingKind::curfew);
  CHECK_FALSE(finding.active);
  CHECK(attention_of(finding) == Attention::know);
}

TEST_CASE("a weekday rule began before the log, where only a weekend is known before") {
  Log log;
  // From a Friday noon on; Monday to Friday from 9 to 11 it refuses.
  const Instant friday = monday + std::chrono::days(4) + 12h;
  for (int i = 0; i < 10 * 96; ++i) {
    const Instant at = friday + i * 15min + 13s;
    const auto into_week = (at - monday) % std::chrono::days(7);
    const auto hour = into_week % std::chrono::days(1) / 1h;
    const bool weekday = into_week < std::chrono::days(5);
    log.add(at, weekday && hour >= 9 && hour < 11 ? "421" : nullptr);
  }
  const Finding finding = log.only();
  INFO(explained(finding));
  REQUIRE(finding.kind == FindingKind::curfew);
  CHECK_FALSE(finding.windows.front().onset_known);
  CHECK(finding.windows.front().days[5] == OnDay::no);
}

TEST_CASE("hours that let through as much each day are hours, unless the replies name a quota") {
  for (const Cause said : {Cause::unknown, Cause::rate}) {
    Log log;
    for (int i = 0; i < 24 * 19; ++i) {
      const int hour = i % 24;
      const bool shut = hour >= 17 || hour < 7;
      Contact& one = log.at(monday + i * 1h, shut ? "421 4.7.0" : nullptr);
      if (shut) one.cause = said;
      log.add();
    }
    const FindingKind kind = log.only().kind;
    CHECK(kind == (said == Cause::rate ? FindingKind::quota : FindingKind::curfew));
  }
}

TEST_CASE("a greylist that says so has no hours, where another code of the remote has them") {
  Log log;
  scenarios::Random random(7);
  for (int i = 0; i < 20 * 96; ++i) {
    const Instant at = monday + i * 15min + 20s;
    const int hour = i / 4 % 24;
    const bool shut = hour >= 11 && hour < 18;
    const bool greylisted = random.chance(shut ? 0.6 : 0.12);
    Contact& first = log.at(at, greylisted ? "450 4.2.0" : shut ? "421 4.3.2" : nullptr);
    first.says_greylisting = greylisted;
    log.add();
    if (!greylisted) continue;
    Contact& again = log.at(at + 8min, shut ? "421 4.3.2" : nullptr);
    again.stratum = ContactStratum::retry;
    again.age = again.waited = 480s;
    again.refused_before = log.name("450 4.2.0");
    log.add();
  }
  for (const Finding& finding : log.find()) {
    INFO(explained(finding));
    CHECK(finding.kind ==
          (finding.code == "421 4.3.2" ? FindingKind::curfew : FindingKind::greylist));
  }
}

TEST_CASE("what asks to act stands in the order of what it costs, our own trouble first") {
  const std::vector<FindingKind> order{
      FindingKind::local,       FindingKind::curfew, FindingKind::block,  FindingKind::quota,
      FindingKind::concurrency, FindingKind::limit,  FindingKind::sender, FindingKind::recipient};
  for (std::size_t i = 1; i < order.size(); ++i) {
    CHECK(detect::traits(order[i]).attention == Attention::act);
    CHECK(detect::traits(order[i - 1]).order < detect::traits(order[i]).order);
  }
}

TEST_CASE("recipients of a message too many are no quota where the replies say so") {
  for (const Cause said : {Cause::session_limit, Cause::unknown}) {
    Log log;
    for (int i = 0; i < 900; ++i) {
      const Instant at = monday + i * 43min;
      const int recipients = i % 8 == 0 ? 5 : 1;
      for (int one = 1; one <= recipients; ++one) {
        const bool refused = one > 3;
        Contact& contact = log.at(at + one * 10ms, refused ? "452 4.5.3" : nullptr);
        contact.recipients = static_cast<std::uint32_t>(recipients);
        if (refused) contact.cause = said;
        log.add();
      }
    }
    const Finding finding = log.only();
    INFO(explained(finding));
    CHECK(finding.kind == (said == Cause::unknown ? FindingKind::quota : FindingKind::limit));
  }
}

TEST_CASE("an hour or two in which mail is taken is a quota soon used up, if replies say so") {
  for (const Cause said : {Cause::rate, Cause::unknown}) {
    Log log;
    scenarios::Random random(5);
    for (int i = 0; i < 20 * 96; ++i) {
      if (random.chance(0.3)) continue;
      const int quarter = i % 96;
      const bool open = quarter >= 88 && quarter < 94;
      Contact& one = log.at(monday + i * 15min + 9s, open ? nullptr : "452 4.5.3");
      if (!open) one.cause = said;
      log.add();
    }
    const Finding finding = log.only();
    INFO(explained(finding));
    CHECK(finding.kind == (said == Cause::rate ? FindingKind::quota : FindingKind::curfew));
  }
}

TEST_CASE("few days of hours are suspected, and it is said how many more would tell") {
  Log log;
  for (int i = 0; i < 2 * 72 + 66; ++i) {
    if (skipped(i)) continue;
    const int hour = i / 3 % 24;
    log.add(monday + i * 20min + (i / 72) * 7s, hour >= 17 && hour < 20 ? "421" : nullptr);
  }
  const Finding finding = log.only();
  INFO(explained(finding));
  CHECK(finding.kind == FindingKind::insufficient);
  REQUIRE_FALSE(finding.candidates.empty());
  CHECK(finding.candidates.front() == FindingKind::curfew);
  CHECK(finding.missing ==
        "refused at these hours on 3 days; about 1 more day like these would tell it from chance");
}

TEST_CASE("one message a night and its retries make hours suspected, if the nights are alike") {
  struct Night {
    int from = 0;  // hours since the first midnight
    int to = 0;
  };
  struct Example {
    std::vector<Night> nights;
    bool suspected = false;
  };
  const Example example = GENERATE(
      Example{{{26, 37}, {49, 61}}, true}, Example{{{26, 28}, {50, 52}}, true},
      Example{{{25, 37}, {55, 60}}, true}, Example{{{26, 46}, {50, 70}}, true},
      Example{{{26, 37}}, false}, Example{{{25, 37}, {57, 60}}, false},  // little in common
      Example{{{26, 32}, {58, 64}}, false},                              // one after the other
      Example{{{26, 47}, {50, 71}}, false});                             // nearly all day
  Log log;
  for (int half = 0; half < 2 * 76; ++half) {
    const int hour = half / 2;
    const auto night = std::ranges::find_if(
        example.nights, [&](const Night& one) { return one.from <= hour && hour < one.to; });
    const Instant time = monday + half * 30min + 5min;
    if (night != example.nights.end()) {
      const bool first = half == 2 * night->from;
      log.at(time, "421").stratum = first ? ContactStratum::first : ContactStratum::retry;
      log.add();
    } else if (hour < 24 || hour % 24 >= 13) {
      log.add(time, nullptr);
    }
  }
  const Finding finding = log.only();
  INFO(explained(finding));
  CHECK(finding.candidates.empty() == !example.suspected);
  CHECK(finding.kind == FindingKind::insufficient);
  if (!example.suspected) return;
  CHECK(finding.missing.starts_with("refused at these hours on 2 days; about "));
}

}  // namespace curfew
