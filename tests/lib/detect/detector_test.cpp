#include "detect/detector.h"

#include <algorithm>
#include <cmath>

#include "detect/compose.h"
#include "scenarios/explain.h"
#include "scenarios/families.h"
#include "scenarios/random.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using scenarios::Case;
using scenarios::explained;

const std::vector<std::uint64_t> seeds{3, 11, 20, 27};

std::vector<Finding> found(const std::vector<scenarios::Attempt>& attempts) {
  Ledger ledger;
  add(attempts, ledger);
  return find(ledger);
}

// Every member that a report shows, as text.
std::string text_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += explained(finding);
  return text;
}

Contact plain(Instant at, Name remote, Name code) {
  Contact one;
  one.time = at;
  one.remote = remote;
  one.code = code;
  one.stratum = ContactStratum::first;
  one.age = 0s;
  return one;
}

const Instant monday = Instant(std::chrono::sys_days(std::chrono::year(2024) / 1 / 8));

// Tried now and then; refused from `from` to `to` o'clock on a clock `east` of UTC.
void add_hours(Ledger& ledger, Name remote, Name code, int from, int to, int days,
               Name host = Name::none, Name source = Name::none, Milliseconds east = 0min,
               bool replied = true) {
  scenarios::Random random(static_cast<std::uint64_t>(remote) * 7 +
                           static_cast<std::uint64_t>(host) + static_cast<std::uint64_t>(source));
  for (int i = 0; i < days * 72; ++i) {
    if (random.chance(0.4)) continue;  // as many every day would rather be a quota
    const Instant at = monday + i * 20min + 13s - east;
    const int hour = i / 3 % 24;
    Contact one = plain(at, remote, hour >= from && hour < to ? code : Name::none);
    one.host = host;
    one.source = source;
    one.replied = replied;
    ledger.add(one);
  }
}

}  // namespace

TEST_CASE("a remote that closes at night is found, with hours, days and the next opening") {
  Ledger ledger;
  Names& names = ledger.names();
  add_hours(ledger, names.of("mx.example"), names.of("421"), 17, 23, 14);
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  const Finding& finding = findings.front();
  INFO(explained(finding));
  CHECK(finding.kind == FindingKind::curfew);
  REQUIRE(finding.windows.size() == 1);
  const Window& window = finding.windows.front();
  REQUIRE(window.start);
  REQUIRE(window.end);
  CHECK(window.start->rounded == 17h);
  CHECK(window.end->rounded == 23h);
  CHECK(window.start->earliest <= 17h);
  CHECK(window.start->latest >= 17h);
  CHECK(std::ranges::all_of(window.days, [](OnDay day) { return day == OnDay::yes; }));
  CHECK(window.occurrences_refused == 14);
  CHECK_FALSE(window.onset_known);
  CHECK(window.first_seen == monday + 17h);
  CHECK(finding.active);
  CHECK_FALSE(finding.next_opening);
  CHECK(finding.next_closing == monday + std::chrono::days(14) + 17h);
  CHECK(finding.zone_status == ZoneStatus::undetermined);
  CHECK(finding.explained == 1);
  CHECK(finding.counts.outside_refused == 0);
  CHECK(finding.q);
}

TEST_CASE("edges are round on the clock they are shown on, however far east that is") {
  struct Place {
    const char* zone;
    Milliseconds east;
  };
  for (const Place& place :
       {Place{"UTC", 0min}, Place{"Asia/Kathmandu", 345min}, Place{"Asia/Kolkata", 330min},
        Place{"Pacific/Chatham", 825min}, Place{"America/St_Johns", -210min}}) {
    Ledger ledger;
    Names& names = ledger.names();
    add_hours(ledger, names.of("mx.example"), names.of("421"), 17, 23, 14, Name::none, Name::none,
              place.east);
    DetectorOptions options;
    options.preferred_zone = TimeZone::named(place.zone);
    const std::vector<Finding> findings = find(ledger, options);
    REQUIRE(findings.size() == 1);
    INFO(explained(findings.front()));
    REQUIRE(findings.front().windows.size() == 1);
    const Window& window = findings.front().windows.front();
    CHECK(window.zone.name() == place.zone);
    CHECK(window.start->rounded == 17h);
    CHECK(window.end->rounded == 23h);
    TimeZone zone = window.zone;
    const WallTime opens = zone.to_wall(window.first_seen);
    CHECK(opens - std::chrono::floor<std::chrono::days>(opens) == 17h);
  }
}

