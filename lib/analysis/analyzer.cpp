#include "curfew/analyzer.h"

#include <algorithm>
#include <utility>

#include "analysis/copies.h"
#include "analysis/head.h"
#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/error.h"
#include "curfew/version.h"
#include "input/archive.h"
#include "report/compose.h"

namespace curfew {
namespace {

std::string names_of(const Formats& formats) {
  std::string names;
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    if (!names.empty()) names += ", ";
    names += format->name();
  }
  return names;
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

// What stands in the log, or what was said to. Throws Error: unknown_format, archive.
const Format& Analyzer::State::format_of(const analysis::Head& head, const Source& source) const {
  if (const input::Archive* const archive = input::archive_of(head.front())) {
    input::refuse(*archive, source.name());
  }
  const Format* format =
      options.format.empty() ? head.recognize(formats) : formats.find(options.format);
  // Of a log that breaks off before it tells what it is, that is the matter.
  if (format == nullptr) head.check();
  if (format == nullptr && observer != nullptr) head.show(*observer, source.name());
  if (head.empty()) throw Error(ErrorCode::unknown_format, source.name() + ": is empty");
  if (format != nullptr) return *format;
  const std::string remark(head.remark());
  const auto other = remark.empty() ? head.other_server() : parse::OtherServer::none;
  if (other != parse::OtherServer::none) {
    const std::string server(parse::title(other));
    const bool is_read = std::ranges::any_of(
        formats.all(), [&](const auto& one) { return one->title().starts_with(server); });
    if (is_read) {
      throw Error(ErrorCode::unknown_format,
                  source.name() + ": holds lines of " + server + ", but none that is known",
                  "`curfew lint` shows them.");
    }
    throw Error(ErrorCode::unknown_format,
                source.name() + ": holds lines of " + server +
                    ", whose logs are not read, and no other mail log",
                "Read are: " + names_of(formats) +
                    ". `curfew explain \"450 4.7.1 ...\"` tells what a reply in it means; "
                    "docs/adding-a-format.md how " +
                    server + " is added.");
  }
  throw Error(ErrorCode::unknown_format, source.name() + ": holds no mail log that is known",
              remark.empty() ? "Known are: " + names_of(formats) +
                                   ". --input-format forces one of them; `curfew lint` shows why."
                             : remark);
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

void Analyzer::State::recognize(const analysis::OpenLog& opened, std::optional<int> year,
                                analysis::Survey& log) const {
  const analysis::Head& head = *opened.head;
  log.format = &format_of(head, *opened.source);
  log.hints = head.learn(*log.format, hints_for(*opened.source, year), options.system_zone);
  log.offset = head.offset(*log.format);
}

// Hours are drawn as the log's own stamps show them, where its zone is known: what a reader sees
// in the report is then what stands in the file.
void Analyzer::State::choose_zone(const analysis::Survey& log) {
  if (zone) return;
  const ClockHints& hints = log.hints;
  if (options.zone) {
    zone = options.zone;
    zone_source = ClockSource::option;
  } else if (hints.zone_source == ClockSource::option ||
             hints.zone_source == ClockSource::learned) {
    zone = hints.zone;
    zone_source = hints.zone_source;
  } else if (log.offset && log.offset->offset != options.system_zone.offset(log.offset->at)) {
    zone = TimeZone::fixed(log.offset->offset);
    zone_source = ClockSource::in_log;
  } else {
    zone = options.system_zone;
  }
  Period period;
  if (options.since) period.since = options.since(*zone);
  if (options.until) period.until = options.until(*zone);
  correlator.count_only(period);
}

void Analyzer::read(std::unique_ptr<Source> packed) {
  State& state = *state_;
  analysis::Survey log;
  log.opened.source = unpacked(std::move(packed));
  log.opened.head = std::make_unique<analysis::Head>(*log.opened.source);
  log.is_packed = log.opened.source->is_packed();
  state.recognize(log.opened, state.options.year, log);
  state.choose_zone(log);
  analysis::Copies copies;
  InputsRead done;
  read_server({&log}, copies, done);
  if (!done.failures.empty()) throw done.failures.front();
}

const AnalyzerOptions& Analyzer::options() const noexcept {
  return state_->options;
}

const RedactionKey& Analyzer::log_key() const noexcept {
  return state_->log_key;
}

const TimeZone& Analyzer::zone() const noexcept {
  if (state_->zone) return *state_->zone;
  return state_->options.zone ? *state_->options.zone : state_->options.system_zone;
}

const Period& Analyzer::period() const noexcept {
  return state_->correlator.period();
}

void Analyzer::observe(LogObserver* observer) noexcept {
  state_->observer = observer;
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

Report Analyzer::State::reading() const {
  Report report;
  report.version = CURFEW_VERSION;
  report.grouping = options.grouping;
  report.inputs = inputs;
  report.warnings = warnings;
  report.same_logs = same_logs;
  for (const ReportInput& input : inputs) {
    report.lines += input.lines;
    report.copies += input.copies;
  }
  for (const SameLog& same : same_logs) report.copies += same.lines;
  if (correlator.too_many_remotes()) {
    report.warnings.push_back(
        {"many_remotes",
         "there are more remotes than can be told apart; those met last are counted together, as "
         "\"other remotes\"."});
  }
  if (const std::optional<Slot> before = correlator.ledger().folded_before()) {
    report.warnings.push_back(
        {"folded_slots",
         "there is more to keep than there is room for: what happened before " +
             rfc3339(start_of(*before)) +
             " is kept with its hours and weekdays, but not with its days, so that \"since\" may "
             "be weeks too late. With --since, less is read and nothing is lost."});
  }
  report.zone = zone.value_or(options.system_zone);
  report.zone_source = zone_source;
  const std::optional<Instant> first = correlator.first_of_all();
  if (first && !correlator.first_event()) {
    report.warnings.push_back(
        {"outside_period", "the logs cover " + wall_minutes(*first, report.zone) + " to " +
                               wall_minutes(*correlator.last_of_all(), report.zone) +
                               "; nothing of it lies in the period that was asked for."});
  }
  return report;
}

Report Analyzer::State::report(bool with_buckets) {
  correlator.settle();
  Report report = reading();
  report::compose(correlator, {.with_buckets = with_buckets, .threads = options.threads}, report);
  return report;
}

std::unique_ptr<Analyzer::State> Analyzer::State::copy() const {
  auto copied = std::make_unique<State>(*this);
  copied->observer = nullptr;
  copied->sessions.clear();
  return copied;
}

Session Analyzer::session(std::string name, std::optional<Instant> modified) {
  return Session(std::make_unique<Session::State>(*state_, this, std::move(name), modified));
}

Report Analyzer::reading() const {
  return state_->reading();
}

Report Analyzer::report(bool with_buckets) const {
  return state_->sessions.empty() ? state_->report(with_buckets) : snapshot(with_buckets);
}

// Logs that told nothing yet are left out, as if they were not there.
Report Analyzer::snapshot(bool with_buckets) const {
  for (Session::State* const session : state_->sessions) session->drain();
  const std::unique_ptr<State> copied = state_->copy();
  for (const Session::State* const session : state_->sessions) session->finish_in(*copied);
  return copied->report(with_buckets);
}

}  // namespace curfew
