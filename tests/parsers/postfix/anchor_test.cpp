#include "postfix/anchor.h"

#include "support/catch.h"

namespace curfew::test {
namespace {

// "2026-11-23T16:04:53Z certain", "... guessed", "none"
std::string anchor_of(std::string_view body, std::string_view stamp = "Nov 23 17:04:53") {
  const std::string line = std::string(stamp) + " mail postfix/cleanup[427]: " + std::string(body);
  const auto anchor = postfix::read_anchor(line);
  if (!anchor) return "none";
  return rfc3339(anchor->utc) + (anchor->certain ? " certain" : " guessed");
}

}  // namespace

TEST_CASE("what Postfix made itself is a certain anchor") {
  CHECK(anchor_of("4jY9kY3C2Nz1gBp9: client=app.example.org[192.0.2.9]") ==
        "2026-11-23T16:04:53.451Z certain");
  CHECK(anchor_of("4jY9kY3C2Nz1gBp9: uid=0 from=<root>") == "2026-11-23T16:04:53.451Z certain");
  CHECK(anchor_of("3F2A1B7C9: message-id=<20261123160453.3F2A1B7C9@mail.example.org>") ==
        "2026-11-23T16:04:53Z certain");
  CHECK(anchor_of("3F2A1B7C9: resent-message-id=<20261123160453.3F2A1B7C9@mail.example.org>") ==
        "2026-11-23T16:04:53Z certain");
}

TEST_CASE("a line written later than its id is no anchor") {
  CHECK(anchor_of("4jY9kY3C2Nz1gBp9: removed") == "none");
  CHECK(anchor_of("4jY9kY3C2Nz1gBp9: from=<a@example.org>, size=1, nrcpt=1 (queue active)") ==
        "none");
  CHECK(anchor_of("4jY9kY3C2Nz1gBp9: message-id=<x@example.org>") == "none");
  CHECK(anchor_of("3F2A1B7C9: client=app.example.org[192.0.2.9]") == "none");
}

TEST_CASE("what a client wrote is a guess, and only near the stamp") {
  CHECK(anchor_of("3F2A1B7C9: message-id=<20261123160453.GA23369@app.example.org>") ==
        "2026-11-23T16:04:53Z guessed");
  CHECK(anchor_of("3F2A1B7C9: message-id=<20261123160453.3F2A1B7CA@other.example.org>") ==
        "2026-11-23T16:04:53Z guessed");
  CHECK(anchor_of("3F2A1B7C9: message-id=<1.1795449893@app.example.org>") ==
        "2026-11-23T16:04:53Z guessed");
  CHECK(anchor_of("3F2A1B7C9: message-id=<7.1795449893123.JavaMail@app.example.org>") ==
        "2026-11-23T16:04:53.123Z guessed");
  // The first number is one of ten digits too, but years away.
  CHECK(anchor_of("3F2A1B7C9: message-id=<1880712436.3.1795449893123@app.example.org>") ==
        "2026-11-23T16:04:53.123Z guessed");
  CHECK(anchor_of("3F2A1B7C9: message-id=<20260401160453.GA23369@app.example.org>") == "none");
  CHECK(anchor_of("3F2A1B7C9: message-id=<20261199160453.GA1@app.example.org>") == "none");
  CHECK(anchor_of("3F2A1B7C9: message-id=<a1795449893@app.example.org>") == "none");
  CHECK(anchor_of("3F2A1B7C9: message-id=<x@1795449893.example.org>") == "none");
  CHECK(anchor_of("3F2A1B7C9: message-id=<>") == "none");
}

TEST_CASE("New Year lies between a stamp and its anchor") {
  CHECK(anchor_of("3F2A1B7C9: message-id=<20270101035959.GA1@app.example.org>",
                  "Dec 31 20:59:59") == "2027-01-01T03:59:59Z guessed");
  CHECK(anchor_of("3F2A1B7C9: message-id=<20261231205959.GA1@app.example.org>",
                  "Jan  1 03:59:59") == "2026-12-31T20:59:59Z guessed");
}

TEST_CASE("a stamp with an offset needs no anchor, another program gives none") {
  const std::string body = "4jY9kY3C2Nz1gBp9: client=app.example.org[192.0.2.9]";
  CHECK(anchor_of(body, "2026-11-23T17:04:53") == "2026-11-23T16:04:53.451Z certain");
  CHECK(anchor_of(body, "2026-11-23T17:04:53+01:00") == "none");
  CHECK_FALSE(postfix::read_anchor("Nov 23 17:04:53 mail opendkim/milter[1]: " + body));
  CHECK_FALSE(postfix::read_anchor(body));
}

TEST_CASE("an equals sign in front of the message hides no anchor") {
  const std::string body = "4jY9kY3C2Nz1gBp9: client=app.example.org[192.0.2.9]";
  const std::string rfc5424 = "<22>1 2026-11-23T17:04:53 mail postfix/smtpd 427 - ";
  CHECK(postfix::read_anchor(rfc5424 + "[meta sequenceId=\"7\"] " + body));
  CHECK(postfix::read_anchor("Nov 23 17:04:53 a=b postfix/smtpd[427]: " + body));
}

}  // namespace curfew::test