TEST_CASE("too few days are said to be too few, and how many are missing") {
  Ledger ledger;
  Names& names = ledger.names();
  add_hours(ledger, names.of("mx.example"), names.of("421"), 8, 20, 3);
  DetectorOptions strict;
  strict.chance = 0.001;
  const std::vector<Finding> findings = find(ledger, strict);
  REQUIRE(findings.size() == 1);
  INFO(explained(findings.front()));
  CHECK(findings.front().kind == FindingKind::insufficient);
  CHECK(findings.front().candidates == std::vector{FindingKind::curfew});
  CHECK(findings.front().days_missing > 0);
  CHECK(findings.front().days_missing < 30);
  CHECK(findings.front().missing.find("more day") != std::string::npos);
}

TEST_CASE("nothing refused, nothing found") {
  CHECK(find(Ledger()).empty());
  Ledger ledger;
  Names& names = ledger.names();
  add_hours(ledger, names.of("mx.example"), names.of("421"), 0, 0, 5);
  CHECK(find(ledger).empty());
}

TEST_CASE("hosts of one remote that close together are one finding") {
  Ledger ledger;
  Names& names = ledger.names();
  const Name remote = names.of("example");
  for (const char* host : {"mx1.example", "mx2.example", "mx3.example"}) {
    add_hours(ledger, remote, names.of("421"), 17, 23, 10, names.of(host));
  }
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().level == "provider");
  CHECK(findings.front().hosts.size() == 3);
}

TEST_CASE("a host that closes alone is named") {
  Ledger ledger;
  Names& names = ledger.names();
  const Name remote = names.of("example");
  add_hours(ledger, remote, names.of("421"), 17, 23, 10, names.of("mx1.example"));
  add_hours(ledger, remote, names.of("421"), 0, 0, 10, names.of("mx2.example"));
  add_hours(ledger, remote, names.of("421"), 0, 0, 10, names.of("mx3.example"));
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().kind == FindingKind::curfew);
  CHECK(findings.front().level == "host");
  CHECK(findings.front().remote == "mx1.example");
}

TEST_CASE("a rule against one of our addresses is about that address") {
  Ledger ledger;
  Names& names = ledger.names();
  const Name remote = names.of("example");
  const Name code = names.of("421");
  add_hours(ledger, remote, code, 17, 23, 10, Name::none, names.of("192.0.2.1"));
  add_hours(ledger, remote, code, 0, 0, 10, Name::none, names.of("192.0.2.2"));
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().kind == FindingKind::curfew);
  CHECK(findings.front().source == "192.0.2.1");
}

TEST_CASE("one rule that answers with two codes is one finding") {
  Ledger ledger;
  Names& names = ledger.names();
  const Name remote = names.of("mx.example");
  scenarios::Random random(5);
  for (int i = 0; i < 12 * 72; ++i) {
    if (random.chance(0.4)) continue;
    const int hour = i / 3 % 24;
    const Name code = names.of(i % 2 == 0 ? "421" : "451 4.7.1");
    ledger.add(plain(monday + i * 20min, remote, hour >= 17 ? code : Name::none));
  }
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().kind == FindingKind::curfew);
  CHECK(findings.front().code.empty());
}

TEST_CASE("hours in which nobody can be reached are our own trouble, and nobody else's") {
  Ledger ledger;
  Names& names = ledger.names();
  for (const char* remote : {"a.example", "b.example", "c.example", "d.example"}) {
    add_hours(ledger, names.of(remote), names.of("connect timeout"), 2, 5, 12, Name::none,
              Name::none, 0min, false);
  }
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  const Finding& finding = findings.front();
  INFO(explained(finding));
  CHECK(finding.kind == FindingKind::local);
  CHECK(finding.hosts.size() == 4);
  REQUIRE(finding.windows.size() == 1);
  REQUIRE(finding.windows.front().start);
  REQUIRE(finding.windows.front().end);
  CHECK(finding.windows.front().start->rounded == 2h);
  CHECK(finding.windows.front().end->rounded == 5h);
}

TEST_CASE("one remote that answers proves that our network works") {
  Ledger ledger;
  Names& names = ledger.names();
  for (const char* remote : {"a.example", "b.example", "c.example", "d.example"}) {
    add_hours(ledger, names.of(remote), names.of("connect timeout"), 2, 5, 12, Name::none,
              Name::none, 0min, false);
  }
  add_hours(ledger, names.of("e.example"), names.of("421"), 0, 24, 12);
  for (const Finding& finding : find(ledger)) {
    CHECK(finding.kind != FindingKind::local);
  }
}

TEST_CASE("a few answers among many failures do not prove that our network works") {
  // On the average of the slots a share between 2.5 and 5 %, and one above 5 %.
  for (const auto& [answers, is_ours] : {std::pair(12, true), std::pair(24, false)}) {
    Ledger ledger;
    Names& names = ledger.names();
    for (const char* remote : {"a.example", "b.example", "c.example", "d.example"}) {
      add_hours(ledger, names.of(remote), names.of("connect timeout"), 2, 5, 12, Name::none,
                Name::none, 0min, false);
    }
    const Name last = names.of("e.example");
    for (int i = 0; i < answers; ++i) {
      const Instant night = monday + std::chrono::days(i % 12);
      ledger.add(plain(night + 3h + i / 12 * 30min, last, Name::none));
    }
    const std::vector<Finding> findings = find(ledger);
    CHECK(std::ranges::any_of(findings, [](const Finding& one) {
            return one.kind == FindingKind::local;
          }) == is_ours);
  }
}

