#include "exim/exim.h"

#include "curfew/time.h"
#include "exim/field.h"
#include "exim/message_id.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "time/clock_learner.h"

namespace curfew::test {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

Stamp utc_stamp(std::chrono::sys_time<std::chrono::seconds> time) {
  return {.wall = WallTime(time.time_since_epoch()), .has_year = true, .offset = {}};
}

std::size_t recognized(std::initializer_list<std::string_view> texts) {
  std::vector<Line> lines;
  for (const std::string_view text : texts) lines.push_back({text, lines.size() + 1});
  return exim::format()->recognize(lines);
}

// Moments that no corpus line is younger than: the year of stamps without one, and a transcript's
// time.
ClockHints corpus_hints() {
  ClockHints hints;
  hints.newest = sys_days(2026y / 12 / 31) + 12h;
  return hints;
}

}  // namespace

TEST_CASE("each line of the corpus becomes the events written under it") {
  check_corpus(*exim::format(), CURFEW_TESTS_DIR "/parsers/exim/corpus", corpus_hints());
}

TEST_CASE("what is turned away, and the server's own trouble, is reported where it is asked for") {
  check_corpus(*exim::format(), CURFEW_TESTS_DIR "/parsers/exim/inbound", corpus_hints(), true);
}

TEST_CASE("a message id is known by its shape") {
  CHECK(exim::message_id_length("1jgAIN-0001S4-0B") == 16);
  CHECK(exim::message_id_length("1jgAIN-0001S4-0B <= a") == 16);
  CHECK(exim::message_id_length("1xVWz7-000000000Bh-3UXz Completed") == 23);
  CHECK(exim::message_id_length("1jgAIN-0001S4-0B:") == 0);
  CHECK(exim::message_id_length("1jgAIN-0001S4-0") == 0);
  CHECK(exim::message_id_length("1xVWz7-000000000Bh-3UX") == 0);
  CHECK(exim::message_id_length("1jgAIN-0001_4-0B") == 0);
  CHECK(exim::message_id_length("") == 0);
}

TEST_CASE("a message id tells when its message arrived") {
  const auto arrival = sys_days(2020y / 6 / 2) + 17h + 1min + 47s;
  const Stamp stamp = utc_stamp(arrival - 7h);
  CHECK(exim::message_id_clock("1jgAIN-0001S4-0B", stamp) == Instant(arrival));
  CHECK(exim::message_id_clock("1jgAIN-000000000Bh-3UXz", stamp) == Instant(arrival));
}

TEST_CASE("a message id of another year tells nothing") {
  const Stamp stamp = utc_stamp(sys_days(1999y / 3 / 2) + 9h);
  CHECK_FALSE(exim::message_id_clock("1jgAIN-0001S4-0B", stamp).has_value());
}

TEST_CASE("a message id in base 36 is taken where base 62 cannot be") {
  const auto arrival = sys_days(2020y / 6 / 2) + 17h;  // 1591117200 is QBB5W0 in base 36
  CHECK(exim::message_id_clock("QBB5W0-0001S4-0B", utc_stamp(arrival)) == Instant(arrival));
  CHECK_FALSE(exim::message_id_clock("QBB5w0-0001S4-0B", utc_stamp(arrival)).has_value());
}

TEST_CASE("a duration is a sum of its units") {
  CHECK(exim::read_duration("3m45s") == 225s);
  CHECK(exim::read_duration("1d2h") == 26h);
  CHECK(exim::read_duration("2w") == 336h);
  CHECK(exim::read_duration("0.166s") == 166ms);
  for (const char* const none : {"", "s", "5", "3m45", "qqs", "99999999999w", "4294967295w"}) {
    CHECK(exim::read_duration(none) < 0ms);
  }
}

TEST_CASE("Exim's lines are recognized, alone too") {
  CHECK(recognized({"2026-01-15 17:30:00 1xVWau-00002f-1r <= a@example.org U=a P=local S=3"}) == 1);
  CHECK(recognized({"2026-01-15 17:30:00 +0000 [9] 1xVWz7-000000000Bh-3UXz Completed"}) == 1);
  CHECK(recognized({"2026-01-15 17:30:00 Start queue run: pid=117"}) == 1);
  CHECK(recognized({"Jan 15 17:30:00 mail exim[117]: Start queue run: pid=117"}) == 1);
  CHECK(recognized({"  SMTP<< 421 mx.example.net busy"}) == 1);
  CHECK(recognized({"Connecting to mx.example.net [192.0.2.7]:25 ...  connected"}) == 1);
  CHECK(recognized({"LOG: MAIN", "  == a@example.net R=r T=t defer (0): x"}) == 1);
}

TEST_CASE("other programs' lines are not Exim's") {
  CHECK(
      recognized({"2026-01-15 17:30:00 status installed libc6:amd64 2.36-9",
                  "2026-01-15 17:30:00 startup archives unpack",
                  "2026-01-15 17:30:00 update-office-it is done",
                  "2026-01-15 17:30:00,123 INFO Warning: failed to connect",
                  "Jan 15 17:30:00 mail postfix/smtp[12]: 3F2A1: to=<a@example.net>",
                  "Jan 15 17:30:00 mail dovecot: imap-login: Login: user=<a>",
                  "\"SMTPC\"\t1\t2\t\"2026-01-15 17:30:00\"\t\"192.0.2.7\"\t\"RECEIVED: 421 busy\"",
                  "", "LOG", "SMTP", "12:00:00 hello"}) == 0);
}

TEST_CASE("an arrival tells the zone of the log") {
  const std::string_view line = "2020-06-02 10:01:47 1jgAIN-0001S4-0B <= a@example.org U=a S=3";
  const std::optional<ClockAnchor> anchor = exim::format()->anchor(line);
  REQUIRE(anchor.has_value());
  CHECK(anchor->utc == Instant(sys_days(2020y / 6 / 2) + 17h + 1min + 47s));
  CHECK(anchor->certain);
  ClockLearner learner;
  learner.add(*anchor);
  const ClockHints hints = learner.learn({}, TimeZone());
  CHECK(hints.zone_source == ClockSource::learned);
  CHECK(hints.zone.name() == "UTC-07:00");
}

TEST_CASE("only an arrival tells it, and only where the line does not say it itself") {
  CHECK_FALSE(exim::format()->anchor("2020-06-02 10:01:47 1jgAIN-0001S4-0B Completed").has_value());
  CHECK_FALSE(exim::format()
                  ->anchor("2020-06-02 10:01:47 -0700 1jgAIN-0001S4-0B <= a@example.org S=3")
                  .has_value());
  CHECK_FALSE(exim::format()->anchor("  SMTP<< 421 busy").has_value());
}

TEST_CASE("an arrival in syslog tells the year too") {
  const auto anchor = exim::format()->anchor(
      "Jun  2 10:01:47 mail exim[9]: 1jgAIN-0001S4-0B <= a@example.org U=a S=3");
  REQUIRE(anchor.has_value());
  ClockLearner learner;
  learner.add(*anchor);
  CHECK(learner.learn({}, TimeZone()).year == 2020);
}

}  // namespace curfew::test
