#include "correlate/contacts.h"

#include "correlate/ledger_state.h"

#include "support/catch.h"

namespace curfew::correlate {
namespace {

using namespace std::chrono_literals;

constexpr auto remote = static_cast<Name>(1);
constexpr auto code = static_cast<Name>(2);

struct Counting {
  Ledger ledger;
  Contacts contacts{ledger};

  const std::vector<RemoteRecord>& remotes() const { return ledger.state().remotes; }
};
const Instant noon{1'591'099'200s};

EndedContact ended(Instant end, Milliseconds length, std::uint64_t session,
                   Name with = Name::none) {
  return {.contact = {.remote = remote, .code = with, .recipient = {}, .sender = {}},
          .session = session,
          .end = end,
          .length = length};
}

}  // namespace

TEST_CASE("a session that ended later but began earlier was open before") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  contacts.add(ended(noon + 20s, 10s, 1, code));
  contacts.add(ended(noon + 60s, 60s, 2));
  contacts.settle();
  REQUIRE(counting.ledger.sessions(remote, code));
  CHECK(counting.ledger.sessions(remote, code)->open == 2);
  CHECK(counting.ledger.sessions(remote, code)->exact);
}

TEST_CASE("a reply that refuses comes at the end, a silence begins the contact") {
  for (const bool replied : {true, false}) {
    Counting counting;
    Contacts& contacts = counting.contacts;
    EndedContact one = ended(noon + 10s, 5min, 1, code);
    one.contact.replied = replied;
    contacts.add(one);
    contacts.settle();
    const auto& hosts = counting.remotes().front().codes.front().hosts;
    CHECK((*hosts.front().slots.begin()).slot == slot_of(noon) - (replied ? 0 : 1));
  }
}

TEST_CASE("a host that turned us away on the way to the next lasts no time") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  for (std::uint64_t i = 0; i < 4; ++i) contacts.add(ended(noon + 60s, 60s, i));
  EndedContact away = ended(noon + 30s, -1ms, 9, code);
  away.contact.passed_over = true;
  contacts.add(away);
  contacts.add(ended(noon + 90s, 20s, 10, code));
  contacts.settle();
  const auto& histograms = counting.remotes().front().codes.front().histograms;
  std::vector<std::size_t> sessions;
  for (const Histograms::Cell& cell : histograms.cells()) {
    if (cell.scale() == Scale::sessions) sessions.push_back(cell.bin() + 1);
  }
  CHECK(sessions == std::vector<std::size_t>{1, 5});
}

TEST_CASE("without durations the peak is an upper bound") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  contacts.add(ended(noon, -1ms, 1, code));
  contacts.add(ended(noon + 1min, -1ms, 2, code));
  contacts.add(ended(noon + 9min, -1ms, 3, code));
  contacts.settle();
  REQUIRE(counting.ledger.sessions(remote, code));
  CHECK(counting.ledger.sessions(remote, code)->open == 2);
  CHECK_FALSE(counting.ledger.sessions(remote, code)->exact);
  CHECK(counting.ledger.sessions(remote, code)->contacts == 3);
}

TEST_CASE("a contact that is older than all that were counted is counted all the same") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  contacts.add(ended(noon, 0ms, 1));
  contacts.settle();
  contacts.add(ended(noon - 1h, 0ms, 2, code));
  contacts.settle();
  REQUIRE(counting.ledger.sessions(remote, code));
  CHECK(counting.ledger.sessions(remote, code)->contacts == 1);
}

TEST_CASE("only so many contacts wait") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  for (std::uint64_t i = 0; i < Contacts::most_detailed; ++i) {
    contacts.add(ended(noon, 0ms, i, code));
  }
  CHECK(counting.remotes().empty());
  contacts.add(ended(noon, 0ms, 0, code));
  CHECK(counting.remotes().size() == 1);
}

TEST_CASE("of plain acceptances more wait") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  EndedContact plain = ended(noon, 0ms, 1);
  plain.contact.recipient = "zoe@mx.example";
  for (std::size_t i = 0; i < Contacts::most; ++i) contacts.add(plain);
  CHECK(counting.remotes().empty());
  contacts.add(plain);
  CHECK(counting.remotes().size() == 1);
}

