#include "curfew/buckets.h"

#include "curfew/correlator.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

Attempt deferral(Instant at, std::uint32_t remote = 1, std::uint32_t code = 2) {
  Attempt attempt;
  attempt.time = at;
  attempt.outcome = Outcome::deferred;
  attempt.contacted = Contacted::yes;
  attempt.counts = true;
  attempt.remote = Name{remote};
  attempt.code = Name{code};
  return attempt;
}

std::vector<std::pair<BucketKey, BucketCounts>> rows(const Buckets& buckets) {
  std::vector<std::pair<BucketKey, BucketCounts>> all;
  for (const Bucket* bucket : buckets.sorted()) all.emplace_back(bucket->key, bucket->counts);
  return all;
}

}  // namespace

TEST_CASE("a slot is a quarter of an hour of UTC, also before 1970") {
  CHECK(slot_of(Instant(0ms)) == 0);
  CHECK(slot_of(Instant(15min - 1ms)) == 0);
  CHECK(slot_of(Instant(15min)) == 1);
  CHECK(slot_of(Instant(-1ms)) == -1);
  CHECK(start_of(slot_of(Instant(17h + 7min))) == Instant(17h));
}

TEST_CASE("what was not asked of the remote is counted apart from its contacts") {
  Buckets buckets;
  Attempt asked = deferral(Instant(1h));
  Attempt unasked = asked;
  unasked.contacted = Contacted::no;
  unasked.counts = false;
  Attempt repeated = asked;
  repeated.counts = false;  // the same refusal, logged twice
  buckets.add(asked);
  buckets.add(unasked);
  buckets.add(unasked);
  buckets.add(repeated);
  REQUIRE(buckets.size() == 1);
  const BucketCounts counts = buckets.sorted().front()->counts;
  CHECK(counts.deferred == 1);
  CHECK(counts.not_contacted == 2);
}

TEST_CASE("two parts added together are the whole, in either order") {
  Buckets whole;
  Buckets left;
  Buckets right;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const Attempt attempt = deferral(Instant(1min * (i * 7 % 3001)), i % 5 + 1, i % 3 + 1);
    whole.add(attempt);
    (i % 2 == 0 ? left : right).add(attempt);
  }
  Buckets one = left;
  one.add(right);
  Buckets other = right;
  other.add(left);
  CHECK(rows(one) == rows(whole));
  CHECK(rows(other) == rows(whole));
}

TEST_CASE("a quantile of waits is right to a tenth") {
  Waits waits;
  for (int minute = 1; minute <= 1000; ++minute) waits.add(std::chrono::minutes(minute));
  const auto near = [](Milliseconds got, Milliseconds want) {
    return std::abs(static_cast<double>(got.count()) / static_cast<double>(want.count()) - 1) < 0.1;
  };
  CHECK(near(waits.quantile(0.5), 500min));
  CHECK(near(waits.quantile(0.95), 950min));
  CHECK(waits.longest() == 1000min);
  CHECK(waits.quantile(1.0) <= waits.longest());
  Waits twice = waits;
  twice += waits;
  CHECK(twice.count() == 2000);
  CHECK(twice.quantile(0.5) == waits.quantile(0.5));
}

}  // namespace curfew
