#include "correlate/correlator.h"

#include <string>
#include <vector>

#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

// A small log of events, each a minute after the one before.
class Story {
 public:
  explicit Story(Grouping grouping = Grouping::provider) : correlator(grouping) {
    correlator.on_attempt = [this](const correlate::Attempt& attempt) {
      attempts.push_back(attempt);
    };
  }

  Event& add(EventKind kind, std::string_view queue_id = "Q1") {
    events.clear();
    Event& event = events.add();
    event.kind = kind;
    event.time = now;
    event.queue_id = queue_id;
    event.instance = "postfix";
    return event;
  }
  Story& tell() {
    correlator.add(events);
    now += 1min;
    return *this;
  }

  Story& received(std::string_view queue_id = "Q1") {
    Event& event = add(EventKind::message, queue_id);
    event.state = MessageState::received;
    event.sender = "sender@example.org";
    return tell();
  }
  Story& removed(std::string_view queue_id = "Q1") {
    add(EventKind::message, queue_id).state = MessageState::removed;
    return tell();
  }
  Event& attempt(Outcome outcome, std::string_view recipient = "a@cox.example") {
    Event& event = add(EventKind::attempt);
    event.outcome = outcome;
    event.contacted = Contacted::yes;
    event.recipient = recipient;
    event.remote_kind = RemoteKind::smtp;
    event.remote_host = "cxr.mx.cox.example";
    event.remote_ip = "192.0.2.7";
    if (outcome == Outcome::deferred) {
      event.stage = Stage::banner;
      event.error_source = ErrorSource::remote;
      event.reply = {.code = 421, .enhanced = {}, .text = "blocked. AUP#CXCNCT"};
    }
    return event;
  }

  std::string_view word(Name name) const { return correlator.names().word(name); }

  Correlator correlator;
  std::vector<correlate::Attempt> attempts;
  Events events;
  Instant now{std::chrono::sys_days(std::chrono::year(2020) / 6 / 2)};
};

}  // namespace

TEST_CASE("an attempt is joined to its message: sender, first attempt, wait until delivery") {
  Story story;
  story.received();
  story.attempt(Outcome::deferred);
  story.tell();
  CHECK(story.events[0].sender == "sender@example.org");
  story.now += 14h;
  story.attempt(Outcome::delivered);
  story.tell();
  REQUIRE(story.attempts.size() == 2);
  CHECK(story.attempts[0].first);
  CHECK(story.word(story.attempts[0].remote) == "cox.example");
  CHECK(story.word(story.attempts[0].code) == "421 AUP#CXCNCT");
  CHECK(story.attempts[0].new_message);
  CHECK_FALSE(story.attempts[1].first);
  CHECK(story.attempts[1].code == Name::none);
  CHECK(story.attempts[1].wait == 14h + 1min);
}

TEST_CASE("events tell what they add to the totals: a message, its size, its sender, once each") {
  Story story;
  story.received();
  CHECK(story.events[0].counts_message);
  CHECK_FALSE(story.events[0].counts_size);
  CHECK_FALSE(story.events[0].counts_sender);
  story.received();  // the second line of the same arrival
  CHECK_FALSE(story.events[0].counts_message);
  for (const bool first : {true, false}) {
    Event& queued = story.add(EventKind::message);
    queued.state = MessageState::queued;
    queued.sender = "sender@example.org";
    queued.size = 100;
    story.tell();
    CHECK(story.events[0].counts_size == first);
    CHECK(story.events[0].counts_sender == first);
  }
  for (const bool first : {true, false}) {
    story.attempt(Outcome::deferred);
    story.tell();
    CHECK(story.events[0].first_deferral == first);
    CHECK_FALSE(story.events[0].counts_sender);
  }
  CHECK(story.correlator.totals().messages == 1);
  CHECK(story.correlator.totals().bytes == 100);
  CHECK(story.correlator.totals().deferred == 2);
  CHECK(story.correlator.totals().deferred_messages == 1);
}

