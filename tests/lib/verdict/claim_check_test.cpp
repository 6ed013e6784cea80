#include "verdict/claim_check.h"

#include <string>

#include "lib/verdict/stream.h"
#include "support/catch.h"

namespace curfew::verdict {
namespace {

using namespace std::chrono_literals;
using test::Stream;
using test::Try;

Claim claim_of(ClaimKind kind, std::int64_t limit, std::int64_t window = -1) {
  Claim claim;
  claim.kind = kind;
  claim.limit = limit;
  claim.window = window;
  claim.basis = ClaimBasis::provider;
  return claim;
}

ClaimCheck checked(const Claim& claim, Stream& stream, const Finding& finding = {}) {
  const auto answer = check(claim, "Remote", finding, stream.evidence());
  REQUIRE(answer);
  return *answer;
}

Finding nightly() {
  Finding finding;
  finding.kind = FindingKind::curfew;
  finding.windows.emplace_back();
  return finding;
}

std::string id(int n) {
  return "M" + std::to_string(n);
}

// `together` sessions at once, every hour; those beyond `limit` are refused.
Stream bursts(int together, int limit, bool all_refused = false) {
  Stream stream;
  int n = 0;
  for (int hour = 0; hour < 20; ++hour) {
    for (int i = 0; i < together; ++i) {
      const std::string message = id(n++);
      stream.add({.at = hour * 1h + 60s + i * 100ms,
                  .refused = all_refused || i >= limit,
                  .message = message,
                  .lasts = 30s});
    }
  }
  return stream;
}

// A message every `gap`, of which those that find `limit` accepted in their hour are refused.
Stream hourly_quota(Milliseconds gap, int limit, bool at_random = false) {
  Stream stream;
  int n = 0;
  int taken = 0;
  for (Milliseconds at{}; at < 20h; at += gap) {
    if (at % 1h == Milliseconds(0)) taken = 0;
    const bool refused = at_random ? n % 4 == 0 : taken >= limit;
    taken += refused ? 0 : 1;
    const std::string message = id(n++);
    stream.add({.at = at + 30s, .refused = refused, .message = message});
  }
  return stream;
}

}  // namespace

TEST_CASE("a limit of connections that is met at refusals alone fits") {
  Stream stream = bursts(8, 5);
  const ClaimCheck answer = checked(claim_of(ClaimKind::concurrency, 5), stream);
  CHECK(answer.verdict == ClaimVerdict::fits);
  CHECK(answer.most_at_refusal == 8);
  CHECK(answer.exact);
}

TEST_CASE("a limit of connections that is never reached does not fit") {
  Stream stream = bursts(1, 0);
  const ClaimCheck answer = checked(claim_of(ClaimKind::concurrency, 10), stream, nightly());
  CHECK(answer.verdict == ClaimVerdict::does_not_fit);
  CHECK(answer.text ==
        "at most 1 of our sessions was open at any of the 20 refusals; refusals follow the clock "
        "(unless others send from the same address: their sessions are not in this log)");
}

TEST_CASE("without durations an upper bound still refutes a limit, and never confirms one") {
  Stream few;
  Stream many;
  for (int i = 0; i < 40; ++i) {
    const std::string message = id(i);
    few.add({.at = i * 30min, .refused = true, .message = message, .lasts = -1ms});
    many.add({.at = i * 1s, .refused = true, .message = message, .lasts = -1ms});
  }
  const ClaimCheck refuted = checked(claim_of(ClaimKind::concurrency, 10), few);
  CHECK(refuted.verdict == ClaimVerdict::does_not_fit);
  const ClaimCheck open = checked(claim_of(ClaimKind::concurrency, 10), many);
  CHECK(open.verdict == ClaimVerdict::cannot_tell);
  CHECK_FALSE(open.exact);
}

TEST_CASE("a rate that separates refusals from acceptances fits, another does not") {
  Stream quota = hourly_quota(1min, 20);
  CHECK(checked(claim_of(ClaimKind::rate, 20, 3600), quota).verdict == ClaimVerdict::fits);
  Stream random = hourly_quota(10min, 0, true);
  CHECK(checked(claim_of(ClaimKind::rate, 20, 3600), random).verdict == ClaimVerdict::does_not_fit);
}

TEST_CASE("a rate per day is summed up over the slots") {
  Stream stream;
  int n = 0;
  for (int day = 0; day < 5; ++day) {
    for (int i = 0; i < 60; ++i) {
      const std::string message = id(n++);
      stream.add({.at = day * 24h + i * 5min, .refused = i >= 30, .message = message});
    }
  }
  CHECK(checked(claim_of(ClaimKind::rate, 30, 86400), stream).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::rate, 500, 86400), stream).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("a rate without a figure is refuted where nothing was accepted before") {
  Stream alone;
  for (int i = 0; i < 20; ++i) {
    const std::string message = id(i);
    alone.add({.at = i * 24h, .refused = true, .message = message});
  }
  CHECK(checked(claim_of(ClaimKind::rate, -1), alone).verdict == ClaimVerdict::does_not_fit);
  Stream busy = hourly_quota(1min, 20);
  CHECK(checked(claim_of(ClaimKind::rate, -1), busy).verdict == ClaimVerdict::no_figure);
}

TEST_CASE("messages in a connection are counted where the log tells") {
  Stream told;
  Stream untold;
  for (int i = 0; i < 300; ++i) {
    const std::string message = id(i);
    const auto use = static_cast<std::uint16_t>(i % 15 + 1);
    told.add({.at = i * 1min, .refused = use > 10, .message = message, .connection_use = use});
    untold.add({.at = i * 1min, .refused = i % 3 == 0, .message = message, .connection_use = 1});
  }
  CHECK(checked(claim_of(ClaimKind::messages_per_connection, 10), told).verdict ==
        ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::messages_per_connection, 10), untold).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("recipients of a message are counted") {
  Stream stream;
  for (int i = 0; i < 15; ++i) {
    const std::string message = id(i);
    stream.add({.at = i * 1min, .message = message});
    for (int j = 1; j < 14; ++j) {
      const std::string recipient = "user" + std::to_string(j) + "@remote.example";
      stream.retry(
          {.at = i * 1min, .refused = j >= 10, .message = message, .recipient = recipient});
    }
  }
  CHECK(checked(claim_of(ClaimKind::recipients_per_message, 10), stream).verdict ==
        ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::recipients_per_message, 100), stream).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("sizes are compared as they are sent, and only where they are known") {
  Stream large;
  Stream unknown;
  for (int i = 0; i < 60; ++i) {
    const std::string message = id(i);
    const bool refused = i % 3 == 0;
    large.add({.at = i * 1min,
               .refused = refused,
               .message = message,
               .size = refused ? 30'000'000U : 50'000U});
    unknown.add({.at = i * 1min, .refused = refused, .message = message});
  }
  CHECK(checked(claim_of(ClaimKind::size, 25), large).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::size, 100), large).verdict == ClaimVerdict::does_not_fit);
  CHECK(checked(claim_of(ClaimKind::size, 25), unknown).verdict == ClaimVerdict::cannot_tell);
}

TEST_CASE("greylisting fits where mail passes after its delay, and not where it never does") {
  Stream grey;
  Stream never;
  for (int i = 0; i < 30; ++i) {
    const std::string message = id(i);
    grey.add({.at = i * 1h, .refused = true, .message = message});
    grey.retry({.at = i * 1h + 10min, .refused = false, .message = message});
    never.add({.at = i * 1h, .refused = true, .message = message});
    never.retry({.at = i * 1h + 10min, .refused = true, .message = message});
    never.retry({.at = i * 1h + 40min, .refused = true, .message = message});
  }
  CHECK(checked(claim_of(ClaimKind::greylist_delay, 300), grey).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::greylist_delay, 300), never).verdict ==
        ClaimVerdict::does_not_fit);
  CHECK(checked(claim_of(ClaimKind::retry_after, 300), grey).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::retry_after, 300), never).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("a stated duration is compared with how long refusals last") {
  Stream stream;
  int n = 0;
  for (int day = 0; day < 6; ++day) {
    for (int hour = 0; hour < 24; ++hour) {
      const std::string message = id(n++);
      stream.add(
          {.at = day * 24h + hour * 1h, .refused = hour >= 8 && hour < 12, .message = message});
    }
  }
  CHECK(checked(claim_of(ClaimKind::block_duration, 4 * 3600), stream).verdict ==
        ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::block_duration, 3600), stream).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("the top of the hour is a claim about minutes") {
  Stream top;
  Stream any;
  for (int i = 0; i < 96 * 4; ++i) {
    const std::string message = id(i);
    top.add({.at = i * 15min + 1min, .refused = i % 4 == 0, .message = message});
    any.add({.at = i * 15min + 1min, .refused = i % 3 == 0, .message = message});
  }
  CHECK(checked(claim_of(ClaimKind::top_of_hour, -1), top).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::top_of_hour, -1), any).verdict != ClaimVerdict::fits);
}

