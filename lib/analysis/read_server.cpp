#include <algorithm>

#include "analysis/copies.h"
#include "analysis/lane_log.h"
#include "analysis/merge.h"
#include "analysis/server_reading.h"
#include "analysis/state.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
#include "time/wall_year.h"

namespace curfew::analysis {
namespace {

ReportInput describe(const LaneLog& log) {
  const ClockHints& hints = log.survey().hints;
  const LogClock& clock = log.clock;
  ReportInput input;
  input.name = log.name();
  input.format = log.survey().format->name();
  input.lines = log.count();
  input.bytes = log.bytes();
  input.copies = log.left_out;
  if (clock.saw_stamp_without_offset()) {
    input.log_zone = hints.zone.name();
    input.log_zone_source = hints.zone_source;
  }
  input.offset = clock.last_offset();
  if (clock.saw_stamp_without_year()) {
    input.first_year = clock.first_year_used();
    input.year_source = hints.year_source;
  }
  return input;
}

// "mail.log"; "3 logs (first: mail.log)".
std::string name_of(const std::vector<std::unique_ptr<LaneLog>>& logs) {
  std::string first;
  std::size_t count = 0;
  for (const std::unique_ptr<LaneLog>& log : logs) {
    if (log == nullptr) continue;
    if (count++ == 0) first = log->name();
  }
  return count == 1 ? first : std::to_string(count) + " logs (first: " + first + ')';
}

// The same log, the same key, in whatever way it is opened.
RedactionKey key_of(const Survey& log) {
  if (!log.front.empty()) return RedactionKey::from_log(log.front);
  return RedactionKey::from_log(log.opened.head->front().substr(0, Survey::front_size));
}

}  // namespace

void AnalyzerState::warn_about(const LaneLog& log, ServerNotes& notes) const {
  const ClockHints& hints = log.survey().hints;
  const LogClock& clock = log.clock;
  const bool year_was_guessed =
      hints.year_source != ClockSource::learned && hints.year_source != ClockSource::option;
  if (clock.saw_stamp_without_year() && year_was_guessed && clock.stamps_in_the_future() != 0) {
    notes.warnings.push_back(
        {.key = "future_stamps",
         .text = log.name() + ": stamps run past the log's own date; the year was guessed wrong "
                              "or the log is longer than a year.",
         .hint = Hint::set_year});
  }
  if (clock.offset_changes() != 0 && hints.zone_source == ClockSource::learned) {
    notes.warnings.push_back({.key = "zone_changed",
                              .text = log.name() + ": the log's clock was put forward or back " +
                                      std::to_string(clock.offset_changes()) + " times.",
                              .hint = Hint::name_log_zone});
  }
  if (zone_source == ClockSource::in_log) warn_of_offsets(log, notes);
  if (log.cut_lines() != 0) {
    notes.warnings.push_back(
        {"long_lines", log.name() + ": " + std::to_string(log.cut_lines()) +
                           " lines were longer than 64 KiB; only their front was read."});
  }
}

// Hours are drawn in one offset; where stamps show two, half of the hours are not the server's.
void AnalyzerState::warn_of_offsets(const LaneLog& log, ServerNotes& notes) const {
  if (!notes.two_offsets.empty() || !log.clock.last_offset()) return;
  const Instant now = log.survey().offset ? log.survey().offset->at : Instant();
  const auto drawn = std::chrono::floor<std::chrono::minutes>(zone->offset(now));
  std::chrono::minutes other = *log.clock.last_offset();
  if (other == drawn) other = log.clock.offset_before().value_or(drawn);
  if (other == drawn) return;
  notes.two_offsets.push_back({.key = "zone_changed",
                               .text = log.name() +
                                       ": shows two offsets from UTC; hours are drawn in " +
                                       TimeZone::fixed(drawn).name() + ", and those stamped in " +
                                       TimeZone::fixed(other).name() + " are moved.",
                               .hint = Hint::name_zone});
}

namespace {

void warn_about(const std::string& name, const Parser& parser, std::vector<Warning>& warnings) {
  if (parser.dates_are_assumed()) {
    warnings.push_back({"no_stamps", name + ": lines without a time stamp were given the log's own "
                                            "date; their hours of day mean nothing."});
  }
  for (const Remark& remark : parser.remarks()) {
    warnings.push_back({.key = remark.key,
                        .text = name + ": " + remark.text,
                        .hint = remark.hint,
                        .hint_data = remark.hint_data});
  }
}

}  // namespace

void AnalyzerState::end(const ServerReading& reading,
                        const std::vector<std::unique_ptr<LaneLog>>& logs,
                        ServerNotes& notes) const {
  bool any = false;
  for (const std::unique_ptr<LaneLog>& log : logs) {
    if (log == nullptr) continue;
    any = true;
    notes.inputs.push_back(describe(*log));
    LogOrigin origin = origin_of(log->survey());
    origin.name = log->name();
    origin.bytes = log->bytes();
    origin.lines = log->count().lines();
    notes.logs.push_back(std::move(origin));
    notes.inputs.back().servers = reading.parser().servers();
    warn_about(*log, notes);
  }
  if (any) analysis::warn_about(name_of(logs), reading.parser(), notes.warnings);
}

void AnalyzerState::keep_key_of(const Survey& log) {
  if (has_log_key) return;
  log_key = key_of(log);
  has_log_key = true;
}

void AnalyzerState::read_server(const std::vector<Survey*>& surveys, bool alone,
                                Correlator& joining, ServerNotes& notes) {
  notes.key = key_of(*surveys.front());
  Copies seen;
  Merge merge(surveys, options.batch, alone ? std::max(1U, options.threads) - 1 : 0);
  ServerReading reading(*this, joining, *surveys.front()->format, surveys.front()->hints,
                        merge.logs(), alone);
  const auto hold = [&](Held& held) { return merge.hold(held); };
  for (;;) {
    if (merge.used_up()) {
      reading.join(hold);
      if (!merge.read_on(notes.failures)) break;
      continue;
    }
    const Merge::Run run = merge.next(notes.failures);
    reading.look_at(run.log, run.lines);
    Lines fresh = run.lines;
    if (run.shared) {
      LaneLog& log = *merge.logs()[run.log];
      const TimeZone& its_zone = log.survey().hints.zone;
      fresh = seen.without_copies(static_cast<std::uint32_t>(run.log), its_zone,
                                  time::year_of(its_zone.to_wall(*log.survey().first)), fresh);
      log.left_out += run.lines.size() - fresh.size();
    } else if (!run.lines.empty()) {
      seen.forget();  // logs that are still to come begin later
    }
    reading.parse(run.log, fresh);
  }
  reading.finish();
  notes.copies = seen.left_out();
  notes.copies_missed = seen.full();
  notes.read_whole = merge.read_whole();
  end(reading, merge.logs(), notes);
}

}  // namespace curfew::analysis
