#include "report/compose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "detect/detector.h"
#include "report/grid.h"
#include "verdict/advice.h"
#include "verdict/amounts.h"
#include "verdict/claim_check.h"
#include "verdict/evidence.h"
#include "verdict/wait_shares.h"

namespace curfew::report {
namespace {

// A remote, and what it answered in all.
struct Answers {
  Name remote = Name::none;
  std::string_view name;
  Tally tally;
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

bool is_worse(const Answers& a, const Answers& b) {
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
  code.tally = series.tally();
  return code;
}

void fill(ReportRemote& remote, const Answers& answers, std::span<const BucketSeries> all,
          const Correlator& correlator, const TimeZone& zone) {
  remote.name = answers.name;
  remote.tally = answers.tally;
  remote.waits = correlator.ledger().waits(answers.remote, Name::none, correlator.period());
  if (const RemoteFacts* facts = correlator.remote(answers.remote)) {
    remote.hosts = words(correlator.names(), facts->hosts);
    remote.domains = words(correlator.names(), facts->domains);
  }
  for (const BucketSeries& series : all) {
    remote.deferred_messages += series.deferred_messages;
    for (const Bucket& bucket : series.buckets) {
      remote.by_hour.at(hour_of(bucket.slot, zone)) += bucket.counts;
    }
    if (series.code != Name::none) remote.codes.push_back(new_code(correlator, series));
  }
  std::ranges::sort(remote.codes, is_more_frequent);
}

void fill_days(ReportRemote& remote, std::span<const BucketSeries> all, const Report& report) {
  const auto day_of = [&](Instant at) {
    return std::chrono::floor<std::chrono::days>(report.zone.to_wall(at));
  };
  const auto first = day_of(*report.from);
  const auto count = static_cast<std::size_t>((day_of(*report.to) - first).count() + 1);
  if (count > ReportRemote::most_days) return;
  remote.refused_by_day.resize(count);
  for (const BucketSeries& series : all) {
    for (const Bucket& bucket : series.buckets) {
      const auto day = static_cast<std::size_t>((day_of(start_of(bucket.slot)) - first).count());
      if (day < count) remote.refused_by_day[day] += bucket.counts.deferred + bucket.counts.bounced;
    }
  }
}

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

std::vector<ReportSource> in_order(std::vector<ReportSource> sources) {
  std::ranges::sort(sources, [](const ReportSource& one, const ReportSource& other) {
    return std::pair(one.tally.refused(), std::string_view(other.name)) >
           std::pair(other.tally.refused(), std::string_view(one.name));
  });
  return sources;
}

void add_sources(Report& report, std::span<const Answers> remotes, const Correlator& correlator) {
  if (!correlator.ledger().has_several_sources()) return;
  std::map<Name, Tally> sums;
  for (std::size_t i = 0; i < remotes.size(); ++i) {
    std::vector<ReportSource> of_remote;
    for (const auto& [source, tally] :
         correlator.ledger().by_source(remotes[i].remote, correlator.period())) {
      sums[source] += tally;
      of_remote.push_back({.name = std::string(correlator.names().word(source)), .tally = tally});
    }
    if (i >= ReportRemote::most_by_source) continue;
    of_remote = in_order(std::move(of_remote));
    if (of_remote.size() > ReportRemote::most_sources) of_remote.resize(ReportRemote::most_sources);
    report.remotes[i].sources = std::move(of_remote);
  }
  for (const auto& [source, tally] : sums) {
    report.sources.push_back(
        {.name = std::string(correlator.names().word(source)), .tally = tally});
  }
  report.sources = in_order(std::move(report.sources));
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

// Whether what they say fits, whose wait it was, and what to do.
void judge(ReportFinding& one, std::span<const BucketSeries> answers, const Correlator& correlator,
           const std::vector<const Format*>& servers) {
  const Finding& finding = one.finding;
  if (finding.kind == FindingKind::noise || finding.kind == FindingKind::insufficient) return;
  const Name code = correlator.names().find(finding.code);
  const Name remote = answers.front().remote;
  const verdict::Evidence evidence(correlator.ledger(), answers, code);
  const CodeFacts* said = correlator.code(remote, code);
  if (said != nullptr && said->entry != nullptr) {
    one.verdict.claim = verdict::check(said->entry->claim, said->provider, finding, evidence);
  }
  one.verdict.waits = verdict::wait_shares(finding, evidence);
  one.verdict.amounts = verdict::amounts_of(finding, evidence);
  verdict::Situation situation{.finding = &finding,
                               .claim = one.verdict.claim ? &*one.verdict.claim : nullptr,
                               .waits = one.verdict.waits ? &*one.verdict.waits : nullptr,
                               .servers = servers,
                               .domains = {},
                               .messages_a_day = messages_a_day(finding, evidence)};
  if (const RemoteFacts* facts = correlator.remote(remote)) {
    situation.domains = words(correlator.names(), facts->domains);
  }
  one.verdict.advice = verdict::advise(situation);
}

// Remotes that answered anything in the period, those that refused most first.
std::vector<Answers> answers_of(const Correlator& correlator) {
  std::vector<Answers> all;
  for (const Name remote : correlator.ledger().remotes()) {
    Answers one{.remote = remote, .name = correlator.names().word(remote), .tally = {}};
    const std::vector<BucketSeries> answers =
        correlator.ledger().answers(remote, correlator.period());
    for (const BucketSeries& series : answers) one.tally += series.tally();
    if (!answers.empty()) all.push_back(one);
  }
  std::ranges::sort(all, is_worse);
  return all;
}

// What is drawn are all contacts of a remote.
bool is_of_whole_remote(const Finding& finding) {
  return finding.of_remote.empty() && finding.address.empty() && finding.domains.empty() &&
         finding.source.empty();
}

void add_findings(Report& report, const Correlator& correlator, const ComposeOptions& options) {
  const std::vector<const Format*> servers = servers_of(report, options.formats);
  std::vector<Finding> findings =
      find(correlator.ledger(), {.level = name(report.grouping),
                                 .preferred_zone = preferred_zone(report),
                                 .end = correlator.last_evidence(),
                                 .threads = options.threads});
  report.findings.reserve(findings.size());
  const bool year_guessed = is_year_guessed(report);
  std::size_t with_grid = 0;
  for (Finding& finding : findings) {
    ReportFinding one{.finding = std::move(finding), .verdict = {}, .days = {}};
    one.finding.year_guessed = year_guessed;
    const std::vector<BucketSeries> answers =
        correlator.ledger().answers(correlator.names().find(whole_remote(one.finding)));
    if (one.finding.kind == FindingKind::local) {
      one.verdict.advice = verdict::advise({.finding = &one.finding,
                                            .claim = nullptr,
                                            .waits = nullptr,
                                            .servers = servers,
                                            .domains = {},
                                            .messages_a_day = 0});
    } else if (!answers.empty()) {
      judge(one, answers, correlator, servers);
      const bool to_act_on =
          attention_of(one.finding) == Attention::act && is_of_whole_remote(one.finding);
      if (to_act_on && with_grid < ReportFinding::most_with_grid) {
        one.days = grid_of(answers, correlator.names(), one.finding.code, report.zone);
        ++with_grid;
      }
    }
    report.findings.push_back(std::move(one));
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
  const std::vector<Answers> remotes = answers_of(correlator);
  report.remotes.resize(remotes.size());
  for (std::uint32_t i = 0; i < remotes.size(); ++i) {
    const std::vector<BucketSeries> answers =
        correlator.ledger().answers(remotes[i].remote, correlator.period());
    fill(report.remotes[i], remotes[i], answers, correlator, report.zone);
    if (i < ReportRemote::most_by_day && report.from && report.to) {
      fill_days(report.remotes[i], answers, report);
    }
    if (options.with_buckets) add_buckets(report, i, answers, correlator.names());
  }
  add_sources(report, remotes, correlator);
  add_findings(report, correlator, options);
}

}  // namespace curfew::report
