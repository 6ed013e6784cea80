#include "parse/envelope/entry.h"

#include "parse/envelope/line_front.h"
#include "parse/envelope/loose_head.h"
#include "parse/envelope/stamp_text.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;

// Words of a head: anything that would end them early is replaced.
void append_word(std::string& out, std::string_view word, std::string_view not_in_it) {
  if (word.empty()) word = "-";
  for (const char c : word) {
    const bool ends_word = static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
                           not_in_it.find(c) != std::string_view::npos;
    out += ends_word ? '_' : c;
  }
}

}  // namespace

struct Entry::Field {
  std::string_view name;
  Part part;
  unsigned char rank;  // the higher one is taken
};

// systemd.journal-fields(7); docker's json-file driver; rsyslog's jsonf and its standard templates;
// Vector's file and syslog sources; Filebeat and the Elastic Common Schema (event.original,
// process.name); Splunk's exports (_raw, _time); Graylog's and GELF; Grafana Loki's logcli and its
// exports (line, Line); Azure's Syslog table; Google Cloud Logging (textPayload). The sender's own
// time is better than the time a record was filed at, and the whole line better than a part of it.
constexpr Entry::Field Entry::fields[] = {
    {"MESSAGE", text, 2},
    {"SYSLOG_IDENTIFIER", tag, 3},
    {"SYSLOG_PID", pid, 2},
    {"_HOSTNAME", host, 2},
    {"_SOURCE_REALTIME_TIMESTAMP", time, 3},
    {"__REALTIME_TIMESTAMP", time, 2},
    {"_COMM", tag, 1},
    {"_PID", pid, 1},
    {"CONTAINER_ID", container, 1},
    {"log", log, 1},
    {"stream", stream, 1},
    {"time", time, 1},
    {"@timestamp", time, 2},
    {"timestamp", time, 1},
    {"timereported", time, 3},
    {"_time", time, 1},
    {"Time", time, 1},
    {"TimeGenerated", time, 1},
    {"EventTime", time, 2},
    {"host", host, 1},
    {"hostname", host, 2},
    {"host.name", host, 1},
    {"host.hostname", host, 1},
    {"HostName", host, 1},
    {"Computer", host, 1},
    {"tag", tag, 3},
    {"syslogtag", tag, 3},
    {"programname", tag, 2},
    {"app-name", tag, 2},
    {"appname", tag, 2},
    {"app_name", tag, 2},
    {"application_name", tag, 2},
    {"process.name", tag, 1},
    {"ProcessName", tag, 2},
    {"ident", tag, 1},
    {"procid", pid, 1},
    {"process.pid", pid, 1},
    {"process_id", pid, 1},
    {"ProcessID", pid, 1},
    {"message", text, 1},
    {"Message", text, 1},
    {"full_message", text, 2},
    {"msg", text, 1},
    {"line", text, 1},
    {"Line", text, 1},
    {"short_message", text, 1},
    {"@message", text, 1},
    {"SyslogMessage", text, 1},
    {"textPayload", text, 1},
    {"event.original", text, 3},
    {"_raw", text, 3},
};

void Entry::clear() noexcept {
  for (std::string& value : values_) value.clear();
  for (unsigned char& rank : rank_) rank = 0;
}

std::string* Entry::field(std::string_view name) noexcept {
  for (const Field& field : fields) {
    if (field.name != name) continue;
    if (field.rank <= rank_[field.part]) return nullptr;
    rank_[field.part] = field.rank;
    values_[field.part].clear();
    return &values_[field.part];
  }
  return nullptr;
}

bool Entry::complete() const noexcept {
  if (!has_text()) return false;
  if (has(time) && (has(log) || has(tag) || has(container))) return true;
  return begins_log_line(without_front(wrapped_line())) ||
         (has(time) && begins_with_tag(wrapped_line()));
}

std::optional<Instant> Entry::instant() const noexcept {
  if (const std::optional<Instant> epoch = read_epoch(values_[time])) return epoch;
  Cursor cursor(values_[time]);
  Stamp stamp;
  if (!read_any_stamp(cursor, stamp) || !stamp.offset) return std::nullopt;
  return Instant(stamp.wall.time_since_epoch() - *stamp.offset);
}

// rsyslog's tag is "mta/smtp[427]:" as a whole.
void Entry::write_tag(std::string& out) const {
  std::string_view name = values_[tag];
  std::string_view number = values_[pid];
  if (const std::size_t bracket = name.find('['); bracket != std::string_view::npos) {
    const std::string_view behind = name.substr(bracket + 1);
    if (number.empty()) number = behind.substr(0, behind.find(']'));
    name = name.substr(0, bracket);
  }
  while (name.ends_with(':')) name.remove_suffix(1);
  append_word(out, name, "[:");
  if (!number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos) {
    out += '[';
    out += number;
    out += ']';
  }
  out += ": ";
}

void Entry::write_front(std::string& out, bool with_host) const {
  if (const std::optional<Instant> at = instant()) {
    append_stamp(out, *at);
  } else {
    out += values_[time];  // without a zone: for the parser's clock to read
  }
  out += ' ';
  if (!with_host) return;
  append_word(out, values_[host], {});
  out += ' ';
}

void Entry::write(std::string& out) const {
  const std::size_t begin = out.size();
  write_front(out, true);
  write_tag(out);
  std::string_view body = values_[text];
  if (body.starts_with(' ')) body.remove_prefix(1);  // rsyslog keeps the one behind the tag
  out += body;
  keep_one_line(out, begin);
}

void keep_one_line(std::string& text, std::size_t begin) noexcept {
  for (std::size_t i = begin; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\t') || byte == 0x7f) text[i] = ' ';
  }
}

}  // namespace curfew::parse
