#include "curfew/queue.h"

#include <sstream>

#include "curfew/builtin_formats.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"
#include "support/hints.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

const Instant now(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));

const Formats& formats() {
  static const Formats all = builtin_formats();
  return all;
}

QueueListing read(std::string_view text) {
  QueueOptions options;
  options.formats = formats();
  options.now = now;
  ShortReads source("listing", text, 17);
  return read_queue(source, options);
}

std::string words(const QueueListing& listing, std::size_t top = 0) {
  std::ostringstream out;
  write_text(listing, TimeZone(), 100, top, out);
  return out.str();
}

// showq(8) of Postfix 3.7.
constexpr std::string_view mailq =
    "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
    "4jY9kY6y7sz1gBwM*     383 Mon Nov 23 16:04:53  alice@example.org\n"
    "(host mx1.cox.example[192.0.2.7] refused to talk to me: 421 cmsmtp 192.0.2.1 blocked. "
    "AUP#CXCNCT)\n"
    "                                         bob@cox.example\n"
    "                                         carol@cox.example\n"
    "           (mail transport unavailable)\n"
    "                                         dave@other.example\n"
    "\n"
    "3F2A1B7C9!     1200 Sun Nov 22 08:00:00  MAILER-DAEMON\n"
    "(delivery temporarily suspended: host mx2.cox.example[192.0.2.8] refused to talk to me: 421 "
    "cmsmtp 192.0.2.1 blocked. AUP#CXCNCT)\n"
    "                                         eve@cox.example\n"
    "\n"
    "-- 2 Kbytes in 2 Requests.\n";

}  // namespace

TEST_CASE("a listing's stamps have the newest year they can have, in whatever order") {
  QueueOptions options;
  options.formats = formats();
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2027) / 1 / 3));
  ShortReads source("listing",
                    "3F2A1B7C8      120 Sat Jan  2 08:00:00  a@example.org\n"
                    "(timed out)\n"
                    "                                         bob@cox.example\n"
                    "3F2A1B7C9      120 Wed Dec 30 08:00:00  a@example.org\n"
                    "(timed out)\n"
                    "                                         eve@example.net\n",
                    17);
  CHECK(words(read_queue(source, options)).find("the oldest since 2026-12-30 08:00") !=
        std::string::npos);
}

TEST_CASE("a message of a time that cannot be has none") {
  const auto arrived = [](const std::string& time) {
    return read(R"({"queue_name": "deferred", "queue_id": "4jY9kY6y7sz1gBwM", "arrival_time": )" +
                time + R"(, "recipients": [{"address": "b@example.net", "delay_reason": "x"}]})" +
                "\n")
        .waiting.at(0)
        .oldest;
  };
  CHECK(arrived("1795449893") == Instant(1795449893s));
  for (const char* time : {"18446744073709551615", "9223372036854775807", "0", "-5", "\"x\""}) {
    INFO(time);
    CHECK_FALSE(arrived(time));
  }
}

TEST_CASE("mailq tells what waits, for whom, since when and why") {
  CHECK(is_queue_listing(mailq, formats()));
  CHECK(words(read(mailq)) ==
        "2 messages wait for 4 recipients, 1,583 bytes, the oldest since 2026-11-22 08:00 (mailq, "
        "times in UTC)\n"
        "1 is on hold\n"
        "\n"
        "recipients  since             domain         why\n"
        "         3  2026-11-22 08:00  cox.example    concurrency: host mx1.cox.example[192.0.2.7] "
        "refused ...\n"
        "         1  2026-11-23 16:04  other.example  mail transport unavailable\n");
  const QueueListing listing = read(mailq);
  REQUIRE(listing.waiting.size() == 2);
  CHECK(listing.waiting[0].example == "3F2A1B7C9");
  CHECK(listing.waiting[0].provider == "Cox");
  CHECK(listing.unknown == 0);
}

TEST_CASE("postqueue -j says the same") {
  const std::string json =
      R"({"queue_name": "active", "queue_id": "4jY9kY6y7sz1gBwM", "arrival_time": 1795449893, )"
      R"("message_size": 383, "forced_expire": false, "sender": "alice@example.org", "recipients": [)"
      R"({"address": "bob@cox.example", "delay_reason": "host mx1.cox.example[192.0.2.7] refused to talk to me: 421 cmsmtp 192.0.2.1 blocked. AUP#CXCNCT"}, )"
      R"({"address": "carol@cox.example", "delay_reason": "host mx1.cox.example[192.0.2.7] refused to talk to me: 421 cmsmtp 192.0.2.1 blocked. AUP#CXCNCT"}, )"
      R"({"address": "dave@other.example", "delay_reason": "mail transport unavailable"}]})"
      "\n"
      R"({"queue_name": "hold", "queue_id": "3F2A1B7C9", "arrival_time": 1795334400, )"
      R"("message_size": 1200, "forced_expire": true, "sender": "MAILER-DAEMON", "recipients": [)"
      R"({"address": "eve@cox.example", "delay_reason": "delivery temporarily suspended: host mx2.cox.example[192.0.2.8] refused to talk to me: 421 cmsmtp 192.0.2.1 blocked. AUP#CXCNCT"}]})"
      "\n";
  CHECK(is_queue_listing(json, formats()));
  std::string same = words(read(mailq));
  same.replace(same.find("(mailq,"), 7, "(postqueue -j,");
  CHECK(words(read(json)) == same);
  CHECK(read(json.substr(0, 100) + "\n").unknown == 1);
}

