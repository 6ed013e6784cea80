#include "correlate/contacts.h"

#include "correlate/aggregate_state.h"

#include "support/catch.h"

namespace curfew::correlate {
namespace {

using namespace std::chrono_literals;

constexpr auto remote = static_cast<Name>(1);
constexpr auto code = static_cast<Name>(2);
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
  Contacts contacts;
  contacts.add(ended(noon + 20s, 10s, 1, code));
  contacts.add(ended(noon + 60s, 60s, 2));
  contacts.settle();
  REQUIRE(contacts.peak(remote, code));
  CHECK(contacts.peak(remote, code)->open == 2);
  CHECK(contacts.peak(remote, code)->exact);
  CHECK_FALSE(contacts.peak(remote, Name::none));  // nothing was refused
}

TEST_CASE("a reply that refuses comes at the end, a silence begins the contact") {
  for (const bool replied : {true, false}) {
    Contacts contacts;
    EndedContact one = ended(noon + 10s, 5min, 1, code);
    one.contact.replied = replied;
    contacts.add(one);
    contacts.settle();
    const auto& hosts = contacts.aggregates().state().remotes.front().codes.front().hosts;
    CHECK((*hosts.front().slots.begin()).slot == slot_of(noon) - (replied ? 0 : 1));
  }
}

TEST_CASE("a host that turned us away on the way to the next lasts no time") {
  Contacts contacts;
  for (std::uint64_t i = 0; i < 4; ++i) contacts.add(ended(noon + 60s, 60s, i));
  EndedContact away = ended(noon + 30s, -1ms, 9, code);
  away.passed_over = true;
  contacts.add(away);
  contacts.add(ended(noon + 90s, 20s, 10, code));
  contacts.settle();
  const auto& histograms = contacts.aggregates().state().remotes.front().codes.front().histograms;
  std::vector<std::size_t> sessions;
  for (const Histograms::Cell& cell : histograms.cells()) {
    if (cell.scale() == Scale::sessions) sessions.push_back(cell.bin() + 1);
  }
  CHECK(sessions == std::vector<std::size_t>{1, 5});
}

TEST_CASE("without durations the peak is an upper bound") {
  Contacts contacts;
  contacts.add(ended(noon, -1ms, 1, code));
  contacts.add(ended(noon + 1min, -1ms, 2, code));
  contacts.add(ended(noon + 9min, -1ms, 3, code));
  contacts.settle();
  REQUIRE(contacts.peak(remote, code));
  CHECK(contacts.peak(remote, code)->open == 2);
  CHECK_FALSE(contacts.peak(remote, code)->exact);
  CHECK(contacts.peak(remote, code)->contacts == 3);
}

TEST_CASE("a contact that is older than all that were counted is counted all the same") {
  Contacts contacts;
  contacts.add(ended(noon, 0ms, 1));
  contacts.settle();
  contacts.add(ended(noon - 1h, 0ms, 2, code));
  contacts.settle();
  REQUIRE(contacts.peak(remote, code));
  CHECK(contacts.peak(remote, code)->contacts == 1);
}

TEST_CASE("only so many contacts wait") {
  Contacts contacts;
  for (std::uint64_t i = 0; i <= Contacts::most; ++i) contacts.add(ended(noon, 0ms, i));
  CHECK(contacts.aggregates().remotes() == 1);
}

TEST_CASE(
    "of too many contacts those that waited for a quarter of an hour go, be they ever so many") {
  Contacts contacts;
  for (std::uint64_t i = 0; i < Contacts::most - 1; ++i) contacts.add(ended(noon, 0ms, i));
  contacts.add(ended(noon + 16min, 0ms, 1, code));
  contacts.add(ended(noon + 16min, 0ms, 2, code));
  CHECK(contacts.aggregates().slots() == 1);
  CHECK_FALSE(contacts.peak(remote, code));
}

TEST_CASE("what still waits keeps its place, its words and who may repeat it") {
  Contacts contacts;
  for (std::uint64_t i = 0; i < Contacts::most - 2; ++i) contacts.add(ended(noon, 0ms, i));
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
  const auto& remotes = contacts.aggregates().state().remotes;
  REQUIRE(remotes.size() == 1);
  REQUIRE(remotes.front().codes.size() == 1);
  REQUIRE(remotes.front().codes.front().recipients.words().size() == 1);
  CHECK(remotes.front().codes.front().recipients.words().front().count() == 2);
}

}  // namespace curfew::correlate