TEST_CASE(
    "time-outs that end in the next quarter of an hour do not hide when the network was back") {
  // Answered half a minute before five o'clock, or half an hour before it: then it was up.
  for (const auto& [before_the_end, is_ours] : {std::pair(30s, true), std::pair(1800s, false)}) {
    Ledger ledger;
    Names& names = ledger.names();
    const Name code = names.of("connect timeout");
    for (const char* remote : {"a.example", "b.example", "c.example", "d.example"}) {
      const Name name = names.of(remote);
      for (int slot = 0; slot < 12 * 96; ++slot) {
        const Instant at = monday + slot * 15min + 5min;
        const int of_day = slot % 96;
        Contact one = plain(at, name, of_day >= 16 && of_day < 20 ? code : Name::none);
        if (of_day == 20) one = plain(at - 5min + 20s, name, code);  // began before five
        one.replied = false;
        ledger.add(one);
        if (of_day == 19) ledger.add(plain(at + 10min - before_the_end, name, Name::none));
      }
    }
    const std::vector<Finding> findings = find(ledger);
    CHECK(std::ranges::any_of(findings, [](const Finding& one) {
            return one.kind == FindingKind::local;
          }) == is_ours);
  }
}

TEST_CASE("remotes that refuse with a reply at the same hours are not our own trouble") {
  Ledger ledger;
  Names& names = ledger.names();
  for (const char* remote : {"a.example", "b.example", "c.example", "d.example"}) {
    add_hours(ledger, names.of(remote), names.of("421"), 2, 5, 12);
  }
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 4);
  for (const Finding& finding : findings) CHECK(finding.kind == FindingKind::curfew);
}

TEST_CASE("hours that few of many remotes share are theirs") {
  Ledger ledger;
  Names& names = ledger.names();
  for (int i = 0; i < 12; ++i) {
    const std::string remote = "r" + std::to_string(i) + ".example";
    add_hours(ledger, names.of(remote), names.of("421"), 2, i < 3 ? 5 : 2, 12);
  }
  for (const Finding& finding : find(ledger)) CHECK(finding.kind == FindingKind::curfew);
}

TEST_CASE("a change of clocks tells whose clock a rule follows") {
  Ledger ledger;
  Names& names = ledger.names();
  const TimeZone berlin = TimeZone::named("Europe/Berlin");
  const Instant start(std::chrono::sys_days(std::chrono::year(2024) / 10 / 7));
  scenarios::Random random(8);
  for (int i = 0; i < 42 * 96; ++i) {
    if (random.chance(0.4)) continue;
    const Instant at = start + i * 15min + 200s;
    const auto of_day = berlin.to_wall(at).time_since_epoch() % 24h;
    ledger.add(plain(at, names.of("mx.example"),
                     of_day >= 17h && of_day < 22h ? names.of("421") : Name::none));
  }
  const std::vector<Finding> findings = find(ledger);
  REQUIRE(findings.size() == 1);
  const Finding& finding = findings.front();
  INFO(explained(finding));
  REQUIRE(finding.kind == FindingKind::curfew);
  CHECK(finding.zone_status != ZoneStatus::undetermined);
  CHECK(finding.zones_rejected > 100);
  const auto among = [&](const char* zone) {
    return std::ranges::any_of(finding.zones, [&](const ZoneClass& one) {
      return std::ranges::find(one.zones, zone) != one.zones.end();
    });
  };
  CHECK(among("Europe/Berlin"));
  CHECK(finding.windows.front().zone.name() == "Europe/London");
  DetectorOptions options;
  options.preferred_zone = TimeZone::fixed(1h);  // as the stamps of a log have it in winter
  const std::vector<Finding> by_offset = find(ledger, options);
  CHECK(by_offset.front().windows.front().zone.name() == "Europe/Berlin");
  CHECK(by_offset.front().windows.front().start->rounded == 17h);
  CHECK_FALSE(among("UTC"));
  CHECK_FALSE(among("America/New_York"));
}

