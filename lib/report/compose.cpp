#include "report/compose.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

namespace curfew::report {
namespace {

// The buckets of one remote, which stand side by side, by code and slot.
using Rows = std::span<const Bucket* const>;

std::size_t hour_of(Slot slot, const TimeZone& zone) {
  const WallTime wall = zone.to_wall(start_of(slot));
  const auto into_day = wall - std::chrono::floor<std::chrono::days>(wall);
  return static_cast<std::size_t>(into_day / std::chrono::hours(1));
}

std::vector<std::string> words(const Names& names, const std::vector<Name>& list) {
  std::vector<std::string> result;
  for (const Name name : list) result.emplace_back(names.word(name));
  std::ranges::sort(result);
  return result;
}

bool is_worse(const ReportRemote& a, const ReportRemote& b) {
  const auto weight = [](const Tally& t) {
    return std::tuple(t.deferred, t.bounced, t.not_contacted);
  };
  if (weight(a.tally) != weight(b.tally)) return weight(a.tally) > weight(b.tally);
  return a.name < b.name;
}

bool is_more_frequent(const ReportCode& a, const ReportCode& b) {
  const auto weight = [](const Tally& t) {
    return std::pair(t.deferred + t.bounced, t.not_contacted);
  };
  if (weight(a.tally) != weight(b.tally)) return weight(a.tally) > weight(b.tally);
  return a.key < b.key;
}

ReportCode new_code(const Correlator& correlator, const BucketKey& key) {
  ReportCode code;
  code.key = correlator.names().word(key.code);
  if (const CodeFacts* facts = correlator.code(key.remote, key.code)) code.facts = *facts;
  return code;
}

ReportRemote new_remote(const Correlator& correlator, Rows rows, const TimeZone& zone) {
  ReportRemote remote;
  const Name name = rows.front()->key.remote;
  remote.name = correlator.names().word(name);
  if (const RemoteFacts* facts = correlator.remote(name)) {
    remote.hosts = words(correlator.names(), facts->hosts);
    remote.domains = words(correlator.names(), facts->domains);
    remote.deferred_messages = facts->deferred_messages;
    remote.waits = facts->waits;
  }
  Name code = Name::none;
  for (const Bucket* bucket : rows) {
    remote.tally += bucket->counts;
    remote.by_hour[hour_of(bucket->key.slot, zone)] += bucket->counts;
    if (bucket->key.code == Name::none) continue;
    if (bucket->key.code != code) {
      code = bucket->key.code;
      remote.codes.push_back(new_code(correlator, bucket->key));
    }
    remote.codes.back().tally += bucket->counts;
  }
  std::ranges::sort(remote.codes, is_more_frequent);
  return remote;
}

void add_buckets(Report& report, std::uint32_t remote, Rows rows, const Names& names) {
  const std::vector<ReportCode>& codes = report.remotes[remote].codes;
  const std::size_t first = report.buckets.size();
  std::uint32_t index = ReportBucket::no_code;
  Name code = Name::none;
  for (const Bucket* bucket : rows) {
    if (bucket->key.code != code) {
      code = bucket->key.code;
      const auto found = std::ranges::find(codes, names.word(code), &ReportCode::key);
      index = static_cast<std::uint32_t>(found - codes.begin());
    }
    report.buckets.push_back(
        {.slot = bucket->key.slot, .remote = remote, .code = index, .counts = bucket->counts});
  }
  // Deliveries (no_code) come last.
  std::ranges::sort(report.buckets.begin() + static_cast<std::ptrdiff_t>(first),
                    report.buckets.end(), {},
                    [](const ReportBucket& row) { return std::pair(row.code, row.slot); });
}

std::vector<Rows> by_remote(Rows all) {
  std::vector<Rows> parts;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin + 1;
    while (end < all.size() && all[end]->key.remote == all[begin]->key.remote) ++end;
    parts.push_back(all.subspan(begin, end - begin));
    begin = end;
  }
  return parts;
}

}  // namespace

void compose(const Correlator& correlator, bool with_buckets, Report& report) {
  report.from = correlator.first_event();
  report.to = correlator.last_event();
  report.totals = correlator.totals();

  const std::vector<const Bucket*> all = correlator.buckets().sorted();
  const std::vector<Rows> parts = by_remote(all);
  report.remotes.reserve(parts.size());
  for (const Rows& rows : parts) {
    report.remotes.push_back(new_remote(correlator, rows, report.zone));
  }
  std::ranges::sort(report.remotes, is_worse);
  if (!with_buckets) return;

  report.buckets.reserve(all.size());
  const auto remote_of = [](const Rows& rows) { return rows.front()->key.remote; };
  for (std::uint32_t i = 0; i < report.remotes.size(); ++i) {
    const Name name = correlator.names().find(report.remotes[i].name);
    const auto rows = std::ranges::lower_bound(parts, name, {}, remote_of);
    add_buckets(report, i, *rows, correlator.names());
  }
}

}  // namespace curfew::report
