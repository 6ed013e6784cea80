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
        "(unless others send from our address, too)");
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
        "first tries are refused, retries accepted");
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

namespace {

std::string told(const Claim& claim, Stream& stream, const Finding& finding = {}) {
  const ClaimCheck answer = checked(claim, stream, finding);
  return std::string(name(answer.verdict)) + ": " + answer.text;
}

// So many tries in the first quarter of an hour and in the others, one an hour each.
Stream quarters(int refused_in, int refused_out, int accepted_in, int accepted_out) {
  Stream stream;
  int n = 0;
  const auto add = [&](int tries, Milliseconds past, bool refused) {
    for (int i = 0; i < tries; ++i) {
      const std::string message = id(n++);
      stream.add({.at = i * 1h + past, .refused = refused, .message = message});
    }
  };
  add(refused_in, 14min, true);
  add(accepted_in, 13min, false);
  add(refused_out, 15min, true);
  add(accepted_out, 16min, false);
  return stream;
}

std::string top_of_hour(int refused_in, int refused_out, int accepted_in, int accepted_out) {
  Stream stream = quarters(refused_in, refused_out, accepted_in, accepted_out);
  return told(claim_of(ClaimKind::top_of_hour, -1), stream);
}

}  // namespace

TEST_CASE("a cause fits where it is met at nearly all refusals and at few acceptances") {
  const std::string text = "the clock stood in the first quarter of an hour at ";
  CHECK(top_of_hour(8, 2, 29, 71) ==
        "fits: " + text + "8 of the 10 refusals and 29 of 100 acceptances");
  CHECK(top_of_hour(8, 2, 30, 70) ==
        "cannot_tell: " + text + "8 of the 10 refusals and 30 of 100 acceptances: some of both");
  CHECK(top_of_hour(79, 21, 0, 10) ==
        "cannot_tell: " + text + "79 of the 100 refusals and 0 of 10 acceptances: some of both");
  CHECK(top_of_hour(80, 20, 0, 10) ==
        "fits: " + text + "80 of the 100 refusals and 0 of 10 acceptances");
  CHECK(top_of_hour(10, 0, 0, 0) ==
        "fits: " + text + "10 of the 10 refusals and 0 of 0 acceptances");
  CHECK(top_of_hour(9, 0, 0, 9) == "cannot_tell: " + text +
                                       "9 of the 9 refusals and 0 of 9 acceptances: too few, or "
                                       "the log does not say it of most");
  CHECK(top_of_hour(1, 0, 0, 1) ==
        "cannot_tell: " + text +
            "1 of the refusal and 0 of 1 acceptances: too few, or the log does not say it of most");
  CHECK(top_of_hour(10, 90, 0, 10) ==
        "cannot_tell: " + text + "10 of the 100 refusals and 0 of 10 acceptances: some of both");
  CHECK(top_of_hour(9, 91, 0, 10) ==
        "does_not_fit: " + text + "9 of the 100 refusals and 0 of 10 acceptances");
  CHECK(top_of_hour(0, 10, 10, 10) ==
        "does_not_fit: " + text + "0 of the 10 refusals and 10 of 20 acceptances");
}

TEST_CASE("what is said about a stated number of connections") {
  Stream separated = bursts(8, 5);
  CHECK(told(claim_of(ClaimKind::concurrency, 5), separated) ==
        "fits: more than 5 of our sessions were open at 60 of the 60 refusals and 0 of 100 "
        "acceptances");
  CHECK(told(claim_of(ClaimKind::concurrency, 7), separated) ==
        "cannot_tell: more than 7 of our sessions were open at 20 of the 60 refusals and 0 of 100 "
        "acceptances: some of both");
  CHECK(told(claim_of(ClaimKind::concurrency, 8), separated) ==
        "does_not_fit: at most 8 of our sessions were open at any of the 60 refusals (unless "
        "others send from our address, too)");
  CHECK(told(claim_of(ClaimKind::concurrency, -1), separated) ==
        "no_figure: at most 8 of our sessions were open at any of the 60 refusals");
  Stream two = bursts(2, 0);
  CHECK(told(claim_of(ClaimKind::concurrency, -1), two) ==
        "no_figure: at most 2 of our sessions were open at any of the 40 refusals");
  Stream alone = bursts(1, 0);
  CHECK(told(claim_of(ClaimKind::concurrency, -1), alone) ==
        "does_not_fit: at most 1 of our sessions was open at any of the 20 refusals (unless others "
        "send from our address, too)");
  Stream endless;
  for (int i = 0; i < 40; ++i) {
    const std::string message = id(i);
    endless.retry({.at = i * 1s, .refused = true, .message = message, .lasts = -1ms});
  }
  CHECK(told(claim_of(ClaimKind::concurrency, 100), endless) ==
        "does_not_fit: at most 40 of our sessions were open at any of the 40 refusals (sessions "
        "whose length the log does not tell counted as 5 min) (unless others send from our "
        "address, too)");
}

