#include "curfew/trace.h"

#include <sstream>

#include "support/catch.h"
#include "support/hints.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

constexpr Instant start{std::chrono::sys_days(std::chrono::year(2020) / 6 / 2)};

/// Feeds a Tracer what a log would say.
class Log {
 public:
  explicit Log(TraceOptions options) : tracer_(std::move(options)) {}

  void arrives(std::string_view id, std::string_view message_id, std::string_view sender) {
    Event& event = begin(id);
    event.kind = EventKind::message;
    event.state = MessageState::received;
    event.message_id = message_id;
    event.sender = sender;
    add();
  }
  void tried(std::string_view id, std::string_view to, Outcome outcome, std::string_view reply = {},
             Contacted contacted = Contacted::yes) {
    Event& event = begin(id);
    event.outcome = outcome;
    event.recipient = to;
    event.contacted = contacted;
    event.reply.text = reply;
    add();
  }
  void done(std::string_view id) {
    Event& event = begin(id);
    event.kind = EventKind::message;
    event.state = MessageState::removed;
    add();
  }
  void later(Milliseconds time) { now_ += time; }
  Traces finish(const Period& period = {}) const { return tracer_.finish(period); }

  std::string host = "mail";

 private:
  Event& begin(std::string_view id) {
    events_.clear();
    Event& event = events_.add();
    event.time = now_;
    event.line = ++line_;
    event.log_host = host;
    event.queue_id = id;
    return event;
  }
  void add() { tracer_.add("postfix", "mail.log", events_); }

  Tracer tracer_;
  Events events_;
  Instant now_ = start;
  std::uint64_t line_ = 0;
};

}  // namespace

TEST_CASE("a message that matches at its last line is told from its first") {
  Log log({.query = "bob@example.org"});
  log.arrives("A1", "m1@x", "al@example.net");
  log.arrives("A2", "m2@x", "al@example.net");
  log.later(10s);
  log.tried("A1", "eve@example.org", Outcome::delivered);
  log.tried("A2", "Bob@Example.ORG", Outcome::delivered);
  log.done("A1");
  log.done("A2");
  const Traces traces = log.finish();
  REQUIRE(traces.messages.size() == 1);
  const Trace& story = traces.messages.front();
  REQUIRE(story.hops.size() == 1);
  CHECK(story.hops.front().queue_id == "A2");
  CHECK(story.hops.front().message_id == "m2@x");
  REQUIRE(story.steps.size() == 3);
  CHECK(story.steps[0].state == MessageState::received);
  CHECK(story.steps[1].wait == 10s);
  CHECK(story.steps[2].state == MessageState::removed);
}

TEST_CASE("ids, Message-Ids, senders and domains are looked for, and parts of them are not") {
  for (const char* query :
       {"A1", "m1@x", "<m1@x>", "al@example.net", "@example.net", "@EXAMPLE.org"}) {
    Log log({.query = query});
    log.arrives("A1", "m1@x", "al@example.net");
    log.tried("A1", "bob@example.org", Outcome::delivered);
    INFO(query);
    CHECK(log.finish().messages.size() == 1);
  }
  for (const char* query :
       {"A", "a1", "example.net", "@xample.net", "al@example.ne", "@", "<>", "m1"}) {
    Log log({.query = query});
    log.arrives("A1", "m1@x", "al@example.net");
    log.tried("A1", "bob@example.org", Outcome::delivered);
    INFO(query);
    CHECK(log.finish().messages.empty());
  }
}

TEST_CASE("a queue id that is given again names another message") {
  Log log({.query = "A1"});
  for (const char* message : {"m1@x", "m2@x"}) {
    log.arrives("A1", message, "al@example.net");
    log.tried("A1", "bob@example.org", Outcome::delivered);
    log.done("A1");
    log.later(24h);
  }
  const Traces traces = log.finish();
  REQUIRE(traces.messages.size() == 2);
  CHECK(traces.messages[0].hops.front().message_id == "m1@x");
  CHECK(traces.messages[1].hops.front().message_id == "m2@x");
}

TEST_CASE("hops are joined by what the reply says and by Message-Id, over hosts") {
  Log log({.query = "bob@example.org"});
  log.arrives("A1", "", "al@example.net");
  log.tried("A1", "alias@example.net", Outcome::delivered, "Ok: queued as B2");
  log.done("A1");
  log.host = "out";
  log.arrives("B2", "m1@x", "al@example.net");
  log.tried("B2", "alias@example.net", Outcome::delivered, "thank you");
  log.done("B2");
  log.host = "third";
  log.later(1min);
  log.arrives("C3", "m1@x", "al@example.net");
  log.tried("C3", "bob@example.org", Outcome::deferred, "not now");
  const Traces traces = log.finish();
  REQUIRE(traces.messages.size() == 1);
  const Trace& story = traces.messages.front();
  REQUIRE(story.hops.size() == 3);
  CHECK(story.hops[0].next == std::vector<std::size_t>{1});
  CHECK(story.hops[2].log_host == "third");
  CHECK(story.steps.size() == 8);
}

TEST_CASE("an id in a reply that was used long ago joins nothing") {
  Log log({.query = "A1"});
  log.arrives("B2", "m0@x", "al@example.net");
  log.done("B2");
  log.later(24h);
  log.arrives("A1", "", "al@example.net");
  log.tried("A1", "bob@example.org", Outcome::delivered, "Ok: queued as B2");
  REQUIRE(log.finish().messages.size() == 1);
  CHECK(log.finish().messages.front().hops.size() == 1);
}

