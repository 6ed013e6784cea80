#include "parse/envelope/envelope.h"

#include "lib/parse/envelope/opened.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

// One line of a log in its envelope, and what it is without.
void check_line(std::string_view wrapped, std::string_view line) {
  INFO(wrapped);
  const Opened opened = open_any_way(wrapped);
  CHECK_FALSE(opened.form.empty());
  CHECK(opened.lines == Texts{"1: " + std::string(line)});
}

void check_bare(std::string_view line) {
  INFO(line);
  CHECK(open_text(line).form.empty());
}

}  // namespace

TEST_CASE("lines that stand as a logger writes them are bare") {
  check_bare("Nov 23 16:04:53 mail postfix/smtp[427]: body");
  check_bare("<22>Nov 23 16:04:53 mail postfix/smtp[427]: body");
  check_bare("2026-11-23T16:04:53.469844+00:00 mail postfix/smtp[427]: body");
  check_bare("<22>1 2026-11-23T16:04:53.469844+00:00 mail postfix 427 - -  body");
  check_bare("2013 Jun 10 06:27:30.123 mail postfix/smtp[427]: body");
  check_bare("2026-11-23 16:27:28 1xVWt8-00002u-1b <= a@example.org");
  check_bare("  SMTP<< 421 later");
  check_bare("\"SMTPC\"\t1\t2\t\"2026-01-15 17:30:00.123\"\t\"192.0.2.7\"\t\"SENT: QUIT\"");
  check_bare("");
  check_bare(
      "{\"queue_name\": \"deferred\", \"queue_id\": \"4jY9\", \"arrival_time\": 1795450136}");
  check_bare("{\"time\":\"2026-11-23T16:04:53Z\",\"kind\":\"attempt\",\"outcome\":\"deferred\"}");
}

TEST_CASE("an envelope around the smaller part of the lines is none") {
  const std::string bare = "Nov 23 16:04:53 mail postfix/smtp[427]: body\n";
  const std::string wrapped = "name  | body\n";
  CHECK(open_text(bare + bare + wrapped).form.empty());
  CHECK(open_any_way(bare + wrapped + wrapped).lines ==
        Texts{"1: Nov 23 16:04:53 mail postfix/smtp[427]: body", "2: body", "3: body"});
}

TEST_CASE("journalctl's own stamps become those of a log") {
  check_line("Mon 2026-11-23 16:04:53 UTC mail.example.org postfix/smtp[427]: body",
             "2026-11-23T16:04:53.000+00:00 mail.example.org postfix/smtp[427]: body");
  check_line("Mon 2026-11-23 16:04:53.123456 +0530 mail postfix/smtp[427]: body",
             "2026-11-23T16:04:53.123+05:30 mail postfix/smtp[427]: body");
  check_line("Mon 2026-11-23 16:04:53 -03 mail postfix/smtp[427]: body",
             "2026-11-23T16:04:53.000-03:00 mail postfix/smtp[427]: body");
  check_line("1795449893.469778 mail postfix/smtp[427]: body",
             "2026-11-23T16:04:53.469+00:00 mail postfix/smtp[427]: body");
}

TEST_CASE("an abbreviation that several zones share leaves the zone to the log's clock") {
  check_line("Mon 2026-11-23 16:04:53 CST mail postfix/smtp[427]: body",
             "2026-11-23T16:04:53.000 mail postfix/smtp[427]: body");
}

TEST_CASE("a unit in the place of the program is named as the program is") {
  check_line("Mon 2026-11-23 16:04:53 UTC mail postfix@-.service[427]: body",
             "2026-11-23T16:04:53.000+00:00 mail postfix[427]: body");
  check_line("Mon 2026-11-23 16:04:53 UTC mail exim4.service[427]: a.service: body",
             "2026-11-23T16:04:53.000+00:00 mail exim4[427]: a.service: body");
}

TEST_CASE("docker's stamp gives the line's own the year and the zone") {
  check_line("2026-11-23T16:08:55.000000001Z Nov 23 17:08:55 mail postfix/smtp[1]: body",
             "2026-11-23T17:08:55.000+01:00 mail postfix/smtp[1]: body");
  check_line("2026-12-31T23:30:02Z Jan  1 05:00:00 mail postfix/smtp[1]: body",
             "2027-01-01T05:00:00.000+05:30 mail postfix/smtp[1]: body");
  check_line("2026-11-23T16:08:55Z 2026-11-23 09:08:55 1xVWt8-00002u-1b Completed",
             "2026-11-23 09:08:55.000-07:00 1xVWt8-00002u-1b Completed");
}

TEST_CASE("a line with year and zone of its own keeps them") {
  check_line("2026-11-23T16:08:55Z 2026-11-23T17:08:54.5+01:00 mail postfix/smtp[1]: body",
             "2026-11-23T17:08:54.5+01:00 mail postfix/smtp[1]: body");
  check_line("2026-11-23T16:08:55Z stdout F <22>1 2026-11-23T16:08:54Z mail postfix 1 - - body",
             "<22>1 2026-11-23T16:08:54Z mail postfix 1 - - body");
}

