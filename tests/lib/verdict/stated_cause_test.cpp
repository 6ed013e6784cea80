#include <string>

#include "curfew/finding.h"
#include "support/catch.h"

namespace curfew {
namespace {

Claim claim_of(ClaimKind kind, std::int64_t limit = -1) {
  Claim claim;
  claim.kind = kind;
  claim.limit = limit;
  claim.window = -1;
  claim.other_limit = -1;
  return claim;
}

}  // namespace

TEST_CASE("each stated cause is told in words") {
  struct Case {
    ClaimKind kind;
    const char* text;
  };
  for (const Case& one :
       {Case{ClaimKind::concurrency, "too many connections at once"},
        Case{ClaimKind::rate, "too much mail in a short time"},
        Case{ClaimKind::messages_per_connection, "too many messages in a connection"},
        Case{ClaimKind::recipients_per_message, "too many recipients of a message"},
        Case{ClaimKind::recipients_per_connection, "too many recipients in a connection"},
        Case{ClaimKind::domains_per_message, "too many domains in a message"},
        Case{ClaimKind::invalid_recipients, "too many recipients that do not exist"},
        Case{ClaimKind::session_errors, "too many mistakes in a connection"},
        Case{ClaimKind::greylist_delay, "greylisting"},
        Case{ClaimKind::retry_after, "come back later"},
        Case{ClaimKind::block_duration, "a block for a while"},
        Case{ClaimKind::top_of_hour, "busy in the first minutes of the hour"},
        Case{ClaimKind::size, "the message is too large"},
        Case{ClaimKind::mailbox, "a matter of one mailbox"},
        Case{ClaimKind::dnsbl, "a block list names our address"},
        Case{ClaimKind::reputation, "distrust of our address"},
        Case{ClaimKind::content, "what the message holds"},
        Case{ClaimKind::ptr, "the reverse name of our address"},
        Case{ClaimKind::helo, "the name we greet with"},
        Case{ClaimKind::spf, "SPF"},
        Case{ClaimKind::dkim, "DKIM"},
        Case{ClaimKind::dmarc, "DMARC"},
        Case{ClaimKind::auth, "authentication"},
        Case{ClaimKind::tls, "encryption"},
        Case{ClaimKind::dns, "a name that does not resolve"}}) {
    CHECK(stated_cause(claim_of(one.kind)) == one.text);
  }
}

TEST_CASE("a stated limit is told with its unit") {
  struct Case {
    ClaimKind kind;
    const char* text;
  };
  for (const Case& one :
       {Case{ClaimKind::concurrency, "more than 7,200 concurrent connections"},
        Case{ClaimKind::rate, "more than 7,200 messages"},
        Case{ClaimKind::messages_per_connection, "more than 7,200 messages in a connection"},
        Case{ClaimKind::recipients_per_message, "more than 7,200 recipients of a message"},
        Case{ClaimKind::recipients_per_connection, "more than 7,200 recipients in a connection"},
        Case{ClaimKind::domains_per_message, "more than 7,200 domains in a message"},
        Case{ClaimKind::invalid_recipients, "more than 7,200 recipients that do not exist"},
        Case{ClaimKind::session_errors, "more than 7,200 mistakes in a connection"},
        Case{ClaimKind::size, "more than 7,200 MB"},
        Case{ClaimKind::greylist_delay, "greylisting for 2 h"},
        Case{ClaimKind::retry_after, "come back after 2 h"},
        Case{ClaimKind::block_duration, "a block for 2 h"}}) {
    CHECK(stated_cause(claim_of(one.kind, 7200)) == one.text);
  }
  CHECK(stated_cause(claim_of(ClaimKind::block_duration, 3 * 86400)) == "a block for 3 d");
  CHECK(stated_cause(claim_of(ClaimKind::block_duration, 300)) == "a block for 5 min");
  CHECK(stated_cause(claim_of(ClaimKind::block_duration, 90)) == "a block for 90 s");
}

TEST_CASE("a stated rate tells its time, and what another source says") {
  Claim claim = claim_of(ClaimKind::rate, 100);
  claim.window = 3600;
  claim.other_limit = 200;
  CHECK(stated_cause(claim) == "more than 100 messages in 1 h (another source says 200)");
  claim.unit = ClaimUnit::recipients;
  CHECK(stated_cause(claim) == "more than 100 recipients in 1 h (another source says 200)");
}

TEST_CASE("what came of a stated cause is told in words") {
  CHECK(describe(ClaimVerdict::fits) == std::string("fits"));
  CHECK(describe(ClaimVerdict::does_not_fit) == std::string("does not fit"));
  CHECK(describe(ClaimVerdict::no_figure) == std::string("names no figure to test"));
  CHECK(describe(ClaimVerdict::cannot_tell) == std::string("cannot be told from this log"));
  CHECK(describe(ClaimVerdict::clock) ==
        std::string("is contradicted by the clock, which the refusals follow"));
}

}  // namespace curfew
