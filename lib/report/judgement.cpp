#include "report/judgement.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "detect/detector.h"
#include "report/grid.h"
#include "report/name_words.h"
#include "verdict/advice.h"
#include "verdict/amounts.h"
#include "verdict/claim_check.h"
#include "verdict/evidence.h"
#include "verdict/wait_shares.h"

namespace curfew::report {
namespace {

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
  if (!options.with_findings) return {};
  return find(correlator.ledger(), {.level = name(report.grouping),
                                    .preferred_zone = preferred_zone(report),
                                    .end = correlator.last_evidence(),
                                    .threads = options.threads});
}

}  // namespace

Judgement::Judgement(const Correlator& correlator, const ComposeOptions& options, Report& report)
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

void Judgement::judge(Name remote, std::span<const BucketSeries> answers) {
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

void Judgement::find_places() {
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

std::span<const Judgement::Place> Judgement::places_of(Name remote) const {
  return {std::ranges::lower_bound(places_, remote, {}, &Place::remote),
          std::ranges::upper_bound(places_, remote, {}, &Place::remote)};
}

void Judgement::judge_ours(ReportFinding& one) const {
  one.verdict.advice = verdict::advise({.finding = &one.finding,
                                        .claim = nullptr,
                                        .waits = nullptr,
                                        .servers = servers_,
                                        .domains = {},
                                        .messages_a_day = 0});
}

// Whether what they say fits, whose wait it was, and what to do.
void Judgement::judge(ReportFinding& one, std::span<const BucketSeries> answers,
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
  one.verdict.advice = verdict::advise({.finding = &finding,
                                        .claim = one.verdict.claim ? &*one.verdict.claim : nullptr,
                                        .waits = one.verdict.waits ? &*one.verdict.waits : nullptr,
                                        .servers = servers_,
                                        .domains = domains,
                                        .messages_a_day = messages_a_day(finding, evidence)});
}

}  // namespace curfew::report