TEST_CASE("one mailbox's trouble leaves others alone") {
  Stream one;
  Stream all;
  for (int i = 0; i < 40; ++i) {
    const std::string message = id(i);
    const std::string other = "X" + std::to_string(i);
    const std::string recipient = "user" + std::to_string(i % 8) + "@remote.example";
    one.add(
        {.at = i * 1h, .refused = true, .message = message, .recipient = "full@remote.example"});
    one.add({.at = i * 1h + 1min, .refused = false, .message = other});
    all.add({.at = i * 1h, .refused = i % 2 == 0, .message = message, .recipient = recipient});
  }
  CHECK(checked(claim_of(ClaimKind::mailbox, -1), one).verdict == ClaimVerdict::fits);
  CHECK(checked(claim_of(ClaimKind::mailbox, -1), all).verdict == ClaimVerdict::does_not_fit);
}

TEST_CASE("what a log cannot show is said, and the clock contradicts it") {
  Stream stream = bursts(1, 0);
  CHECK(checked(claim_of(ClaimKind::dnsbl, -1), stream).verdict == ClaimVerdict::cannot_tell);
  CHECK(checked(claim_of(ClaimKind::dnsbl, -1), stream, nightly()).verdict == ClaimVerdict::clock);
}

TEST_CASE("without a claim, or for our own server's words, there is nothing to check") {
  Stream stream = bursts(1, 0);
  CHECK_FALSE(check({}, "", {}, stream.evidence()));
  CHECK_FALSE(check(claim_of(ClaimKind::retry_rule, -1), "", {}, stream.evidence()));
}

}  // namespace curfew::verdict
