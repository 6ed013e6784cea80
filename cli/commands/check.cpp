#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>
#include <utility>

#include "commands/commands.h"
#include "commands/reading.h"
#include "known_formats.h"
#include "output.h"
#include "redaction.h"
#include "settings.h"
#include "time_words.h"

namespace curfew::cli {
namespace {

// What a monitoring plug-in says with its exit status (Monitoring Plugins guidelines).
enum class State { ok, warning, critical, unknown };

constexpr const char* words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

// The line ends at a |, and so would untrusted text; it is one line of plain characters.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 300)) {
    const auto code = static_cast<unsigned char>(c);
    out += code < 32 || code > 126 || c == '|' ? '?' : c;
  }
  return out;
}

Instant present(const CommandLine& line) {
  const AnalyzerOptions options = analyzer_options(line);
  if (line.has("now") && options.now) return *options.now;
  return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

struct Result {
  State state = State::ok;
  std::string text;
};

// The same that the alert rule fires for: whatever asks somebody to act, and holds.
bool asks_for_action(const ReportFinding& one) {
  return one.finding.active && attention_of(one.finding) == Attention::act;
}

std::size_t in_force(const Report& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.findings, asks_for_action));
}

Result judge(const CommandLine& line, const Report& report) {
  if (report.inputs.empty() || !report.to) return {State::unknown, "no mail was seen in the log"};
  const Milliseconds most = read_span("max-age", line.value("max-age"));
  if (present(line) - *report.to > most) {
    return {State::unknown,
            "the newest line is of " + wall_minutes(*report.to, report.zone) + ": too old"};
  }
  const std::size_t active = in_force(report);
  if (active == 0) return {State::ok, "nothing needs you"};
  const auto found = std::ranges::find_if(report.findings, asks_for_action);
  std::string first = sentence(found->finding);
  const auto least_critical = static_cast<std::size_t>(number(line, "critical", 0, 1'000'000));
  const auto least_warning = static_cast<std::size_t>(number(line, "warning", 0, 1'000'000));
  State state = State::ok;
  if (least_warning != 0 && active >= least_warning) state = State::warning;
  if (least_critical != 0 && active >= least_critical) state = State::critical;
  if (active > 1) first += "; and " + std::to_string(active - 1) + " more";
  return {state, first};
}

std::string performance(const CommandLine& line, const Report& report) {
  const auto level = [&line](const char* option) {
    const std::string value = line.value(option);
    return value == "0" ? std::string() : value;
  };
  return "patterns=" + std::to_string(in_force(report)) + ';' + level("warning") + ';' +
         level("critical") +
         ";0 deferred=" + std::to_string(report.totals.deferred - report.totals.not_contacted) +
         "c messages=" + std::to_string(report.totals.messages) +
         "c open=" + std::to_string(report.totals.still_open);
}

}  // namespace

int run_check(const CommandLine& line) {
  Analyzer analyzer(known_formats(line), analyzer_options(line));
  Hiding hiding(line, analyzer);
  hiding.follow(analyzer);
  Inputs inputs = inputs_of(line, analyzer.options(), analyzer.formats());
  Output output(line.value("output"));
  const Reading reading = read_inputs(line, analyzer, std::move(inputs));
  const Report report = redacted(analyzer.report(false), hiding.redactor());
  Result result = judge(line, report);
  if (reading.broken != 0 && result.state == State::ok) {
    result = {State::unknown, "a log could not be read to its end"};
  }
  output.stream() << "CURFEW " << words[static_cast<int>(result.state)] << " - "
                  << plain(result.text) << " | " << performance(line, report) << '\n';
  output.finish();
  return static_cast<int>(result.state);
}

}  // namespace curfew::cli
