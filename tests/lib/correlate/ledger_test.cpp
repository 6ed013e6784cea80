#include "correlate/ledger.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <random>

#include "correlate/accepted_lately.h"
#include "correlate/ledger_state.h"
#include "curfew/error.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using correlate::CodeRecord;
using correlate::RemoteRecord;

const Instant noon = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)) + 12h;

Contact contact(Milliseconds after, bool refused, bool first = true) {
  Contact one;
  one.time = noon + after;
  one.remote = Name{1};
  one.host = Name{7};
  one.code = refused ? Name{2} : Name::none;
  one.stratum = first ? ContactStratum::first : ContactStratum::retry;
  one.age = first ? 0s : 600s;
  one.sessions = 2;
  one.recipient = "somebody@example.net";
  one.sender = "me@example.org";
  return one;
}

const RemoteRecord& only(const Ledger& ledger) {
  REQUIRE(ledger.state().remotes.size() == 1);
  return ledger.state().remotes.front();
}

// Contacts as a log has them, with all that is counted of them.
std::vector<Contact> varied(unsigned seed, Names& names, std::vector<std::string>& words) {
  std::mt19937 random(seed);
  const auto below = [&](unsigned most) { return static_cast<std::uint32_t>(random() % most); };
  std::vector<Contact> all;
  words.clear();
  for (int i = 0; i < 8; ++i) words.push_back("u" + std::to_string(i) + "@example.net");
  for (int i = 0; i < 600; ++i) {
    Contact one = contact(i * 13min + below(600'000) * 1ms, below(3) == 0);
    one.source = names.of("192.0.2." + std::to_string(below(2)));
    one.remote = names.of("remote" + std::to_string(below(3)) + ".example");
    one.host = names.of("mx" + std::to_string(below(80)) + ".example");
    if (one.code != Name::none) one.code = names.of(below(2) == 0 ? "421" : "450 4.7.1");
    one.stratum = static_cast<ContactStratum>(below(4));
    one.returned = below(9) == 0 && one.code != Name::none;
    one.new_message = below(2) == 0;
    one.newly_deferred = one.new_message && one.code != Name::none;
    one.reused = below(4) == 0;
    one.asked = below(10) != 0;
    one.unresolved = !one.asked && below(2) == 0;
    one.deferred = !one.asked && below(2) == 0;
    one.expired = !one.asked && below(7) == 0;
    if (!one.asked) one.code = names.of("421");
    one.domain = names.of("domain" + std::to_string(below(5)) + ".example");
    one.most_sessions = below(6);
    one.sessions_exact = below(2) == 0;
    one.connection_use = below(4);
    one.size = below(900'000);
    one.recipient = words[below(8)];
    one.sender = words[below(8)];
    if (below(5) == 0 && one.code == Name::none) {
      one.refused_before = names.of("421");
      one.deferred_by = one.remote;
      one.waited = one.age = 20min + below(9) * 1s;
      one.since_last = 10min;
    }
    all.push_back(one);
  }
  return all;
}

// Each contact given the names of another ledger.
Contact renamed(Contact one, const Names& from, Names& to) {
  for (Name* name : {&one.source, &one.remote, &one.host, &one.code, &one.domain,
                     &one.refused_before, &one.deferred_by}) {
    *name = to.of(from.word(*name));
  }
  return one;
}

}  // namespace

TEST_CASE("a slot keeps first attempts and retries apart, and its first and last moment") {
  Ledger ledger;
  ledger.add(contact(1min, true));
  ledger.add(contact(3min, true, false));
  ledger.add(contact(2min, false));
  const RemoteRecord& remote = only(ledger);
  const correlate::SlotCounts refused = *remote.codes.front().hosts.front().slots.begin();
  CHECK(refused.first == 1);
  CHECK(refused.retry == 1);
  CHECK(refused.earliest == 60 * 72);
  CHECK(refused.latest == 180 * 72);
  CHECK(refused.earliest_first == 60 * 72);
  CHECK(remote.hosts.front().slots.begin()->earliest == 120 * 72);
  CHECK(remote.hosts.front().host == Name{7});
  CHECK(ledger.slots() == 2);
}

TEST_CASE("slots beyond the budget are folded, and contacts stay counted") {
  Ledger ledger(2000);
  constexpr int days = 200;
  for (int hour = 0; hour < 24 * days; ++hour) ledger.add(contact(1h * hour, hour % 2 == 0));
  CHECK(ledger.slots() <= 2032);
  REQUIRE(ledger.folded_before());
  std::uint64_t count = 0;
  const auto add = [&count](const correlate::HostSlots& host) {
    for (const correlate::SlotCounts& one : host.slots) count += one.count();
    CHECK(host.contacts == std::uint64_t{12} * days);
  };
  const RemoteRecord& remote = only(ledger);
  for (const correlate::HostSlots& host : remote.hosts) add(host);
  for (const correlate::HostSlots& host : remote.codes.front().hosts) add(host);
  CHECK(count == std::uint64_t{24} * days);
}

TEST_CASE("the parts of a ledger added in any order give the same bytes, whatever their names") {
  const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
  std::mt19937 random(seed);
  Names names;
  std::vector<std::string> words;
  const std::vector<Contact> all = varied(seed, names, words);
  std::vector<Ledger> parts(2 + seed);
  for (const Contact& one : all) {
    Ledger& part = parts[random() % parts.size()];
    part.add(renamed(one, names, part.names()));
    ++part.traffic_at(one.time).messages;
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::uint8_t> first;
  for (int shuffles = 0; shuffles < 5; ++shuffles) {
    std::ranges::shuffle(order, random);
    Ledger left;   // one after another
    Ledger right;  // in pairs
    for (std::size_t i = 0; i < order.size(); i += 2) {
      Ledger pair;
      pair.add(parts[order[i]]);
      left.add(parts[order[i]]);
      if (i + 1 < order.size()) pair.add(parts[order[i + 1]]);
      if (i + 1 < order.size()) left.add(parts[order[i + 1]]);
      right.add(pair);
    }
    if (first.empty()) first = left.bytes();
    CHECK(left.bytes() == first);
    CHECK(right.bytes() == first);
  }
}

TEST_CASE("the same contacts in any order and any split are one ledger") {
  // Of few hosts, without what counts acceptances before a contact or after the first refusal.
  const auto seed = GENERATE(1U, 2U, 3U);
  std::mt19937 random(seed);
  Names names;
  std::vector<std::string> words;
  std::vector<Contact> all = varied(seed, names, words);
  for (Contact& one : all) {
    one.host = one.code == Name::none ? Name::none : names.of("mx.example");
    one.domain = Name::none;
    if (one.asked && one.code == Name::none) one.asked = false;
    if (!one.asked) one.code = names.of("421");
  }
  const auto bytes_of = [&](std::size_t count) {
    std::vector<Ledger> parts(count);
    for (const Contact& one : all) {
      Ledger& part = parts[random() % count];
      part.add(renamed(one, names, part.names()));
    }
    Ledger sum;
    for (const Ledger& part : parts) sum.add(part);
    return sum.bytes();
  };
  const std::vector<std::uint8_t> whole = bytes_of(1);
  std::ranges::shuffle(all, random);
  CHECK(bytes_of(1) == whole);
  CHECK(bytes_of(7) == whole);
}

TEST_CASE("a ledger read back is the ledger written, and answers the same") {
  const auto seed = GENERATE(1U, 2U, 3U);
  Ledger ledger;
  std::vector<std::string> words;
  for (const Contact& one : varied(seed, ledger.names(), words)) {
    ledger.add(one);
    ledger.traffic_at(one.time).bytes += one.size;
  }
  const std::vector<std::uint8_t> bytes = ledger.bytes();
  const Ledger again = Ledger::of_bytes(bytes);
  CHECK(again.bytes() == bytes);
  CHECK(again.traffic({}) == ledger.traffic({}));
  REQUIRE(again.remotes().size() == ledger.remotes().size());
  for (const Name remote : ledger.remotes()) {
    const Name same = again.names().find(ledger.names().word(remote));
    std::vector<Bucket> mine;
    std::vector<Bucket> theirs;
    for (const auto& series : ledger.answers(remote))
      std::ranges::copy(series.buckets, std::back_inserter(mine));
    for (const auto& series : again.answers(same))
      std::ranges::copy(series.buckets, std::back_inserter(theirs));
    CHECK(std::ranges::is_permutation(mine, theirs));
    CHECK(again.held(same, Name::none) == ledger.held(remote, Name::none));
  }
}

TEST_CASE("what is no ledger, or a damaged one, is refused") {
  Ledger ledger;
  std::vector<std::string> words;
  for (const Contact& one : varied(1, ledger.names(), words)) ledger.add(one);
  const std::vector<std::uint8_t> bytes = ledger.bytes();
  for (std::size_t at = 0; at < bytes.size(); at += 1 + at / 8) {
    std::vector<std::uint8_t> damaged = bytes;
    damaged[at] ^= 0x41;
    CHECK_THROWS_AS(Ledger::of_bytes(damaged), Error);
    damaged = bytes;
    damaged.resize(at);
    CHECK_THROWS_AS(Ledger::of_bytes(damaged), Error);
  }
}

TEST_CASE("a period is counted in whole slots") {
  Ledger ledger;
  Contact one = contact(0min, true);
  one.new_message = one.newly_deferred = true;
  ledger.add(one);
  one.time += 20min;
  one.new_message = one.newly_deferred = false;
  ledger.add(one);
  const auto deferred = [&](Period period) {
    std::uint64_t sum = 0;
    for (const auto& series : ledger.answers(one.remote, period)) sum += series.tally().deferred;
    return sum;
  };
  CHECK(deferred({}) == 2);
  CHECK(deferred({.since = noon + 16min, .until = {}}) == 1);
  CHECK(deferred({.since = noon + 14min, .until = {}}) == 2);
  CHECK(deferred({.since = {}, .until = noon + 15min}) == 1);
  CHECK(deferred({.since = {}, .until = noon + 15min + 1ms}) == 2);
  CHECK(deferred({.since = noon + 30min, .until = {}}) == 0);
}

TEST_CASE("what asked nobody is counted apart from contacts") {
  Ledger ledger;
  Contact asked = contact(0min, true);
  asked.code = Name{2};
  ledger.add(asked);
  Contact unasked = asked;
  unasked.asked = false;
  unasked.deferred = unasked.unresolved = true;
  ledger.add(unasked);
  ledger.add(unasked);
  unasked.deferred = unasked.unresolved = false;
  unasked.expired = true;
  ledger.add(unasked);
  const std::vector<BucketSeries> answers = ledger.answers(asked.remote);
  REQUIRE(answers.size() == 1);
  REQUIRE(answers.front().buckets.size() == 1);
  const BucketCounts& counts = answers.front().buckets.front().counts;
  CHECK(counts.deferred == 1);
  CHECK(counts.first_attempts == 1);
  CHECK(counts.not_contacted == 2);
  CHECK(counts.expired == 1);
}

TEST_CASE("deliveries that a code held up are counted with it, and the longest is known") {
  Ledger ledger;
  for (int i = 1; i <= 9000; ++i) {
    Contact one = contact(i * 1min, false);
    one.refused_before = Name{2};
    one.deferred_by = one.remote;
    one.age = i * 1s;
    one.since_last = 1s;
    ledger.add(one);
  }
  const Waits waits = ledger.waits(Name{1}, Name{2});
  CHECK(waits.count() == 9000);
  CHECK(waits.longest() == 9000s);
  CHECK(std::abs(waits.quantile(0.5) / 1s - 4500) < 300);
  CHECK(ledger.held(Name{1}, Name{2}).size() == 4096);
  CHECK(ledger.waits(Name{1}, Name{2}, {.since = {}, .until = noon + 100min}).longest() >= 90s);
  CHECK(ledger.waits(Name{1}, Name{3}).count() == 0);
}

TEST_CASE("a quantile of waits lies between the two nearest") {
  Waits waits;
  CHECK(waits.quantile(0.5) == 0ms);
  waits.add(10min);
  CHECK(waits.quantile(0.5) == 10min);
  waits.add(30min);
  CHECK(waits.quantile(0.5) == 20min);
  waits.add(20min);
  CHECK(waits.quantile(0.5) == 20min);
  CHECK(waits.quantile(1.0) == 30min);
  CHECK(waits.longest() == 30min);
}

TEST_CASE("a slot is a quarter of an hour of UTC, also before 1970") {
  CHECK(slot_of(Instant(0ms)) == 0);
  CHECK(slot_of(Instant(15min - 1ms)) == 0);
  CHECK(slot_of(Instant(15min)) == 1);
  CHECK(slot_of(Instant(-1ms)) == -1);
  CHECK(start_of(slot_of(Instant(17h + 7min))) == Instant(17h));
}

TEST_CASE("refused recipients are known by name, until there are too many") {
  Ledger ledger;
  const auto refuse = [&](const std::string& recipient) {
    Contact one = contact(1min, true);
    one.recipient = recipient;
    one.sender = {};
    ledger.add(one);
  };
  refuse("somebody@example.net");
  const auto word = [&] {
    return ledger.state().words.word(only(ledger).codes.front().recipients.words().back().word);
  };
  CHECK(word() == "somebody@example.net");
  for (int i = 0; i < 65'600; ++i) refuse("u" + std::to_string(i) + "@example.net");
  CHECK(ledger.state().words.size() == 65'536);
}

TEST_CASE("a flood of refused recipients takes sixteen places") {
  Ledger ledger;
  for (int i = 0; i < 20'000; ++i) {
    Contact one = contact(i * 1s, true);
    const std::string recipient = "u" + std::to_string(i) + "@example.net";
    one.recipient = recipient;
    one.host = Name{static_cast<std::uint32_t>(i + 1)};
    ledger.add(one);
  }
  const CodeRecord& code = only(ledger).codes.front();
  CHECK(code.recipients.words().size() == 16);
  CHECK(code.hosts.size() <= 65);
  CHECK(ledger.memory() < 200'000);
}

TEST_CASE("what was accepted lately is counted by minute, hour and full hour") {
  correlate::AcceptedLately lately;
  const std::int64_t start = 1'700'002'800;  // a full hour
  for (int i = 0; i < 10; ++i) lately.add(start - 300 + i * 60);
  const auto counts = lately.before(start + 241);
  CHECK(counts.hour == 10);
  CHECK(counts.minute == 1);
  CHECK(counts.full_hour == 5);
  CHECK(lately.before(start + 3600 + 240).hour == 1);
}

TEST_CASE("of a busy hour, what is older than a minute is known by the minute") {
  correlate::AcceptedLately lately;
  const std::int64_t start = 1'700'002'800;
  for (int i = 0; i < 3000; ++i) lately.add(start + i);
  CHECK(lately.before(start + 3000).hour == 3000);
  CHECK(lately.before(start + 3000).minute == 60);
  CHECK(lately.memory() < 8192);
  const auto later = lately.before(start + 3600 + 600).hour;
  CHECK(later >= 2340);
  CHECK(later <= 2460);
}

}  // namespace curfew
