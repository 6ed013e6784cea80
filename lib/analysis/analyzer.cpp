#include "curfew/analyzer.h"

#include <algorithm>
#include <utility>

#include "analysis/copies.h"
#include "analysis/head.h"
#include "analysis/opened_log.h"
#include "analysis/state.h"
#include "curfew/error.h"
#include "curfew/version.h"
#include "report/compose.h"

namespace curfew {
namespace {

std::string names_of(const Formats& formats) {
  std::string names;
  for (const Format& format : formats.all()) {
    if (!names.empty()) names += ", ";
    names += format.name;
  }
  return names;
}

ReportInput describe(const Source& source, const Format& format, const Parser& parser,
                     const analysis::OpenedLog& log, const ClockHints& hints) {
  const LogClock& clock = parser.clock();
  ReportInput input;
  input.name = source.name();
  input.format = format.name;
  input.lines = log.count(parser.count());
  input.bytes = log.bytes();
  if (clock.saw_stamp_without_offset()) {
    input.log_zone = hints.zone.name();
    input.log_zone_source = hints.zone_source;
  }
  if (clock.saw_stamp_without_year()) {
    input.first_year = clock.first_year_used();
    input.year_source = hints.year_source;
  }
  return input;
}

}  // namespace

Analyzer::Analyzer(Formats formats, AnalyzerOptions options)
    : state_(std::make_unique<State>(std::move(formats), std::move(options))) {
  const State& state = *state_;
  if (!state.options.format.empty() && state.formats.find(state.options.format) == nullptr) {
    throw Error(ErrorCode::unknown_format, state.options.format + ": no such log format",
                "There are: " + names_of(state.formats) + ".");
  }
}

Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

// What stands in the log, or what was said to. Throws Error (unknown_format).
const Format& Analyzer::State::format_of(const analysis::Head& head, const Source& source) const {
  const Format* format =
      options.format.empty() ? head.recognize(formats) : formats.find(options.format);
  if (head.empty()) throw Error(ErrorCode::unknown_format, source.name() + ": is empty");
  if (format == nullptr) {
    const std::string remark(head.remark());
    throw Error(ErrorCode::unknown_format, source.name() + ": holds no mail log that is known",
                remark.empty()
                    ? "Known are: " + names_of(formats) + ". --input-format forces one of them."
                    : remark);
  }
  return *format;
}

ClockHints Analyzer::State::hints_for(const Source& source, std::optional<int> year) const {
  ClockHints hints{.zone = options.log_zone.value_or(options.system_zone),
                   .zone_source = options.log_zone ? ClockSource::option : ClockSource::system,
                   .year = year,
                   .year_source = year ? ClockSource::option : ClockSource::assumed};
  if (const std::optional<Instant> modified = source.modified()) {
    hints.newest = *modified;
    if (!year) hints.year_source = ClockSource::file_date;
  } else if (options.now) {
    hints.newest = *options.now;
    if (!year) hints.year_source = ClockSource::system;
  }
  return hints;
}

// Hours are drawn as the log's own stamps show them, where its zone is known: what a reader sees
// in the report is then what stands in the file.
void Analyzer::State::choose_zone(const ClockHints& hints) {
  if (zone) return;
  if (options.zone) {
    zone = options.zone;
    zone_source = ClockSource::option;
  } else if (hints.zone_source == ClockSource::option ||
             hints.zone_source == ClockSource::learned) {
    zone = hints.zone;
    zone_source = hints.zone_source;
  } else {
    zone = options.system_zone;
  }
  if (options.since) period.since = options.since(*zone);
  if (options.until) period.until = options.until(*zone);
  correlator.count_only(period);
}

void Analyzer::State::warn_about(const Source& source, const Parser& parser,
                                 const analysis::OpenedLog& log, const ClockHints& hints) {
  const LogClock& clock = parser.clock();
  const bool year_was_guessed =
      hints.year_source != ClockSource::learned && hints.year_source != ClockSource::option;
  if (clock.saw_stamp_without_year() && year_was_guessed && clock.stamps_in_the_future() != 0) {
    warnings.push_back({"future_stamps", source.name() +
                                             ": stamps run past the log's own date; the year was "
                                             "guessed wrong or the log is longer than a year. "
                                             "--year sets the first line's year."});
  }
  if (clock.offset_changes() != 0 && hints.zone_source == ClockSource::learned) {
    warnings.push_back({"zone_changed", source.name() +
                                            ": the log's clock was put forward or back " +
                                            std::to_string(clock.offset_changes()) +
                                            " times; --log-tz names its zone exactly."});
  }
  if (parser.dates_are_assumed()) {
    warnings.push_back({"no_stamps", source.name() +
                                         ": lines without a time stamp were given the log's own "
                                         "date; their hours of day mean nothing."});
  }
  for (const Remark& remark : parser.remarks()) {
    warnings.push_back({remark.key, source.name() + ": " + remark.text});
  }
  if (log.cut_lines() != 0) {
    warnings.push_back(
        {"long_lines", source.name() + ": " + std::to_string(log.cut_lines()) +
                           " lines were longer than 64 KiB; only their front was read."});
  }
}

void Analyzer::read(std::unique_ptr<Source> packed) {
  State& state = *state_;
  const std::unique_ptr<Source> source = unpacked(std::move(packed));
  const analysis::Head head(*source);
  const Format& format = state.format_of(head, *source);
  const ClockHints hints =
      head.learn(format, state.hints_for(*source, state.options.year), state.options.system_zone);
  state.choose_zone(hints);
  read_log(*source, head, format, hints, nullptr);
}

void Analyzer::read_log(Source& source, const analysis::Head& head, const Format& format,
                        const ClockHints& hints, analysis::Copies* copies) {
  State& state = *state_;
  const std::unique_ptr<Parser> parser = format.make(hints);
  std::vector<std::string> unknown;
  if (state.most_unknown_lines != 0) parser->unknown_lines = &unknown;

  const std::unique_ptr<Source> whole = head.whole();
  analysis::OpenedLog log(*whole, head.wrapping(), state.options.batch);
  Events events;
  const auto join = [&] {
    state.correlator.add(events);
    if (on_events) on_events(format.name, source.name(), events);
  };
  const auto finish = [&] {
    events.clear();
    parser->finish(events);
    if (!events.empty()) join();
    state.inputs.push_back(describe(source, format, *parser, log, hints));
    state.warn_about(source, *parser, log, hints);
  };
  try {
    for (Lines lines = log.next(); !lines.empty(); lines = log.next()) {
      events.clear();
      const Lines fresh = copies == nullptr ? lines : copies->without_copies(lines);
      log.parse(fresh, *parser, events);
      if (copies != nullptr) copies->remember(fresh, events);
      join();
      if (on_lines) on_lines(lines.size());
      for (std::string& line : unknown) {
        if (state.unknown_lines.size() < state.most_unknown_lines) {
          state.unknown_lines.push_back(std::move(line));
        }
      }
      unknown.clear();
    }
  } catch (const Error&) {
    finish();  // what was read stays
    throw;
  }
  finish();
}

const Period& Analyzer::period() const noexcept {
  return state_->period;
}

const Correlator& Analyzer::correlation() const noexcept {
  return state_->correlator;
}

void Analyzer::keep_unknown_lines(std::size_t most) {
  state_->most_unknown_lines = most;
}

const std::vector<std::string>& Analyzer::unknown_lines() const noexcept {
  return state_->unknown_lines;
}

Report Analyzer::report(bool with_buckets) const {
  const State& state = *state_;
  Report report;
  report.version = CURFEW_VERSION;
  report.grouping = state.options.grouping;
  report.inputs = state.inputs;
  report.warnings = state.warnings;
  if (state.correlator.too_many_remotes()) {
    report.warnings.push_back(
        {"many_remotes",
         "there are more remotes than can be told apart; those met last are counted together, as "
         "\"other remotes\"."});
  }
  for (const ReportInput& input : state.inputs) report.lines += input.lines;

  report.zone = state.zone.value_or(state.options.system_zone);
  report.zone_source = state.zone_source;
  report::compose(state.correlator, with_buckets, report);
  return report;
}

}  // namespace curfew
