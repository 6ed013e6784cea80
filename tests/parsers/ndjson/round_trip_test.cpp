// Events are written, read, and are the same again.
#include <filesystem>
#include <set>
#include <string>

#include "correlate/correlator.h"
#include "curfew/builtin_formats.h"
#include "curfew/event.h"
#include "exim/exim.h"
#include "hmailserver/hmailserver.h"
#include "ndjson/ndjson.h"
#include "parsers/ndjson/same_event.h"
#include "postfix/postfix.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/lines.h"

namespace curfew::test {
namespace {

ClockHints hints() {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  return hints;
}

// What is repeated stands in another line than in the log, or in none.
void check_repeats(const Events& events, std::size_t at, const Event& read) {
  const std::uint64_t line = events[at].repeats;
  CHECK((read.repeats != 0) == (line != 0));
  if (read.repeats == 0) return;
  REQUIRE(read.repeats <= events.size());
  const Event& repeated = events[read.repeats - 1];
  CHECK((repeated.line == line || read.repeats == at + 1));
}

void check_round_trip(const Events& events, std::string_view format) {
  std::string text;
  for (const Event& event : events) append_ndjson(text, event, format, "mail.log");
  const std::vector<Line> lines = numbered_lines(text);
  REQUIRE(lines.size() == events.size());
  CHECK(ndjson::format()->recognize(lines) == lines.size());
  const std::unique_ptr<Parser> parser = ndjson::format()->make({});
  parser->reads_inbound = true;
  Events read;
  parser->parse(lines, read);
  CHECK(parser->count().reported == lines.size());
  REQUIRE(read.size() == events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    CAPTURE(lines[i].text);
    CHECK(difference(events[i], read[i]) == "");
    CHECK(read[i].line == i + 1);
    check_repeats(events, i, read[i]);
  }
}

// As the parser gives them, and as they are after they were joined.
void check_log(const Format& format, std::string_view text) {
  for (const bool joined : {false, true}) {
    const std::unique_ptr<Parser> parser = format.make(hints());
    parser->reads_inbound = true;
    Events events;
    const std::vector<Line> lines = numbered_lines(text);
    parser->parse(lines, events);
    parser->finish(events);
    Correlator correlator;
    if (joined) correlator.add(events);
    check_round_trip(events, format.name());
  }
}

void check_corpora(const Format& format) {
  std::size_t cases = 0;
  const std::string folder = CURFEW_TESTS_DIR "/parsers/" + std::string(format.name()) + "/corpus";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    for (const CorpusCase& one : read_corpus(file.path().string())) {
      CAPTURE(file.path().filename().string(), one.name);
      check_log(format, one.input);
      ++cases;
    }
  }
  CHECK(cases > 50);
}

// Every member has a value of its own.
Event full_event() {
  Event event;
  event.kind = EventKind::session;
  event.outcome = Outcome::interrupted;
  event.state = MessageState::thawed;
  event.stage = Stage::end_of_data;
  event.contacted = Contacted::no;
  event.error_source = ErrorSource::dns;
  event.error_class = ErrorClass::malformed_reply;
  event.remote_kind = RemoteKind::lmtp;
  event.cause = Cause::greylist;
  event.probe = event.reused = event.cut = true;
  event.action = InboundAction::held;
  event.reject_reason = RejectReason::helo;
  event.severity = Severity::fatal;
  event.remote_port = 65535;
  event.recipients = 4'294'967'295;
  event.connection_use = 65534;
  event.time = Instant(Milliseconds(1'795'449'893'469));
  event.line = 387;
  event.log_host = "mail";
  event.instance = "postfix-out";
  event.session_id = "427";
  event.queue_id = "3F2A1B7C9";
  event.sender = "<>";
  event.recipient = "b\"\\\x01\x7f@example.net";
  event.original_recipient = "c\xC3\xA9@example.net";
  event.message_id = "m@example.org";
  event.client_host = "client.example";
  event.client_ip = "192.0.2.1";
  event.remote_domain = "example.net";
  event.remote_host = "mx.example.net";
  event.remote_ip = "2001:db8::7";
  event.local_ip = "192.0.2.2";
  event.program = "smtpd";
  event.reply = {.code = 599, .enhanced = {4, 123, 456}, .text = "say\ttwo\r \xF0\x9F\x98\x80"};
  event.provider_code = "AUP#CXCNCT";
  event.provider = "Cox";
  event.enhanced_code = {5, 7, 1};
  event.delay = Milliseconds(90'007);
  event.duration = Milliseconds(0);
  event.size = 18'446'744'073'709'551'615U;
  return event;
}

template <typename Enum>
void check_words(Enum last, Enum Event::*member) {
  Events events;
  for (int i = 0; i <= static_cast<int>(last); ++i) events.add().*member = static_cast<Enum>(i);
  check_round_trip(events, "postfix");
}

}  // namespace

TEST_CASE("an event of which every member is set is read as it was written") {
  Events events;
  events.add() = full_event();
  check_round_trip(events, "postfix");
  CHECK(difference(events[0], Event()) != "");
}

TEST_CASE("an event that says nothing is read as it was written, of any kind") {
  Events events;
  for (int kind = 0; kind <= static_cast<int>(EventKind::notice); ++kind) {
    events.add().kind = static_cast<EventKind>(kind);
  }
  check_round_trip(events, "postfix");
}

TEST_CASE("every word is read as it was written") {
  check_words(Outcome::interrupted, &Event::outcome);
  check_words(MessageState::expired, &Event::state);
  check_words(Stage::quit, &Event::stage);
  check_words(Contacted::no, &Event::contacted);
  check_words(ErrorSource::tls, &Event::error_source);
  check_words(ErrorClass::not_due, &Event::error_class);
  check_words(RemoteKind::local, &Event::remote_kind);
  check_words(static_cast<Cause>(cause_count - 1), &Event::cause);
  check_words(InboundAction::discarded, &Event::action);
  check_words(RejectReason::policy, &Event::reject_reason);
  check_words(Severity::panic, &Event::severity);
}

TEST_CASE("whose an enhanced code is stays known") {
  constexpr EnhancedCode one{4, 7, 1};
  constexpr EnhancedCode other{5, 0, 0};
  Events events;
  for (const EnhancedCode reply : {EnhancedCode{}, one, other}) {
    for (const EnhancedCode server : {EnhancedCode{}, one, other}) {
      Event& event = events.add();
      event.reply.enhanced = reply;
      event.enhanced_code = server;
    }
  }
  check_round_trip(events, "postfix");
}

TEST_CASE("the zone in which hours are drawn changes no event") {
  const Event event = full_event();
  for (const int minutes : {0, 1, -1, 120, -420, 345, -1439, 1439}) {
    std::string text;
    append_ndjson(text, event, "exim", "m", TimeZone::fixed(std::chrono::minutes(minutes)));
    const std::vector<Line> lines = numbered_lines(text);
    Events read;
    const std::unique_ptr<Parser> parser = ndjson::format()->make({});
    parser->parse(lines, read);
    REQUIRE(read.size() == 1);
    CHECK(difference(event, read[0]) == "");
    CHECK(parser->clock().last_offset() == std::chrono::minutes(minutes));
    Stamp stamp;
    REQUIRE(ndjson::format()->stamp(lines[0].text, stamp));
    CHECK(stamp.offset == std::chrono::minutes(minutes));
    CHECK(Instant(stamp.wall.time_since_epoch() - *stamp.offset) == event.time);
  }
}

TEST_CASE("the events of Postfix' corpora are read as they were written") {
  check_corpora(*postfix::format());
}

TEST_CASE("the events of Exim's corpora are read as they were written") {
  check_corpora(*exim::format());
}

TEST_CASE("the events of hMailServer's corpora are read as they were written") {
  check_corpora(*hmailserver::format());
}

TEST_CASE("other formats do not take events for lines of theirs") {
  Events events;
  events.add() = full_event();
  std::string text;
  append_ndjson(text, events[0], "postfix", "mail.log");
  const std::vector<Line> lines = numbered_lines(text);
  const Formats formats = builtin_formats();
  for (const auto& format : formats.all()) {
    CAPTURE(format->name());
    CHECK(format->recognize(lines) == (format->name() == "ndjson" ? 1 : 0));
  }
  CHECK(formats.all().back()->name() == "ndjson");
}

}  // namespace curfew::test
