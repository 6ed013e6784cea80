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

struct Row {
  Name remote;
  Name code;
  Bucket bucket;

  friend bool operator==(const Row&, const Row&) = default;
};

std::vector<Row> rows(const Buckets& buckets) {
  std::vector<Row> all;
  for (const BucketSeries* series : buckets.sorted()) {
    for (const Bucket& bucket : series->buckets) {
      all.push_back({series->remote, series->code, bucket});
    }
  }
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
  const BucketCounts counts = rows(buckets).front().bucket.counts;
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
  CHECK(rows(whole).size() == whole.size());
  CHECK(rows(one) == rows(whole));
  CHECK(rows(other) == rows(whole));
}

TEST_CASE("a late attempt is counted in its own slot, and slots stay in order") {
  Buckets buckets;
  for (const int hour : {5, 9, 7, 5, 3, 9}) buckets.add(deferral(Instant(1h * hour)));
  REQUIRE(buckets.sorted().size() == 1);
  std::vector<std::pair<Slot, std::uint32_t>> slots;
  for (const Row& row : rows(buckets))
    slots.emplace_back(row.bucket.slot, row.bucket.counts.deferred);
  CHECK(slots == std::vector<std::pair<Slot, std::uint32_t>>{{12, 1}, {20, 2}, {28, 1}, {36, 2}});
}

TEST_CASE("buckets beyond the budget are folded, the oldest first, and none is lost") {
  constexpr std::size_t most = 2000;
  Buckets buckets{SlotBudget(most)};
  constexpr int days = 300;
  for (int hour = 0; hour < 24 * days; ++hour) {
    buckets.add(deferral(Instant(1h * hour), static_cast<std::uint32_t>(hour % 3 + 1)));
    REQUIRE(buckets.size() <= most + most / 64 + 2);
  }
  REQUIRE(buckets.folded_before());
  CHECK(start_of(*buckets.folded_before()) > Instant(24h * (days - 100)));
  std::uint64_t count = 0;
  std::uint64_t newest = 0;
  for (const Row& row : rows(buckets)) {
    count += row.bucket.counts.deferred;
    if (start_of(row.bucket.slot) >= Instant(24h * (days - 7))) ++newest;
  }
  CHECK(count == 24 * days);
  CHECK(newest == 24 * 7);
  CHECK_FALSE(Buckets().folded_before());
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

TEST_CASE("few waits have an exact median, between the two in the middle") {
  Waits waits;
  CHECK(waits.quantile(0.5) == 0ms);
  waits.add(10min);
  CHECK(waits.quantile(0.5) == 10min);
  waits.add(30min);
  CHECK(waits.quantile(0.5) == 20min);
  waits.add(20min);
  CHECK(waits.quantile(0.5) == 20min);
  CHECK(waits.quantile(1.0) == 30min);
  Waits more;
  for (int i = 0; i < 480; ++i) more.add(std::chrono::minutes(i % 96 + 1));
  CHECK(more.quantile(0.5) == 48min + 30s);
  Waits sum = waits;
  sum += waits;
  CHECK(sum.count() == 6);
  CHECK(sum.quantile(0.5) == 20min);
  more += waits;
  Waits other = waits;
  for (int i = 0; i < 480; ++i) other.add(std::chrono::minutes(i % 96 + 1));
  CHECK(more.count() == 483);
  CHECK(more.quantile(0.5) == other.quantile(0.5));
}

}  // namespace curfew
