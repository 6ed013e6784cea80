#include <ostream>

#include "curfew/daily.h"
#include "text/json_string.h"

namespace curfew {
namespace {

// Written by hand, member by member: nothing of it needs a document in memory.
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() { out_ += '}'; }

  std::string& member(const char* key) {
    if (!first_) out_ += ", ";
    first_ = false;
    out_ += '"';
    out_ += key;
    out_ += "\": ";
    return out_;
  }
  Object& text(const char* key, std::string_view value) {
    text::append_json_string(member(key), value);
    return *this;
  }
  Object& number(const char* key, std::uint64_t value) {
    member(key) += std::to_string(value);
    return *this;
  }
  Object& flag(const char* key, bool value) {
    member(key) += value ? "true" : "false";
    return *this;
  }

 private:
  std::string& out_;
  bool first_ = true;
};

template <typename List, typename Write>
void append_list(std::string& out, const List& list, Write write) {
  out += '[';
  bool first = true;
  for (const auto& one : list) {
    out += first ? "\n   " : ",\n   ";
    first = false;
    write(out, one);
  }
  out += ']';
}

void add_traffic(Object& object, const Traffic& traffic) {
  object.number("received", traffic.messages)
      .number("received_bytes", traffic.bytes)
      .number("delivered", traffic.delivered)
      .number("delivered_bytes", traffic.delivered_bytes)
      .number("deferred", traffic.deferred)
      .number("bounced", traffic.bounced)
      .number("expired", traffic.expired)
      .number("rejected", traffic.rejected);
}

void append_period(std::string& out, const Report& base) {
  Object object(out);
  if (base.from && base.to) {
    object.text("from", rfc3339(*base.from, base.zone)).text("to", rfc3339(*base.to, base.zone));
  }
}

void append_inputs(std::string& out, const Report& base) {
  append_list(out, base.inputs, [](std::string& to, const ReportInput& input) {
    Object(to)
        .text("name", input.name)
        .text("format", input.format)
        .number("bytes", input.bytes)
        .number("lines", input.lines.lines())
        .number("reported", input.lines.reported)
        .number("ignored", input.lines.ignored)
        .number("unknown", input.lines.unknown);
  });
}

void append_totals(std::string& out, const DailyReport& report) {
  const Totals& totals = report.base.totals;
  Object(out)
      .number("received", totals.messages)
      .number("received_bytes", totals.bytes)
      .number("delivered", totals.delivered)
      .number("delivered_bytes", totals.delivered_bytes)
      .number("local", totals.local)
      .number("deferred_messages", totals.deferred_messages)
      .number("deferred", totals.deferred)
      .number("not_contacted", totals.not_contacted)
      .number("bounced", totals.bounced)
      .number("expired", totals.expired)
      .number("held", totals.held)
      .number("discarded", totals.discarded)
      .number("probes", totals.probes)
      .number("open", totals.still_open)
      .number("dropped", totals.dropped);
}

void append_rows(std::string& out, const std::vector<DailyRow>& rows) {
  append_list(out, rows, [](std::string& to, const DailyRow& row) {
    Object(to)
        .text("name", row.name)
        .number("messages", row.messages)
        .number("bytes", row.bytes)
        .number("deferred", row.deferred)
        .number("bounced", row.bounced);
  });
}

void append_table(std::string& out, const DailyTable& table) {
  Object object(out);
  object.number("names", table.names)
      .flag("capped", table.capped)
      .number("missed_at_most", table.missed);
  append_rows(object.member("by_count"), table.by_count);
  append_rows(object.member("by_bytes"), table.by_bytes);
}

void append_inbound(std::string& out, const DailyInbound& inbound) {
  Object object(out);
  object.number("rejected", inbound.rejected)
      .number("rejected_for_now", inbound.rejected_for_now)
      .number("warned", inbound.warned)
      .number("held", inbound.held)
      .number("discarded", inbound.discarded)
      .flag("capped", inbound.capped);
  append_list(object.member("reasons"), inbound.reasons,
              [](std::string& to, const DailyReason& one) {
                Object(to)
                    .text("reason", name(one.reason))
                    .number("count", one.count)
                    .number("for_now", one.for_now);
              });
  append_list(object.member("rejections"), inbound.rejections,
              [](std::string& to, const DailyRejection& one) {
                Object(to)
                    .text("action", name(one.action))
                    .text("reason", name(one.reason))
                    .text("stage", name(one.stage))
                    .text("text", one.text)
                    .number("count", one.count)
                    .number("for_now", one.for_now);
              });
  append_table(object.member("clients"), inbound.clients);
}

void append_logins(std::string& out, const DailyLogins& logins) {
  Object object(out);
  object.number("failed", logins.failed);
  append_table(object.member("clients"), logins.clients);
}

void append_findings(std::string& out, const std::vector<Finding>& findings) {
  append_list(out, findings, [](std::string& to, const Finding& finding) {
    Object(to)
        .text("id", finding.id)
        .text("kind", name(finding.kind))
        .text("attention", name(attention_of(finding)))
        .text("remote", finding.remote)
        .text("code", finding.code)
        .text("sentence", sentence(finding))
        .flag("active", finding.active)
        .number("refused", finding.counts.refused)
        .number("contacts", finding.counts.contacts);
  });
}

void append_notices(std::string& out, const DailyReport& report) {
  append_list(out, report.notices, [&](std::string& to, const DailyNotice& one) {
    Object(to)
        .text("severity", name(one.severity))
        .text("program", one.program)
        .text("text", one.text)
        .number("count", one.count)
        .text("first", rfc3339(one.first, report.base.zone))
        .text("last", rfc3339(one.last, report.base.zone));
  });
}

void append_times(Object& object, const DailyReport& report) {
  append_list(object.member("by_day"), report.days, [](std::string& to, const DailyDay& day) {
    Object row(to);
    row.text("date", day.date);
    add_traffic(row, day.traffic);
  });
  append_list(object.member("by_hour"), report.hours, [](std::string& to, const Traffic& hour) {
    Object row(to);
    add_traffic(row, hour);
  });
}

void append_tables(Object& object, const DailyReport& report) {
  append_table(object.member("sender_domains"), report.sender_domains);
  append_table(object.member("senders"), report.senders);
  append_table(object.member("recipient_domains"), report.recipient_domains);
  append_table(object.member("recipients"), report.recipients);
}

void append_lines(std::string& out, const LineCount& lines) {
  Object(out)
      .number("lines", lines.lines())
      .number("reported", lines.reported)
      .number("ignored", lines.ignored)
      .number("unknown", lines.unknown);
}

}  // namespace

void write_daily_json(const DailyReport& report, std::ostream& out) {
  const Report& base = report.base;
  std::string text;
  {
    Object object(text);
    object.text("schema", "curfew-daily/1").number("schema_minor", 0);
    Object(object.member("generator")).text("name", "curfew").text("version", base.version);
    append_period(object.member("period"), base);
    Object(object.member("time_zone"))
        .text("name", base.zone.name())
        .text("source", name(base.zone_source));
    append_inputs(object.member("inputs"), base);
    append_lines(object.member("lines"), base.lines);
    append_findings(object.member("findings"), report.findings);
    append_totals(object.member("totals"), report);
    append_times(object, report);
    append_tables(object, report);
    append_inbound(object.member("inbound"), report.inbound);
    append_logins(object.member("logins"), report.logins);
    append_notices(object.member("notices"), report);
    object.flag("notices_capped", report.notices_capped);
    append_list(object.member("warnings"), base.warnings,
                [&base](std::string& to, const Warning& one) {
                  Object(to).text("key", one.key).text("text", one.text_with(base.hints));
                });
  }
  out << text << '\n';
}

}  // namespace curfew
