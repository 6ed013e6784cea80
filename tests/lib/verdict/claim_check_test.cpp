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
    // A first attempt would begin when its message arrives.
    many.retry({.at = i * 1s, .refused = true, .message = message, .lasts = -1ms});
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

namespace {

Finding found(FindingKind kind, Model model, std::uint64_t threshold) {
  Finding finding;
  finding.kind = kind;
  Rule rule;
  rule.model = model;
  rule.threshold = threshold;
  finding.rule = rule;
  return finding;
}

// Each morning `limit` messages are taken, and all that come in the evening are refused.
Stream daily_quota() {
  Stream stream;
  for (int day = 0; day < 5; ++day) {
    for (int i = 0; i < 40; ++i) {
      const std::string message = id(day * 100 + i);
      stream.add({.at = day * 24h + (i < 30 ? 0h : 16h) + i * 5min,
                  .refused = i >= 30,
                  .message = message});
    }
  }
  return stream;
}

}  // namespace

TEST_CASE("a rate without a figure is tested over its own period, or over a day") {
  Stream stream = daily_quota();
  const ClaimCheck hourly = checked(claim_of(ClaimKind::rate, -1, 3600), stream);
  CHECK(hourly.verdict == ClaimVerdict::does_not_fit);
  CHECK(hourly.text == "in the hour before 50 of the 50 refusals nothing was accepted");
  const ClaimCheck daily = checked(claim_of(ClaimKind::rate, -1, 86400), stream);
  CHECK(daily.verdict == ClaimVerdict::no_figure);
  CHECK(daily.text == "in the day before 50 of the 50 refusals something was accepted");
  CHECK(checked(claim_of(ClaimKind::rate, -1), stream).verdict == ClaimVerdict::no_figure);
}

TEST_CASE("what was found as it is stated fits, within a tenth") {
  Stream stream = daily_quota();
  const Finding quota = found(FindingKind::quota, Model::quota_day, 30);
  const ClaimCheck without = checked(claim_of(ClaimKind::rate, -1, 86400), stream, quota);
  CHECK(without.verdict == ClaimVerdict::fits);
  CHECK(without.text == "the refusals themselves show a limit of 30 messages in a day");
  CHECK(checked(claim_of(ClaimKind::rate, -1), stream, quota).verdict == ClaimVerdict::fits);
  for (const std::int64_t limit : {28, 30, 33}) {
    CHECK(checked(claim_of(ClaimKind::rate, limit, 86400), stream, quota).text == without.text);
  }
  CHECK(checked(claim_of(ClaimKind::rate, 34, 86400), stream, quota).text != without.text);
  CHECK(checked(claim_of(ClaimKind::rate, 27, 86400), stream, quota).text != without.text);
  CHECK(checked(claim_of(ClaimKind::rate, 30, 3600), stream, quota).text != without.text);
}

TEST_CASE("a limit that was found and stated is counted alike: the first refused is one more") {
  Stream stream = bursts(8, 5);
  const auto fits = [&](ClaimKind kind, Model model) {
    const Finding finding = found(FindingKind::limit, model, 11);
    const ClaimCheck answer = checked(claim_of(kind, 10), stream, finding);
    return answer.verdict == ClaimVerdict::fits &&
           answer.text == "the refusals themselves show a limit of 10";
  };
  CHECK(fits(ClaimKind::concurrency, Model::concurrency));
  CHECK(fits(ClaimKind::messages_per_connection, Model::connection_messages));
  CHECK(fits(ClaimKind::recipients_per_message, Model::message_recipients));
  CHECK_FALSE(fits(ClaimKind::concurrency, Model::quota_hour));
  CHECK_FALSE(fits(ClaimKind::rate, Model::concurrency));
  Finding unsure = found(FindingKind::ambiguous, Model::concurrency, 11);
  unsure.candidates = {FindingKind::concurrency, FindingKind::quota};
  CHECK(checked(claim_of(ClaimKind::concurrency, 10), stream, unsure).verdict ==
        ClaimVerdict::does_not_fit);
}