TEST_CASE("what is said about a stated rate") {
  Stream quota = hourly_quota(1min, 20);
  const std::string of_clock =
      "fits: at least 20 messages had been accepted within 1 h of the clock at 800 of the 800 "
      "refusals and 0 of 400 acceptances";
  CHECK(told(claim_of(ClaimKind::rate, 20, 3600), quota) == of_clock);
  CHECK(told(claim_of(ClaimKind::rate, 20), quota) == of_clock);
  CHECK(
      told(claim_of(ClaimKind::rate, 20, 60), quota) ==
      "does_not_fit: at least 20 messages had been accepted within 1 min at 0 of the 800 refusals "
      "and 0 of 400 acceptances");
  CHECK(told(claim_of(ClaimKind::rate, 1, 60), quota) ==
        "does_not_fit: at least 1 messages had been accepted within 1 min at 0 of the 800 refusals "
        "and 380 of 400 acceptances");
  const std::string bound =
      " at 800 of the 800 refusals and 380 of 400 acceptances: some of both (counted over an hour, "
      "which is an upper bound)";
  CHECK(told(claim_of(ClaimKind::rate, 20, 61), quota) ==
        "cannot_tell: at least 20 messages had been accepted within 61 s" + bound);
  CHECK(told(claim_of(ClaimKind::rate, 20, 1800), quota) ==
        "cannot_tell: at least 20 messages had been accepted within 30 min" + bound);
  CHECK_FALSE(checked(claim_of(ClaimKind::rate, 20, 1800), quota).exact);
  CHECK(checked(claim_of(ClaimKind::rate, 20, 3600), quota).exact);
  CHECK(told(claim_of(ClaimKind::rate, 1000, 1800), quota) ==
        "does_not_fit: at least 1,000 messages had been accepted within 30 min at 0 of the 800 "
        "refusals and 0 of 400 acceptances");
  CHECK(told(claim_of(ClaimKind::rate, 20, 7200), quota) ==
        "cannot_tell: at least 20 messages had been accepted within 2 h at 800 of the 800 refusals "
        "and 380 of 400 acceptances: some of both");
}

TEST_CASE("of a time longer than an hour what was accepted is summed up by quarters of an hour") {
  // Ten are taken in the first quarter of a day, and one try is refused so much later.
  const auto met = [](Milliseconds later, std::int64_t limit, std::int64_t window) {
    Stream stream;
    for (int day = 0; day < 10; ++day) {
      for (int i = 0; i < 10; ++i) {
        const std::string message = id(day * 100 + i);
        stream.add({.at = day * 24h + i * 1min + 30s, .message = message});
      }
      const std::string message = id(day * 100 + 99);
      stream.add({.at = day * 24h + later, .refused = true, .message = message});
    }
    return told(claim_of(ClaimKind::rate, limit, window), stream);
  };
  CHECK(met(2h - 1min, 10, 7200) ==
        "fits: at least 10 messages had been accepted within 2 h at 10 of the 10 refusals and 0 of "
        "100 acceptances");
  CHECK(met(2h + 1min, 10, 7200) ==
        "does_not_fit: at least 10 messages had been accepted within 2 h at 0 of the 10 refusals "
        "and 0 of 100 acceptances");
  CHECK(met(2h - 1min, 11, 7200) ==
        "does_not_fit: at least 11 messages had been accepted within 2 h at 0 of the 10 refusals "
        "and 0 of 100 acceptances");
  CHECK(met(2h + 1min, 9, 7200) ==
        "does_not_fit: at least 9 messages had been accepted within 2 h at 0 of the 10 refusals "
        "and 100 of 100 acceptances");
  CHECK(met(12h, 9, 86400) ==
        "cannot_tell: at least 9 messages had been accepted within 1 d at 10 of the 10 refusals "
        "and 100 of 100 acceptances: some of both");
  CHECK(met(12h, 10, 86400) ==
        "fits: at least 10 messages had been accepted within 1 d at 10 of the 10 refusals and 0 of "
        "100 acceptances");
}

