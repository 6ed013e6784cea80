#include "report/compose.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "detect/detector.h"
#include "report/grid.h"
#include "report/source_tallies.h"
#include "verdict/advice.h"
#include "verdict/amounts.h"
#include "verdict/claim_check.h"
#include "verdict/evidence.h"
#include "verdict/wait_shares.h"

namespace curfew::report {
namespace {

// A remote that answered anything in the period.
struct Composed {
  Name name = Name::none;
  ReportRemote remote;
  std::vector<std::pair<std::size_t, std::uint32_t>> refused_by_day;  // days without any left out
};

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

// Whose logs were read, by name. A list of events may name servers of formats that are not here.
std::vector<const Format*> servers_of(const Report& report, const Formats* formats) {
  std::vector<std::string_view> names;
  for (const ReportInput& input : report.inputs) {
    names.insert(names.end(), input.servers.begin(), input.servers.end());
    if (input.servers.empty()) names.push_back(input.format);
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<const Format*> servers;
  for (const std::string_view name : names) {
    const Format* const format = formats == nullptr ? nullptr : formats->find(name);
    if (format != nullptr) servers.push_back(format);
  }
  return servers;
}

// The zone windows are shown in: the user's, else the log's as its stamps tell.
TimeZone preferred_zone(const Report& report) {
  if (report.zone_source != ClockSource::system) return report.zone;
  for (auto input = report.inputs.rbegin(); input != report.inputs.rend(); ++input) {
    if (input->offset) return TimeZone::fixed(*input->offset);
  }
  return report.zone;
}

bool is_year_guessed(const Report& report) {
  return std::ranges::any_of(report.inputs, [](const ReportInput& input) {
    return input.first_year && input.year_source != ClockSource::option &&
           input.year_source != ClockSource::learned && input.year_source != ClockSource::in_log;
  });
}

// Messages a day that we tried to send, over the days from the first contact to the last.
double messages_a_day(const Finding& finding, const verdict::Evidence& evidence) {
  if (finding.arrivals_unknown) return 0;
  std::optional<Slot> first;
  std::optional<Slot> last;
  for (const auto* slots : {&evidence.refused_slots(), &evidence.accepted_slots()}) {
    if (slots->empty()) continue;
    first = std::min(first.value_or(slots->front().slot), slots->front().slot);
    last = std::max(last.value_or(slots->back().slot), slots->back().slot);
  }
  if (!first) return 0;
  constexpr double slots_in_day = std::chrono::days(1) / slot_length;
  const double days = std::max(1.0, static_cast<double>(*last - *first + 1) / slots_in_day);
  return static_cast<double>(finding.counts.messages) / days;
}

// What is drawn are all contacts of a remote.
bool is_of_whole_remote(const Finding& finding) {
  return finding.of_remote.empty() && finding.address.empty() && finding.domains.empty() &&
         finding.source.empty();
}

std::vector<Finding> findings_of(const Correlator& correlator, const ComposeOptions& options,
                                 const Report& report) {
  return find(correlator.ledger(), {.level = name(report.grouping),
                                    .preferred_zone = preferred_zone(report),
                                    .end = correlator.last_evidence(),
                                    .threads = options.threads});
}

// The findings of a report, each judged while the answers of its remote are at hand.
class Judgement {
 public:
  Judgement(const Correlator& correlator, const ComposeOptions& options, Report& report)
      : correlator_(correlator), report_(report), servers_(servers_of(report, options.formats)) {
    std::vector<Finding> findings = findings_of(correlator, options, report);
    report.findings.reserve(findings.size());
    const bool year_guessed = is_year_guessed(report);
    for (Finding& finding : findings) {
      ReportFinding& one = report.findings.emplace_back(
          ReportFinding{.finding = std::move(finding), .verdict = {}, .days = {}});
      one.finding.year_guessed = year_guessed;
      if (one.finding.kind == FindingKind::local) judge_ours(one);
    }
    find_places();
  }

  bool has_findings(Name remote) const { return !places_of(remote).empty(); }

  /// `answers`: all of the remote's, also outside the period.
  void judge(Name remote, std::span<const BucketSeries> answers) {
    std::vector<std::string> domains;
    if (const RemoteFacts* facts = correlator_.remote(remote)) {
      domains = words(correlator_.names(), facts->domains);
    }
    for (const Place& place : places_of(remote)) {
      ReportFinding& one = report_.findings[place.finding];
      judge(one, answers, domains);
      if (!place.has_grid) continue;
      one.days = grid_of(answers, correlator_.names(), one.finding.code, report_.zone);
    }
  }

 private:
  struct Place {
    Name remote = Name::none;
    std::size_t finding = 0;
    bool has_grid = false;
  };

  void find_places() {
    std::size_t with_grid = 0;
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      const Finding& finding = report_.findings[i].finding;
      if (finding.kind == FindingKind::local) continue;
      Place& place = places_.emplace_back();
      place.remote = correlator_.names().find(whole_remote(finding));
      place.finding = i;
      place.has_grid = attention_of(finding) == Attention::act && is_of_whole_remote(finding) &&
                       with_grid < ReportFinding::most_with_grid;
      with_grid += place.has_grid ? 1U : 0U;
    }
    std::ranges::stable_sort(places_, {}, &Place::remote);
  }

  std::span<const Place> places_of(Name remote) const {
    return {std::ranges::lower_bound(places_, remote, {}, &Place::remote),
            std::ranges::upper_bound(places_, remote, {}, &Place::remote)};
  }

  void judge_ours(ReportFinding& one) const {
    one.verdict.advice = verdict::advise({.finding = &one.finding,
                                          .claim = nullptr,
                                          .waits = nullptr,
                                          .servers = servers_,
                                          .domains = {},
                                          .messages_a_day = 0});
  }

  // Whether what they say fits, whose wait it was, and what to do.
  void judge(ReportFinding& one, std::span<const BucketSeries> answers,
             const std::vector<std::string>& domains) const {
    const Finding& finding = one.finding;
    if (finding.kind == FindingKind::noise || finding.kind == FindingKind::insufficient) return;
    const Name code = correlator_.names().find(finding.code);
    const verdict::Evidence evidence(correlator_.ledger(), answers, code);
    const CodeFacts* said = correlator_.code(answers.front().remote, code);
    if (said != nullptr && said->entry != nullptr) {
      one.verdict.claim = verdict::check(said->entry->claim, said->provider, finding, evidence);
    }
    one.verdict.waits = verdict::wait_shares(finding, evidence);
    one.verdict.amounts = verdict::amounts_of(finding, evidence);
    one.verdict.advice =
        verdict::advise({.finding = &finding,
                         .claim = one.verdict.claim ? &*one.verdict.claim : nullptr,
                         .waits = one.verdict.waits ? &*one.verdict.waits : nullptr,
                         .servers = servers_,
                         .domains = domains,
                         .messages_a_day = messages_a_day(finding, evidence)});
  }

  const Correlator& correlator_;
  Report& report_;
  std::vector<const Format*> servers_;
  std::vector<Place> places_;  // by remote
};

// What a remote answered is added up once, for its row and for its findings: that takes longest.
std::vector<Composed> compose_remotes(const Correlator& correlator, const Report& report,
                                      Judgement& judgement) {
  const Ledger& ledger = correlator.ledger();
  const Period& period = correlator.period();
  const bool is_narrowed = period.since || period.until;
  const Days days(report);
  std::vector<Composed> all;
  for (const Name name : ledger.remotes()) {
    const std::vector<BucketSeries> answers = ledger.answers(name, period);
    if (!answers.empty()) {
      Composed& one =
          all.emplace_back(Composed{.name = name,
                                    .remote = new_remote(name, answers, correlator, report.zone),
                                    .refused_by_day = {}});
      days.count_refused(answers, one);
    }
    if (!judgement.has_findings(name)) continue;
    const std::vector<BucketSeries> at_any_time =
        is_narrowed ? ledger.answers(name) : std::vector<BucketSeries>();
    const std::vector<BucketSeries>& evidence = is_narrowed ? at_any_time : answers;
    if (!evidence.empty()) judgement.judge(name, evidence);
  }
  return all;
}

// Those that refused most first.
void add_remotes(std::vector<Composed> remotes, const Correlator& correlator, bool with_buckets,
                 Report& report) {
  std::vector<Composed*> order;
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
    add_buckets(report, i, correlator.ledger().answers(order[i]->name, correlator.period()),
                correlator.names());
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
  add_remotes(compose_remotes(correlator, report, judgement), correlator, options.with_buckets,
              report);
  add_sources(correlator, report);
}

}  // namespace curfew::report
