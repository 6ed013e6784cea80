#include "detect/compose.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdio>

#include "detect/kinds.h"
#include "text/hash.h"

namespace curfew::detect {
namespace {

constexpr std::size_t most_explanations = 6;

std::uint64_t whole(double count) noexcept {
  return static_cast<std::uint64_t>(std::llround(std::max(0.0, count)));
}

void describe_counts(const Study& study, Finding& finding) {
  const Counts& total = study.unit.total;
  finding.counts.contacts = whole(total.all());
  finding.counts.refused = whole(total.all_refused());
  finding.counts.accepted = whole(total.all_accepted());
  finding.counts.messages = whole(total.of(0));
  finding.counts.messages_refused = whole(total.refused[0]);
  if (!study.unit.refused.empty()) {
    finding.first_refusal = study.unit.refused.first;
    finding.last_refusal = study.unit.refused.last;
  }
  std::bitset<24> hours;
  for (const Row& row : study.unit.rows) {
    hours.set(static_cast<std::size_t>(modulo(row.slot, slots_in_day) / 4));
  }
  for (int hour = 0; hour < 24; ++hour) {
    if (!hours[static_cast<std::size_t>(hour)]) finding.hours_without_attempts.push_back(hour);
  }
}

void describe_explanations(const Analysis& analysis, Finding& finding) {
  double best_other = 0;
  for (std::size_t i = 1; i < analysis.rivals.size(); ++i) {
    const double score = analysis.score(analysis.rivals[i]);
    best_other = std::max(best_other, score);
    if (score > 0) {
      finding.explanations.push_back({.model = analysis.rivals[i].model, .score = score});
    }
  }
  if (analysis.windows) {
    const double score = analysis.window_score();
    finding.margin = score - best_other;
    if (score > 0) finding.explanations.push_back({.model = Model::curfew, .score = score});
  }
  std::ranges::stable_sort(finding.explanations, std::greater<>(), &ModelScore::score);
  finding.explanations.resize(std::min(most_explanations, finding.explanations.size()));
}

Stratum stratum_of(const StratumRates& rates) {
  return {.rate_inside = rates.inside,
          .rate_outside = rates.outside,
          .inside = rates.inside_slots,
          .outside = rates.outside_slots};
}

void describe_inside(const Study& study, Finding& finding) {
  const Counts inside = counts_of(study.unit, study.analysis.windows->applies);
  const Counts outside = study.unit.total - inside;
  finding.counts.inside_refused = whole(inside.all_refused());
  finding.counts.inside_accepted = whole(inside.all_accepted());
  finding.counts.outside_refused = whole(outside.all_refused());
  finding.counts.outside_accepted = whole(outside.all_accepted());
  finding.first_attempts = stratum_of(study.analysis.gates.strata[0]);
  finding.retries = stratum_of(study.analysis.gates.strata[1]);
  finding.explained = inside.all_refused() / study.unit.total.all_refused();
}

std::uint32_t span_days(const Unit& unit) {
  const auto span = std::chrono::ceil<std::chrono::days>(unit.contacts.last - unit.contacts.first);
  return static_cast<std::uint32_t>(std::max<std::int64_t>(1, span.count()));
}

// What is no window holds when the log ends if its last trouble reaches there.
bool still_holds(const Study& study, const Finding& finding, Instant end) {
  if (study.unit.rows.empty()) return false;
  if (finding.rule && !finding.rule->spans.empty()) {
    return study.unit.rows.back().counts.all_refused() > 0;
  }
  return finding.last_refusal && end - *finding.last_refusal < std::chrono::hours(48);
}

}  // namespace

std::string id_of(const Finding& finding) {
  std::string about = name(finding.kind);
  const auto add = [&about](const std::string& part) {
    about += '\0';
    about += part;
  };
  for (const std::string* part :
       {&finding.source, &finding.level, &finding.remote, &finding.address, &finding.code}) {
    add(*part);
  }
  for (const std::string& domain : finding.domains) add(domain);
  std::array<char, 24> id{};
  std::snprintf(id.data(), id.size(), "f-%012llx",
                static_cast<unsigned long long>(text::hash(about, 0xC0FFEEU) >> 16));
  return id.data();
}

Draft draft_of(const Study& study, const DetectorOptions& options, Instant end) {
  const Analysis& analysis = study.analysis;
  Draft draft{.finding = {},
              .test = study.test,
              .tests = analysis.tests,
              .occurrences = analysis.gates.occurrences,
              .days = span_days(study.unit)};
  Finding& finding = draft.finding;
  finding.kind = analysis.verdict.kind;
  finding.candidates = analysis.verdict.candidates;
  finding.source = study.source;
  finding.remote = study.remote;
  finding.level = study.level;
  finding.code = study.code;
  finding.codes = study.codes;
  finding.hosts = study.hosts;
  finding.about_mailbox = study.unit.traits.about_mailbox;
  finding.counts.returned = whole(study.unit.returned);
  finding.taken_elsewhere = study.taken_elsewhere;
  finding.arrivals_unknown = study.unit.arrivals_unknown;
  finding.domains = study.domains;
  finding.of_remote = study.of_remote;
  finding.address = study.address;
  finding.ln_p = analysis.tests.ln_p;
  describe_counts(study, finding);
  describe_explanations(analysis, finding);
  if (analysis.windows) describe_inside(study, finding);
  if (analysis.verdict.rival != 0) finding.rule = analysis.rivals[analysis.verdict.rival].rule;
  if (may_be(finding, FindingKind::curfew))
    describe_windows(study, options.preferred_zone, finding);
  if (finding.kind == FindingKind::curfew) {
    finding.active =
        std::ranges::any_of(finding.windows, [](const Window& one) { return !one.ended; });
    describe_next_change(end, finding);
  } else {
    finding.active = still_holds(study, finding, end);
  }
  return draft;
}

}  // namespace curfew::detect