TEST_CASE("connections that are as many at acceptances as at refusals tell nothing") {
  Stream stream;
  int n = 0;
  for (int hour = 0; hour < 20; ++hour) {
    for (int i = 0; i < 8; ++i) {
      const std::string message = id(n++);
      stream.add({.at = hour * 1h + 60s + i * 100ms,
                  .refused = i % 2 == 0,
                  .message = message,
                  .lasts = 30s});
    }
  }
  CHECK(checked(claim_of(ClaimKind::concurrency, 2), stream).verdict == ClaimVerdict::cannot_tell);
  CHECK(checked(claim_of(ClaimKind::concurrency, 8), stream).verdict == ClaimVerdict::does_not_fit);
  CHECK(checked(claim_of(ClaimKind::concurrency, -1), stream).verdict == ClaimVerdict::no_figure);
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

TEST_CASE("sizes are compared only where they are known") {
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

TEST_CASE("a size is met by messages that are as large, and by no smaller ones") {
  for (const std::uint64_t size : {18'000'000U, 31'000'000U}) {
    Stream stream;
    for (int i = 0; i < 60; ++i) {
      const std::string message = id(i);
      const bool refused = i % 3 == 0;
      stream.add({.at = i * 1min,
                  .refused = refused,
                  .message = message,
                  .size = refused ? size : 50'000U});
    }
    const ClaimCheck answer = checked(claim_of(ClaimKind::size, 25), stream);
    CHECK(answer.verdict == (size > 25'000'000 ? ClaimVerdict::fits : ClaimVerdict::does_not_fit));
    CHECK(answer.text.starts_with("more than 25 megabytes at "));
  }
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
  const ClaimCheck spread = checked(claim_of(ClaimKind::mailbox, -1), all);
  CHECK(spread.verdict == ClaimVerdict::does_not_fit);
  CHECK(spread.text ==
        "other mail was accepted in the same quarter of an hour as 0 of the 20 refusals, which "
        "were to "
        "4 recipients");
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

TEST_CASE("words that are nobody's are documented by nobody") {
  Stream stream = bursts(1, 0);
  const Claim claim = claim_of(ClaimKind::dnsbl, -1);
  CHECK(check(claim, "Remote", {}, stream.evidence())->claim.basis == ClaimBasis::provider);
  CHECK(check(claim, "", {}, stream.evidence())->claim.basis == ClaimBasis::reply_text);
}

TEST_CASE("what is not known of a wait is not told as nothing") {
  Stream stream = bursts(1, 0);
  const ClaimCheck none = checked(claim_of(ClaimKind::greylist_delay, 0), stream);
  CHECK(none.verdict == ClaimVerdict::no_figure);
  CHECK(none.text == "no time to wait is stated");
  CHECK(stated_cause(none.claim) == "greylisting");

  Finding greylist;
  greylist.kind = FindingKind::greylist;
  greylist.rule.emplace();
  CHECK(checked(claim_of(ClaimKind::greylist_delay, -1), stream, greylist).text ==
        "first attempts are put off, retries accepted");
  greylist.rule->delay = 5min;
  CHECK(checked(claim_of(ClaimKind::greylist_delay, -1), stream, greylist).text ==
        "mail that has waited 5 min is accepted");
  CHECK(checked(claim_of(ClaimKind::greylist_delay, 300), stream).text ==
        "no retry came after 5 min or more");
}

TEST_CASE("that the clock contradicts a cause is said once") {
  Stream stream = bursts(1, 0);
  const ClaimCheck answer = checked(claim_of(ClaimKind::dnsbl, -1), stream, nightly());
  CHECK(answer.text.find("clock") == std::string::npos);
  CHECK(std::string(describe(answer.verdict)) ==
        "is contradicted by the clock, which the refusals follow");
}

}  // namespace curfew::verdict
