#include "settings.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <functional>
#include <thread>

#include "time_words.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr int most_threads = 1024;

Grouping grouping(const CommandLine& line) {
  const std::string word = line.value("group");
  for (const Grouping one : {Grouping::provider, Grouping::host, Grouping::ip, Grouping::domain}) {
    if (word == name(one)) return one;
  }
  throw UsageError("--group " + word + ": not a level",
                   "Levels are provider, host, ip and domain.");
}

Instant present(const CommandLine& line, const TimeZone& zone) {
  const Instant now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  return line.has("now") ? read_moment("now", line.value("now"), zone, now) : now;
}

// A mistyped time is a mistake now, not when the first log has been read.
std::function<Instant(const TimeZone&)> moment(const CommandLine& line, const char* option,
                                               const TimeZone& zone, Instant now) {
  const std::string words = line.value(option);
  read_moment(option, words, zone, now);
  return [=](const TimeZone& chosen) { return read_moment(option, words, chosen, now); };
}

}  // namespace

bool wants_json(const CommandLine& line, const char* formats) {
  const std::string format =
      line.has("json") && !line.has("format") ? "json" : line.value("format");
  if (format != "json" && format != "text") {
    throw UsageError("--format " + format + ": not known", formats);
  }
  if (line.has("json") && format == "text") {
    throw UsageError("--json and --format text: give one of them");
  }
  return format == "json";
}

int number(const CommandLine& line, std::string_view option, int least, int most) {
  const std::string text = line.value(option);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    throw UsageError("--" + std::string(option) + ' ' + text + ": not a number from " +
                     std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

std::shared_ptr<const Catalogue> chosen_catalogue(const CommandLine& line) {
  return line.has("catalogue") ? Catalogue::with(line.value("catalogue")) : Catalogue::built_in();
}

std::optional<Instant> oldest_of_use(const AnalyzerOptions& options) {
  if (!options.since) return std::nullopt;
  const std::chrono::days for_findings(options.findings_of_all ? 60 : 0);
  return options.since(options.system_zone) - std::chrono::days(6) - std::chrono::hours(26) -
         for_findings;
}

AnalyzerOptions analyzer_options(const CommandLine& line) {
  AnalyzerOptions options;
  options.system_zone = TimeZone::system();
  if (line.has("log-tz")) options.log_zone = TimeZone::named(line.value("log-tz"));
  if (line.has("tz")) options.zone = TimeZone::named(line.value("tz"));
  const TimeZone& spoken = options.zone       ? *options.zone
                           : options.log_zone ? *options.log_zone
                                              : options.system_zone;
  const Instant now = present(line, spoken);
  options.now = now;
  if (line.has("year")) options.year = number(line, "year", 1970, 9999);
  options.format = line.value("input-format");
  if (options.format == "auto") options.format.clear();
  options.grouping = grouping(line);
  options.catalogue = chosen_catalogue(line);
  options.threads = line.has("threads")
                        ? static_cast<unsigned>(number(line, "threads", 1, most_threads))
                        : std::max(1U, std::thread::hardware_concurrency());
  if (line.has("last")) {
    if (line.has("since")) throw UsageError("--last and --since: give one of them");
    const Instant since = now - read_span("last", line.value("last"));
    options.since = [since](const TimeZone&) { return since; };
  }
  if (line.has("since")) options.since = moment(line, "since", spoken, now);
  if (line.has("until")) options.until = moment(line, "until", spoken, now);
  return options;
}

}  // namespace curfew::cli
