#include "report/compose.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "detect/workers.h"
#include "report/judgement.h"
#include "report/name_words.h"
#include "report/source_tallies.h"

namespace curfew::report {
namespace {

// A remote that answered anything in the period.
struct Composed {
  Name name = Name::none;
  ReportRemote remote;
  std::vector<std::pair<std::size_t, std::uint32_t>> refused_by_day;  // days without any left out
  std::vector<BucketSeries> answers;                                  // where slots are shown
};

std::size_t hour_of(Slot slot, const TimeZone& zone) {
  const WallTime wall = zone.to_wall(start_of(slot));
  const auto into_day = wall - std::chrono::floor<std::chrono::days>(wall);
  return static_cast<std::size_t>(into_day / std::chrono::hours(1));
}

bool is_worse(const ReportRemote& a, const ReportRemote& b) {
  const auto weight = [](const Tally& t) {
    return std::tuple(t.deferred, t.not_contacted, t.bounced);
  };
  if (weight(a.tally) != weight(b.tally)) return weight(a.tally) > weight(b.tally);
  return a.name < b.name;
}

bool is_more_frequent(const ReportCode& a, const ReportCode& b) {
  const auto weight = [](const Tally& t) { return std::pair(t.refused(), t.not_contacted); };
  if (weight(a.tally) != weight(b.tally)) return weight(a.tally) > weight(b.tally);
  return a.key < b.key;
}

ReportCode new_code(const Correlator& correlator, const BucketSeries& series) {
  ReportCode code;
  code.key = correlator.names().word(series.code);
  if (const CodeFacts* facts = correlator.code(series.remote, series.code)) code.facts = *facts;
  return code;
}

ReportRemote new_remote(Name name, std::span<const BucketSeries> answers,
                        const Correlator& correlator, const TimeZone& zone) {
  ReportRemote remote;
  remote.name = correlator.names().word(name);
  remote.waits = correlator.ledger().waits(name, Name::none, correlator.period());
  if (const RemoteFacts* facts = correlator.remote(name)) {
    remote.hosts = words(correlator.names(), facts->hosts);
    remote.domains = words(correlator.names(), facts->domains);
  }
  for (const BucketSeries& series : answers) {
    remote.deferred_messages += series.deferred_messages;
    const Tally tally = series.tally();
    remote.tally += tally;
    for (const Bucket& bucket : series.buckets) {
      remote.by_hour.at(hour_of(bucket.slot, zone)) += bucket.counts;
    }
    if (series.code == Name::none) continue;
    remote.codes.push_back(new_code(correlator, series));
    remote.codes.back().tally = tally;
  }
  std::ranges::sort(remote.codes, is_more_frequent);
  return remote;
}

// The days of a report, as it draws them.
class Days {
 public:
  explicit Days(const Report& report) : zone_(report.zone) {
    if (!report.from || !report.to) return;
    first_ = day_of(*report.from);
    const auto count = static_cast<std::size_t>((day_of(*report.to) - first_).count() + 1);
    if (count <= ReportRemote::most_days) count_ = count;
  }

  void count_refused(std::span<const BucketSeries> answers, Composed& composed) const {
    if (count_ == 0) return;
    for (const BucketSeries& series : answers) {
      for (const Bucket& bucket : series.buckets) {
        const std::uint32_t refused = bucket.counts.deferred + bucket.counts.bounced;
        if (refused == 0) continue;
        const auto day = static_cast<std::size_t>((day_of(start_of(bucket.slot)) - first_).count());
        auto& days = composed.refused_by_day;
        if (!days.empty() && days.back().first == day) {
          days.back().second += refused;
        } else if (day < count_) {
          days.emplace_back(day, refused);
        }
      }
    }
  }
  /// All days, where there are not too many.
  void fill(Composed& composed) const {
    composed.remote.refused_by_day.resize(count_);
    for (const auto& [day, refused] : composed.refused_by_day) {
      composed.remote.refused_by_day[day] += refused;
    }
  }

 private:
  std::chrono::local_days day_of(Instant at) const {
    return std::chrono::floor<std::chrono::days>(zone_.to_wall(at));
  }

