#include "hmailserver/log.h"

#include <algorithm>

#include "curfew/input.h"
#include "hmailserver/inbound.h"
#include "hmailserver/step.h"
#include "text/cursor.h"
#include "text/scan.h"
#include "text/state.h"

namespace curfew::hmailserver {
namespace {

constexpr char nul = '\0';
constexpr std::string_view arrival = "SENT: 250 Queued";

// Marks of byte order stand where logs were put together, and before every record of some.
std::string_view without_mark(std::string_view text) noexcept {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

}  // namespace

bool Log::keep(std::string& state) const {
  return keep_with(text::state_of(*this), state);
}

void Log::restore(std::string_view state) {
  text::restore(*this, restore_base(state));
}

void Log::parse(Lines lines, Events& events) {
  for (const Line& line : lines) {
    const std::uint64_t before = inbound_.ignored;
    count_as(read(line, events), line);
    // Of several records in one line, one may be reported anyway.
    if (inbound_.ignored > before) inbound_.ignored = before + 1;
  }
}

LineUse Log::read(const Line& line, Events& events) {
  const std::string_view text = without_mark(line.text);
  if (unfinished_) {
    // A remote's lone LF went into the log as it came. What stands behind it is the remote's, even
    // if it looks like a record.
    unfinished_ = !text.ends_with('"');
    if (!unfinished_ || !begins_record(text)) {
      server_.go_on(unfinished_ ? text : text.substr(0, text.size() - 1));
      return LineUse::ignored;
    }
    unfinished_ = false;
  }
  server_.end_text();
  if (text::has_nul(text)) return read_padded(text, line, events);
  Record record;
  if (!read_record(text, record, &stamps_)) return read_other(text, line, events);
  // A line that the reader cut has its end nowhere.
  unfinished_ = !record.closed && text.size() < LineReader::longest_line;
  return read_record_of(record, line, events);
}

// A character beyond U+00FF stops the server's conversion: the record's rest is NULs, its end is
// lost, and the next record follows.
LineUse Log::read_padded(std::string_view text, const Line& line, Events& events) {
  LineUse use = LineUse::ignored;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(nul));
    text.remove_prefix(part.size());
    text.remove_prefix(std::min(text.find_first_not_of(nul), text.size()));
    Record record;
    LineUse one = LineUse::ignored;
    if (read_record(part, record, &stamps_)) {
      one = read_record_of(record, line, events);
    } else if (!text::is_blank(part)) {
      one = use == LineUse::reported ? LineUse::ignored : LineUse::unknown;
    }
    if (one == LineUse::reported || use == LineUse::ignored) use = one;
  }
  return use;
}

LineUse Log::read_other(std::string_view text, const Line& line, Events& events) {
  if (text::is_blank(text)) return LineUse::ignored;
  Record record;
  if (text.front() == '{' && read_json_record(text, record, scratch_, &stamps_)) {
    return read_record_of(record, line, events);
  }
  if (!is_awstats_line(text)) return LineUse::unknown;
  server_.seen().awstats = true;
  return LineUse::ignored;
}

LineUse Log::read_record_of(const Record& record, const Line& line, Events& events) {
  switch (record.type) {
    case RecordType::smtpd:
      // Up to 5.5 the deliveries' own records are of this type, too.
      if (record.session == 0 && record.peer == "TCP") return read_step_of(record, line, events);
      if (!text::starts_with(record.text, arrival)) return read_also(record, line, events);
      break;
    case RecordType::smtpc:
      if (record.session == 0) return read_step_of(record, line, events);
      break;
    case RecordType::application:
      server_.seen().application = true;
      return read_step_of(record, line, events);
    case RecordType::tcpip:
      server_.seen().network = true;
      return read_step_of(record, line, events);
    case RecordType::debug:
      return read_step_of(record, line, events);
    case RecordType::error:
      return read_also(record, line, events);
    case RecordType::other_protocol:
      return LineUse::ignored;
  }
  if (!record.stamp) return LineUse::unknown;
  const Moment at{.time = clock_.at(*record.stamp), .line = line.number};
  if (record.type == RecordType::smtpc) return server_.talk(record, at, events);
  server_.accepted(at);
  return LineUse::ignored;
}

LineUse Log::read_also(const Record& record, const Line& line, Events& events) {
  if (!reads_inbound || !record.stamp) return LineUse::ignored;
  Event event;
  if (!read_inbound(record, event, events)) return LineUse::ignored;
  event.time = clock_.at(*record.stamp);
  event.line = line.number;
  events.add() = event;
  return reported_as_inbound(LineUse::ignored);
}

LineUse Log::read_step_of(const Record& record, const Line& line, Events& events) {
  const Step step = read_step(record);
  if (step.kind == StepKind::of_no_use) return LineUse::ignored;
  if (step.kind == StepKind::not_understood) return LineUse::unknown;
  if (!record.stamp) return LineUse::unknown;
  const Moment at{.time = clock_.at(*record.stamp), .line = line.number};
  return server_.step(record, step, at, events);
}

// Which part of the logging is off, and what cannot be seen for it.
std::vector<Remark> Log::remarks() const {
  const Seen& seen = server_.seen();
  std::vector<Remark> remarks;
  if (seen.awstats && !seen.dialogues && !seen.application) {
    remarks.push_back({"hmailserver_awstats_only",
                       "is hMailServer's AWStats log, which tells neither deferrals nor replies; "
                       "hmailserver_YYYY-MM-DD.log does."});
    return remarks;
  }
  if (seen.deliveries && !seen.dialogues) {
    remarks.push_back({"hmailserver_smtp_off",
                       "logging of SMTP is off, or goes to a file of its own (SepSvcLogs): what "
                       "remotes answered cannot be seen."});
  }
  if (seen.dialogues && !seen.application) {
    remarks.push_back({"hmailserver_application_off",
                       "logging of Application is off, or goes to a file of its own (SepSvcLogs): "
                       "messages, retries and expiry cannot be seen, and refusals at the greeting "
                       "have no recipient."});
  } else if (seen.deliveries && !seen.network) {
    remarks.push_back({"hmailserver_tcpip_off",
                       "logging of TCP/IP is off: hosts that did not let us connect cannot be "
                       "seen."});
  }
  return remarks;
}

}  // namespace curfew::hmailserver
