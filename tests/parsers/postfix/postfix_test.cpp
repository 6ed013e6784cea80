#include "postfix/postfix.h"

#include "parsers/postfix/log.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

constexpr std::string_view status_line =
    "2026-11-23T16:04:53Z mail postfix/smtp[411]: 3F2A1B7C9: to=<bob@example.net>, "
    "relay=mx.example.net[192.0.2.7]:25, delay=0.5, delays=0.1/0/0.3/0.1, dsn=2.0.0, status=sent "
    "(250 ok)";

std::vector<std::string> times(std::string_view text, const ClockHints& hints) {
  std::vector<std::string> result;
  const std::vector<Line> lines = lines_of_log(text);
  Events events;
  postfix::format()->make(hints)->parse(lines, events);
  for (const Event& event : events) result.push_back(rfc3339(event.time));
  return result;
}

}  // namespace

TEST_CASE("each line of the corpus becomes the events written under it") {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  check_corpus(*postfix::format(), CURFEW_TESTS_DIR "/parsers/postfix/corpus", hints);
}

TEST_CASE("what is turned away, and the server's own trouble, is reported where it is asked for") {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  check_corpus(*postfix::format(), CURFEW_TESTS_DIR "/parsers/postfix/inbound", hints, true);
}

TEST_CASE("a line is recognized by its tag, or by its shape under a name of the administrator's") {
  const auto recognized = [](std::string_view line) {
    const Line one{line, 1};
    return postfix::format()->recognize({&one, 1}) == 1;
  };
  CHECK(recognized(status_line));
  CHECK(recognized("Nov 23 16:04:53 mail postfix-out/qmgr[1]: 3F2A1B7C9: removed"));
  CHECK(recognized("Nov 23 16:04:53 mail outgoing/qmgr[1]: 3F2A1B7C9: removed"));
  CHECK(recognized("<22>1 2026-11-23T16:04:53Z mail postfix 1 - -  3F2A1B7C9: removed"));
  CHECK_FALSE(recognized("Nov 23 16:04:53 mail outgoing/qmgr[1]: something else"));
  CHECK_FALSE(recognized("Nov 23 16:04:53 mail postfix-policyd-spf-perl[1]: Policy action=DUNNO"));
  CHECK_FALSE(recognized("Nov 23 16:04:53 mail dovecot: imap-login: Login"));
  CHECK_FALSE(recognized("2026-11-23 16:04:53 1vN6ab-0001Xy-2z => bob@example.net R=dns T=smtp"));
  CHECK_FALSE(recognized(""));
}

TEST_CASE("bytes of any value pass through a reply") {
  std::string line(status_line);
  line.replace(line.find("250 ok"), 6, std::string("250 caf\xe9 \0\x1b\xff", 12));
  const std::vector<Line> lines = {{line, 1}};
  Events events;
  postfix::format()->make({})->parse(lines, events);
  REQUIRE(events.size() == 1);
  CHECK(events[0].reply.text == std::string("caf\xe9 \0\x1b\xff", 8));
}

TEST_CASE("a long queue id tells which of two equal hours a line stands in") {
  ClockHints hints;
  hints.zone = TimeZone::named("Europe/Berlin");
  hints.zone_source = ClockSource::option;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  const std::string line = "Oct 25 02:10:00 mail postfix/qmgr[1]: 3F2A1B7C9: removed\n";
  const std::string head = "Oct 25 02:30:00 mail postfix/smtpd[2]: ";
  CHECK(times(line + head + "4jByMD0000z1gBp9: client=app.example.org[192.0.2.9]\n", hints) ==
        std::vector<std::string>{"2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"});
  CHECK(times(line + head + "4jBzhS0000z1gBp9: client=app.example.org[192.0.2.9]\n", hints) ==
        std::vector<std::string>{"2026-10-25T00:10:00Z", "2026-10-25T01:30:00Z"});
}

TEST_CASE("the year goes on over New Year") {
  ClockHints hints;
  hints.year = 2025;
  hints.year_day = 365;
  hints.year_source = ClockSource::option;
  CHECK(times("Dec 31 23:59:59 mail postfix/qmgr[1]: 3F2A1B7C9: removed\n"
              "Jan  1 00:00:01 mail postfix/qmgr[1]: 3F2A1B7CA: removed\n",
              hints) == std::vector<std::string>{"2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z"});
}

TEST_CASE("the place of a process among those remembered is bounded") {
  // More processes than are remembered: each line is read, and counted once.
  std::string text;
  for (int pid = 1; pid <= 20000; ++pid) {
    text += "Nov 23 16:04:53 mail postfix/smtp[" + std::to_string(pid) +
            "]: connect to mx.example.net[192.0.2.7]:25: Connection refused\n";
  }
  const std::vector<Line> lines = lines_of_log(text);
  Events events;
  const std::unique_ptr<Parser> parser = postfix::format()->make({});
  parser->parse(lines, events);
  CHECK(events.size() == 20000);
  CHECK(parser->count() == LineCount{.reported = 20000, .ignored = 0, .unknown = 0});
}

}  // namespace curfew::test