  const TimeZone& zone_;
  std::chrono::local_days first_{};
  std::size_t count_ = 0;  // 0: too many, or none are known
};

// In the order of the remote's codes, deliveries last.
void add_buckets(Report& report, std::uint32_t remote, std::span<const BucketSeries> all,
                 const Names& names) {
  const std::vector<ReportCode>& codes = report.remotes[remote].codes;
  std::vector<std::pair<std::uint32_t, const BucketSeries*>> order;
  for (const BucketSeries& series : all) {
    std::uint32_t code = ReportBucket::no_code;
    if (series.code != Name::none) {
      const auto found = std::ranges::find(codes, names.word(series.code), &ReportCode::key);
      code = static_cast<std::uint32_t>(found - codes.begin());
    }
    order.emplace_back(code, &series);
  }
  std::ranges::sort(order, {}, &std::pair<std::uint32_t, const BucketSeries*>::first);
  for (const auto& entry : order) {
    for (const Bucket& bucket : entry.second->buckets) {
      report.buckets.push_back(
          {.slot = bucket.slot, .remote = remote, .code = entry.first, .counts = bucket.counts});
    }
  }
}

// What a remote answered is added up once, for its row and for its findings: that takes longest.
// The name stays none where it answered nothing in the period.
Composed compose_remote(Name name, const Correlator& correlator, const Ledger& ledger,
                        const Report& report, const Days& days, bool with_buckets,
                        Judgement& judgement) {
  const Period& period = correlator.period();
  std::vector<BucketSeries> answers = ledger.answers(name, period);
  Composed one;
  if (!answers.empty()) {
    one.name = name;
    one.remote = new_remote(name, answers, correlator, report.zone);
    days.count_refused(answers, one);
  }
  if (judgement.has_findings(name)) {
    const bool is_narrowed = period.since || period.until;
    const std::vector<BucketSeries> at_any_time =
        is_narrowed ? ledger.answers(name) : std::vector<BucketSeries>();
    const std::vector<BucketSeries>& evidence = is_narrowed ? at_any_time : answers;
    if (!evidence.empty()) judgement.judge(name, evidence);
  }
  if (with_buckets) one.answers = std::move(answers);
  return one;
}

std::vector<Composed> compose_remotes(const Correlator& correlator, const Report& report,
                                      const ComposeOptions& options, Judgement& judgement) {
  const Ledger& ledger = correlator.ledger();
  const std::vector<Name> names = ledger.remotes();
  const Days days(report);
  std::vector<Composed> all(names.size());
  detect::in_parallel(names.size(), options.threads, [&]() -> detect::Work {
    return [&](std::size_t i) {
      all[i] = compose_remote(names[i], correlator, ledger, report, days, options.with_buckets,
                              judgement);
    };
  });
  std::erase_if(all, [](const Composed& one) { return one.name == Name::none; });
  return all;
}

// Those that refused most first.
void add_remotes(std::vector<Composed> remotes, const Correlator& correlator, bool with_buckets,
                 Report& report) {
  std::vector<Composed*> order;
  order.reserve(remotes.size());
  for (Composed& one : remotes) order.push_back(&one);
  std::ranges::sort(
      order, [](const Composed* a, const Composed* b) { return is_worse(a->remote, b->remote); });
  const Days days(report);
  report.remotes.reserve(order.size());
  for (Composed* const one : order) {
    if (report.remotes.size() < ReportRemote::most_by_day) days.fill(*one);
    report.remotes.push_back(std::move(one->remote));
  }
  if (!with_buckets) return;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    add_buckets(report, i, order[i]->answers, correlator.names());
  }
}

}  // namespace

void compose(const Correlator& correlator, const ComposeOptions& options, Report& report) {
  report.from = correlator.first_event();
  report.to = correlator.last_event();
  report.totals = correlator.totals();

  const Period& period = correlator.period();
  report.traffic = correlator.ledger().traffic(period);
  if (period.since) {
    report.earlier_traffic = correlator.ledger().traffic({.since = {}, .until = period.since});
  }
  Judgement judgement(correlator, options, report);
  add_remotes(compose_remotes(correlator, report, options, judgement), correlator,
              options.with_buckets, report);
  add_sources(correlator, options.threads, report);
}

}  // namespace curfew::report
