#include "report/json_finding.h"

#include <array>
#include <cmath>
#include <string>

#include "curfew/report.h"
#include "report/calendar.h"

namespace curfew::report {
namespace {

using text::Json;

constexpr std::size_t most_zones = 60;
constexpr std::array<const char*, 7> day_keys{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// Four decimals: what is shown does not depend on the last bit of a sum.
double rounded(double value) {
  constexpr double scale = 1e4;
  return std::round(value * scale) / scale;
}

std::string clock(std::chrono::seconds into_period, WindowPeriod period) {
  const std::string time = time_of_day(into_period);
  if (period == WindowPeriod::day) return time;
  const auto day = static_cast<std::size_t>(into_period / std::chrono::days(1));
  return std::string(day_keys[day % day_keys.size()]) + ' ' + time;
}

Json edge_json(const std::optional<Edge>& edge, WindowPeriod period) {
  if (!edge) return nullptr;
  return {{"time", clock(edge->rounded, period)},
          {"estimate", clock(edge->estimate, period)},
          {"earliest", clock(edge->earliest, period)},
          {"latest", clock(edge->latest, period)}};
}

Json days_json(const Window& window, OnDay wanted) {
  Json days = Json::array();
  for (std::size_t i = 0; i < day_keys.size(); ++i) {
    if (window.days[i] == wanted) days.push_back(day_keys[i]);
  }
  return days;
}

Json window_json(const Window& window) {
  return {{"period", name(window.period)},
          {"zone", window.zone.name()},
          {"start", edge_json(window.start, window.period)},
          {"end", edge_json(window.end, window.period)},
          {"days", days_json(window, OnDay::yes)},
          {"days_off", days_json(window, OnDay::no)},
          {"days_unknown", days_json(window, OnDay::unknown)},
          {"first_seen", rfc3339(window.first_seen, window.zone)},
          {"last_seen", rfc3339(window.last_seen, window.zone)},
          {"onset_known", window.onset_known},
          {"ended", window.ended},
          {"occurrences",
           {{"refused", window.occurrences_refused},
            {"accepted", window.occurrences_accepted},
            {"unobserved", window.occurrences_unobserved}}},
          {"refused_inside", rounded(window.refused_inside)}};
}

Json zone_class_json(const ZoneClass& one) {
  Json changes = Json::array();
  for (const ZoneClass::Change& change : one.changes) {
    changes.push_back({{"at", rfc3339(change.at)}, {"shift_minutes", change.shift.count()}});
  }
  Json zones = Json::array();
  for (std::size_t i = 0; i < one.zones.size() && i < most_zones; ++i) {
    zones.push_back(one.zones[i]);
  }
  return {{"changes", changes},
          {"zones", zones},
          {"zone_count", one.zones.size()},
          {"behind", rounded(one.behind)}};
}

Json zones_json(const Finding& finding) {
  Json classes = Json::array();
  for (const ZoneClass& one : finding.zones) classes.push_back(zone_class_json(one));
  return {{"status", name(finding.zone_status)},
          {"consistent", classes},
          {"rejected", finding.zones_rejected}};
}

Json stratum_json(const Stratum& stratum) {
  return {{"rate_inside", rounded(stratum.rate_inside)},
          {"rate_outside", rounded(stratum.rate_outside)},
          {"inside", stratum.inside},
          {"outside", stratum.outside}};
}

Json counts_json(const FindingCounts& counts) {
  return {{"contacts", counts.contacts},
          {"refused", counts.refused},
          {"accepted", counts.accepted},
          {"messages", counts.messages},
          {"messages_refused", counts.messages_refused},
          {"returned", counts.returned},
          {"inside_refused", counts.inside_refused},
          {"inside_accepted", counts.inside_accepted},
          {"outside_refused", counts.outside_refused},
          {"outside_accepted", counts.outside_accepted}};
}

Json rule_json(const Rule& rule, const TimeZone& zone) {
  Json json = {{"model", name(rule.model)}};
  if (rule.threshold != 0) json["threshold"] = rule.threshold;
  if (rule.reset_hour) json["reset_hour_utc"] = *rule.reset_hour;
  if (rule.delay.count() != 0) json["delay_seconds"] = rule.delay.count();
  if (rule.least_delay.count() != 0) json["least_delay_seconds"] = rule.least_delay.count();
  if (!rule.keys.empty()) json["keys"] = rule.keys;
  if (!rule.spans.empty()) {
    json["spans"] = Json::array();
    for (const auto& span : rule.spans) {
      json["spans"].push_back(
          {{"from", rfc3339(span.first, zone)}, {"to", rfc3339(span.second, zone)}});
    }
  }
  if (rule.since) {
    json["since"] = rfc3339(*rule.since, zone);
    json["onset_known"] = rule.onset_known;
  }
  return json;
}

Json explanations_json(const Finding& finding) {
  Json list = Json::array();
  for (const ModelScore& one : finding.explanations) {
    list.push_back({{"model", name(one.model)}, {"score", rounded(one.score)}});
  }
  return list;
}

double seconds_of(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

Json claim_json(const ClaimCheck& check) {
  const Claim& claim = check.claim;
  Json json = {{"kind", name(claim.kind)}, {"stated", stated_cause(claim)}};
  if (claim.limit >= 0) json["limit"] = claim.limit;
  if (claim.other_limit >= 0) json["other_limit"] = claim.other_limit;
  if (claim.window >= 0) json["window_seconds"] = claim.window;
  json["basis"] = name(claim.basis);
  if (!check.provider.empty()) json["provider"] = check.provider;
  json["verdict"] = name(check.verdict);
  json["text"] = check.text;
  json["refusals"] = check.refusals;
  json["refusals_meeting"] = check.refusals_meeting;
  json["acceptances"] = check.acceptances;
  json["acceptances_meeting"] = check.acceptances_meeting;
  if (check.most_at_refusal) json["most_at_refusal"] = *check.most_at_refusal;
  json["exact"] = check.exact;
  return json;
}

Json waits_json(const WaitShares& waits) {
  return {{"deliveries", waits.deliveries},
          {"median_seconds", seconds_of(waits.median)},
          {"longest_seconds", seconds_of(waits.longest)},
          {"theirs_median_seconds", seconds_of(waits.theirs)},
          {"ours_median_seconds", seconds_of(waits.ours)},
          {"ours_share", rounded(waits.ours_share)}};
}

Json amounts_json(const AmountBars& amounts) {
  Json bars = Json::array();
  for (const AmountBar& bar : amounts.bars) {
    bars.push_back(
        {{"from", bar.from}, {"to", bar.to}, {"refused", bar.refused}, {"accepted", bar.accepted}});
  }
  return {{"of", name(amounts.of)}, {"bars", std::move(bars)}};
}

void add_verdict(Json& json, const Verdict& verdict, const Hints& hints) {
  if (verdict.claim) json["claim"] = claim_json(*verdict.claim);
  if (verdict.waits) json["waits"] = waits_json(*verdict.waits);
  if (verdict.amounts) json["amounts"] = amounts_json(*verdict.amounts);
  json["advice"] = Json::array();
  for (const Advice& one : verdict.advice) {
    Json entry = {{"key", one.key}};
    if (!one.server.empty()) entry["server"] = one.server;
    entry["text"] = one.text_with(hints);
    entry["lines"] = one.lines;
    json["advice"].push_back(std::move(entry));
  }
}

void add_moment(Json& json, const char* key, const std::optional<Instant>& at,
                const TimeZone& zone) {
  if (at) json[key] = rfc3339(*at, zone);
}

}  // namespace

Json finding_json(const ReportFinding& one, const Report& report) {
  const Finding& finding = one.finding;
  const TimeZone& zone = report.zone;
  Json json = {
      {"id", finding.id}, {"kind", name(finding.kind)}, {"attention", name(attention_of(finding))}};
  if (!finding.candidates.empty()) {
    json["candidates"] = Json::array();
    for (const FindingKind kind : finding.candidates) json["candidates"].push_back(name(kind));
  }
  json["sentence"] = sentence(finding);
  if (!finding.source.empty()) json["source"] = finding.source;
  json["remote"] = finding.remote;
  json["level"] = finding.level;
  if (!finding.of_remote.empty()) json["of_remote"] = finding.of_remote;
  if (!finding.address.empty()) json["address"] = finding.address;
  if (!finding.codes.empty()) json["codes"] = finding.codes;
  json["code"] = finding.code;
  json["hosts"] = finding.hosts;
  if (!finding.domains.empty()) json["domains"] = finding.domains;
  if (finding.taken_elsewhere) json["taken_elsewhere"] = true;
  if (finding.arrivals_unknown) json["arrivals_unknown"] = true;
  if (finding.year_guessed) json["year_guessed"] = true;
  json["active"] = finding.active;
  add_moment(json, "next_opening", finding.next_opening, zone);
  add_moment(json, "next_closing", finding.next_closing, zone);
  add_moment(json, "first_refusal", finding.first_refusal, zone);
  add_moment(json, "last_refusal", finding.last_refusal, zone);
  json["counts"] = counts_json(finding.counts);
  if (!finding.windows.empty()) {
    json["windows"] = Json::array();
    for (const Window& window : finding.windows) json["windows"].push_back(window_json(window));
    json["zones"] = zones_json(finding);
    json["first_attempts"] = stratum_json(finding.first_attempts);
    json["retries"] = stratum_json(finding.retries);
    json["explained"] = rounded(finding.explained);
  }
  if (finding.rule) json["rule"] = rule_json(*finding.rule, zone);
  json["ln_p"] = rounded(finding.ln_p);
  if (finding.q) json["q"] = rounded(*finding.q);
  json["explanations"] = explanations_json(finding);
  if (finding.margin) json["margin"] = rounded(*finding.margin);
  json["hours_without_attempts_utc"] = finding.hours_without_attempts;
  if (finding.days_missing != 0) json["days_missing"] = finding.days_missing;
  if (!finding.missing.empty()) json["missing"] = finding.missing;
  add_verdict(json, one.verdict, report.hints);
  return json;
}

}  // namespace curfew::report
