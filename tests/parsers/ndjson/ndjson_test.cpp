#include "ndjson/ndjson.h"

#include <string>

#include "curfew/event.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

constexpr std::string_view front =
    R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z")";

std::string line(std::string_view members) {
  return std::string(front) + std::string(members) + "}\n";
}

Parsed read(std::string_view text) {
  return parse_text(*ndjson::format(), text);
}

bool is_unknown(std::string_view members) {
  const Parsed parsed = read(line(members));
  CHECK(parsed.count.lines() == 1);
  return parsed.count.unknown == 1 && parsed.events.empty();
}

std::vector<std::string> events_of(std::string_view members) {
  return read(line(members)).events;
}

std::size_t recognized(std::string_view text) {
  const Line one{text, 1};
  return ndjson::format()->recognize({&one, 1});
}

}  // namespace

TEST_CASE("each line of the corpus becomes the events written under it") {
  check_corpus(*ndjson::format(), CURFEW_TESTS_DIR "/parsers/ndjson/corpus", {}, true);
}

TEST_CASE("members may stand in any order, and those that are not known are passed over") {
  CHECK(read(R"({"x":{"kind":[1,"}"]},"time":"2026-11-23T16:08:56Z","sender":"a@example.org",)"
             R"("message":"Nov 23 16:08:56 mail postfix/smtp[1]: x","kind":"attempt",)"
             R"("schema":"curfew-event/1","y":null})"
             "\n")
            .events == std::vector<std::string>{"attempt 2026-11-23T16:08:56Z from=a@example.org"});
}

TEST_CASE("a member whose value is null was not said") {
  CHECK(events_of(R"(,"sender":null,"size":null,"reused":null)") ==
        std::vector<std::string>{"attempt 2026-11-23T16:08:56Z"});
}

TEST_CASE("a value of another type makes a line unknown") {
  CHECK(is_unknown(R"(,"sender":7)"));
  CHECK(is_unknown(R"(,"sender":["a@example.org"])"));
  CHECK(is_unknown(R"(,"size":"7")"));
  CHECK(is_unknown(R"(,"size":true)"));
  CHECK(is_unknown(R"(,"reused":1)"));
  CHECK(is_unknown(R"(,"reused":"true")"));
  CHECK(is_unknown(R"(,"outcome":true)"));
  CHECK(is_unknown(R"(,"delay":"1")"));
  CHECK(is_unknown(R"(,"source":1)"));
  CHECK(is_unknown(R"(,"cause":7)"));
  CHECK(is_unknown(R"(,"kind":{})"));
}

TEST_CASE("a word that is none of a member's makes a line unknown") {
  for (const std::string_view member :
       {"kind", "outcome", "state", "stage", "contacted", "remote_kind", "error_source",
        "error_class", "action", "reject_reason", "severity", "cause", "enhanced_code_of"}) {
    CAPTURE(member);
    CHECK(is_unknown(",\"" + std::string(member) + R"(":"other")"));
    CHECK(is_unknown(",\"" + std::string(member) + R"(":"")"));
  }
}

TEST_CASE("numbers out of range make a line unknown") {
  CHECK(is_unknown(R"(,"size":18446744073709551616)"));
  CHECK(is_unknown(R"(,"size":-1)"));
  CHECK(is_unknown(R"(,"size":1.5)"));
  CHECK(is_unknown(R"(,"size":1e3)"));
  CHECK(is_unknown(R"(,"remote_port":65536)"));
  CHECK(is_unknown(R"(,"reply_code":1000)"));
  CHECK(is_unknown(R"(,"recipients":4294967296)"));
  CHECK(is_unknown(R"(,"connection_use":65536)"));
  CHECK(is_unknown(R"(,"delay":10000000000000000000)"));
  CHECK(is_unknown(R"(,"delay":12345678901)"));
  CHECK(is_unknown(R"(,"delay":-1)"));
  CHECK(is_unknown(R"(,"delay":1.)"));
  CHECK(is_unknown(R"(,"delay":1e9)"));
  CHECK(is_unknown(R"(,"enhanced_code":"4.7")"));
  CHECK(is_unknown(R"(,"enhanced_code":"4.7.1 ")"));
  CHECK(is_unknown(R"(,"enhanced_code":"4.7.1 x")"));
  CHECK(is_unknown(R"(,"enhanced_code":"3.7.1")"));
  CHECK(events_of(R"(,"size":18446744073709551615)").size() == 1);
  CHECK(events_of(R"(,"delay":9999999999.9999)").size() == 1);
}

TEST_CASE("what lacks a time, a kind or the schema is no event") {
  for (const std::string_view text :
       {R"({"schema":"curfew-event/1","kind":"attempt"})",
        R"({"schema":"curfew-event/1","time":"2026-11-23T16:08:56Z"})",
        R"({"kind":"attempt","time":"2026-11-23T16:08:56Z"})",
        R"({"schema":"curfew-event/2","kind":"attempt","time":"2026-11-23T16:08:56Z"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-31T16:08:56Z"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z x"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":1795449893})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"9999-12-31T23:59:59-00:01"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"0000-01-01T00:00:00+00:01"})",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z"} x)",
        R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z")",
        R"([{"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z"}])", "{",
        "{}", "curfew: a warning"}) {
    CAPTURE(text);
    CHECK(recognized(text) == 0);
    CHECK(read(text).count.unknown == 1);
  }
}

