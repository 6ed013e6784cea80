#include "watch/finding_lines.h"

#include "json_text.h"

namespace curfew::cli {
namespace {

std::string member(const char* key, const std::string& value) {
  return std::string(",\"") + key + "\":" + value;
}

std::string moment(const char* key, const std::optional<Instant>& at, const TimeZone& zone) {
  return at ? member(key, json_text(rfc3339(*at, zone))) : std::string();
}

std::string front(std::string_view event) {
  return "{\"schema\":\"curfew-watch/1\",\"event\":" + json_text(event);
}

}  // namespace

std::string json_line(const FindingChange& change, std::optional<std::uint64_t> waiting,
                      const TimeZone& zone) {
  const HeldFinding& finding = change.finding;
  std::string line =
      front(name(change.event)) + moment("time", change.time, zone) +
      member("id", json_text(finding.id)) + member("remote", json_text(finding.remote)) +
      member("code", json_text(finding.code)) + member("kind", json_text(name(finding.kind))) +
      member("attention", json_text(name(finding.attention))) +
      member("state", json_text(name(finding.state))) + moment("since", finding.since, zone);
  if (change.event != FindingEvent::ends) {
    line += moment("opens", finding.opens, zone) + moment("closes", finding.closes, zone);
    if (waiting) line += member("waiting", std::to_string(*waiting));
  }
  if (!change.became.empty()) line += member("became", json_text(change.became));
  return line + member("sentence", json_text(finding.sentence)) + "}\n";
}

std::string last_json_line(const WatchProgress& progress, std::size_t holding,
                           std::optional<Instant> time, const TimeZone& zone) {
  return front("stopped") + moment("time", time, zone) +
         member("lines", std::to_string(progress.lines)) +
         member("bytes", std::to_string(progress.bytes)) +
         member("holding", std::to_string(holding)) + "}\n";
}

}  // namespace curfew::cli