TEST_CASE("a rate without a figure is told by what was accepted before") {
  // Of so many refusals, one in each hour, so many come after something that was accepted.
  const auto told_of = [](int refusals, int after, std::int64_t window) {
    Stream stream;
    for (int i = 0; i < refusals; ++i) {
      const std::string message = id(i);
      const std::string before = "B" + message;
      if (i < after) stream.add({.at = i * 48h, .message = before});
      stream.add({.at = i * 48h + 30s, .refused = true, .message = message});
    }
    return told(claim_of(ClaimKind::rate, -1, window), stream);
  };
  CHECK(told_of(10, 0, 60) ==
        "does_not_fit: in the minute before 10 of the 10 refusals nothing was accepted");
  CHECK(told_of(10, 1, 60) ==
        "no_figure: in the minute before 1 of the 10 refusals something was accepted");
  CHECK(told_of(11, 1, 3600) ==
        "does_not_fit: in the hour before 10 of the 11 refusals nothing was accepted");
  CHECK(told_of(9, 0, 300) ==
        "no_figure: in the 5 min before 0 of the 9 refusals something was accepted");
  CHECK(told_of(1, 1, -1) ==
        "no_figure: in the day before 1 of the refusal something was accepted");
  CHECK(told_of(10, 0, 0) ==
        "does_not_fit: in the day before 10 of the 10 refusals nothing was accepted");
  CHECK(told_of(10, 0, 7200) ==
        "does_not_fit: in the 2 h before 10 of the 10 refusals nothing was accepted");
  CHECK(told_of(10, 0, 2 * 86400) ==
        "does_not_fit: in the 2 d before 10 of the 10 refusals nothing was accepted");
  CHECK(told_of(10, 0, 90) ==
        "does_not_fit: in the 90 s before 10 of the 10 refusals nothing was accepted");
}

TEST_CASE("refusals of all codes are added up by slot, in order") {
  Ledger ledger;
  Contact contact;
  contact.remote = ledger.names().of("mx.remote.example");
  contact.host = contact.remote;
  const auto refuse = [&](std::string_view code, std::chrono::hours at) {
    contact.code = ledger.names().of(code);
    contact.time = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)) + at;
    ledger.add(contact);
  };
  refuse("421", 1h);
  refuse("421", 3h);
  refuse("451", 1h);
  refuse("451", 2h);
  const Evidence evidence(ledger, ledger.answers(contact.remote), Name::none);
  const std::vector<SlotCount>& slots = evidence.refused_slots();
  REQUIRE(slots.size() == 3);
  CHECK(slots[0].contacts == 2);
  CHECK(slots[1].slot == slots[0].slot + 4);
  CHECK(slots[2].slot == slots[0].slot + 8);
  CHECK(evidence.refusals() == 4);
}

