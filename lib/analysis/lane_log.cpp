#include "analysis/lane_log.h"

#include <algorithm>
#include <utility>

#include "input/read_ahead.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew::analysis {
namespace {

LineCount without(LineCount count, const LineCount& inbound) noexcept {
  count.reported -= inbound.lines();
  count += inbound;
  return count;
}

}  // namespace

LaneLog::LaneLog(Survey& survey, std::size_t batch, bool ahead)
    : clock(survey.hints), survey_(survey), wrapping_(survey.wrapping), order_(survey.hints) {
  const std::unique_ptr<Head> head = std::move(survey.opened.head);
  source_ = std::move(survey.opened.source);
  if (source_ == nullptr) source_ = unpacked(survey.input->open());
  name_ = source_->name();
  rest_ = head == nullptr ? std::move(source_) : head->rest();
  if (ahead) rest_ = input::read_ahead(std::move(rest_));
  log_ = head == nullptr ? std::make_unique<OpenedLog>(*rest_, wrapping_, batch)
                         : std::make_unique<OpenedLog>(head->read(), *rest_, wrapping_, batch);
}

LaneLog::LaneLog(const LaneLog& other, std::unique_ptr<Source> source)
    : left_out(other.left_out),
      clock(other.clock),
      survey_(other.survey_),
      name_(other.name_),
      rest_(std::move(source)),
      wrapping_(other.wrapping_),
      log_(std::make_unique<OpenedLog>(*other.log_, *rest_)),
      parsed_(other.parsed_),
      inbound_(other.inbound_),
      inbound_left_out_(other.inbound_left_out_),
      order_(other.order_) {}

// All but the open log.
template <class Archive>
void LaneLog::each_field(Archive& archive, std::optional<Closed>& closed) {
  archive(name_, wrapping_, closed, left_out, clock, parsed_, inbound_, order_, whole_seconds_,
          moment_);
}

std::string LaneLog::keep() const {
  std::string state;
  text::StateWriter writer(state);
  std::optional<Closed> closed;
  if (closed_ != nullptr) closed = *closed_;
  const_cast<LaneLog*>(this)->each_field(writer, closed);  // NOLINT: writing changes nothing
  if (log_ != nullptr) writer(*log_);
  return state;
}

LaneLog::LaneLog(Survey& survey, std::string_view state, std::unique_ptr<Source> source,
                 std::size_t batch)
    : survey_(survey), rest_(std::move(source)) {
  text::StateReader reader(state);
  std::optional<Closed> closed;
  each_field(reader, closed);
  if (closed) {
    closed_ = std::make_unique<Closed>(*closed);
    rest_.reset();
  } else {
    if (rest_ == nullptr) text::StateReader::fail();
    log_ = std::make_unique<OpenedLog>(*rest_, wrapping_, batch);
    reader(*log_);
  }
  reader.end();
}

bool LaneLog::read_on() {
  if (!used_up()) return true;
  lines_ = {};
  at_ = 0;
  looked_at_ = false;
  lines_ = log_->next();
  return !lines_.empty();
}

LineCount LaneLog::count() const noexcept {
  if (closed_ != nullptr) return closed_->count;
  return without(log_->count(parsed_), inbound_left_out_);
}

LineCount LaneLog::count_without_inbound() const noexcept {
  return without(log_->count(parsed_), log_->inbound(inbound_));
}

void LaneLog::leave_out_inbound() noexcept {
  inbound_left_out_ = log_->inbound(inbound_);
}

void LaneLog::close() {
  closed_ = std::make_unique<Closed>(
      Closed{.count = count(), .bytes = bytes(), .cut_lines = cut_lines()});
  lines_ = {};
  at_ = 0;
  log_.reset();
  rest_.reset();
  source_.reset();
}

// A stamp in whole seconds stands for the second's end: of two copies of a line the one that tells
// more comes first.
void LaneLog::pass(const Line& line, LogClock& order, Instant& moment) {
  Stamp stamp;
  if (!survey_.format->stamp(line.text, stamp)) return;
  const Instant at = order.at(stamp);
  const bool whole_second = std::chrono::floor<std::chrono::seconds>(at) == at;
  whole_seconds_ = whole_seconds_ && whole_second;
  moment = std::max(moment, whole_seconds_ ? at + Milliseconds(999) : at);
}

Instant LaneLog::moment() {
  if (!looked_at_) pass(lines_[at_], order_, moment_);
  looked_at_ = true;
  return moment_;
}

Lines LaneLog::take_before(Instant limit, bool with_it) {
  const std::size_t begin = at_;
  while (!used_up() && (moment() < limit || (with_it && moment() == limit))) {
    ++at_;
    looked_at_ = false;
  }
  return lines_.subspan(begin, at_ - begin);
}

Lines LaneLog::take_all() noexcept {
  const Lines rest = lines_.subspan(at_);
  at_ = lines_.size();
  looked_at_ = false;
  return rest;
}

Lines LaneLog::take_if_before(Instant limit) {
  LogClock order = order_;
  Instant last = moment_;
  constexpr std::size_t farthest_back = 100;
  const Lines rest = lines_.subspan(at_);
  for (std::size_t back = 0; back < std::min(rest.size(), farthest_back); ++back) {
    const Instant before = last;
    pass(rest[rest.size() - 1 - back], order, last);
    if (last != before) break;
  }
  if (last >= limit) return {};
  order_ = order;
  moment_ = last;
  looked_at_ = false;
  at_ = lines_.size();
  return rest;
}

void LaneLog::parse(Lines lines, Parser& parser, Events& events) {
  parsed_ -= parser.count();
  inbound_ -= parser.inbound();
  parser.exchange_clock(clock);
  log_->parse(lines, parser, events);
  parser.exchange_clock(clock);
  parsed_ += parser.count();
  inbound_ += parser.inbound();
}

}  // namespace curfew::analysis
