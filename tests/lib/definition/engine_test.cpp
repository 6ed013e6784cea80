#include <string>

#include "curfew/definition.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

constexpr const char* head = R"([format]
name = "forwarder"
title = "Our forwarder"
own = ["word", "number"]
unlogged = ["It does not log the sender."]
[[head]]
kind = "pattern"
match = '^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?P<text>.*)$'
time = "rfc3339"
)";

// A definition of these parts, with a sample that meets its only line.
std::shared_ptr<const Definition> definition(const std::string& parts, const std::string& sample) {
  return Definition::read(head + parts + "\n[[sample]]\nname = \"one\"\n" + sample, "mine.toml");
}

Parsed read(const std::shared_ptr<const Definition>& definition, const std::string& text) {
  return parse_text(*definition, text);
}

constexpr const char* mailed = R"(lines = '2026-01-15 17:30:00 sent b@example.net'
[[sample.event]]
recipient = "b@example.net"
)";

std::shared_ptr<const Definition> with_table(const std::string& table) {
  return definition("[tables.message]\nkey = [\"queue_id\"]\nfields = [\"sender\"]\n" + table + R"(
[[line]]
name = "arrival"
match = '^new (?P<queue_id>\w+) (?P<sender>.*)$'
store = "message"
[[line]]
name = "sent"
match = '^sent (?:(?P<queue_id>\w+) )?(?P<recipient>\S+)$'
join = "message"
event = "attempt"
set = { outcome = "delivered" }
)",
                    R"(lines = '''
2026-01-15 17:30:00 new A a@example.org
2026-01-15 17:30:00 sent A b@example.net
'''
[[sample.event]]
sender = "a@example.org"
)");
}

}  // namespace

TEST_CASE("a table gives up its oldest entry when it is full, and says so") {
  const auto small = with_table("most = 2");
  std::string log;
  for (const char* const id : {"A", "B", "C"}) {
    log += std::string("2026-01-15 17:30:00 new ") + id + " of" + id + "@example.org\n";
  }
  for (const char* const id : {"A", "B", "C"}) {
    log += std::string("2026-01-15 17:31:00 sent ") + id + " b@example.net\n";
  }
  const Parsed parsed = read(small, log);
  REQUIRE(parsed.events.size() == 3);
  CHECK(parsed.events[0].find("from=") == std::string::npos);
  CHECK(parsed.events[1].find("from=ofB@example.org") != std::string::npos);
  CHECK(parsed.events[2].find("from=ofC@example.org") != std::string::npos);

  const std::unique_ptr<Parser> parser = small->make({});
  Events events;
  std::vector<Line> lines;
  const std::string_view texts[] = {"2026-01-15 17:30:00 new A a@example.org",
                                    "2026-01-15 17:30:00 new B a@example.org",
                                    "2026-01-15 17:30:00 new C a@example.org"};
  for (const std::string_view text : texts) lines.push_back({text, lines.size() + 1});
  parser->parse(lines, events);
  const std::vector<Remark> remarks = parser->remarks();
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].key == "not_logged");
  CHECK(remarks[0].text == "It does not log the sender.");
  CHECK(remarks[1].key == "table_full");
}

TEST_CASE("what a line says itself is not overwritten by what was kept") {
  const auto made = definition(R"([tables.message]
key = ["queue_id"]
fields = ["sender", "size"]
[[line]]
name = "arrival"
match = '^new (?P<queue_id>\w+) (?P<sender>\S+) (?P<size>\d+)$'
store = "message"
[[line]]
name = "sent"
match = '^sent (?P<queue_id>\w+) (?P<recipient>\S+) from (?P<sender>.*)$'
join = "message"
drop = "message"
event = "attempt"
)",
                               R"(lines = '''
2026-01-15 17:30:00 new A a@example.org 7
2026-01-15 17:30:00 sent A b@example.net from c@example.org
2026-01-15 17:30:01 sent A b@example.net from c@example.org
'''
[[sample.event]]
sender = "c@example.org"
size = 7
[[sample.event]]
size = ""
)");
  CHECK(made->samples() == 1);
}

TEST_CASE("a copy of a parser goes on from where it was made") {
  const auto made = with_table("most = 2");
  const std::unique_ptr<Parser> parser = made->make({});
  Events events;
  const Line arrival{"2026-01-15 17:30:00 new A a@example.org", 1};
  const Line sent{"2026-01-15 17:31:00 sent A b@example.net", 2};
  parser->parse(Lines(&arrival, 1), events);
  const std::unique_ptr<Parser> copy = parser->copy();
  REQUIRE(copy != nullptr);
  copy->parse(Lines(&sent, 1), events);
  REQUIRE(events.size() == 1);
  CHECK(events[0].sender == "a@example.org");
  CHECK(parser->count().lines() == 1);
  CHECK(copy->count().lines() == 2);
}

TEST_CASE("memory of a table is bounded in bytes too") {
  const auto made = with_table("most = 65536");
  const std::unique_ptr<Parser> parser = made->make({});
  Events events;
  std::vector<std::string> texts;
  for (int i = 0; i < 40000; ++i) {
    texts.push_back("2026-01-15 17:30:00 new Q" + std::to_string(i) + ' ' + std::string(2000, 'x'));
  }
  for (const std::string& text : texts) {
    const Line line{text, 1};
    parser->parse(Lines(&line, 1), events);
  }
  // 16 MiB hold 32,768 values of 512 bytes, the longest that are kept.
  const std::vector<Remark> remarks = parser->remarks();
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[1].text.find("7,232 entries") != std::string::npos);
}

TEST_CASE("a word that a map does not know makes the line unknown, or means what is said") {
  const std::string line = R"(
[[line]]
name = "verdict"
match = '^(?P<word>\w+) (?P<recipient>\S+)$'
event = "attempt"
map = "word"
)";
  const std::string words =
      "[maps.word]\non = \"word\"\nwords.sent = { outcome = \"delivered\" }\n";
  const auto strict = definition(words + "otherwise = \"unknown\"" + line, mailed);
  const auto lenient = definition(words + "otherwise = { outcome = \"bounced\" }" + line, mailed);
  const std::string odd = "2026-01-15 17:30:00 eaten b@example.net\n";
  CHECK(read(strict, odd).count == LineCount{.reported = 0, .ignored = 0, .unknown = 1});
  REQUIRE(read(lenient, odd).events.size() == 1);
  CHECK(read(lenient, odd).events[0].starts_with("attempt bounced"));
}

TEST_CASE("of parts of one field the first that fits is taken") {
  const auto made = definition(R"(
[[line]]
name = "sent"
match = '^sent (?P<recipient>\S+)(?: (?P<reply>.*))?$'
event = "attempt"
[[line.part]]
on = "reply"
match = '^a'
set = { outcome = "deferred" }
[[line.part]]
on = "reply"
match = 'b'
set = { outcome = "bounced" }
)",
                               mailed);
  const Parsed parsed =
      read(made,
           "2026-01-15 17:30:00 sent x@example.net ab\n2026-01-15 17:30:00 sent x@example.net b\n");
  REQUIRE(parsed.events.size() == 2);
  CHECK(parsed.events[0].starts_with("attempt deferred"));
  CHECK(parsed.events[1].starts_with("attempt bounced"));
}

TEST_CASE("pairs end at their separator, outside of brackets, and the last takes the rest") {
  const auto made = definition(
      R"(
[[line]]
name = "sent"
begins = "to="
pairs.last = "stat"
pairs.fields = { to = "recipient", relay = "remote_host", stat = "reply" }
event = "attempt"
)",
      R"(lines = '2026-01-15 17:30:00 to=<a, b@example.net>, odd, x=1, relay=mx.example.net, stat=450 a, relay=evil'
[[sample.event]]
recipient = "a, b@example.net"
remote_host = "mx.example.net"
reply_code = 450
reply_text = "a, relay=evil"
)");
  CHECK(made->name() == "forwarder");
}

TEST_CASE("stamps without an offset are in UTC where the head says so") {
  ClockHints hints;
  hints.zone = TimeZone::fixed(std::chrono::minutes(120));
  for (const bool utc : {false, true}) {
    std::string parts = head;
    parts += utc ? "utc = true\n" : "";
    const auto made = Definition::read(
        parts +
            "[[line]]\nname = \"sent\"\nmatch = '^sent (?P<recipient>.*)$'\nevent = "
            "\"attempt\"\n[[sample]]\nname = \"one\"\n" +
            mailed,
        "mine.toml");
    const Parsed parsed = parse_text(*made, "2026-01-15 17:30:00 sent b@example.net\n", 0, hints);
    REQUIRE(parsed.events.size() == 1);
    CHECK((parsed.events[0].find(utc ? "T17:30:00Z" : "T15:30:00Z") != std::string::npos));
  }
}

TEST_CASE("a transcript: each transaction has its own fate, and inbound sessions none") {
  const auto made = definition(R"([transcript]
session = "session_id"
context = ["remote_ip"]
banner = "bounced"
[[line]]
name = "open"
match = '^(?P<session_id>\d+) to (?P<remote_ip>\S+)$'
smtp = "open"
[[line]]
name = "sent"
match = '^(?P<session_id>\d+) > (?P<text>.*)$'
smtp = "sent"
[[line]]
name = "received"
match = '^(?P<session_id>\d+) < (?P<text>.*)$'
smtp = "received"
)",
                               R"(lines = '''
2026-01-15 17:30:00 1 to 192.0.2.7
2026-01-15 17:30:00 2 to 192.0.2.8
2026-01-15 17:30:00 1 < 220 mx
2026-01-15 17:30:00 2 < 554 no
2026-01-15 17:30:00 1 > EHLO me
2026-01-15 17:30:00 1 < 250 mx
2026-01-15 17:30:00 1 > MAIL FROM:<a@example.org>
2026-01-15 17:30:00 1 < 451 not from you
2026-01-15 17:30:00 1 > RSET
2026-01-15 17:30:00 1 < 250 Ok
2026-01-15 17:30:00 1 > MAIL FROM:<b@example.org>
2026-01-15 17:30:00 1 < 250 Ok
2026-01-15 17:30:00 1 > RCPT TO:<c@example.net>
2026-01-15 17:30:00 1 < 550 nobody
2026-01-15 17:30:00 3 > 220 we are the server
2026-01-15 17:30:00 3 < MAIL FROM:<d@example.org>
2026-01-15 17:30:00 3 > 450 no
2026-01-15 17:30:00 4 > 220 we are the server
2026-01-15 17:30:00 4 < 554 says a client that wants to be counted
'''
[[sample.event]]
event = "session"
outcome = "bounced"
remote_ip = "192.0.2.8"
stage = "banner"
[[sample.event]]
event = "session"
outcome = "deferred"
sender = "a@example.org"
stage = "mail_from"
remote_ip = "192.0.2.7"
[[sample.event]]
event = "attempt"
outcome = "bounced"
sender = "b@example.org"
recipient = "c@example.net"
)");
  CHECK(made->lines().size() == 3);
}

TEST_CASE("hostile lines: long ones, many recipients, patterns that would run away elsewhere") {
  const auto made = definition(R"(
[[line]]
name = "sent"
match = '^sent (?P<recipient>(?:a|aa|a*a*)*.*)$'
split = ","
event = "attempt"
)",
                               mailed);
  const std::string front = "2026-01-15 17:30:00 sent ";
  std::string many = front;
  for (int i = 0; i < 3000; ++i) many += "a,";
  CHECK(read(made, many + '\n').events.size() == 1000);
  const Parsed longest = read(made, front + std::string(60000, 'a') + '\n');
  REQUIRE(longest.events.size() == 1);
  CHECK(longest.events[0].size() < 9000);
  CHECK(longest.events[0].find(" cut") != std::string::npos);
}

}  // namespace curfew::test
