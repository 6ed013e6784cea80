#include "analysis/state.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/copies.h"
#include "analysis/family.h"
#include "analysis/server_listener.h"
#include "analysis/session_state.h"
#include "curfew/error.h"
#include "curfew/version.h"
#include "input/archive.h"
#include "report/compose.h"
#include "text/grouped.h"

namespace curfew::analysis {

AnalyzerState::AnalyzerState(Formats given, AnalyzerOptions chosen)
    : formats(std::move(given)),
      options(std::move(chosen)),
      correlator(options.grouping, options.catalogue) {
  choose_evidence(correlator);
}

void AnalyzerState::choose_evidence(Correlator& joining) const {
  if (options.findings_of_all) joining.take_evidence_of_all();
  if (!options.findings && !options.servers_apart) joining.count_alone();
}

ServerResult AnalyzerState::new_server() const {
  ServerResult result{.correlator = Correlator(options.grouping, options.catalogue)};
  choose_evidence(result.correlator);
  result.correlator.count_only(period);
  return result;
}

ServerResult AnalyzerState::new_server_of(const std::vector<Survey*>& logs) {
  ServerResult result = new_server();
  if (server_listener != nullptr) server_listener->begin(logs, result.correlator);
  return result;
}

void AnalyzerState::absorb(const ServerNotes& notes) {
  inputs.insert(inputs.end(), notes.inputs.begin(), notes.inputs.end());
  if (!warned_of_offsets && !notes.two_offsets.empty()) {
    warnings.push_back(notes.two_offsets.front());
    warned_of_offsets = true;
  }
  warnings.insert(warnings.end(), notes.warnings.begin(), notes.warnings.end());
  same_logs.insert(same_logs.end(), notes.same_logs.begin(), notes.same_logs.end());
  copies += notes.copies;
  copies_missed = copies_missed || notes.copies_missed;
}

void AnalyzerState::absorb(ServerResult& result) {
  if (options.servers_apart) {
    result.correlator.settle();
    if (server_listener != nullptr) server_listener->end(result);
    apart.push_back(std::move(result));
    return;
  }
  absorb(result.notes);
  if (!has_counted) {
    correlator = std::move(result.correlator);
    listen(correlator);
  } else {
    correlator.settle();
    result.correlator.settle();
    correlator.add(result.correlator);
  }
  has_counted = true;
}

void AnalyzerState::warn_of_copies() {
  if (copies != 0) {
    warnings.push_back(
        {"same_lines", text::grouped(copies) +
                           " lines stand in several logs of one server and were counted once."});
  }
  if (copies_missed) {
    warnings.push_back(
        {"same_lines_missed", "the logs overlap by more than " + text::grouped(Copies::most) +
                                  " lines; of those behind, copies were counted again."});
  }
  copies = 0;
  copies_missed = false;
}

// Nobody pays for attempts that nobody is told.
void AnalyzerState::add(Consumer& consumer) {
  consumers.add(consumer);
  listen(correlator);
  for (SessionState* const session : sessions) session->listen();
}

void AnalyzerState::listen(Correlator& joining) {
  if (consumers.count_lines_alone()) {
    joining.on_contact = {};
    return;
  }
  joining.on_contact = [this, &joining](const Event& event, const correlate::Attempt& joined) {
    const Names& names = joining.names();
    const Attempt attempt{.event = event,
                          .remote = names.word(joined.remote),
                          .code = names.word(joined.code),
                          .counts = joined.counts,
                          .first = joined.first,
                          .new_message = joined.new_message,
                          .wait = joined.wait};
    consumers.each([&attempt](Consumer& one) { one.attempt(attempt); });
  };
}

void AnalyzerState::remove(const Consumer& consumer) noexcept {
  consumers.remove(consumer);
}

std::string AnalyzerState::format_names() const {
  std::string names;
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    if (!names.empty()) names += ", ";
    names += format->name();
  }
  return names;
}

// What stands in the log, or what was said to. Throws Error: unknown_format, archive.
const Format& AnalyzerState::format_of(const Head& head, const Source& source) const {
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
  const HeadRemark remark = head.remark(formats);
  const KnownServers::Server* const other =
      remark.text.empty() ? head.other_server(formats) : nullptr;
  if (other != nullptr) {
    const std::string server(other->title);
    const bool is_read = std::ranges::any_of(
        formats.all(), [&](const auto& one) { return one->title().starts_with(server); });
    if (is_read) {
      throw Error(ErrorCode::unknown_format,
                  source.name() + ": holds lines of " + server + ", but none that is known", {},
                  Hint::known_server);
    }
    throw Error(ErrorCode::unknown_format,
                source.name() + ": holds lines of " + server +
                    ", whose logs are not read, and no other mail log",
                "Read are: " + format_names() + '.', Hint::unread_server, server);
  }
  const std::string sentence = source.name() + ": holds no mail log that is known";
  if (!remark.text.empty()) {
    throw Error(ErrorCode::unknown_format, sentence, remark.text, remark.hint);
  }
  throw Error(ErrorCode::unknown_format, sentence, "Known are: " + format_names() + '.',
              Hint::no_mail_log);
}