TEST_CASE(
    "of too many contacts those that waited for a quarter of an hour go, be they ever so many") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  for (std::uint64_t i = 0; i < Contacts::most_detailed - 1; ++i) contacts.add(ended(noon, 0ms, i));
  contacts.add(ended(noon + 16min, 0ms, 1, code));
  contacts.add(ended(noon + 16min, 0ms, 2, code));
  CHECK(counting.ledger.slots() == 1);
  CHECK_FALSE(counting.ledger.sessions(remote, code));
}

TEST_CASE("what no line can change any more is counted when asked for; the rest goes on waiting") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  contacts.add(ended(noon, 0ms, 1, code));
  contacts.add(ended(noon + 15min, 0ms, 2, code));
  contacts.count_due();
  CHECK(counting.remotes().empty());
  contacts.add(ended(noon + 16min, 0ms, 3, code));
  contacts.count_due();
  REQUIRE(counting.ledger.sessions(remote, code));
  CHECK(counting.ledger.sessions(remote, code)->contacts == 1);
  contacts.settle();
  CHECK(counting.ledger.sessions(remote, code)->contacts == 3);
}

TEST_CASE("of an accepted contact all is counted that is counted of one with more to it") {
  for (const bool is_plain : {true, false}) {
    Counting counting;
    const Name source = counting.ledger.names().of("198.51.100.1");
    EndedContact one = ended(noon + 90s, 90s, 1);
    one.contact.source = source;
    one.contact.host = counting.ledger.names().of("mx1.example");
    one.contact.domain = counting.ledger.names().of("mx.example");
    one.contact.stratum = ContactStratum::first_at_host;
    one.contact.reused = true;
    one.contact.new_message = true;
    one.contact.age = 40min;
    one.contact.connection_use = 3;
    one.contact.recipients = 25;
    one.contact.size = 700'000;
    one.contact.recipient = "zoe@mx.example";
    one.contact.sender = "ann@our.example";
    one.contact.newly_deferred = !is_plain;  // makes no difference to an acceptance's histograms
    CHECK(plain_contact(one, noon, 0).has_value() == is_plain);
    counting.contacts.add(one);
    counting.contacts.settle();
    REQUIRE(counting.remotes().size() == 1);
    const RemoteRecord& record = counting.remotes().front();
    CHECK(record.source == source);
    CHECK(record.hosts.front().host == one.contact.host);
    const SlotCounts counts = *record.hosts.front().slots.begin();
    CHECK(counts.slot == slot_of(noon));
    CHECK(counts.first_at_host == 1);
    CHECK(counts.reused == 1);
    CHECK(counts.messages == 1);
    CHECK(record.recipients.entries().front().hash == word_hash("zoe@mx.example"));
    CHECK(record.senders.entries().front().hash == word_hash("ann@our.example"));
    std::vector<std::pair<Scale, std::size_t>> bins;
    for (const Histograms::Cell& cell : record.histograms.cells()) {
      bins.emplace_back(cell.scale(), cell.bin());
    }
    const std::vector<std::pair<Scale, std::size_t>> expected{
        {Scale::sessions, 0},
        {Scale::age, bin_of(Scale::age, 2400)},
        {Scale::minute, 0},
        {Scale::hour, 0},
        {Scale::full_hour, 0},
        {Scale::connection_use, 3},
        {Scale::recipients, bin_of(Scale::recipients, 25)},
        {Scale::kilobytes, bin_of(Scale::kilobytes, 684)}};
    CHECK(bins == expected);
  }
}

TEST_CASE("what still waits keeps its place, its words and who may repeat it") {
  Counting counting;
  Contacts& contacts = counting.contacts;
  for (std::uint64_t i = 0; i < Contacts::most_detailed - 2; ++i) contacts.add(ended(noon, 0ms, i));
  EndedContact repeated = ended(noon + 16min, 0ms, 1, code);
  repeated.line = 77;
  contacts.add(repeated);
  EndedContact named = ended(noon + 16min, 0ms, 2, code);
  named.contact.recipient = "zoe@mx.example";
  contacts.add(named);
  contacts.add(ended(noon + 17min, 0ms, 3));
  contacts.complete(77,
                    {.remote = remote, .code = code, .recipient = "zoe@mx.example", .sender = {}});
  contacts.settle();
  const auto& remotes = counting.remotes();
  REQUIRE(remotes.size() == 1);
  REQUIRE(remotes.front().codes.size() == 1);
  REQUIRE(remotes.front().codes.front().recipients.words().size() == 1);
  CHECK(remotes.front().codes.front().recipients.words().front().count() == 2);
}

}  // namespace curfew::correlate