TEST_CASE("deferrals of which nobody was asked are one step, and waits go past them") {
  Log log({.query = "A1"});
  log.arrives("A1", "", "al@example.net");
  log.tried("A1", "bob@example.org", Outcome::deferred, "busy");
  for (int i = 0; i < 5; ++i) {
    log.later(10min);
    log.tried("A1", "bob@example.org", Outcome::deferred, "not yet", Contacted::no);
  }
  log.later(10min);
  log.tried("A1", "bob@example.org", Outcome::delivered, "ok");
  const Traces traces = log.finish();
  REQUIRE(traces.messages.size() == 1);
  const std::vector<TraceStep>& steps = traces.messages.front().steps;
  REQUIRE(steps.size() == 4);
  CHECK(steps[2].times == 5);
  CHECK(steps[2].until == start + 50min);
  CHECK(steps[3].wait == 1h);
}

TEST_CASE("of more messages than are wanted the first are told and the rest counted") {
  Log log({.query = "@example.net", .most = 2});
  for (const char* id : {"A1", "A2", "A3", "A4", "A5"}) {
    log.arrives(id, "", "al@example.net");
    log.later(1s);
  }
  const Traces traces = log.finish();
  REQUIRE(traces.messages.size() == 2);
  CHECK(traces.messages[1].hops.front().queue_id == "A2");
  CHECK(traces.left_out == 3);
}

TEST_CASE("a message is told whole when something of it lies in the period") {
  Log log({.query = "@example.net"});
  log.arrives("A1", "", "al@example.net");
  log.arrives("A2", "", "al@example.net");
  log.later(1h);
  log.tried("A1", "bob@example.org", Outcome::delivered);
  const Traces traces = log.finish({.since = start + 30min, .until = {}});
  REQUIRE(traces.messages.size() == 1);
  CHECK(traces.messages.front().steps.size() == 2);
}

TEST_CASE("memory is bounded whatever comes, and what was forgotten is counted") {
  constexpr std::size_t memory = 200'000;
  constexpr int messages = 5000;
  SECTION("messages that do not match") {
    Log log({.query = "nobody@example.com", .memory = memory});
    for (int i = 0; i < messages; ++i) log.arrives("A" + std::to_string(i), "", "al@example.net");
    const Traces traces = log.finish();
    CHECK(traces.messages.empty());
    CHECK(traces.forgotten > messages / 2);
  }
  SECTION("messages that match") {
    Log log({.query = "al@example.net", .most = messages, .memory = memory});
    for (int i = 0; i < messages; ++i) {
      log.arrives("A" + std::to_string(i), "", "al@example.net");
      log.done("A" + std::to_string(i));
    }
    const Traces traces = log.finish();
    CHECK(traces.messages.size() < messages / 2);
    CHECK(traces.messages.size() + traces.left_out == messages);
    CHECK(traces.forgotten == 0);
  }
  SECTION("one message that is tried for ever") {
    Log log({.query = "A1"});
    log.arrives("A1", "", "al@example.net");
    for (int i = 0; i < 12'000; ++i) log.tried("A1", "bob@example.org", Outcome::deferred, "busy");
    const Traces traces = log.finish();
    CHECK(traces.messages.front().steps.size() == 10'000);
    CHECK(traces.messages.front().steps_left_out == 2001);
  }
  SECTION("an ended message goes before one that may yet match") {
    Log log({.query = "bob@example.org", .memory = memory});
    log.arrives("OPEN", "m1@x", "al@example.net");
    for (int i = 0; i < messages; ++i) {
      log.arrives("A" + std::to_string(i), "", "al@example.net");
      log.done("A" + std::to_string(i));
    }
    log.tried("OPEN", "bob@example.org", Outcome::delivered);
    const Traces traces = log.finish();
    REQUIRE(traces.messages.size() == 1);
    CHECK(traces.messages.front().hops.front().message_id == "m1@x");
  }
}

TEST_CASE("text is as wide as it is told to be, and drives no terminal") {
  Log log({.query = "A1"});
  log.arrives("A1", "m\x1b[2J@x", "al@example.net");
  log.tried(
      "A1", "bob@example.org", Outcome::deferred,
      "a long reply that has to be broken \x1b[31m \xE2\x80\xAE into several lines, for there is "
      "not that much room in fifty columns");
  std::ostringstream out;
  write_text(log.finish(), out, {.width = 50});
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 50);
  CHECK(out.str().find('\x1b') == std::string::npos);
  CHECK(out.str().find("\xE2\x80\xAE") == std::string::npos);
  CHECK(out.str().find("several") != std::string::npos);
}

TEST_CASE("that there are more messages is said with the program's words") {
  Log log({.query = "@example.net", .most = 1});
  log.arrives("A1", "m1@x", "al@example.net");
  log.arrives("A2", "m2@x", "al@example.net");
  Traces traces = log.finish();
  std::ostringstream without;
  write_text(traces, without);
  CHECK(without.str().ends_with("\nand 1 more message\n"));
  CHECK_FALSE(test::names_a_command(without.str()));
  traces.hints = test::every_hint();
  std::ostringstream with;
  write_text(traces, with);
  CHECK(with.str() == without.str().substr(0, without.str().size() - 1) + ' ' +
                          test::said(Hint::more_messages) + '\n');
}

}  // namespace curfew
