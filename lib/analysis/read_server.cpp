#include <algorithm>
#include <utility>

#include "analysis/copies.h"
#include "analysis/lane_log.h"
#include "analysis/line_numbers.h"
#include "analysis/merge.h"
#include "analysis/relay.h"
#include "analysis/state.h"
#include "curfew/analyzer.h"
#include "curfew/error.h"
#include "time/wall_year.h"

namespace curfew {
namespace {

using analysis::Batch;
using analysis::LaneLog;
using analysis::LineNumbers;
using analysis::Merge;
using analysis::Relay;

ReportInput describe(const analysis::LaneLog& log) {
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

// The lines with the numbers they have among all of the server's; live until the next call.
Lines renumbered(Lines lines, std::uint64_t shift, std::vector<Line>& room) {
  if (shift == 0) return lines;
  room.assign(lines.begin(), lines.end());
  for (Line& line : room) line.number += shift;
  return room;
}

// The same log, the same key, in whatever way it is opened.
RedactionKey key_of(const analysis::Survey& log) {
  if (!log.front.empty()) return RedactionKey::from_log(log.front);
  return RedactionKey::from_log(log.opened.head->front().substr(0, analysis::Survey::front_size));
}

// Tells an observer of which log that is which follows.
class Watched {
 public:
  Watched(LogObserver* observer, const Format& format, const Merge& merge)
      : observer_(observer), format_(format), merge_(merge) {}

  void lines(std::size_t log, Lines lines) {
    if (observer_ == nullptr || lines.empty()) return;
    turn_to(log);
    observer_->lines(lines);
  }
  void events(std::size_t log, const Events& events) {
    turn_to(log);
    observer_->events(events);
  }
  void unknown(Line line, const LineNumbers& numbers) {
    if (observer_ == nullptr) return;
    const LineNumbers::Place place = numbers.place_of(line.number);
    line.number = place.line;
    turn_to(place.log);
    observer_->unknown(line);
  }

 private:
  void turn_to(std::size_t log) {
    if (told_ && log == log_) return;
    told_ = true;
    log_ = log;
    const LaneLog& lane = *merge_.logs()[log];
    observer_->begin(lane.name(), format_, lane.survey().hints);
  }

  LogObserver* observer_;
  const Format& format_;
  const Merge& merge_;
  std::size_t log_ = 0;
  bool told_ = false;
};

// Gives the events back their logs' own lines and hosts.
void settle(const LineNumbers& numbers, const std::vector<std::unique_ptr<LaneLog>>& logs,
            Batch& batch) {
  for (Event& event : batch.events) {
    const LineNumbers::Place place = numbers.place_of(event.line);
    batch.logs.push_back(place.log);
    event.line = place.line;
    // What repeats a line that is forgotten repeats it all the same.
    if (event.repeats != 0) {
      event.repeats = std::max<std::uint64_t>(1, numbers.place_of(event.repeats).line);
    }
    if (event.log_host.empty()) event.log_host = logs[place.log]->survey().host;
  }
}

// Events of lines of several logs, told log by log.
template <typename Tell>
void tell(const Batch& batch, Events& part, const Tell& tell_one) {
  const std::vector<std::size_t>& of = batch.logs;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= of.size(); ++end) {
    if (end != of.size() && of[end] == of[begin]) continue;
    if (begin == 0 && end == of.size()) return tell_one(of[begin], batch.events);
    part.clear();
    for (std::size_t i = begin; i < end; ++i) part.add() = batch.events[i];
    tell_one(of[begin], part);
    begin = end;
  }
}

}  // namespace

void Analyzer::State::warn_about(const analysis::LaneLog& log) {
  const ClockHints& hints = log.survey().hints;
  const LogClock& clock = log.clock;
  const bool year_was_guessed =
      hints.year_source != ClockSource::learned && hints.year_source != ClockSource::option;
  if (clock.saw_stamp_without_year() && year_was_guessed && clock.stamps_in_the_future() != 0) {
    warnings.push_back({"future_stamps", log.name() +
                                             ": stamps run past the log's own date; the year was "
                                             "guessed wrong or the log is longer than a year. "
                                             "--year sets the first line's year."});
  }
  if (clock.offset_changes() != 0 && hints.zone_source == ClockSource::learned) {
    warnings.push_back({"zone_changed", log.name() + ": the log's clock was put forward or back " +
                                            std::to_string(clock.offset_changes()) +
                                            " times; --log-tz names its zone exactly."});
  }
  if (zone_source == ClockSource::in_log) warn_of_offsets(log);
  if (log.cut_lines() != 0) {
    warnings.push_back(
        {"long_lines", log.name() + ": " + std::to_string(log.cut_lines()) +
                           " lines were longer than 64 KiB; only their front was read."});
  }
}

// Hours are drawn in one offset; where stamps show two, half of the hours are not the server's.
void Analyzer::State::warn_of_offsets(const analysis::LaneLog& log) {
  if (warned_of_offsets || !log.clock.last_offset()) return;
  const Instant now = log.survey().offset ? log.survey().offset->at : Instant();
  const auto drawn = std::chrono::floor<std::chrono::minutes>(zone->offset(now));
  std::chrono::minutes other = *log.clock.last_offset();
  if (other == drawn) other = log.clock.offset_before().value_or(drawn);
  if (other == drawn) return;
  warned_of_offsets = true;
  warnings.push_back(
      {"zone_changed", log.name() + ": shows two offsets from UTC; hours are drawn in " +
                           TimeZone::fixed(drawn).name() + ", and those stamped in " +
                           TimeZone::fixed(other).name() +
                           " are moved. --tz names a zone with its summer time."});
}

void Analyzer::State::warn_about(const std::string& name, const Parser& parser) {
  if (parser.dates_are_assumed()) {
    warnings.push_back({"no_stamps", name + ": lines without a time stamp were given the log's own "
                                            "date; their hours of day mean nothing."});
  }
  for (const Remark& remark : parser.remarks()) {
    warnings.push_back({remark.key, name + ": " + remark.text});
  }
}

// Reads what one server wrote, in however many files, with one parser: a session or a message that
// begins in one of them may end in another.
void Analyzer::read_server(const std::vector<analysis::Survey*>& logs, analysis::Copies& copies,
                           InputsRead& done) {
  State& state = *state_;
  const Format& format = *logs.front()->format;
  const std::unique_ptr<Parser> parser = format.make(logs.front()->hints);
  parser->reads_inbound = state.options.inbound;
  if (state.inputs.empty()) state.log_key = key_of(*logs.front());

  const unsigned others = std::max(1U, state.options.threads) - 1;
  Merge merge(logs, state.options.batch, others);
  LineNumbers numbers;
  Watched watched(state.observer, format, merge);
  parser->on_unknown = [&](const Line& line) {
    if (state.unknown_lines.size() < state.most_unknown_lines) {
      state.unknown_lines.emplace_back(line.text);
    }
    watched.unknown(line, numbers);
  };
  state.correlator.on_contact = on_contact;
  Events part;
  // Observers are told of lines, unknown ones and events by turns: all on this thread.
  const bool on_a_thread = others != 0 && state.observer == nullptr;
  if (on_a_thread) state.correlator.share_work();
  const auto consume = [&](Batch& batch) {
    state.correlator.add(batch.events);
    if (state.observer != nullptr) {
      tell(batch, part,
           [&](std::size_t log, const Events& events) { watched.events(log, events); });
    }
    if (on_events) {
      tell(batch, part, [&](std::size_t log, const Events& events) {
        on_events(format.name(), merge.logs()[log]->name(), events);
      });
    }
  };
  Relay relay(on_a_thread, consume, [&] { return state.correlator.help(); });
  std::vector<Line> room;
  std::size_t lines = 0;
  const auto join = [&] {
    Batch& batch = relay.batch();
    if (!batch.events.empty()) {
      settle(numbers, merge.logs(), batch);
      const bool is_held = on_a_thread && merge.hold(batch.held);
      relay.send();
      if (!is_held) relay.drain();
    }
    if (on_lines && lines != 0) on_lines(std::exchange(lines, 0));
  };
  for (;;) {
    if (merge.used_up()) {
      join();
      if (!merge.read_on(done.failures)) break;
      continue;
    }
    const Merge::Run run = merge.next(done.failures);
    lines += run.lines.size();
    LaneLog& log = *merge.logs()[run.log];
    watched.lines(run.log, run.lines);
    Lines fresh = run.lines;
    if (run.shared) {
      const ClockHints& hints = log.survey().hints;
      fresh = copies.without_copies(static_cast<std::uint32_t>(run.log), hints.zone,
                                    time::year_of(hints.zone.to_wall(*log.survey().first)), fresh);
      log.left_out += run.lines.size() - fresh.size();
    }
    if (fresh.empty()) continue;
    log.parse(renumbered(fresh, numbers.shift_for(run.log, fresh), room), *parser,
              relay.batch().events);
  }
  parser->finish(relay.batch().events);
  join();
  relay.drain();
  copies.forget();
  done.read += merge.read_whole();
  bool any = false;
  for (const std::unique_ptr<LaneLog>& log : merge.logs()) {
    if (log == nullptr) continue;
    any = true;
    state.inputs.push_back(describe(*log));
    state.warn_about(*log);
  }
  if (any) state.warn_about(name_of(merge.logs()), *parser);
}

}  // namespace curfew