TEST_CASE("exim -bp counts ages from now, and states no reason") {
  constexpr std::string_view listing =
      " 25m  2.9K 0t5C6f-0000c8-00 <alice@example.org>\n"
      "          bob@example.net\n"
      "\n"
      " 3h   383 1xVWt8-00002u-1b <> (root) *** frozen ***\n"
      "        D carol@example.net\n"
      "          dave@example.net\n"
      "\n"
      "99d   12M 1xVWt8-00000000002u-001b <eve@example.org>\n"
      "          frank@late.example\n"
      "\n";
  CHECK(is_queue_listing(listing, formats()));
  CHECK(
      words(read(listing)) ==
      "3 messages wait for 3 recipients, 12,586,264 bytes, the oldest since 2026-08-17 00:00 (exim "
      "-bp, times in UTC)\n"
      "1 is on hold\n"
      "\n"
      "recipients  since             domain        why\n"
      "         2  2026-11-23 21:00  example.net   no reason is listed\n"
      "         1  2026-08-17 00:00  late.example  no reason is listed\n");
}

TEST_CASE("a listing is known to the server that prints it") {
  Formats none;
  CHECK_FALSE(is_queue_listing(mailq, none));
  std::vector<std::string_view> commands;
  for (const QueueForm* const form : queue_forms(formats())) commands.push_back(form->name());
  CHECK(commands == std::vector<std::string_view>{"mailq", "postqueue -j", "exim -bp"});
}

TEST_CASE("what is no listing is not taken for one") {
  CHECK_FALSE(is_queue_listing("", formats()));
  CHECK_FALSE(
      is_queue_listing("Nov 23 16:04:53 mail postfix/smtp[427]: 3F2A1B7C9: removed\n", formats()));
  CHECK_FALSE(is_queue_listing("2026-11-23 16:27:28 1xVWt8-00002u-1b Completed\n", formats()));
  CHECK_FALSE(is_queue_listing("{\"queue_id\": \"1\", \"queue_name\": \"active\"}\n", formats()));
  CHECK_FALSE(is_queue_listing("Mail queue is empty\n", formats()));
  const QueueListing none = read("hello\n\nworld\n");
  CHECK(none.form.empty());
  CHECK(none.unknown == 2);
}

TEST_CASE("untrusted text in a listing drive no terminal, and the groups are bounded") {
  std::string many = "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n";
  for (int i = 0; i < 10'100; ++i) {
    many += "3F2A1B7C9 1 Mon Nov 23 16:04:53 a@example.org\n(\x1b[2J\xff said)\n  x@d" +
            std::to_string(i) + ".example\n\n";
  }
  QueueListing listing = read(many);
  CHECK(listing.waiting.size() == QueueListing::most_groups);
  CHECK(listing.more);
  CHECK(listing.recipients == 10'100);
  const std::string page = words(listing, 1);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.ends_with("and 9,999 or more others\n"));
  CHECK_FALSE(test::names_a_command(page));
  listing.hints = test::every_hint();
  CHECK(words(listing, 1).ends_with("others " + test::said(Hint::more_waiting) + '\n'));
  std::ostringstream json;
  write_json(listing, TimeZone(), json);
  CHECK(json.str().find('\x1b') == std::string::npos);
  CHECK(json.str().find("\"more\": true") != std::string::npos);
}

TEST_CASE("an empty queue says so, and a fence is no recipient") {
  CHECK(words(read("Mail queue is empty\n")) == "Nothing waits.\n");
  CHECK(words(read("")) == "Nothing waits.\n");
  CHECK(read("```\n" + std::string(mailq) + "```\n").recipients == 4);
}

TEST_CASE("a stray line is counted, and the rest is read") {
  const QueueListing listing = read("$ mailq\n" + std::string(mailq) + "what is this line\n");
  CHECK(listing.messages == 2);
  CHECK(listing.unknown == 2);
}

}  // namespace curfew::test