TEST_CASE("what the log does not say is not judged") {
  Ledger ledger;
  Contact contact;
  contact.remote = ledger.names().of("mx.remote.example");
  contact.host = contact.remote;
  contact.code = ledger.names().of("421");
  for (int i = 0; i < 20; ++i) {
    contact.time = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)) + i * 1h;
    ledger.add(contact);
  }
  const auto said = [&](ClaimKind kind) {
    const std::vector<BucketSeries> answers = ledger.answers(contact.remote);
    const Evidence evidence(ledger, answers, contact.code);
    const auto answer = check(claim_of(kind, 10), "Remote", {}, evidence);
    REQUIRE(answer);
    CHECK(answer->verdict == ClaimVerdict::cannot_tell);
    return answer->text;
  };
  CHECK(said(ClaimKind::concurrency) == "the log does not tell our sessions apart");
  CHECK(said(ClaimKind::messages_per_connection) ==
        "the log does not say how many messages a connection carried");
  CHECK(said(ClaimKind::recipients_per_message) ==
        "the log does not say how many recipients the messages had");
  CHECK(said(ClaimKind::size) == "the log does not say how large the messages were");
}

TEST_CASE("what is said about a stated size, and numbers in a connection or a message") {
  // Refused are those beyond the tenth of a connection, to as many recipients, as large.
  Stream stream;
  for (int i = 0; i < 30; ++i) {
    for (int use = 1; use <= 12; ++use) {
      const std::string message = id(i * 100 + use);
      stream.add({.at = i * 1h + use * 1s,
                  .refused = use > 10,
                  .message = message,
                  .connection_use = static_cast<std::uint16_t>(use),
                  .size = use > 10 ? 26'000'000U : 24'000'000U});
    }
  }
  CHECK(told(claim_of(ClaimKind::messages_per_connection, 10), stream) ==
        "fits: more than 10 messages in a connection at 60 of the 60 refusals and 0 of 300 "
        "acceptances");
  CHECK(told(claim_of(ClaimKind::messages_per_connection, 9), stream) ==
        "fits: more than 9 messages in a connection at 60 of the 60 refusals and 30 of 300 "
        "acceptances");
  CHECK(told(claim_of(ClaimKind::messages_per_connection, 12), stream) ==
        "does_not_fit: more than 12 messages in a connection at 0 of the 60 refusals and 0 of 300 "
        "acceptances");
  CHECK(told(claim_of(ClaimKind::messages_per_connection, -1), stream) ==
        "no_figure: at most about 12 messages in a connection at a refusal");
  CHECK(told(claim_of(ClaimKind::recipients_per_message, -1), stream) ==
        "no_figure: at most about 1 recipients of a message at a refusal");
  CHECK(told(claim_of(ClaimKind::recipients_per_message, 1), stream) ==
        "does_not_fit: more than 1 recipients of a message at 0 of the 60 refusals and 0 of 300 "
        "acceptances");
  CHECK(told(claim_of(ClaimKind::size, -1), stream) ==
        "no_figure: at most about 24,496 kilobytes at a refusal");
  CHECK(told(claim_of(ClaimKind::size, 24), stream) ==
        "cannot_tell: more than 24 megabytes at 60 of the 60 refusals and 300 of 300 acceptances: "
        "some of both");
  CHECK(told(claim_of(ClaimKind::size, 100), stream) ==
        "does_not_fit: more than 100 megabytes at 0 of the 60 refusals and 0 of 300 acceptances");
}

TEST_CASE("what is said about a time to wait") {
  // Of `tries` messages that were refused at first, `again` are refused after ten minutes too.
  const auto told_of = [](ClaimKind kind, int tries, int again, int others = 0) {
    Stream stream;
    for (int i = 0; i < tries; ++i) {
      const std::string message = id(i);
      stream.add({.at = i * 1h, .refused = true, .message = message});
      stream.retry({.at = i * 1h + 10min, .refused = i < again, .message = message});
    }
    for (int i = 0; i < others; ++i) {
      const std::string message = "X" + id(i);
      stream.add({.at = i * 1h + 30min, .message = message});
    }
    return told(claim_of(kind, 300), stream);
  };
  const auto text = [](int waited, int again) {
    return "of " + std::to_string(waited) + " retries after 5 min or more " +
           std::to_string(again) + " were refused again";
  };
  CHECK(told_of(ClaimKind::greylist_delay, 9, 0) ==
        "cannot_tell: " + text(9, 0) + ": too few to tell");
  CHECK(told_of(ClaimKind::greylist_delay, 10, 2) == "fits: " + text(10, 2));
  CHECK(told_of(ClaimKind::greylist_delay, 10, 3) == "cannot_tell: " + text(10, 3));
  CHECK(told_of(ClaimKind::greylist_delay, 10, 5) == "cannot_tell: " + text(10, 5));
  CHECK(told_of(ClaimKind::greylist_delay, 10, 6) == "does_not_fit: " + text(10, 6));
  // First attempts have to be put off by greylisting, nearly all.
  CHECK(told_of(ClaimKind::greylist_delay, 12, 0, 3) == "fits: " + text(12, 0));
  CHECK(told_of(ClaimKind::greylist_delay, 12, 0, 4) == "cannot_tell: " + text(12, 0));
  CHECK(told_of(ClaimKind::retry_after, 12, 0, 4) == "fits: " + text(12, 0));
}