TEST_CASE("a sender is told by the first attempt where no line told the size") {
  Story story;
  story.received();
  story.attempt(Outcome::delivered);
  story.tell();
  CHECK(story.events[0].counts_sender);
  CHECK(story.events[0].sender == "sender@example.org");
  story.attempt(Outcome::delivered, "b@cox.example");
  story.tell();
  CHECK_FALSE(story.events[0].counts_sender);
}

TEST_CASE("the sender of a message that came before the period is not told in it") {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{100}}) {
    Story story;
    story.correlator.count_only({.since = story.now + 1h, .until = {}});
    Event& received = story.add(EventKind::message);
    received.state = MessageState::received;
    received.sender = "sender@example.org";
    received.size = size;
    story.tell();
    CHECK_FALSE(story.events[0].counts_message);
    CHECK_FALSE(story.events[0].counts_size);
    CHECK_FALSE(story.events[0].counts_sender);
    story.now += 2h;
    story.attempt(Outcome::deferred);
    story.tell();
    CHECK(story.events[0].first_deferral);
    CHECK_FALSE(story.events[0].counts_sender);
  }
}

TEST_CASE("a sender is told by the end of a message that was not tried") {
  Story story;
  story.received().removed();
  CHECK(story.events[0].counts_sender);
  CHECK(story.events[0].sender == "sender@example.org");
  story.received();
  Event& rejected = story.add(EventKind::message);
  rejected.state = MessageState::removed;
  rejected.action = InboundAction::rejected;
  story.tell();
  CHECK_FALSE(story.events[0].counts_sender);
}

TEST_CASE("a message given up on tells how many recipients were open") {
  Story story;
  story.received();
  story.attempt(Outcome::deferred);
  story.tell();
  story.attempt(Outcome::deferred, "b@cox.example");
  story.tell();
  story.attempt(Outcome::delivered, "c@cox.example");
  story.tell();
  story.add(EventKind::message).state = MessageState::expired;
  story.tell();
  CHECK(story.events[0].expires == 2);
  CHECK(story.correlator.totals().expired == 2);
}

TEST_CASE("rejections and notices are in no count and do not stretch the period") {
  Story story;
  story.received();
  const auto last = story.correlator.last_event();
  for (const EventKind kind : {EventKind::rejection, EventKind::notice, EventKind::connection}) {
    Event& event = story.add(kind);
    event.outcome = Outcome::bounced;
    event.recipient = "a@cox.example";
    story.tell();
  }
  CHECK(story.correlator.last_event() == last);
  CHECK(story.correlator.totals().bounced == 0);
  CHECK(story.attempts.empty());
}

TEST_CASE("an attempt whose arrival was not seen is first only while the message is young") {
  Story story;
  story.attempt(Outcome::deferred).delay = 30min;
  story.tell();
  CHECK_FALSE(story.attempts.back().first);
  Event& young = story.attempt(Outcome::deferred);
  young.queue_id = "Q2";
  young.delay = 3s;
  story.tell();
  CHECK(story.attempts.back().first);
}

TEST_CASE("a line that names no host belongs to the host that last served its domain") {
  Story story;
  story.received();
  Event& google = story.attempt(Outcome::deferred, "a@customer.example");
  google.remote_host = "aspmx.l.google.com";
  story.tell();
  Event& unasked = story.attempt(Outcome::deferred, "b@customer.example");
  unasked.contacted = Contacted::no;
  unasked.remote_host = unasked.remote_ip = {};
  unasked.reply = {};
  unasked.error_source = ErrorSource::local;
  unasked.error_class = ErrorClass::not_due;
  story.tell();
  CHECK(story.word(story.attempts.back().remote) == "google.com");
  CHECK(story.word(story.attempts.back().code) == "421 AUP#CXCNCT");
  CHECK_FALSE(story.attempts.back().first);
}