TEST_CASE("a greylist that says so needs no more than two refusals") {
  for (const bool says : {true, false}) {
    Ledger ledger;
    Names& names = ledger.names();
    const Name remote = names.of("mx.example");
    for (int i = 0; i < 20; ++i) {
      const bool new_here = i == 4 || i == 9;
      Contact one = plain(monday + i * 3h, remote, new_here ? names.of("451") : Name::none);
      one.says_greylisting = new_here && says;
      ledger.add(one);
      if (!new_here) continue;
      Contact again = plain(one.time + 20min, remote, Name::none);
      again.stratum = ContactStratum::retry;
      again.age = 20min;
      ledger.add(again);
    }
    const std::vector<Finding> findings = find(ledger);
    REQUIRE(findings.size() == (says ? 1 : 0));
    if (says) CHECK(findings.front().kind == FindingKind::greylist);
  }
}

TEST_CASE("renaming a remote changes its name alone") {
  for (const std::uint64_t seed : seeds) {
    const Case one = scenarios::curfew_case(seed, "a.example");
    const Case same = scenarios::curfew_case(seed, "zzz.example");
    std::vector<Finding> renamed = found(same.attempts);
    std::vector<Finding> plainly = found(one.attempts);
    REQUIRE(renamed.size() == plainly.size());
    for (std::size_t i = 0; i < renamed.size(); ++i) {
      CHECK(renamed[i].id != plainly[i].id);
      renamed[i].remote = plainly[i].remote;
      renamed[i].id = plainly[i].id;
    }
    CHECK(text_of(renamed) == text_of(plainly));
  }
}

TEST_CASE("another remote that behaves well changes nothing but q") {
  for (const std::uint64_t seed : seeds) {
    const Case one = scenarios::curfew_case(seed, "a.example");
    Ledger ledger;
    Names& names = ledger.names();
    add_hours(ledger, names.of("good.example"), names.of("421"), 0, 0, 20);
    add(one.attempts, ledger);
    DetectorOptions options;
    std::vector<Finding> together;
    options.end = Instant(std::chrono::milliseconds(std::llround(one.attempts.back().time * 1000)));
    together = find(ledger, options);
    CHECK(text_of(together) == text_of(found(one.attempts)));
  }
}

TEST_CASE("a shift by whole weeks shifts the finding") {
  for (const std::uint64_t seed : seeds) {
    const Case one = scenarios::curfew_case(seed, "a.example");
    if (one.windows.front().zone == "America/New_York") continue;  // clocks are no weeks
    Case later = one;
    for (scenarios::Attempt& attempt : later.attempts) attempt.time += 5 * 7 * 86'400.0;
    const std::vector<Finding> before = found(one.attempts);
    const std::vector<Finding> after = found(later.attempts);
    REQUIRE(before.size() == after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      CHECK(before[i].kind == after[i].kind);
      CHECK(before[i].ln_p == after[i].ln_p);
      CHECK(before[i].windows.size() == after[i].windows.size());
    }
  }
}

TEST_CASE("adding the parts of a log gives the findings of the whole") {
  for (const std::uint64_t seed : seeds) {
    const Case one = scenarios::curfew_case(seed, "a.example");
    Ledger first;
    Ledger second;
    // Cut at a quiet hour: what was accepted in the last hour is counted by each part alone.
    auto cut = one.attempts.begin() + static_cast<long>(one.attempts.size() / 2);
    while (cut != one.attempts.end() && cut->time - (cut - 1)->time < 3700) ++cut;
    std::vector<scenarios::Attempt> later(cut, one.attempts.end());
    const std::vector<scenarios::Attempt> earlier(one.attempts.begin(), cut);
    // Ages begin with each message's first attempt, in whichever part.
    std::erase_if(later, [&](const scenarios::Attempt& attempt) {
      return std::ranges::find(earlier, attempt.message, &scenarios::Attempt::message) !=
             earlier.end();
    });
    std::vector<scenarios::Attempt> all = earlier;
    all.insert(all.end(), later.begin(), later.end());
    add(earlier, first);
    add(later, second);
    second.add(first);
    CHECK(text_of(find(second)) == text_of(found(all)));
  }
}

TEST_CASE("what there is too little of is said, and not of what there is much") {
  detect::Draft draft;
  Finding& finding = draft.finding;
  finding.kind = FindingKind::insufficient;
  const auto missing = [&](std::uint64_t refused, std::uint64_t accepted) {
    finding.counts.messages_refused = refused;
    finding.counts.accepted = accepted;
    detect::describe_missing(-10, draft);
    return finding.missing;
  };
  CHECK(missing(1, 300) == "1 message refused at its first try is too few to tell");
  CHECK(missing(4, 300) == "4 messages refused at their first try are too few to tell");
  CHECK(missing(143, 0) == "nothing was accepted to compare with");
  CHECK(missing(143, 9) == "only 9 accepted, too few to compare with");
  CHECK(missing(0, 300) == "no message is known to have been refused at its first try");
  CHECK(missing(143, 300) == "no explanation is clearly better than chance or than another");
  finding.candidates = {FindingKind::quota, FindingKind::greylist};
  CHECK(missing(143, 300) == "the log does not tell them apart yet");
}

}  // namespace curfew