TEST_CASE("what is said about how long refusals last") {
  // One stretch of each number of hours, a day apart; mail is tried at every hour.
  const auto told_of = [](const std::vector<int>& hours, std::int64_t limit) {
    Stream stream;
    for (int day = 0; day < static_cast<int>(hours.size()); ++day) {
      for (int hour = 0; hour < 24; ++hour) {
        const std::string message = id(day * 24 + hour);
        stream.add({.at = day * 24h + hour * 1h + 30s,
                    .refused = hour >= 1 && hour <= hours[static_cast<std::size_t>(day)],
                    .message = message});
      }
    }
    return told(claim_of(ClaimKind::block_duration, limit), stream);
  };
  CHECK(told_of({4, 4}, 3600) ==
        "cannot_tell: fewer than three times did it refuse and accept again");
  const std::string text = ": refusals lasted 2 h to 4 h, half of them 3 h or more";
  CHECK(told_of({4, 2, 3}, -1) == "no_figure" + text);
  CHECK(told_of({4, 2, 3}, 4 * 3600) == "fits" + text);
  CHECK(told_of({4, 2, 3}, 3 * 3600) == "fits" + text);
  CHECK(told_of({4, 2, 3}, 3 * 3600 - 720) == "does_not_fit" + text);
  CHECK(told_of({4, 2, 3}, 3 * 3600 - 721) == "does_not_fit" + text);
  CHECK(told_of({2, 2, 2, 2, 4}, 2 * 3600) ==
        "fits: refusals lasted 2 h to 4 h, half of them 2 h or more");
  CHECK(told_of({2, 2, 2, 4}, 2 * 3600) ==
        "does_not_fit: refusals lasted 2 h to 4 h, half of them 2 h or more");
}

TEST_CASE("what is said about one mailbox's trouble") {
  // So many refusals, an hour apart, of as many recipients; other mail is taken a minute after the
  // first `beside` of them, and half an hour after the others.
  const auto told_of = [](int refusals, int recipients, int beside, int later,
                          const Finding& finding = {}) {
    Stream stream;
    for (int i = 0; i < refusals; ++i) {
      const std::string message = id(i);
      const std::string recipient = "user" + std::to_string(i % recipients) + "@remote.example";
      const std::string other = "X" + id(i);
      stream.add({.at = i * 1h, .refused = true, .message = message, .recipient = recipient});
      if (i < beside + later) {
        stream.add({.at = i * 1h + (i < beside ? 1min : 30min), .message = other});
      }
    }
    return told(claim_of(ClaimKind::mailbox, -1), stream, finding);
  };
  const auto text = [](int meeting, const std::string& refusals, const std::string& recipients) {
    return "other mail was accepted in the same quarter of an hour as " + std::to_string(meeting) +
           " of " + refusals + ", which were to " + recipients + " recipients";
  };
  CHECK(told_of(10, 1, 5, 5) == "fits: " + text(5, "the 10 refusals", "1"));
  CHECK(told_of(10, 1, 4, 6) == "cannot_tell: " + text(4, "the 10 refusals", "1"));
  CHECK(told_of(10, 3, 0, 10) == "does_not_fit: " + text(0, "the 10 refusals", "3"));
  CHECK(told_of(10, 3, 1, 9) == "cannot_tell: " + text(1, "the 10 refusals", "3"));
  CHECK(told_of(10, 2, 0, 10) == "cannot_tell: " + text(0, "the 10 refusals", "2"));
  CHECK(told_of(10, 3, 0, 9) == "cannot_tell: " + text(0, "the 10 refusals", "3"));
  CHECK(told_of(9, 3, 0, 9) == "cannot_tell: " + text(0, "the 9 refusals", "3"));
  CHECK(told_of(15, 15, 0, 10) == "does_not_fit: " + text(0, "the 15 refusals", "15"));
  CHECK(told_of(20, 16, 0, 10) == "does_not_fit: " + text(0, "the 20 refusals", "16 or more"));
  Finding recipient;
  recipient.kind = FindingKind::recipient;
  CHECK(told_of(1, 1, 0, 0, recipient) == "fits: " + text(0, "the refusal", "1"));
}