TEST_CASE("an id used again after its message was tried is another message") {
  Story story;
  story.received();
  story.attempt(Outcome::deferred);
  story.tell();
  story.received();  // no "removed" came: the line was lost
  story.attempt(Outcome::deferred);
  story.tell();
  CHECK(story.attempts.back().first);
  CHECK(story.attempts.back().new_message);
  CHECK(story.correlator.totals().messages == 2);
}

TEST_CASE("a message whose services log under several names is one") {
  Story story;
  Event& arrival = story.add(EventKind::message);
  arrival.state = MessageState::received;
  arrival.instance = "postfix-in";
  story.tell();
  Event& queued = story.add(EventKind::message);
  queued.state = MessageState::received;
  story.tell();
  story.removed();
  CHECK(story.correlator.totals().messages == 1);
  CHECK(story.correlator.totals().still_open == 0);
}

TEST_CASE("several lines of one arrival are one message") {
  Story story;
  story.received().received();
  CHECK(story.correlator.totals().messages == 1);
}

TEST_CASE("a message given up on ends each open recipient under its last code") {
  Story story;
  story.received();
  story.attempt(Outcome::deferred, "a@cox.example");
  story.tell();
  story.attempt(Outcome::deferred, "b@cox.example");
  story.tell();
  story.attempt(Outcome::delivered, "b@cox.example");
  story.tell();
  story.add(EventKind::message).state = MessageState::expired;
  story.tell();
  REQUIRE(story.attempts.size() == 4);
  CHECK(story.attempts.back().outcome == Outcome::expired);
  CHECK(story.word(story.attempts.back().code) == "421 AUP#CXCNCT");
  CHECK(story.correlator.totals().expired == 1);
}

TEST_CASE("a recipient of this machine that is given up on is no remote's, and expires too") {
  Story story;
  story.received();
  Event& mailbox = story.attempt(Outcome::deferred);
  mailbox.remote_kind = RemoteKind::local;
  mailbox.contacted = Contacted::no;
  story.tell();
  story.add(EventKind::message).state = MessageState::expired;
  story.tell();
  CHECK(story.attempts.empty());
  CHECK(story.correlator.totals().expired == 1);
}

TEST_CASE("a contact logged twice is one, and an address check is no mail") {
  Story story;
  story.received();
  Event& session = story.attempt(Outcome::deferred, "");
  session.kind = EventKind::session;
  story.tell();
  story.attempt(Outcome::deferred).repeats = 2;
  story.tell();
  story.attempt(Outcome::deferred).probe = true;
  story.tell();
  REQUIRE(story.attempts.size() == 2);
  CHECK(story.attempts[0].counts);
  CHECK_FALSE(story.attempts[1].counts);
  CHECK(story.attempts[1].first);
  CHECK(story.correlator.totals().probes == 1);
  CHECK(story.correlator.totals().deferred == 1);
}

TEST_CASE("what stays on the machine is no remote's") {
  Story story;
  story.received();
  Event& mailbox = story.attempt(Outcome::delivered, "a@example.org");
  mailbox.remote_kind = RemoteKind::local;
  mailbox.contacted = Contacted::no;
  story.tell();
  CHECK(story.attempts.empty());
  CHECK(story.correlator.totals().local == 1);
}

TEST_CASE("a failed connection logged twice is one contact: the first line counts") {
  Story story;
  story.received();
  Event& connect = story.attempt(Outcome::unknown);
  connect.kind = EventKind::session;
  connect.queue_id = {};
  connect.recipient = {};
  connect.error_class = ErrorClass::connect_refused;
  connect.line = 1;
  story.tell();
  CHECK(story.events[0].outcome == Outcome::deferred);
  Event& status = story.attempt(Outcome::deferred);
  status.reply = {};
  status.error_class = ErrorClass::connect_refused;
  status.repeats = 1;
  story.tell();
  Tally tally;
  story.correlator.settle();
  const Ledger& ledger = story.correlator.ledger();
  for (const BucketSeries& series : ledger.answers(ledger.remotes().front())) {
    CHECK(story.word(series.code) == "connect refused");
    tally += series.tally();
  }
  CHECK(tally.deferred == 1);
  CHECK(tally.first_attempts == 1);
  CHECK(tally.messages == 1);
}

