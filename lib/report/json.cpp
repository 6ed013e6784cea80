#include <nlohmann/json.hpp>
#include <ostream>

#include "curfew/report.h"
#include "report/json_finding.h"
#include "text/json_string.h"

namespace curfew {
namespace {

using nlohmann::ordered_json;

ordered_json counts(const Tally& tally) {
  return {{"first_attempts", tally.first_attempts},
          {"contacts", tally.contacts()},
          {"delivered", tally.delivered},
          {"deferred", tally.deferred},
          {"bounced", tally.bounced},
          {"reused", tally.reused},
          {"not_contacted", tally.not_contacted},
          {"expired", tally.expired}};
}

ordered_json line_counts(const LineCount& lines) {
  return {{"lines", lines.lines()},
          {"reported", lines.reported},
          {"ignored", lines.ignored},
          {"unknown", lines.unknown}};
}

ordered_json input(const ReportInput& one) {
  ordered_json json = {{"name", one.name}, {"format", one.format}, {"bytes", one.bytes}};
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

ordered_json code(const ReportCode& one) {
  const CodeFacts& facts = one.facts;
  ordered_json json = {{"key", one.key}};
  if (facts.reply_code != 0) json["reply_code"] = facts.reply_code;
  if (facts.enhanced_code) json["enhanced_code"] = to_string(facts.enhanced_code);
  if (!facts.provider_code.empty()) json["provider_code"] = facts.provider_code;
  json["stage"] = name(facts.stage);
  if (facts.error_source != ErrorSource::none) json["error_source"] = name(facts.error_source);
  if (facts.error_class != ErrorClass::none) json["error_class"] = name(facts.error_class);
  if (!facts.text.empty()) json["reply_text"] = facts.text;
  json["counts"] = counts(one.tally);
  json["counts"]["messages"] = one.tally.messages;
  return json;
}

template <typename Member>
ordered_json hours(const std::array<Tally, 24>& by_hour, Member member) {
  ordered_json list = ordered_json::array();
  for (const Tally& tally : by_hour) list.push_back(tally.*member);
  return list;
}

double seconds(Milliseconds time) {
  return static_cast<double>(time.count()) / 1000.0;
}

ordered_json remote(const ReportRemote& one, Grouping grouping) {
  ordered_json json = {{"name", one.name},
                       {"kind", name(grouping)},
                       {"hosts", one.hosts},
                       {"domains", one.domains},
                       {"counts", counts(one.tally)}};
  json["counts"]["deferred_messages"] = one.deferred_messages;
  const std::array<Tally, 24> by_hour = one.by_hour.all();
  json["by_hour"] = {{"delivered", hours(by_hour, &Tally::delivered)},
                     {"deferred", hours(by_hour, &Tally::deferred)},
                     {"bounced", hours(by_hour, &Tally::bounced)},
                     {"not_contacted", hours(by_hour, &Tally::not_contacted)},
                     {"first_attempts", hours(by_hour, &Tally::first_attempts)}};
  json["codes"] = ordered_json::array();
  for (const ReportCode& entry : one.codes) json["codes"].push_back(code(entry));
  if (one.waits.count() != 0) {
    json["wait_seconds"] = {{"count", one.waits.count()},
                            {"p50", seconds(one.waits.quantile(0.5))},
                            {"p95", seconds(one.waits.quantile(0.95))},
                            {"max", seconds(one.waits.longest())}};
  }
  return json;
}

ordered_json totals(const Totals& all) {
  return {{"messages", all.messages},   {"bytes", all.bytes},
          {"delivered", all.delivered}, {"local", all.local},
          {"deferred", all.deferred},   {"not_contacted", all.not_contacted},
          {"bounced", all.bounced},     {"expired", all.expired},
          {"probes", all.probes},       {"open", all.still_open},
          {"dropped", all.dropped},     {"local_deferred", all.local_deferred}};
}

// ASCII, so that no terminal or page acts on a stranger's text; bytes that are no UTF-8 as U+FFFD.
std::string dump(const ordered_json& json) {
  return json.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
}

void write_list(const ordered_json& list, std::ostream& out) {
  out << '[';
  for (std::size_t i = 0; i < list.size(); ++i) out << (i == 0 ? "\n  " : ",\n  ") << dump(list[i]);
  out << ']';
}

// By hand: there may be hundreds of thousands of rows, and a document of them would take many times
// the memory of the report.
void write_buckets(const Report& report, std::ostream& out) {
  out << R"({"columns": ["time","remote","code","messages","first_attempts","delivered",)"
      << R"("deferred","bounced","reused","not_contacted","expired"], "rows": [)";
  const char* before = "\n  [";
  std::string row;
  for (const ReportBucket& bucket : report.buckets) {
    const ReportRemote& remote = report.remotes[bucket.remote];
    row.assign(before);
    before = ",\n  [";
    row += std::to_string(start_of(bucket.slot).time_since_epoch().count());
    row += ',';
    text::append_json_string(row, remote.name);
    row += ',';
    text::append_json_string(row, bucket.code == ReportBucket::no_code
                                      ? std::string_view{}
                                      : std::string_view(remote.codes[bucket.code].key));
    const BucketCounts& counts = bucket.counts;
    for (const std::uint32_t number :
         {counts.messages, counts.first_attempts, counts.delivered, counts.deferred, counts.bounced,
          counts.reused, counts.not_contacted, counts.expired}) {
      row += ',';
      row += std::to_string(number);
    }
    row += ']';
    out << row;
  }
  out << "]}";
}

// A member a line, and a line for each entry of a list: small, and still good for grep and diff.
void write_member(const char* before, const char* key, const ordered_json& value,
                  std::ostream& out) {
  out << before << '"' << key << "\": ";
  if (value.is_array()) {
    write_list(value, out);
  } else {
    out << dump(value);
  }
}

}  // namespace

void write_json(const Report& report, std::ostream& out) {
  constexpr const char* next = ",\n ";
  write_member("{\n ", "schema", "curfew-summary/1", out);
  write_member(next, "schema_minor", 1, out);
  write_member(next, "generator", {{"name", "curfew"}, {"version", report.version}}, out);
  ordered_json period;
  if (report.from && report.to) {
    period = {{"from", rfc3339(*report.from, report.zone)},
              {"to", rfc3339(*report.to, report.zone)}};
  }
  write_member(next, "period", period, out);
  write_member(next, "time_zone",
               {{"name", report.zone.name()}, {"source", name(report.zone_source)}}, out);
  write_member(next, "slot_seconds", std::chrono::seconds(slot_length).count(), out);
  write_member(next, "grouping", name(report.grouping), out);
  ordered_json inputs = ordered_json::array();
  for (const ReportInput& one : report.inputs) inputs.push_back(input(one));
  write_member(next, "inputs", inputs, out);
  write_member(next, "lines", line_counts(report.lines), out);
  write_member(next, "copies", report.copies, out);
  ordered_json same_logs = ordered_json::array();
  for (const SameLog& same : report.same_logs) {
    same_logs.push_back(
        {{"name", same.name}, {"read_instead", same.read_instead}, {"lines", same.lines}});
  }
  write_member(next, "same_logs", same_logs, out);
  write_member(next, "totals", totals(report.totals), out);
  ordered_json findings = ordered_json::array();
  for (const ReportFinding& one : report.findings) {
    findings.push_back(report::finding_json(one, report));
  }
  write_member(next, "findings", findings, out);
  out << next << R"("remotes": [)";
  const char* before = "\n  ";
  for (const ReportRemote& one : report.remotes) {
    out << before << dump(remote(one, report.grouping));
    before = ",\n  ";
  }
  out << ']' << next << R"("buckets": )";
  write_buckets(report, out);
  ordered_json warnings = ordered_json::array();
  for (const Warning& warning : report.warnings) {
    warnings.push_back({{"key", warning.key}, {"text", warning.text_with(report.hints)}});
  }
  write_member(next, "warnings", warnings, out);
  out << "\n}\n";
}

}  // namespace curfew
