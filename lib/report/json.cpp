#include <ostream>

#include "curfew/report.h"
#include "report/json_finding.h"

namespace curfew {
namespace {

using text::Json;

Json tally_json(const Tally& tally) {
  return {{"first_attempts", tally.first_attempts},
          {"contacts", tally.contacts()},
          {"delivered", tally.delivered},
          {"deferred", tally.deferred},
          {"bounced", tally.bounced},
          {"reused", tally.reused},
          {"not_contacted", tally.not_contacted},
          {"expired", tally.expired}};
}

Json line_counts(const LineCount& lines) {
  return {{"lines", lines.lines()},
          {"reported", lines.reported},
          {"ignored", lines.ignored},
          {"unknown", lines.unknown}};
}

Json input(const ReportInput& one) {
  Json json = {{"name", one.name}, {"format", one.format}, {"bytes", one.bytes}};
  if (!one.servers.empty()) json["servers"] = one.servers;
  json.update(line_counts(one.lines));
  json["copies"] = one.copies;
  if (!one.log_zone.empty()) {
    json["log_zone"] = {{"name", one.log_zone}, {"source", name(one.log_zone_source)}};
  }
  if (one.first_year) {
    json["first_year"] = {{"year", *one.first_year}, {"source", name(one.year_source)}};
  }
  return json;
}

Json sources(const std::vector<ReportSource>& all) {
  Json list = Json::array();
  for (const ReportSource& one : all) {
    list.push_back({{"name", one.name}, {"counts", tally_json(one.tally)}});
  }
  return list;
}

Json code(const ReportCode& one) {
  const CodeFacts& facts = one.facts;
  Json json = {{"key", one.key}};
  if (facts.reply_code != 0) json["reply_code"] = facts.reply_code;
  if (facts.enhanced_code) json["enhanced_code"] = to_string(facts.enhanced_code);
  if (!facts.provider_code.empty()) json["provider_code"] = facts.provider_code;
  json["stage"] = name(facts.stage);
  if (facts.error_source != ErrorSource::none) json["error_source"] = name(facts.error_source);
  if (facts.error_class != ErrorClass::none) json["error_class"] = name(facts.error_class);
  if (!facts.text.empty()) json["reply_text"] = facts.text;
  json["counts"] = tally_json(one.tally);
  json["counts"]["messages"] = one.tally.messages;
  return json;
}

template <typename Member>
Json hours(const std::array<Tally, 24>& by_hour, Member member) {
  Json list = Json::array();
  for (const Tally& tally : by_hour) list.push_back(tally.*member);
  return list;
}

double seconds(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

Json remote(const ReportRemote& one, Grouping grouping) {
  Json json = {{"name", one.name},
               {"kind", name(grouping)},
               {"hosts", one.hosts},
               {"domains", one.domains},
               {"counts", tally_json(one.tally)}};
  json["counts"]["deferred_messages"] = one.deferred_messages;
  const std::array<Tally, 24> by_hour = one.by_hour.all();
  json["by_hour"] = {{"delivered", hours(by_hour, &Tally::delivered)},
                     {"deferred", hours(by_hour, &Tally::deferred)},
                     {"bounced", hours(by_hour, &Tally::bounced)},
                     {"not_contacted", hours(by_hour, &Tally::not_contacted)},
                     {"first_attempts", hours(by_hour, &Tally::first_attempts)}};
  json["codes"] = Json::array();
  for (const ReportCode& entry : one.codes) json["codes"].push_back(code(entry));
  if (!one.sources.empty()) json["sources"] = sources(one.sources);
  if (one.waits.count() != 0) {
    json["wait_seconds"] = {{"count", one.waits.count()},
                            {"p50", seconds(one.waits.quantile(0.5))},
                            {"p95", seconds(one.waits.quantile(0.95))},
                            {"max", seconds(one.waits.longest())}};
  }
  return json;
}

Json totals(const Totals& all) {
  return {{"messages", all.messages},   {"bytes", all.bytes},
          {"delivered", all.delivered}, {"local", all.local},
          {"deferred", all.deferred},   {"not_contacted", all.not_contacted},
          {"bounced", all.bounced},     {"expired", all.expired},
          {"probes", all.probes},       {"open", all.still_open},
          {"dropped", all.dropped},     {"local_deferred", all.local_deferred}};
}

Json bucket(const Report& report, const ReportBucket& one) {
  const ReportRemote& remote = report.remotes[one.remote];
  const BucketCounts& counts = one.counts;
  return {start_of(one.slot).time_since_epoch().count(),
          remote.name,
          one.code == ReportBucket::no_code ? std::string_view{}
                                            : std::string_view(remote.codes[one.code].key),
          counts.messages,
          counts.first_attempts,
          counts.delivered,
          counts.deferred,
          counts.bounced,
          counts.reused,
          counts.not_contacted,
          counts.expired};
}

}  // namespace

void write_json(const Report& report, std::ostream& out) {
  text::JsonDocument document(out);
  document.member("schema", "curfew-summary/1");
  document.member("schema_minor", 1);
  document.member("generator", {{"name", "curfew"}, {"version", report.version}});
  Json period;
  if (report.from && report.to) {
    period = {{"from", rfc3339(*report.from, report.zone)},
              {"to", rfc3339(*report.to, report.zone)}};
  }
  document.member("period", period);
  document.member("time_zone",
                  {{"name", report.zone.name()}, {"source", name(report.zone_source)}});
  document.member("slot_seconds", std::chrono::seconds(slot_length).count());
  document.member("grouping", name(report.grouping));
  Json inputs = Json::array();
  for (const ReportInput& one : report.inputs) inputs.push_back(input(one));
  document.member("inputs", inputs);
  document.member("lines", line_counts(report.lines));
  document.member("copies", report.copies);
  Json same_logs = Json::array();
  for (const SameLog& same : report.same_logs) {
    same_logs.push_back(
        {{"name", same.name}, {"read_instead", same.read_instead}, {"lines", same.lines}});
  }
  document.member("same_logs", same_logs);
  document.member("totals", totals(report.totals));
  if (!report.sources.empty()) document.member("sources", sources(report.sources));
  Json findings = Json::array();
  for (const ReportFinding& one : report.findings) {
    findings.push_back(report::finding_json(one, report));
  }
  document.member("findings", findings);
  document.begin_list("remotes");
  for (const ReportRemote& one : report.remotes) document.entry(remote(one, report.grouping));
  document.end_list();
  document.begin_table(
      "buckets", {"time", "remote", "code", "messages", "first_attempts", "delivered", "deferred",
                  "bounced", "reused", "not_contacted", "expired"});
  for (const ReportBucket& one : report.buckets) document.entry(bucket(report, one));
  document.end_table();
  Json warnings = Json::array();
  for (const Warning& warning : report.warnings) {
    warnings.push_back({{"key", warning.key}, {"text", warning.text_with(report.hints)}});
  }
  document.member("warnings", warnings);
  document.end();
}

}  // namespace curfew