TEST_CASE("what was found is told as it counts, and fits within a tenth of what is stated") {
  Stream stream = daily_quota();
  const auto told_of = [&](Model model, std::int64_t limit, std::int64_t window) {
    return told(claim_of(ClaimKind::rate, limit, window), stream,
                found(FindingKind::quota, model, 30));
  };
  const std::string text = "fits: the refusals themselves show a limit of 30 messages in ";
  CHECK(told_of(Model::quota_minute, 30, 60) == text + "a minute");
  CHECK(told_of(Model::quota_hour, 30, 3600) == text + "an hour");
  CHECK(told_of(Model::quota_sliding, 30, 3600) == text + "an hour");
  CHECK(told_of(Model::quota_day, 30, 0) == text + "a day");
  CHECK(told_of(Model::quota_minute, 30, 61) != text + "a minute");
  CHECK(told_of(Model::quota_minute, 30, 1) != text + "a minute");
  CHECK(told(claim_of(ClaimKind::concurrency, 29, 60), stream,
             found(FindingKind::concurrency, Model::concurrency, 30)) ==
        "fits: the refusals themselves show a limit of 29");
  CHECK(told_of(Model::quota_hour, 30, 3601) != text + "an hour");
  Finding none = found(FindingKind::quota, Model::quota_day, 0);
  CHECK(checked(claim_of(ClaimKind::rate, -1), stream, none).verdict == ClaimVerdict::no_figure);
  Finding counted = found(FindingKind::quota, Model::quota_day, 30);
  counted.counts = {.contacts = 9, .refused = 4, .accepted = 5};
  const ClaimCheck answer = checked(claim_of(ClaimKind::rate, -1), stream, counted);
  CHECK(answer.refusals == 4);
  CHECK(answer.acceptances == 5);
}

TEST_CASE("what nothing in a log shows is said, with the clock that contradicts it") {
  Stream stream = bursts(1, 0);
  CHECK(
      told(claim_of(ClaimKind::dnsbl, -1), stream) ==
      "cannot_tell: a mail log does not show what this depends on; it has to be asked for where it "
      "is kept");
  Claim of_address = claim_of(ClaimKind::rate, 500, 3600);
  of_address.per = ClaimScope::ip;
  CHECK(told(of_address, stream) ==
        "does_not_fit: at least 500 messages had been accepted within 1 h at 0 of the 20 refusals "
        "and 0 of 0 acceptances (unless others send from our address, too)");
  Finding hours = nightly();
  CHECK(told(claim_of(ClaimKind::rate, 500, 3600), stream, hours) ==
        "does_not_fit: at least 500 messages had been accepted within 1 h at 0 of the 20 refusals "
        "and 0 of 0 acceptances; refusals follow the clock");
  hours.windows.clear();
  CHECK(told(claim_of(ClaimKind::dnsbl, -1), stream, hours).starts_with("cannot_tell"));
  hours = nightly();
  hours.kind = FindingKind::block;
  CHECK(told(claim_of(ClaimKind::dnsbl, -1), stream, hours).starts_with("cannot_tell"));
}

}  // namespace curfew::verdict
