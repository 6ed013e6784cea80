#include "analysis/server_reading.h"

#include <algorithm>
#include <utility>

#include "text/state.h"

namespace curfew::analysis {
namespace {

// The lines with the numbers they have among all of the server's; live until the next call.
Lines renumbered(Lines lines, std::uint64_t shift, std::vector<Line>& room) {
  if (shift == 0) return lines;
  room.assign(lines.begin(), lines.end());
  for (Line& line : room) line.number += shift;
  return room;
}

}  // namespace

// Observers are told of lines, unknown ones and events by turns: all on one thread.
ServerReading::ServerReading(AnalyzerState& state, Correlator& correlator, const Format& format,
                             const ClockHints& hints, const Logs& logs, bool on_threads)
    : state_(state),
      correlator_(correlator),
      format_(format),
      logs_(logs),
      parser_(format.make(hints)),
      on_a_thread_(on_threads && state.options.threads > 1 && state.observer == nullptr),
      relay_(
          on_a_thread_, [this](Batch& batch) { consume(batch); },
          [this] { return correlator_.help(); }) {
  parser_->reads_inbound = state.options.inbound;
  parser_->known_servers = state.formats.known_servers();
  listen();
  if (on_a_thread_) correlator.share_work();
}

ServerReading::ServerReading(const ServerReading& other, std::unique_ptr<Parser> parser,
                             AnalyzerState& state, Correlator& correlator, const Logs& logs)
    : state_(state),
      correlator_(correlator),
      format_(other.format_),
      logs_(logs),
      parser_(std::move(parser)),
      numbers_(other.numbers_),
      on_a_thread_(false),
      relay_(false, [this](Batch& batch) { consume(batch); }) {
  listen();
}

std::unique_ptr<ServerReading> ServerReading::copy(AnalyzerState& state, Correlator& correlator,
                                                   const Logs& logs) const {
  std::unique_ptr<Parser> parser = parser_->copy();
  if (parser == nullptr) return nullptr;
  return std::unique_ptr<ServerReading>(
      new ServerReading(*this, std::move(parser), state, correlator, logs));
}

bool ServerReading::keep(std::string& state) const {
  std::string parser;
  if (!parser_->keep(parser)) return false;
  text::StateWriter writer(state);
  writer(parser, numbers_);
  return true;
}

void ServerReading::restore(std::string_view state) {
  std::string parser;
  text::StateReader reader(state);
  reader(parser, numbers_);
  reader.end();
  if (!numbers_.are_of(logs_.size())) text::StateReader::fail();
  parser_->restore(parser);
}

void ServerReading::listen() {
  parser_->tell_unknown([this](const Line& line) {
    if (state_.observer == nullptr) return;
    const LineNumbers::Place place = numbers_.place_of(line.number);
    turn_to(place.log);
    state_.observer->unknown({.text = line.text, .number = place.line});
  });
}

// Tells an observer of which log that is which follows: sessions take turns, too.
void ServerReading::turn_to(std::size_t log) {
  const LaneLog& lane = *logs_[log];
  if (state_.watched == &lane) return;
  state_.watched = &lane;
  state_.observer->begin(lane.name(), format_, lane.survey().hints);
}

void ServerReading::look_at(std::size_t log, Lines lines) {
  lines_ += lines.size();
  if (state_.observer == nullptr || lines.empty()) return;
  turn_to(log);
  state_.observer->lines(lines);
}

void ServerReading::parse(std::size_t log, Lines lines) {
  if (lines.empty()) return;
  const std::uint64_t shift = numbers_.shift_for(log, lines);
  logs_[log]->parse(renumbered(lines, shift, renumbered_), *parser_, relay_.batch().events);
}

// Gives the events back their logs' own lines and hosts.
void ServerReading::settle(Batch& batch) {
  for (Event& event : batch.events) {
    const LineNumbers::Place place = numbers_.place_of(event.line);
    batch.logs.push_back(place.log);
    event.line = place.line;
    // What repeats a line that is forgotten repeats it all the same.
    if (event.repeats != 0) {
      event.repeats = std::max<std::uint64_t>(1, numbers_.place_of(event.repeats).line);
    }
    if (event.log_host.empty()) event.log_host = logs_[place.log]->survey().host;
  }
}

// Events of lines of several logs, told log by log.
template <typename Tell>
void ServerReading::tell(const Batch& batch, const Tell& tell_one) {
  const std::vector<std::size_t>& of = batch.logs;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= of.size(); ++end) {
    if (end != of.size() && of[end] == of[begin]) continue;
    if (begin == 0 && end == of.size()) return tell_one(of[begin], batch.events);
    part_.clear();
    for (std::size_t i = begin; i < end; ++i) part_.add() = batch.events[i];
    tell_one(of[begin], part_);
    begin = end;
  }
}

void ServerReading::consume(Batch& batch) {
  correlator_.add(batch.events);
  if (state_.observer != nullptr) {
    tell(batch, [&](std::size_t log, const Events& events) {
      turn_to(log);
      state_.observer->events(events);
    });
  }
  if (state_.consumers.empty()) return;
  if (!state_.consumers.count_lines_alone()) {
    tell(batch, [&](std::size_t log, const Events& events) {
      const EventBatch told{
          .format = format_.name(), .source = logs_[log]->name(), .events = events};
      state_.consumers.each([&told](Consumer& consumer) { consumer.events(told); });
    });
  }
  if (batch.lines == 0) return;
  std::unique_lock<std::mutex> by_turns(state_.telling.lock, std::defer_lock);
  if (state_.reads_at_once) by_turns.lock();
  state_.consumers.each([&batch](Consumer& consumer) { consumer.lines_read(batch.lines); });
}

void ServerReading::join(const Hold& hold) {
  Batch& batch = relay_.batch();
  const bool has_events = !batch.events.empty();
  batch.lines = std::exchange(lines_, 0);
  if (!has_events && batch.lines == 0) return;
  settle(batch);
  const bool is_held = !has_events || (on_a_thread_ && hold(batch.held));
  relay_.send();
  if (!is_held) relay_.drain();
}

void ServerReading::finish() {
  parser_->finish(relay_.batch().events);
  join([](Held&) { return false; });
  relay_.drain();
}

}  // namespace curfew::analysis