TEST_CASE("a refusal without any remote keeps its code") {
  Story story;
  Event& pasted = story.attempt(Outcome::deferred, "");
  pasted.kind = EventKind::session;
  pasted.queue_id = pasted.remote_host = pasted.remote_ip = {};
  story.tell();
  REQUIRE(story.attempts.size() == 1);
  CHECK(story.word(story.attempts[0].remote) == "unknown remote");
  CHECK(story.word(story.attempts[0].code) == "421 AUP#CXCNCT");
}

TEST_CASE("the facts of a code are those of what is said most often under it") {
  Story story;
  const auto say = [&](Stage stage, std::string_view text) {
    story.attempt(Outcome::deferred).stage = stage;
    story.events[0].reply = {
        .code = 450, .enhanced = {.status = 4, .subject = 7, .detail = 1}, .text = text};
    story.tell();
  };
  const auto facts = [&]() -> const CodeFacts& {
    const CodeFacts* found =
        story.correlator.code(story.attempts.back().remote, story.attempts.back().code);
    REQUIRE(found != nullptr);
    return *found;
  };
  constexpr std::string_view rate = "Error: too much mail from 192.0.2.1";
  constexpr std::string_view rdns = "Client host rejected: cannot find your reverse hostname";

  say(Stage::rcpt_to, rdns);
  CHECK(facts().cause == Cause::rdns);
  say(Stage::mail_from, rate);
  CHECK(facts().cause == Cause::rdns);  // of two that are as frequent, the first
  say(Stage::mail_from, "Error: too much mail from 192.0.2.77");
  CHECK(facts().cause == Cause::rate);
  CHECK(facts().stage == Stage::mail_from);
  CHECK(facts().text == "Error: too much mail from <ip>");
  REQUIRE(facts().entry != nullptr);
  CHECK(facts().entry->claim.kind == ClaimKind::rate);

  // Many others that are said once each change nothing.
  for (int i = 0; i < 100; ++i) {
    say(Stage::mail_from, rate);
    std::string other = "no ";
    for (int rest = i + 1; rest != 0; rest /= 26) other += static_cast<char>('a' + rest % 26);
    say(Stage::rcpt_to, other);
  }
  CHECK(facts().text == "Error: too much mail from <ip>");

  for (int i = 0; i < 200; ++i) say(Stage::rcpt_to, rdns);
  CHECK(facts().cause == Cause::rdns);
  CHECK(facts().stage == Stage::rcpt_to);
}

TEST_CASE("a remote that words every reply differently fills neither memory nor report") {
  Story story;
  for (int i = 0; i < 2000; ++i) {
    std::string words = "too busy";
    for (int letters = i; letters != 0; letters /= 26)
      words += static_cast<char>('a' + letters % 26);
    Event& event = story.attempt(Outcome::deferred);
    event.reply = {.code = 450, .enhanced = {}, .text = words};
    story.tell();
  }
  const Name remote = story.attempts.front().remote;
  std::uint32_t others = 0;
  for (const correlate::Attempt& attempt : story.attempts) {
    others += story.word(attempt.code) == "other replies" ? 1U : 0U;
  }
  CHECK(others == 1500);
  CHECK(story.correlator.names().size() < 600);
  CHECK(story.correlator.code(remote, story.attempts.front().code)->reply_code == 450);
}

TEST_CASE("messages without an id are counted and not mixed up") {
  Story story;
  story.received("").received("");
  CHECK(story.correlator.totals().messages == 2);
  CHECK(story.correlator.totals().still_open == 0);
}