TEST_CASE("a line that was followed from an earlier day has the year, and the others' zone") {
  const Opened opened = open_any_way(
      "2027-01-02T16:08:55Z stdout F Dec 30 08:00:01 mail postfix/smtp[1]: first\n"
      "2027-01-02T16:08:55Z stdout F Jan  2 17:08:55 mail postfix/smtp[1]: second\n"
      "2027-01-02T16:08:55Z stdout F Dec 30 08:00:01 mail postfix/smtp[1]: third\n"
      "2027-01-02T16:09:55Z stdout F Jan  2 17:09:55 mail postfix/smtp[1]: fourth\n");
  CHECK(opened.lines == Texts{"1: 2026-12-30T08:00:01.000 mail postfix/smtp[1]: first",
                              "2: 2027-01-02T17:08:55.000+01:00 mail postfix/smtp[1]: second",
                              "3: 2026-12-30T08:00:01.000+01:00 mail postfix/smtp[1]: third",
                              "4: 2027-01-02T17:09:55.000+01:00 mail postfix/smtp[1]: fourth"});
}

TEST_CASE("a late line is not another zone, two lines that agree are") {
  const std::string at_one = "2026-10-25T00:59:00Z stdout F Oct 25 02:59:00 mail a: summer\n";
  const std::string late = "2026-10-25T00:59:30Z stdout F Oct 25 02:44:30 mail a: late\n";
  const std::string winter = "2026-10-25T01:10:00Z stdout F Oct 25 02:10:00 mail a: winter\n";
  const Opened opened = open_any_way(at_one + late + at_one + winter + winter);
  CHECK(opened.lines == Texts{"1: 2026-10-25T02:59:00.000+02:00 mail a: summer",
                              "2: 2026-10-25T02:44:30.000+02:00 mail a: late",
                              "3: 2026-10-25T02:59:00.000+02:00 mail a: summer",
                              "4: 2026-10-25T02:10:00.000+02:00 mail a: winter",
                              "5: 2026-10-25T02:10:00.000+01:00 mail a: winter"});
}

TEST_CASE("the container's name is taken off") {
  check_line("mail-1  | Jun 23 18:39:58 mail postfix/bounce[1011]: body",
             "Jun 23 18:39:58 mail postfix/bounce[1011]: body");
  check_line("smtp.1.xyz@node    | Jun 23 18:39:58 mail postfix/bounce[1011]: a | b",
             "Jun 23 18:39:58 mail postfix/bounce[1011]: a | b");
  check_line("mail-1  | 2026-06-23T18:39:58.5Z Jun 23 18:39:58 mail postfix/bounce[1011]: body",
             "2026-06-23T18:39:58.000+00:00 mail postfix/bounce[1011]: body");
}

TEST_CASE("pieces of a long line are put together, each stream by itself") {
  const Opened opened = open_any_way(
      "2026-11-23T16:08:55Z stdout P Nov 23 16:08:55 mail postfix/smtp[1]: one \n"
      "2026-11-23T16:08:55Z stderr P Nov 23 16:08:55 mail a: three \n"
      "2026-11-23T16:08:55Z stdout F two\n"
      "2026-11-23T16:08:55Z stderr F four\n"
      "2026-11-23T16:08:55Z stdout P Nov 23 16:08:56 mail a: unfinished\n");
  CHECK(opened.lines == Texts{"3: 2026-11-23T16:08:55.000+00:00 mail postfix/smtp[1]: one two",
                              "4: 2026-11-23T16:08:55.000+00:00 mail a: three four",
                              "5: Nov 23 16:08:56 mail a: unfinished"});
}

TEST_CASE("a line without end does not fill the memory") {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "2026-11-23T16:08:55Z stdout P " + std::string(1000, 'x') + '\n';
  }
  const Opened opened = open_text(text);
  REQUIRE(opened.lines.size() == 1);
  CHECK(opened.lines[0].size() <= 65 * 1024);
}

TEST_CASE("logs without a time of day are told by name") {
  const auto remark = [](std::string_view text) {
    const Line line{text, 1};
    return std::string(parse::missing_clock({&line, 1}));
  };
  CHECK(remark("[ 1701.602972] mail postfix/smtp[427]: body").find("short-monotonic") !=
        std::string::npos);
  CHECK(remark("4jY9kY3C2Nz1gBp9: to=<b@example.net>, relay=none, delay=1, status=deferred (x)")
            .find("cat") != std::string::npos);
  CHECK(remark("[427] body").empty());
  CHECK(remark("Nov 23 16:04:53 mail postfix/smtp[427]: body").empty());
}

}  // namespace curfew::test
