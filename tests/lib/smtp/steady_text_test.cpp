#include "smtp/steady_text.h"

#include "smtp/word_shape.h"
#include "support/catch.h"

namespace curfew::smtp {
namespace {

std::string steady(std::string_view text) {
  std::string out;
  append_steady(out, text);
  return out;
}

}  // namespace

TEST_CASE("what changes from message to message is replaced, the rest stays") {
  CHECK(steady("<bob@example.net>: unknown user \"bob@example.net\"") ==
        "<@>: unknown user \"<@>\"");
  CHECK(steady("[203.0.113.25] rate limited") == "[0.0.0.0] rate limited");
  CHECK(steady("mx.example.net[203.0.113.25]: no") == "mx.example.net[0.0.0.0]: no");
  CHECK(steady("a1-20020a170902c1si1234567pll.4 - gsmtp") == "x0.0 - gsmtp");
  CHECK(steady("wait 312 seconds or 450 tries") == "wait 0 seconds or 450 tries");
  CHECK(steady("Mon, 15 Jan 2026 17:30:00 +0000") == steady("Sat, 3 Oct 2025 07:01:59 +0000"));
  CHECK(steady("  two\tblanks \n") == "two blanks");
}

TEST_CASE("codes, and the answers of lists, stay") {
  for (const char* const text :
       {"4.7.28", "(S775)", "AUP#IPBL0001", "AUP#In-1310", "RL000001", "OFR004_104", "[TSS04]",
        "RFC 5322", "127.255.255.254", "http://postmaster.example/codes.php#BL000010",
        "https://support.example/?p=NoSuchUser", "550 5.1.1"}) {
    CHECK(steady(text) == text);
  }
}

TEST_CASE("the codes that begin the later lines of a reply are left out") {
  CHECK(steady("550-5.7.1 one 550-5.7.1 two 550 three") == "550-5.7.1 one two 550 three");
}

TEST_CASE("words that stay are written side by side, whatever stood between them") {
  CHECK(steady("  no such  user\there ") == "no such user here");
  CHECK(steady("try again in May, or on Sat") == "try again in Jan, or on Mon");
  CHECK(steady("see rfc 5322 and (RFC 5321)") == "see rfc 5322 and (RFC 5321)");
  CHECK(steady("each ::a fe::a of a::b") == "each 0.0.0.0 0.0.0.0 of 0.0.0.0");
  CHECK(steady("5 rfc") == "5 rfc");
}

TEST_CASE("shapes of words") {
  CHECK(is_code_shaped("BL000010"));
  CHECK(is_code_shaped("OFR004_104"));
  CHECK(!is_code_shaped("bl000010"));
  CHECK(!is_code_shaped("4jY9kY3KZ1z1gBtX"));
  CHECK(!is_code_shaped("HELLO"));
  CHECK(is_stamp("17:30:00"));
  CHECK(is_stamp("2026-01-15T17:30:00.000Z"));
  CHECK(!is_stamp("4.7.1"));
}

}  // namespace curfew::smtp
