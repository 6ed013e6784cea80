#include "lint/mask.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "smtp/vocabulary.h"
#include "support/catch.h"
#include "text/cursor.h"

using namespace curfew;
using lint::mask;

TEST_CASE("what varies in a line has a name, and the example keeps the shape") {
  const lint::Masked masked = mask(
      "Nov 23 16:04:53 mx7 postfix/smtp[411]: 3F2A1B7C9: lost Bob@Example.net via "
      "mx.example.net[192.0.2.77]:25, said 450 4.2.0 in 0.05 s, quota Frobnitz");
  CHECK(masked.pattern ==
        "<time> <host> postfix/smtp[#]: <id>: lost <address> via <host>[<ip>]:#, said 450 4.2.0 in "
        "# s, quota <word>");
  CHECK(masked.example ==
        "Nov 23 16:04:53 host postfix/smtp[000]: 0X0X0X0X0: lost user@example.net via "
        "host.example.net[192.0.2.1]:00, said 450 4.2.0 in 0.00 s, quota Xxxxxxxx");
}

TEST_CASE("the server's name goes, be it a common word, whatever head it stands in") {
  for (const std::string line :
       {"Nov 23 16:04:53 relay postfix/smtp[411]: text", "Nov 23 16:04:53 relay --- text",
        "<22>Nov 23 16:04:53 relay postfix/smtp[411]: text",
        "2026-11-23T16:04:53.469844+00:00 relay postfix/smtp[411]: text",
        "<22>1 2026-11-23T16:04:53.469844+00:00 relay postfix 411 - -  text",
        "2013 Jun 10 06:27:30.123 relay postfix/smtp[411]: text",
        "2013 Jun 10 06:27:30.123 relay ### text"}) {
    CAPTURE(line);
    const lint::Masked masked = mask(line);
    CHECK(masked.pattern.starts_with("<time> <host> "));
    CHECK(masked.pattern.find("relay") == std::string::npos);
    CHECK(masked.example.find("relay") == std::string::npos);
  }
  CHECK(mask("2026-11-23 16:08:40.754 +0000 [169] 1xVWau-00002f-25 relay down").pattern ==
        "<time> [#] <id>-<id>-# relay down");
  CHECK(mask("2026-11-23 16:08:40 Start queue run").pattern == "<time> Start queue run");
}

TEST_CASE("masked words in a row are one, and bytes beyond ASCII are none") {
  CHECK(mask("lost Alice Bob Carol at noon").pattern == "lost <words> at <word>");
  CHECK(mask("lost M\xC3\xBCller\x1b[2J\x80").pattern == "lost <word>?[<id>");
  CHECK(mask("a b.o.b c-a-t o_k").pattern == "a <host> <word>-<word>-<words>_<word>");
  CHECK(mask("").pattern.empty());
  CHECK(mask(std::string(100'000, 'x')).example.size() == 2000);
}

TEST_CASE("an address that breaks off is one") {
  CHECK(mask("info@=example.net, @example.net. info@ @").pattern ==
        "<address>=<host>, <address>. <address> <address>");
}

TEST_CASE("an IP is told from numbers with stops in them") {
  CHECK(mask("192.0.2.1 192.0.2.1:25 192.0.2.0/24 [::1] 2001:db8::7").pattern ==
        "<ip> <ip> <ip> [<ip>] <ip>");
  CHECK(mask("delays=0.1/0.2/0.3/4 12:30:01 999.1").pattern == "delays=# # #");
}

TEST_CASE("a log is named without what its path tells of people and hosts") {
  CHECK(lint::masked_name("/var/log/remote/mx.shop.example/mail.log.2.gz") == "mail.log.2.gz");
  CHECK(lint::masked_name("mx7.shop-mail.log") == "mx7.<word>-mail.log");
  CHECK(lint::masked_name("192.0.2.7.log") == "<ip>log");
  CHECK(lint::masked_name("hmailserver_2026-11-23.log") == "hmailserver_2026-11-23.log");
  CHECK(lint::masked_name("\xC3\xBC\x1b.log") == "???.log");
  CHECK(lint::masked_name("standard input") == "standard input");
}

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

// Letters and digits that are no word.
std::string secret(Random& random, std::string_view letters) {
  std::string word;
  do {
    word.clear();
    const std::size_t size = 5 + below(random, 8);
    for (std::size_t i = 0; i < size; ++i) word += letters[below(random, letters.size())];
  } while (smtp::is_common(word));
  return word;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), text::to_lower);
  return text;
}

}  // namespace

TEST_CASE("no local part, host or id of a line is left, wherever it stands") {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view mixed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::vector<std::string> frames = {
      "Nov 23 16:04:53 HOST postfix/smtp[411]: ID: to=<LOCAL@HOST.example>, lost",
      "Nov 23 16:04:53 HOST kernel",
      "2026-11-23T16:04:53Z HOST LOCAL: ID",
      "2026-11-23 16:08:40 ID == LOCAL@HOST.net (LOCAL) H=HOST [192.0.2.1] T=\"to LOCAL\"",
      "\"SMTPC\"\t9284\t\"2026-11-23 16:04:53.166\"\t\"SENT: RCPT TO:<LOCAL@HOST.org>\"",
      "user=LOCAL,host=HOST/ID;path=/var/spool/LOCAL/ID",
      "LOCAL",
      "'LOCAL' \"LOCAL\" <LOCAL> {LOCAL} (LOCAL) [HOST] |LOCAL| LOCAL: LOCAL, LOCAL.",
      "from LOCAL+ID@HOST via HOST.LOCAL.HOST:25 LOCAL_ID LOCAL-ID LOCAL%HOST LOCAL!HOST",
      "https://HOST.example/LOCAL?ID=LOCAL&x=ID#LOCAL \\LOCAL\\ID $LOCAL ~LOCAL",
      "\xC3\xBCLOCAL LOCAL\xC3\xBC \x1b[31mLOCAL\x01HOST \xFFID",
      "=?UTF-8?Q?LOCAL?= LOCAL=HOST.example@ID.example Re: LOCAL",
      "{\"log\":\"LOCAL\",\"HOST\":\"ID\",\"n\":[\"LOCAL\"]}",
      "Nov 23 16:04:53 HOST.LOCAL.example --- ID",
      "<22>1 2026-11-23T16:04:53Z HOST LOCAL ID - - ID"};
  Random random(20'261'125);
  for (int round = 0; round < 2000; ++round) {
    const std::string local = secret(random, letters);
    const std::string host = secret(random, letters);
    const std::string id = secret(random, mixed);
    std::string line;
    for (const std::size_t parts = 1 + below(random, 2); line.size() < parts;) {
      line += frames[below(random, frames.size())];
    }
    for (const auto& [name, word] :
         {std::pair("LOCAL", local), std::pair("HOST", host), std::pair("ID", id)}) {
      for (std::size_t at = line.find(name); at != std::string::npos; at = line.find(name, at)) {
        line.replace(at, std::string_view(name).size(), word);
        at += word.size();
      }
    }
    const lint::Masked masked = mask(line);
    CAPTURE(line, masked.pattern, masked.example);
    for (const std::string& text : {lower(masked.pattern), lower(masked.example)}) {
      REQUIRE(text.find(local) == std::string::npos);
      REQUIRE(text.find(host) == std::string::npos);
      const bool digits_alone = std::ranges::all_of(id, text::is_digit);
      REQUIRE((digits_alone || text.find(lower(id)) == std::string::npos));
      REQUIRE(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; }));
    }
  }
}
