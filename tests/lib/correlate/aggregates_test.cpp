#include "curfew/aggregates.h"

#include <algorithm>

#include "correlate/accepted_lately.h"
#include "correlate/aggregate_state.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using correlate::CodeAggregate;
using correlate::RemoteAggregate;

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

const RemoteAggregate& only(const Aggregates& aggregates) {
  REQUIRE(aggregates.state().remotes.size() == 1);
  return aggregates.state().remotes.front();
}

std::vector<Contact> three_days() {
  std::vector<Contact> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back(contact(i * 21min + i * 777ms, i % 5 == 0, i % 3 != 0));
  }
  return all;
}

void require_same(const Aggregates& a, const Aggregates& b) {
  const RemoteAggregate& mine = only(a);
  const RemoteAggregate& theirs = only(b);
  REQUIRE(mine.codes.size() == theirs.codes.size());
  CHECK(mine.hosts.front().slots == theirs.hosts.front().slots);
  CHECK(mine.codes.front().hosts.front().slots == theirs.codes.front().hosts.front().slots);
  CHECK(mine.contacts.first == theirs.contacts.first);
  CHECK(mine.contacts.last == theirs.contacts.last);
  const auto counts = [](const RemoteAggregate& remote) {
    return remote.codes.front().recipients.words().front().count();
  };
  CHECK(counts(mine) == counts(theirs));
}

// Sessions and ages: what does not need the order of time.
std::vector<correlate::Histograms::Cell> timeless(const RemoteAggregate& remote) {
  std::vector<correlate::Histograms::Cell> cells = remote.histograms.cells();
  std::erase_if(cells, [](const auto& cell) { return cell.scale() >= correlate::Scale::minute; });
  return cells;
}

}  // namespace

TEST_CASE("a slot keeps first attempts and retries apart, and its first and last moment") {
  Aggregates aggregates;
  aggregates.add(contact(1min, true));
  aggregates.add(contact(3min, true, false));
  aggregates.add(contact(2min, false));
  const RemoteAggregate& remote = only(aggregates);
  const correlate::SlotCounts refused = *remote.codes.front().hosts.front().slots.begin();
  CHECK(refused.first == 1);
  CHECK(refused.retry == 1);
  CHECK(refused.earliest == 60 * 72);
  CHECK(refused.latest == 180 * 72);
  CHECK(refused.earliest_first == 60 * 72);
  CHECK(remote.hosts.front().slots.begin()->earliest == 120 * 72);
  CHECK(remote.hosts.front().host == Name{7});
  CHECK(aggregates.slots() == 2);
}

TEST_CASE("what is expected changes nothing, of remotes unknown or without acceptances either") {
  Aggregates aggregates;
  aggregates.expect(Name{3});
  aggregates.expect_counts(Name{3});
  CHECK(aggregates.remotes() == 0);
  aggregates.add(contact(1min, true));
  const Name remote = only(aggregates).remote;
  aggregates.expect(remote);
  aggregates.expect_counts(remote);
  CHECK(aggregates.slots() == 1);
}

TEST_CASE("slots beyond the budget are folded, and contacts stay counted") {
  Aggregates aggregates{SlotBudget(2000)};
  constexpr int days = 200;
  for (int hour = 0; hour < 24 * days; ++hour) aggregates.add(contact(1h * hour, hour % 2 == 0));
  CHECK(aggregates.slots() <= 2032);
  REQUIRE(aggregates.folded_before());
  std::uint64_t count = 0;
  const auto add = [&count](const correlate::HostSlots& host) {
    for (const correlate::SlotCounts& one : host.slots) count += one.count();
    CHECK(host.contacts == std::uint64_t{12} * days);
  };
  const RemoteAggregate& remote = only(aggregates);
  for (const correlate::HostSlots& host : remote.hosts) add(host);
  for (const correlate::HostSlots& host : remote.codes.front().hosts) add(host);
  CHECK(count == std::uint64_t{24} * days);
}

TEST_CASE("adding parts gives what adding everything gives") {
  const std::vector<Contact> all = three_days();
  Aggregates whole;
  Aggregates even;
  Aggregates odd;
  for (std::size_t i = 0; i < all.size(); ++i) {
    whole.add(all[i]);
    (i % 2 == 0 ? even : odd).add(all[i]);
  }
  Aggregates one;
  one.add(even);
  one.add(odd);
  Aggregates other;
  other.add(odd);
  other.add(even);
  require_same(whole, one);
  require_same(whole, other);
  CHECK(timeless(only(whole)) == timeless(only(one)));
  CHECK(timeless(only(whole)) == timeless(only(other)));
}

TEST_CASE("contacts in any order give the same slots") {
  std::vector<Contact> all = three_days();
  Aggregates forward;
  for (const Contact& one : all) forward.add(one);
  Aggregates backward;
  std::ranges::reverse(all);
  for (const Contact& one : all) backward.add(one);
  require_same(forward, backward);
  CHECK(timeless(only(forward)) == timeless(only(backward)));
}

TEST_CASE("each refused recipient is known by name once it was counted twice") {
  Aggregates aggregates;
  aggregates.add(contact(1min, true));
  const auto& word = only(aggregates).codes.front().recipients.words().front();
  CHECK(word.word == Name::none);
  aggregates.add(contact(2min, true));
  CHECK(aggregates.state().words.word(
            only(aggregates).codes.front().recipients.words().front().word) ==
        "somebody@example.net");
}

TEST_CASE("a flood of refused recipients takes sixteen places") {
  Aggregates aggregates;
  for (int i = 0; i < 20'000; ++i) {
    Contact one = contact(i * 1s, true);
    const std::string recipient = "u" + std::to_string(i) + "@example.net";
    one.recipient = recipient;
    one.host = Name{static_cast<std::uint32_t>(i + 1)};
    aggregates.add(one);
  }
  const CodeAggregate& code = only(aggregates).codes.front();
  CHECK(code.recipients.words().size() == 16);
  CHECK(code.hosts.size() <= 65);
  CHECK(aggregates.memory() < 200'000);
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
