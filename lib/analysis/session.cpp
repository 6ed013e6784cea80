#include "curfew/analyzer.h"

#include <algorithm>
#include <utility>

#include "analysis/fed_source.h"
#include "analysis/session_state.h"
#include "curfew/error.h"
#include "input/compression.h"
#include "text/state.h"

namespace curfew::analysis {
namespace {

// Sessions of one version go on with what those of the same kept.
constexpr std::string_view live_title = "curfew-session/4";

}  // namespace

SessionState::SessionState(AnalyzerState& analysis, std::string name,
                           std::optional<Instant> modified)
    : analysis_(analysis),
      own_(std::make_unique<FedSource>(std::move(name), modified)),
      fed_(own_.get()),
      result_(analysis.new_server()) {
  analysis_.sessions.push_back(this);
}

// What waits is read by a copy of the log from a copy of its source.
SessionState::SessionState(const SessionState& other, AnalyzerState& copied)
    : analysis_(copied),
      is_copy_(true),
      stage_(other.stage_),
      front_(other.front_),
      decoder_(other.decoder_),
      own_(std::make_unique<FedSource>(*other.fed_)),
      fed_(own_.get()),
      result_(other.result_) {
  if (other.reading_ == nullptr) return;
  logs_.push_back(std::make_unique<LaneLog>(*other.logs_.front(), std::move(own_)));
  reading_ = other.reading_->copy(copied, result_.correlator, logs_);
}

SessionState::~SessionState() {
  if (!is_copy_) std::erase(analysis_.sessions, this);
}

void SessionState::feed(std::string_view bytes) {
  if (stage_ == Stage::over) return;
  try {
    take(bytes);
  } catch (...) {
    stage_ = Stage::over;
    throw;
  }
}

void SessionState::take(std::string_view bytes) {
  if (stage_ == Stage::encoding) {
    front_ += bytes;
    if (front_.size() < input::encoding_sample) return;
    begin();
    stage_ = Stage::front;
  } else {
    decode(bytes);
  }
  if (stage_ == Stage::front && fed_->size() >= Head::size) {
    recognize();
    stage_ = Stage::lines;
  }
  if (stage_ == Stage::lines) read_lines();
}

void SessionState::begin() {
  if (const auto* const packed = input::compression_of(front_)) {
    input::refuse(*packed, fed_->name());
  }
  const input::Encoding encoding = input::encoding_of(front_);
  if (encoding != input::Encoding::bytes) decoder_.emplace(encoding);
  decode(std::exchange(front_, {}));
}

void SessionState::decode(std::string_view bytes) {
  std::string& text = fed_->room();
  if (decoder_) {
    decoder_->decode(bytes, text);
  } else {
    text += bytes;
  }
}

void SessionState::recognize() {
  survey_.opened.head = std::make_unique<Head>(*own_, analysis_.formats.stamped_tags());
  survey_.opened.source = std::move(own_);
  analysis_.recognize(survey_.opened, analysis_.options.year, survey_);
  survey_.front = survey_.opened.head->front().substr(0, Survey::front_size);
  if (analysis_.looks_at_heads) read_head(*survey_.opened.head, survey_);
  take_part();
  logs_.push_back(std::make_unique<LaneLog>(survey_, analysis_.options.batch, false));
  make_reading();
}

void SessionState::take_part() {
  analysis_.choose_zone(origin_of(survey_));
  analysis_.keep_key_of(survey_);
  result_.correlator.count_only(analysis_.period);
}

void SessionState::make_reading() {
  reading_ = std::make_unique<ServerReading>(analysis_, result_.correlator, *survey_.format,
                                             survey_.hints, logs_, false);
  listen();
}

void SessionState::listen() {
  if (reading_ != nullptr) analysis_.listen(result_.correlator);
}

std::unique_ptr<FedSource> SessionState::front_so_far() const {
  auto front = std::make_unique<FedSource>(*fed_);
  front->room() += front_;
  return front;
}

std::optional<LogOrigin> SessionState::origin() const {
  Survey survey;
  if (reading_ != nullptr) {
    LogOrigin origin = origin_of(survey_);
    origin.name = fed_->name();
    return origin;
  }
  OpenLog opened;
  auto front = front_so_far();
  opened.head = std::make_unique<Head>(*front, analysis_.formats.stamped_tags());
  opened.source = std::move(front);
  try {
    analysis_.recognize(opened, analysis_.options.year, survey);
  } catch (const Error&) {
    return std::nullopt;
  }
  read_head(*opened.head, survey);
  LogOrigin origin = origin_of(survey);
  origin.name = fed_->name();
  return origin;
}

bool SessionState::recognize_now() {
  if (stage_ == Stage::encoding) {
    begin();
    stage_ = Stage::front;
  }
  if (stage_ != Stage::front) return is_recognized();
  const std::unique_ptr<FedSource> front = front_so_far();
  const Head head(*front, analysis_.formats.stamped_tags());
  const std::string& forced = analysis_.options.format;
  const bool shows = forced.empty() ? head.recognize(analysis_.formats) != nullptr : !head.empty();
  if (shows) {
    stage_ = Stage::over;  // where what follows throws
    recognize();
    read_lines();
    stage_ = Stage::lines;
  }
  return shows;
}

void SessionState::read_lines() {
  LaneLog& log = *logs_.front();
  while (log.read_on()) {
    const Lines lines = log.take_all();
    reading_->look_at(0, lines);
    reading_->parse(0, lines);
    reading_->join([&](Held& held) { return held.emplace_back(log.hold()) != nullptr; });
  }
}

void SessionState::finish() {
  const Stage stage = std::exchange(stage_, Stage::over);
  if (stage == Stage::over) return;
  if (stage == Stage::encoding) begin();
  fed_->end();
  if (reading_ == nullptr) recognize();
  read_lines();
  reading_->finish();
  analysis_.end(*reading_, logs_, result_.notes);
  analysis_.absorb(result_);
  if (!is_copy_) std::erase(analysis_.sessions, this);
}

std::optional<SessionState::Kept> SessionState::keep() const {
  Kept kept;
  std::string reading;
  if (reading_ != nullptr && !reading_->keep(reading)) return std::nullopt;
  result_.correlator.keep_counts(kept.counts);
  std::string joining;
  result_.correlator.keep_live(joining);
  if (reading_ == nullptr) kept.front = fed_->waiting();
  text::StateWriter writer(kept.live);
  writer(live_title, stage_, front_, decoder_.has_value());
  if (decoder_) writer(*decoder_);
  writer(*fed_, joining, reading_ != nullptr);
  if (reading_ != nullptr) writer(analysis::keep(survey_), logs_.front()->keep(), reading);
  return kept;
}

void SessionState::restore_counts(const Kept& kept) {
  result_.correlator.restore_counts(kept.counts);
  result_.correlator.forget_live();
  if (!kept.front.empty()) feed(kept.front);
}

void SessionState::restore(const Kept& kept) {
  result_.correlator.restore_counts(kept.counts);
  text::StateReader reader(kept.live);
  std::string title;
  bool decodes = false;
  reader(title);
  if (title != live_title) text::StateReader::fail();
  text::one_of(reader, stage_, Stage::over);
  reader(front_, decodes);
  if (decodes) {
    decoder_.emplace(input::Encoding::little_endian);
    reader(*decoder_);
  }
  std::string joining;
  bool is_recognized = false;
  reader(*own_, joining, is_recognized);
  if (!is_recognized) {
    reader.end();
    own_->room() += kept.front;
    result_.correlator.restore_live(joining);
    return;
  }
  std::string survey;
  std::string log;
  std::string reading;
  reader(survey, log, reading);
  reader.end();
  result_.correlator.restore_live(joining);
  analysis::restore(survey_, survey, analysis_.formats);
  if (survey_.format == nullptr) text::StateReader::fail();
  logs_.push_back(
      std::make_unique<LaneLog>(survey_, log, std::move(own_), analysis_.options.batch));
  if (!analysis_.options.inbound) logs_.front()->leave_out_inbound();
  make_reading();
  reading_->restore(reading);
}

void SessionState::drain() {
  if (reading_ == nullptr) return;
  reading_->drain();
  result_.correlator.count_due();
}

void SessionState::finish_in(AnalyzerState& copied) const {
  if (stage_ == Stage::over) return;
  SessionState copy(*this, copied);
  if (reading_ != nullptr && copy.reading_ == nullptr) {
    copied.end(*reading_, logs_, copy.result_.notes);
    copied.absorb(copy.result_);
    return;
  }
  try {
    copy.finish();
  } catch (const Error&) {
    // It does not show yet what it is.
  }
}

}  // namespace curfew::analysis

namespace curfew {

Session::Session(std::unique_ptr<analysis::SessionState> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;

Session::~Session() {
  if (state_ == nullptr) return;
  try {
    state_->finish();
  } catch (...) {
    // Nobody is there to be told.
  }
}

Session& Session::operator=(Session&& other) noexcept {
  const Session ended(std::move(*this));
  state_ = std::move(other.state_);
  return *this;
}

void Session::feed(std::string_view bytes) {
  state_->feed(bytes);
}

void Session::finish() {
  state_->finish();
}

bool Session::recognize() {
  return state_->recognize_now();
}

bool Session::is_recognized() const noexcept {
  return state_->is_recognized();
}

}  // namespace curfew
