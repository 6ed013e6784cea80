#include "parse/reject_reason.h"

#include "support/catch.h"

namespace curfew::test {

using parse::reject_reason;

TEST_CASE("a cause is known by its words, in whatever case") {
  CHECK(reject_reason("Recipient address rejected: GREYLISTED for 60 s", Stage::rcpt_to) ==
        RejectReason::greylisted);
  CHECK(reject_reason("Recipient address rejected: User unknown", Stage::rcpt_to) ==
        RejectReason::unknown_user);
  CHECK(reject_reason("Client host [192.0.2.7] blocked using zen.example.net", Stage::rcpt_to) ==
        RejectReason::dnsbl);
  CHECK(reject_reason("Client host rejected: cannot find your hostname", Stage::rcpt_to) ==
        RejectReason::client);
}

TEST_CASE("words that name no cause are sorted by the step, else they are a rule of ours") {
  CHECK(reject_reason("no", Stage::ehlo) == RejectReason::helo);
  CHECK(reject_reason("no", Stage::end_of_data) == RejectReason::content);
  CHECK(reject_reason("no", Stage::rcpt_to) == RejectReason::policy);
  CHECK(reject_reason("", Stage::unknown) == RejectReason::policy);
}

TEST_CASE("a text without end is looked at in front only") {
  const std::string text = std::string(100'000, 'x') + "greylisted";
  CHECK(reject_reason(text, Stage::rcpt_to) == RejectReason::policy);
}

}  // namespace curfew::test