ClockHints AnalyzerState::hints_for(const Source& source, std::optional<int> year) const {
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

void AnalyzerState::recognize(const OpenLog& opened, std::optional<int> year, Survey& log) const {
  const Head& head = *opened.head;
  log.format = &format_of(head, *opened.source);
  log.wrapping = head.wrapping();
  log.hints = head.learn(*log.format, hints_for(*opened.source, year), options.system_zone);
  log.offset = head.offset(*log.format);
}

// Hours are drawn as the log's own stamps show them, where its zone is known: what a reader sees
// in the report is then what stands in the file.
void AnalyzerState::choose_zone(const LogOrigin& log) {
  if (zone) return;
  if (options.zone) {
    zone = options.zone;
    zone_source = ClockSource::option;
  } else if (log.zone_source == ClockSource::option || log.zone_source == ClockSource::learned) {
    zone = log.zone;
    zone_source = log.zone_source;
  } else if (log.offset && log.offset->offset != options.system_zone.offset(log.offset->at)) {
    zone = TimeZone::fixed(log.offset->offset);
    zone_source = ClockSource::in_log;
  } else {
    zone = options.system_zone;
  }
  period = {};
  if (options.since) period.since = options.since(*zone);
  if (options.until) period.until = options.until(*zone);
  correlator.count_only(period);
  period = correlator.period();
}

std::unique_ptr<AnalyzerState> AnalyzerState::summed() const {
  auto sum = std::make_unique<AnalyzerState>(formats, options);
  sum->options.servers_apart = false;
  sum->warnings = warnings;
  sum->same_logs = same_logs;
  std::vector<LogOrigin> logs;
  for (const ServerResult& server : apart) {
    logs.insert(logs.end(), server.notes.logs.begin(), server.notes.logs.end());
  }
  order(logs);
  if (!logs.empty()) sum->choose_zone(best_known(logs));
  if (options.since || options.until) sum->correlator.take_evidence_of_all();
  for (const ServerResult& server : apart) {
    sum->absorb(server.notes);
    sum->correlator.add(server.correlator);
  }
  sum->warn_of_copies();
  return sum;
}

Report AnalyzerState::reading() const {
  if (!apart.empty()) return summed()->reading();
  Report report;
  report.version = CURFEW_VERSION;
  report.grouping = options.grouping;
  report.inputs = inputs;
  report.warnings = warnings;
  report.same_logs = same_logs;
  report.ever = ever;
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
        {.key = "folded_slots",
         .text = "there is more to keep than there is room for: what happened before " +
                 rfc3339(start_of(*before)) +
                 " is kept with its hours and weekdays, but not with its days, so that \"since\" "
                 "may be weeks too late.",
         .hint = Hint::read_less});
  }
  report.zone = zone.value_or(options.system_zone);
  report.zone_source = zone_source;
  const std::optional<Instant> first = correlator.first_of_all();
  if (first && !correlator.first_event()) {
    report.warnings.push_back(
        {"outside_period", "the logs cover " + wall_minutes(*first, report.zone) + " to " +
                               wall_minutes(*correlator.last_of_all(), report.zone) +
                               "; nothing of it lies in the period given."});
  }
  return report;
}

Report AnalyzerState::report(bool with_buckets) {
  if (!apart.empty()) return summed()->report(with_buckets);
  correlator.settle();
  Report report = reading();
  report::compose(correlator,
                  {.with_buckets = with_buckets,
                   .with_findings = options.findings,
                   .threads = options.threads,
                   .formats = &formats},
                  report);
  return report;
}

std::unique_ptr<AnalyzerState> AnalyzerState::copy() const {
  auto copied = std::make_unique<AnalyzerState>(*this);
  copied->observer = nullptr;
  copied->server_listener = nullptr;
  copied->consumers = {};
  copied->sessions.clear();
  return copied;
}

// Logs that told nothing yet are left out, as if they were not there.
Report AnalyzerState::snapshot(bool with_buckets) {
  for (SessionState* const session : sessions) session->drain();
  const std::unique_ptr<AnalyzerState> copied = copy();
  for (const SessionState* const session : sessions) session->finish_in(*copied);
  return copied->report(with_buckets);
}

}  // namespace curfew::analysis
