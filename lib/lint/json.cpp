#include <ostream>

#include "curfew/lint.h"
#include "text/json_string.h"

namespace curfew {
namespace {

// One object in one line; members in the order in which they are given.
class Object {
 public:
  Object& text(const char* name, std::string_view value) {
    key(name);
    text::append_json_string(json_, value);
    return *this;
  }
  Object& number(const char* name, std::int64_t value) { return raw(name, std::to_string(value)); }
  Object& number(const char* name, std::uint64_t value) { return raw(name, std::to_string(value)); }
  Object& raw(const char* name, std::string_view value) {
    key(name);
    json_ += value;
    return *this;
  }
  std::string done() { return json_ + '}'; }

 private:
  void key(const char* name) {
    if (json_.size() > 1) json_ += ',';
    json_ += '"';
    json_ += name;
    json_ += "\":";
  }
  std::string json_ = "{";
};

std::int64_t seconds(Milliseconds time) {
  return std::chrono::round<std::chrono::seconds>(time).count();
}

template <typename List, typename Write>
std::string list_of(const List& list, Write write, const char* between = "\n  ") {
  std::string json = "[";
  for (const auto& one : list) {
    if (json.size() > 1) json += ',';
    json += between;
    json += write(one);
  }
  return json + ']';
}

std::string string_of(const std::string& text) {
  std::string json;
  text::append_json_string(json, text);
  return json;
}

Object line_counts(const LineCount& lines) {
  Object object;
  object.number("lines", lines.lines())
      .number("reported", lines.reported)
      .number("ignored", lines.ignored)
      .number("unknown", lines.unknown);
  return object;
}

std::string seen(const LintSeen& seen) {
  Object object;
  object.number("count", seen.count);
  if (seen.count != 0) object.number("first_line", seen.line);
  return object.done();
}

std::string log(const LintLog& log) {
  Object object;
  object.text("name", log.name)
      .text("format", log.format)
      .number("lines", log.lines.lines())
      .number("reported", log.lines.reported)
      .number("ignored", log.lines.ignored)
      .number("unknown", log.lines.unknown)
      .number("copies", log.copies);
  if (!log.zone.empty()) {
    object.raw("log_zone",
               Object().text("name", log.zone).text("source", name(log.zone_source)).done());
  }
  if (log.first_year) {
    object.raw("first_year", Object()
                                 .number("year", std::int64_t{*log.first_year})
                                 .text("source", name(log.year_source))
                                 .done());
  }
  object.raw("without_stamp", seen(log.without_stamp))
      .raw("in_the_future", seen(log.in_the_future))
      .raw("steps_back", seen(log.steps_back));
  if (log.steps_back.count != 0) {
    object.number("farthest_back_seconds", seconds(log.farthest_back));
  }
  return object.raw("in_double_hour", seen(log.in_double_hour)).done();
}

std::string unknown_template(const LintTemplate& one) {
  return Object()
      .text("format", one.format)
      .number("count", one.count)
      .number("doubt", one.doubt)
      .text("pattern", one.pattern)
      .text("example", one.example)
      .text("log", one.log)
      .number("line", one.line)
      .done();
}

std::string missing(const LintMissing& one) {
  return Object().text("format", one.format).text("key", one.key).text("text", one.text).done();
}

std::string stranger(const LintStranger& one) {
  Object object;
  object.text("name", one.name);
  if (!one.nearest.empty()) object.text("nearest", one.nearest);
  return object.number("lines", one.lines)
      .number("understood", one.understood)
      .raw("front", list_of(one.front, string_of, ""))
      .done();
}

}  // namespace

void write_lint_json(const Lint& lint, std::ostream& out) {
  const auto gap = [&lint](const LintGap& one) {
    return Object()
        .number("server", std::uint64_t{one.server})
        .text("from", rfc3339(one.from, lint.zone))
        .text("to", rfc3339(one.to, lint.zone))
        .number("seconds", seconds(one.to - one.from))
        .number("usual_seconds", seconds(one.usual))
        .done();
  };
  const auto warning = [&lint](const Warning& one) {
    return Object().text("key", one.key).text("text", one.text_with(lint.hints)).done();
  };
  out << R"({
 "schema": "curfew-lint/1",
 "schema_minor": 0,
 "generator": )"
      << Object().text("name", "curfew").text("version", lint.version).done()
      << ",\n \"time_zone\": "
      << Object().text("name", lint.zone.name()).text("source", name(lint.zone_source)).done()
      << ",\n \"lines\": " << line_counts(lint.lines).done() << ",\n \"copies\": " << lint.copies
      << ",\n \"logs\": " << list_of(lint.logs, log)
      << ",\n \"same_logs\": " << list_of(lint.same_logs, string_of, "")
      << ",\n \"templates\": " << list_of(lint.templates, unknown_template)
      << ",\n \"too_many_templates\": " << (lint.too_many_templates ? "true" : "false")
      << ",\n \"gaps\": " << list_of(lint.gaps, gap) << ",\n \"more_gaps\": " << lint.more_gaps
      << ",\n \"missing\": " << list_of(lint.missing, missing)
      << ",\n \"strangers\": " << list_of(lint.strangers, stranger)
      << ",\n \"more_strangers\": " << lint.more_strangers
      << ",\n \"warnings\": " << list_of(lint.warnings, warning) << "\n}\n";
}

}  // namespace curfew