TEST_CASE("escapes are read as JSON has them, and wrong ones make a line unknown") {
  CHECK(events_of(R"(,"reply_text":"a\"\\\/\t\u00e9 \ud83d\ude00")") ==
        std::vector<std::string>{
            "attempt 2026-11-23T16:08:56Z reply=\"a\"\\/\\x09\xC3\xA9 \xF0\x9F\x98\x80\""});
  CHECK(events_of(R"(,"reply_text":"\ud83d \ude00 \ud83dA")") ==
        std::vector<std::string>{"attempt 2026-11-23T16:08:56Z reply=\"\xEF\xBF\xBD \xEF\xBF\xBD "
                                 "\xEF\xBF\xBD"
                                 "A\""});
  CHECK(events_of(R"(,"reply_text":"one\ntwo\rthree\u000afour")") ==
        std::vector<std::string>{"attempt 2026-11-23T16:08:56Z reply=\"one two\\x0dthree four\""});
  for (const std::string_view text : {R"(\x41)", R"(\u12)", R"(\u12g4)", R"(\u-001)", R"(a\ )"}) {
    CAPTURE(text);
    CHECK(is_unknown(",\"sender\":\"" + std::string(text) + '"'));
  }
}

TEST_CASE("bytes that are no UTF-8 are taken as they are, as from a log") {
  const Line one{R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z",)"
                 "\"sender\":\"\xff\xc3(\"}",
                 1};
  Events events;
  ndjson::format()->make({})->parse({&one, 1}, events);
  REQUIRE(events.size() == 1);
  CHECK(events[0].sender == "\xff\xc3(");
}

TEST_CASE("what repeats a line of the log repeats that line's event") {
  const std::string session =
      R"({"schema":"curfew-event/1","kind":"session","time":"2026-11-23T16:08:56Z","source":"m:90"})"
      "\n";
  const Parsed parsed =
      read(line("") + session + line("") + line(R"(,"repeats_line":90,"source":"m:95")") +
           line(R"(,"repeats_line":17,"source":"m:97")"));
  REQUIRE(parsed.events.size() == 5);
  CHECK(parsed.events[3].find("repeats=2") != std::string::npos);
  CHECK(parsed.events[4].find("repeats=5") != std::string::npos);
}

TEST_CASE("rejections and notices are read where they are asked for") {
  const std::string text =
      R"({"schema":"curfew-event/1","kind":"notice","time":"2026-11-23T16:08:56Z"})"
      "\n"
      R"({"schema":"curfew-event/1","kind":"rejection","time":"2026-11-23T16:08:56Z"})"
      "\n";
  CHECK(parse_text(*ndjson::format(), text).count == LineCount{.ignored = 2});
  CHECK(parse_text(*ndjson::format(), text, 0, {}, true).count == LineCount{.reported = 2});
}

TEST_CASE("a stamp shows the clock by which the log's hours are drawn") {
  Stamp stamp;
  const std::string text = line(R"(,"utc_offset":"-07:00")");
  REQUIRE(ndjson::format()->stamp(std::string_view(text).substr(0, text.size() - 1), stamp));
  CHECK(stamp.offset == std::chrono::hours(-7));
  CHECK(stamp.wall.time_since_epoch() + std::chrono::hours(7) ==
        std::chrono::sys_days(std::chrono::year(2026) / 11 / 23).time_since_epoch() +
            std::chrono::hours(16) + std::chrono::minutes(8) + std::chrono::seconds(56));
  for (const std::string_view offset :
       {"-7:00", "07:00", "-07:60", "-24:00", "-0x:00", "-07:00 "}) {
    CAPTURE(offset);
    CHECK(is_unknown(",\"utc_offset\":\"" + std::string(offset) + '"'));
  }
}

TEST_CASE("the servers whose events they are become known, and no more than there may be") {
  const std::unique_ptr<Parser> parser = ndjson::format()->make({});
  Events events;
  std::vector<std::string> lines;
  for (int i = 0; i < 1000; ++i) lines.push_back(line(",\"format\":\"f" + std::to_string(i) + '"'));
  for (const std::string& one : lines) {
    const Line read{std::string_view(one).substr(0, one.size() - 1), 1};
    parser->parse({&read, 1}, events);
  }
  CHECK(parser->servers().size() == 32);
  CHECK(parser->copy()->servers() == parser->servers());
}

}  // namespace curfew::test
