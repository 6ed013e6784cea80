#include "text/json.h"
#include "curfew/daily.h"
#include "daily/page.h"
#include "report/story.h"

namespace curfew {
namespace {

using text::Json;

Json json_of(const LineCount& lines) {
  return {{"lines", lines.lines()},
          {"reported", lines.reported},
          {"ignored", lines.ignored},
          {"unknown", lines.unknown}};
}

Json json_of(const ReportInput& input) {
  Json json = {{"name", input.name}, {"format", input.format}, {"bytes", input.bytes}};
  json.update(json_of(input.lines));
  return json;
}

Json json_of(const Finding& finding) {
  return {{"id", finding.id},
          {"kind", name(finding.kind)},
          {"attention", name(attention_of(finding))},
          {"remote", finding.remote},
          {"code", finding.code},
          {"sentence", sentence(finding)},
          {"active", finding.active},
          {"refused", finding.counts.refused},
          {"contacts", finding.counts.contacts}};
}

Json json_of(const Totals& totals) {
  return {{"received", totals.messages},   {"received_bytes", totals.bytes},
          {"delivered", totals.delivered}, {"delivered_bytes", totals.delivered_bytes},
          {"local", totals.local},         {"deferred_messages", totals.deferred_messages},
          {"deferred", totals.deferred},   {"not_contacted", totals.not_contacted},
          {"bounced", totals.bounced},     {"expired", totals.expired},
          {"held", totals.held},           {"discarded", totals.discarded},
          {"probes", totals.probes},       {"open", totals.still_open},
          {"dropped", totals.dropped}};
}

Json json_of(const Traffic& traffic) {
  return {{"received", traffic.messages},   {"received_bytes", traffic.bytes},
          {"delivered", traffic.delivered}, {"delivered_bytes", traffic.delivered_bytes},
          {"deferred", traffic.deferred},   {"bounced", traffic.bounced},
          {"expired", traffic.expired},     {"rejected", traffic.rejected}};
}

Json json_of(const DailyDay& day) {
  Json json = {{"date", day.date}};
  json.update(json_of(day.traffic));
  return json;
}

Json json_of(const DailyComparison& one, const TimeZone& zone) {
  Json json = {{"from", rfc3339(one.from, zone)}, {"until", rfc3339(one.until, zone)}};
  json.update(json_of(one.traffic));
  json["deferred_messages"] = one.traffic.deferred_messages;
  json["held"] = one.traffic.held;
  json["discarded"] = one.traffic.discarded;
  json["probes"] = one.traffic.probes;
  return json;
}

Json json_of(const DailyRow& row) {
  return {{"name", row.name},
          {"messages", row.messages},
          {"bytes", row.bytes},
          {"deferred", row.deferred},
          {"bounced", row.bounced}};
}

Json seconds(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

Json json_of(const DailyCount& one) {
  return {{"name", one.name}, {"count", one.count}};
}

Json json_of(const DailyDelay& one) {
  return {{"phase", name(one.phase)},
          {"count", one.count},
          {"median", seconds(one.median)},
          {"p95", seconds(one.most)}};
}

Json json_of(const DailyReason& one) {
  return {{"reason", name(one.reason)}, {"count", one.count}, {"for_now", one.for_now}};
}

Json json_of(const DailyRejection& one) {
  return {{"action", name(one.action)}, {"reason", name(one.reason)}, {"stage", name(one.stage)},
          {"text", one.text},           {"count", one.count},         {"for_now", one.for_now}};
}

template <typename List>
Json list_of(const List& list) {
  Json json = Json::array();
  for (const auto& one : list) json.push_back(json_of(one));
  return json;
}

Json json_of(const DailyTable& table) {
  Json total = json_of(table.total);
  total.erase("name");
  return {{"names", table.names},
          {"capped", table.capped},
          {"missed_at_most", table.missed},
          {"total", std::move(total)},
          {"by_count", list_of(table.by_count)},
          {"by_bytes", list_of(table.by_bytes)}};
}

Json json_of(const DailyInbound& inbound) {
  return {{"rejected", inbound.rejected},
          {"rejected_for_now", inbound.rejected_for_now},
          {"warned", inbound.warned},
          {"held", inbound.held},
          {"discarded", inbound.discarded},
          {"capped", inbound.capped},
          {"reasons", list_of(inbound.reasons)},
          {"rejections", list_of(inbound.rejections)},
          {"clients", json_of(inbound.clients)}};
}

Json json_of(const DailyLogins& logins) {
  return {{"failed", logins.failed},
          {"clients", json_of(logins.clients)},
          {"accepted", logins.accepted},
          {"accepted_clients", json_of(logins.accepted_clients)},
          {"users", json_of(logins.users)}};
}

Json json_of(const DailyConnections& connections) {
  return {{"in", connections.in}, {"clients", json_of(connections.clients)}};
}

void write_totals(const DailyReport& report, text::JsonDocument& document) {
  document.member("totals", json_of(report.base.totals));
  const TimeZone& zone = report.base.zone;
  if (report.before) document.member("before", json_of(*report.before, zone));
  if (report.week_before) document.member("week_before", json_of(*report.week_before, zone));
}

void write_remotes(const DailyReport& report, text::JsonDocument& document) {
  document.begin_list("remotes");
  std::size_t written = 0;
  for (const ReportRemote& remote : report.base.remotes) {
    const Tally& tally = remote.tally;
    if (!report::has_refused(tally)) continue;
    if (report.top != 0 && written++ == report.top) break;
    Json json = {{"name", remote.name},
                 {"code", remote.codes.empty() ? "" : remote.codes.front().key},
                 {"deferred", tally.deferred},
                 {"bounced", tally.bounced},
                 {"delivered", tally.delivered},
                 {"not_contacted", tally.not_contacted}};
    if (remote.waits.count() != 0) {
      json["median_wait"] = seconds(remote.waits.quantile(0.5));
      json["wait_95"] = seconds(remote.waits.quantile(0.95));
    }
    document.entry(json);
  }
  document.end_list();
}

void write_notices(const DailyReport& report, text::JsonDocument& document) {
  document.begin_list("notices");
  for (const DailyNotice& one : report.notices) {
    document.entry({{"severity", name(one.severity)},
                    {"program", one.program},
                    {"text", one.text},
                    {"count", one.count},
                    {"first", rfc3339(one.first, report.base.zone)},
                    {"last", rfc3339(one.last, report.base.zone)}});
  }
  document.end_list();
  document.member("notices_capped", report.notices_capped);
}

void write_head(const Report& base, text::JsonDocument& document) {
  document.member("schema", "curfew-daily/1");
  document.member("schema_minor", 1);
  document.member("generator", {{"name", "curfew"}, {"version", base.version}});
  Json period = Json::object();
  if (base.from && base.to) {
    period = {{"from", rfc3339(*base.from, base.zone)}, {"to", rfc3339(*base.to, base.zone)}};
  }
  document.member("period", period);
  document.member("time_zone", {{"name", base.zone.name()}, {"source", name(base.zone_source)}});
  document.member("inputs", list_of(base.inputs));
  document.member("lines", json_of(base.lines));
}

void write_warnings(const Report& base, text::JsonDocument& document) {
  document.begin_list("warnings");
  for (const Warning& one : base.warnings) {
    document.entry({{"key", one.key}, {"text", one.text_with(base.hints)}});
  }
  document.end_list();
}

}  // namespace

void write_daily_json(const DailyReport& report, std::ostream& out) {
  const Report& base = report.base;
  text::JsonDocument document(out);
  const auto shows = [&report](DailySection section) { return report.shows(section); };
  write_head(base, document);
  if (shows(DailySection::findings)) document.member("findings", list_of(report.findings));
  if (shows(DailySection::totals)) write_totals(report, document);
  if (shows(DailySection::days)) document.member("by_day", list_of(report.days));
  if (shows(DailySection::hours)) document.member("by_hour", list_of(report.hours));
  if (shows(DailySection::remotes)) write_remotes(report, document);
  if (shows(DailySection::domains)) {
    document.member("sender_domains", json_of(report.sender_domains));
    document.member("recipient_domains", json_of(report.recipient_domains));
  }
  if (shows(DailySection::senders)) document.member("senders", json_of(report.senders));
  if (shows(DailySection::recipients)) document.member("recipients", json_of(report.recipients));
  if (shows(DailySection::rejects)) document.member("inbound", json_of(report.inbound));
  if (shows(DailySection::logins)) document.member("logins", json_of(report.logins));
  if (shows(DailySection::tls) && !(report.tls.in.empty() && report.tls.out.empty())) {
    document.member("tls", {{"in", list_of(report.tls.in)}, {"out", list_of(report.tls.out)}});
  }
  if (shows(DailySection::connections) && report.connections.in != 0) {
    document.member("connections", json_of(report.connections));
  }
  if (shows(DailySection::screened) && !report.screened.empty()) {
    document.member("screened", list_of(report.screened));
  }
  if (shows(DailySection::delays) && !report.delays.empty()) {
    document.member("delays", list_of(report.delays));
  }
  if (shows(DailySection::notices)) write_notices(report, document);
  write_warnings(base, document);
  document.end();
}

}  // namespace curfew
