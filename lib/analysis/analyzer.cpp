#include "curfew/analyzer.h"

#include <utility>

#include "analysis/family.h"
#include "analysis/head.h"
#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/error.h"

namespace curfew {

Analyzer::Analyzer(Formats formats, AnalyzerOptions options)
    : state_(std::make_unique<analysis::AnalyzerState>(std::move(formats), std::move(options))) {
  state_->correlator.wake();
  const analysis::AnalyzerState& state = *state_;
  if (!state.options.format.empty() && state.formats.find(state.options.format) == nullptr) {
    throw Error(ErrorCode::unknown_format, state.options.format + ": no such log format",
                "There are: " + state.format_names() + ".");
  }
}

Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

void Analyzer::read(std::unique_ptr<Source> packed) {
  analysis::AnalyzerState& state = *state_;
  analysis::Survey log;
  log.opened.source = unpacked(std::move(packed));
  log.opened.head =
      std::make_unique<analysis::Head>(*log.opened.source, state.formats.stamped_tags());
  log.is_packed = log.opened.source->is_packed();
  state.recognize(log.opened, state.options.year, log);
  if (state.options.servers_apart) analysis::read_head(*log.opened.head, log);
  state.choose_zone(analysis::origin_of(log));
  state.keep_key_of(log);
  if (state.options.servers_apart) {
    analysis::ServerResult result = state.new_server_of({&log});
    state.read_server({&log}, true, result.correlator, result.notes);
    state.absorb(result);
    const std::vector<Error>& failures = state.apart.back().notes.failures;
    if (!failures.empty()) throw failures.front();
    return;
  }
  state.has_counted = true;
  analysis::ServerNotes notes;
  state.read_server({&log}, true, state.correlator, notes);
  state.absorb(notes);
  state.warn_of_copies();
  if (!notes.failures.empty()) throw notes.failures.front();
}

InputsRead Analyzer::read_all(const std::vector<Input>& inputs) {
  analysis::AnalyzerState& state = *state_;
  InputsRead done;
  std::vector<analysis::Survey> logs = state.survey(inputs, done);
  if (logs.empty()) return done;
  state.skip_same_logs(logs);
  analysis::name_hosts(logs);
  analysis::settle_clocks(logs, state.options.year);
  analysis::order(logs);
  std::vector<analysis::LogOrigin> origins;
  origins.reserve(logs.size());
  for (const analysis::Survey& log : logs) origins.push_back(analysis::origin_of(log));
  state.choose_zone(analysis::best_known(origins));
  state.read_in_order(logs, done);
  return done;
}

const AnalyzerOptions& Analyzer::options() const noexcept {
  return state_->options;
}

const Formats& Analyzer::formats() const noexcept {
  return state_->formats;
}

const RedactionKey& Analyzer::log_key() const noexcept {
  return state_->log_key;
}

const TimeZone& Analyzer::zone() const noexcept {
  if (state_->zone) return *state_->zone;
  return state_->options.zone ? *state_->options.zone : state_->options.system_zone;
}

const Period& Analyzer::period() const noexcept {
  return state_->period;
}

void Analyzer::observe(LogObserver* observer) noexcept {
  state_->observer = observer;
  state_->watched = nullptr;
}

std::string Analyzer::partial() const {
  return state_->partial();
}

void Analyzer::take(std::string_view partial, const std::string& name) {
  state_->take(partial, name);
}

void Analyzer::rename_addresses(const std::function<std::string(std::string_view)>& shown) {
  state_->correlator.rename_addresses(shown);
  for (analysis::ServerResult& server : state_->apart) server.correlator.rename_addresses(shown);
}

Session Analyzer::session(std::string name, std::optional<Instant> modified) {
  return Session(std::make_unique<analysis::SessionState>(*state_, std::move(name), modified));
}

void Analyzer::add(Consumer& consumer) {
  state_->add(consumer);
}

void Analyzer::remove(Consumer& consumer) noexcept {
  state_->remove(consumer);
}

Report Analyzer::reading() const {
  const std::lock_guard<std::mutex> taking_turns(state_->reporting.lock);
  return state_->reading();
}

Report Analyzer::report(bool with_buckets) const {
  const std::lock_guard<std::mutex> taking_turns(state_->reporting.lock);
  return state_->sessions.empty() ? state_->report(with_buckets) : state_->snapshot(with_buckets);
}

Report Analyzer::snapshot(bool with_buckets) const {
  const std::lock_guard<std::mutex> taking_turns(state_->reporting.lock);
  return state_->snapshot(with_buckets);
}

}  // namespace curfew