TEST_CASE("events outside the period are joined and not counted") {
  Story story;
  story.correlator.count_only({.since = story.now + 1h, .until = std::nullopt});
  story.received();
  story.attempt(Outcome::deferred);
  story.tell();
  CHECK(story.attempts.empty());
  story.now += 2h;
  story.attempt(Outcome::deferred);
  story.tell();
  REQUIRE(story.attempts.size() == 1);
  CHECK_FALSE(story.attempts[0].first);
  CHECK(story.correlator.first_event() == story.now - 1min);
}

TEST_CASE("events outside the period are evidence where that was asked for") {
  Story story;
  story.correlator.count_only({.since = story.now + 1h, .until = story.now + 2h});
  story.correlator.take_evidence_of_all();
  story.attempt(Outcome::deferred);
  story.tell();
  story.now += 3h;
  story.attempt(Outcome::delivered);
  story.tell();
  story.correlator.settle();
  CHECK(story.attempts.empty());
  CHECK(story.correlator.totals().delivered == 0);
  CHECK_FALSE(story.correlator.last_event());
  // Of the host, of the recipient's domain and of the address, both refused and accepted.
  // The delivery that was held up is also counted with the code.
  const Ledger& ledger = story.correlator.ledger();
  CHECK(ledger.slots() == 7);
  CHECK(story.correlator.last_evidence() == story.now - 1min);
  const Name remote = story.correlator.names().find("cox.example");
  const Name code = story.correlator.names().find("421 AUP#CXCNCT");
  CHECK(ledger.answers(remote).size() == 2);
  CHECK(ledger.answers(remote, story.correlator.period()).empty());
  CHECK(ledger.held(remote, code).size() == 1);
  CHECK(ledger.held(remote, code, story.correlator.period()).empty());
}

TEST_CASE("remotes are grouped by provider, host, address or domain") {
  const auto remote = [](Grouping grouping) {
    Story story(grouping);
    story.attempt(Outcome::deferred, "a@Customer.Example");
    story.tell();
    return std::string(story.word(story.attempts.back().remote));
  };
  CHECK(remote(Grouping::provider) == "cox.example");
  CHECK(remote(Grouping::host) == "cxr.mx.cox.example");
  CHECK(remote(Grouping::ip) == "192.0.2.7");
  CHECK(remote(Grouping::domain) == "customer.example");
}

TEST_CASE("hosts that differ in case alone are one") {
  Story story;
  story.attempt(Outcome::deferred).remote_host = "MX.Cox.Example";
  story.tell();
  story.attempt(Outcome::deferred).remote_host = "mx.cox.example";
  story.tell();
  CHECK(story.attempts[0].remote == story.attempts[1].remote);
  CHECK(story.correlator.remote(story.attempts[0].remote)->hosts.size() == 1);
}

TEST_CASE("a remote that is known by its address alone is counted under the domain it serves") {
  Story story;
  Event& event = story.attempt(Outcome::deferred, "a@customer.example");
  event.remote_host = {};
  story.tell();
  CHECK(story.correlator.names().word(story.attempts.at(0).remote) == "customer.example");
}

TEST_CASE("remotes that are too many are counted together, and the report can say so") {
  constexpr std::size_t too_many = 25'000 + 10;
  Correlator correlator(Grouping::host);
  Events events;
  CHECK_FALSE(correlator.too_many_remotes());
  for (std::size_t i = 0; i < too_many; ++i) {
    const std::string host = "mx" + std::to_string(i) + ".example";
    events.clear();
    Event& event = events.add();
    event.outcome = Outcome::delivered;
    event.contacted = Contacted::yes;
    event.recipient = "a@b.example";
    event.remote_kind = RemoteKind::smtp;
    event.remote_host = host;
    correlator.add(events);
  }
  CHECK(correlator.too_many_remotes());
  CHECK(correlator.names().find("mx24999.example") != Name::none);
  const Name others = correlator.names().find("other remotes");
  REQUIRE(others != Name::none);
  std::uint64_t delivered = 0;
  correlator.settle();
  for (const BucketSeries& series : correlator.ledger().answers(others)) {
    delivered += series.tally().delivered;
  }
  CHECK(delivered == 10);
}

}  // namespace curfew
