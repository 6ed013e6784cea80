#include <ostream>

#include "curfew/lint.h"
#include "text/json.h"

namespace curfew {
namespace {

using text::Json;

std::int64_t seconds(Milliseconds time) {
  return std::chrono::round<std::chrono::seconds>(time).count();
}

Json line_counts(const LineCount& lines) {
  return {{"lines", lines.lines()},
          {"reported", lines.reported},
          {"ignored", lines.ignored},
          {"unknown", lines.unknown}};
}

Json seen_json(const LintSeen& seen) {
  Json json = {{"count", seen.count}};
  if (seen.count != 0) json["first_line"] = seen.line;
  return json;
}

Json log_json(const LintLog& log) {
  Json json = {{"name", log.name}, {"format", log.format}};
  json.update(line_counts(log.lines));
  json["copies"] = log.copies;
  if (!log.zone.empty()) {
    json["log_zone"] = {{"name", log.zone}, {"source", name(log.zone_source)}};
  }
  if (log.first_year) {
    json["first_year"] = {{"year", *log.first_year}, {"source", name(log.year_source)}};
  }
  json["without_stamp"] = seen_json(log.without_stamp);
  json["in_the_future"] = seen_json(log.in_the_future);
  json["steps_back"] = seen_json(log.steps_back);
  if (log.steps_back.count != 0) json["farthest_back_seconds"] = seconds(log.farthest_back);
  json["in_double_hour"] = seen_json(log.in_double_hour);
  return json;
}

Json template_json(const LintTemplate& one) {
  return {{"format", one.format},   {"count", one.count},     {"doubt", one.doubt},
          {"pattern", one.pattern}, {"example", one.example}, {"log", one.log},
          {"line", one.line}};
}

Json gap_json(const LintGap& one, const TimeZone& zone) {
  return {{"server", one.server},
          {"from", rfc3339(one.from, zone)},
          {"to", rfc3339(one.to, zone)},
          {"seconds", seconds(one.to - one.from)},
          {"usual_seconds", seconds(one.usual)}};
}

Json other_file_json(const LintOtherFile& one) {
  Json json = {{"name", one.name}};
  if (!one.nearest.empty()) json["nearest"] = one.nearest;
  json["lines"] = one.lines;
  json["understood"] = one.understood;
  json["front"] = one.front;
  return json;
}

template <typename List, typename Write>
void list(text::JsonDocument& document, const char* key, const List& all, Write write) {
  document.begin_list(key);
  for (const auto& one : all) document.entry(write(one));
  document.end_list();
}

}  // namespace

void write_lint_json(const Lint& lint, std::ostream& out) {
  text::JsonDocument document(out);
  document.member("schema", "curfew-lint/1");
  document.member("schema_minor", 0);
  document.member("generator", {{"name", "curfew"}, {"version", lint.version}});
  document.member("time_zone", {{"name", lint.zone.name()}, {"source", name(lint.zone_source)}});
  document.member("lines", line_counts(lint.lines));
  document.member("copies", lint.copies);
  list(document, "logs", lint.logs, log_json);
  document.member("same_logs", lint.same_logs);
  list(document, "templates", lint.templates, template_json);
  document.member("too_many_templates", lint.too_many_templates);
  list(document, "gaps", lint.gaps, [&](const LintGap& one) { return gap_json(one, lint.zone); });
  document.member("more_gaps", lint.more_gaps);
  list(document, "missing", lint.missing, [](const LintMissing& one) {
    return Json{{"format", one.format}, {"key", one.key}, {"text", one.text}};
  });
  list(document, "strangers", lint.other_files, other_file_json);
  document.member("more_strangers", lint.more_other_files);
  list(document, "warnings", lint.warnings, [&](const Warning& one) {
    return Json{{"key", one.key}, {"text", one.text_with(lint.hints)}};
  });
  document.end();
}

}  // namespace curfew
