#include "daily/sections.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "daily/page.h"
#include "daily/sheet.h"
#include "report/briefs.h"
#include "report/numbers.h"

namespace curfew::daily {
namespace {

using report::counted;
using report::grouped;

std::string formats_of(const Report& base) {
  std::string formats;
  for (const ReportInput& input : base.inputs) {
    if (formats.find(input.format) != std::string::npos) continue;
    if (!formats.empty()) formats += ", ";
    formats += input.format;
  }
  return formats;
}

void write_head(const Report& base, Sheet& out) {
  out.head("curfew " + base.version + " daily  " + formats_of(base) + ", " +
           (base.inputs.size() == 1 ? clean(base.inputs.front().name)
                                    : counted(base.inputs.size(), "log", "logs")) +
           ": " + counted(base.lines.lines(), "line", "lines") + " = " +
           grouped(base.lines.reported) + " reported + " + grouped(base.lines.ignored) +
           " ignored + " + grouped(base.lines.unknown) + " unknown");
  if (base.from && base.to) {
    out.head(wall_minutes(*base.from, base.zone) + " to " + wall_minutes(*base.to, base.zone) +
             ", times in " + base.zone.name());
  }
  for (const Warning& warning : base.warnings)
    out.warning(clean(warning.text_with(base.hints), 400));
}

void write_findings(const DailyReport& report, Sheet& out) {
  if (report.findings.empty()) return;
  out.title("Findings");
  constexpr std::size_t most_items = 8;  // a screen
  std::vector<report::Brief> items;
  std::vector<const Finding*> findings;
  for (const Finding& finding : report.findings) {
    findings.push_back(&finding);
    if (attention_of(finding) == Attention::act) {
      items.push_back({.text = sentence(finding), .finding = &finding});
    }
  }
  for (report::Brief& brief : report::briefs_of(findings, false)) {
    items.push_back(std::move(brief));
  }
  for (std::size_t i = 0; i < std::min(most_items, items.size()); ++i) {
    const Finding* finding = items[i].finding;
    out.item(clean(items[i].text, 600) + (finding == nullptr ? "" : "  [" + finding->id + ']'));
  }
  if (items.size() > most_items) {
    out.note(report.base.hints.after("and " + counted(items.size() - most_items, "other", "others"),
                                     Hint::full_report));
  }
}

struct Total {
  const char* name;
  std::uint64_t number;
  std::string remark;
};

std::string with_size(const char* what, std::uint64_t bytes) {
  return bytes == 0 ? what : std::string(what) + ", " + size(bytes);
}

std::vector<Total> totals_of(const DailyReport& report) {
  const Totals& totals = report.base.totals;
  const DailyInbound& inbound = report.inbound;
  const auto local =
      totals.local == 0 ? std::string() : ", " + grouped(totals.local) + " of them on this machine";
  return {
      {"received", totals.messages, with_size("messages", totals.bytes)},
      {"delivered", totals.delivered, with_size("recipients", totals.delivered_bytes) + local},
      {"deferred", totals.deferred_messages,
       "messages; " + counted(totals.deferred, "attempt", "attempts") + ", of which " +
           grouped(totals.not_contacted) + " asked nobody" +
           (totals.local_deferred == 0
                ? std::string()
                : " and " + grouped(totals.local_deferred) + " a service of this machine")},
      {"bounced", totals.bounced, "recipients"},
      {"expired", totals.expired, "recipients"},
      {"held", totals.held, "recipients"},
      {"discarded", totals.discarded, "recipients"},
      {"address checks", totals.probes, "no mail"},
      {"rejected", inbound.rejected,
       "from outside, " + grouped(inbound.rejected_for_now) + " of them for now (4xx)"},
      {"only warned", inbound.warned, "from outside: rules that are being tried"},
      {"held", inbound.held, "from outside"},
      {"discarded", inbound.discarded, "from outside"},
      {"failed logins", report.logins.failed,
       "from " + counted(report.logins.clients.names, "address", "addresses")},
  };
}

void write_totals(const DailyReport& report, Sheet& out) {
  out.title("Totals");
  constexpr std::size_t always = 4;
  const std::vector<Total> totals = totals_of(report);
  Grid grid({"total", "number", "what"});
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const Total& one = totals[i];
    if (one.number == 0 && i >= always) continue;
    grid.row({one.name, grouped(one.number), one.remark});
  }
  out.totals(grid);
  if (report.base.totals.dropped != 0) {
    const std::uint64_t dropped = report.base.totals.dropped;
    out.warning(counted(dropped, "message was", "messages were") + " dropped from memory before " +
                (dropped == 1 ? "its" : "their") + " end was seen.");
  }
}

std::vector<std::string> traffic_cells(const Traffic& traffic, std::string name) {
  return {grouped(traffic.messages), size(traffic.bytes),      grouped(traffic.delivered),
          grouped(traffic.deferred), grouped(traffic.bounced), grouped(traffic.expired),
          grouped(traffic.rejected), std::move(name)};
}

Grid traffic_grid(const char* what) {
  return Grid(
      {"received", "bytes", "delivered", "deferred", "bounced", "expired", "rejected", what});
}

void write_days(const DailyReport& report, Sheet& out) {
  constexpr std::size_t most_days = 62;
  if (report.days.size() < 2) return;
  out.title("By day");
  Grid grid = traffic_grid("day");
  const std::size_t first =
      report.days.size() > most_days ? report.days.size() - most_days : std::size_t{0};
  for (std::size_t i = first; i < report.days.size(); ++i) {
    grid.row(traffic_cells(report.days[i].traffic, report.days[i].date));
  }
  out.grid(grid);
  if (first != 0) out.note(counted(first, "earlier day", "earlier days") + " not shown");
}

void write_hours(const DailyReport& report, Sheet& out) {
  if (report.days.empty()) return;
  out.title(report.days.size() == 1 ? "By hour" : "By hour, all days together");
  Grid grid = traffic_grid("hour");
  for (int hour = 0; hour < 24; ++hour) {
    grid.row(
        traffic_cells(report.hours.at(static_cast<std::size_t>(hour)), report::clock_hour(hour)));
  }
  out.grid(grid);
}

void write_rest(std::uint64_t rows, const Hints& hints, Sheet& out) {
  out.note(hints.after("and " + counted(rows, "other", "others"), Hint::more_rows));
}

void write_remotes(const DailyReport& report, Sheet& out, const TextOptions& options) {
  Grid grid({"deferred", "bounced", "delivered", "not asked", "remote, and its first refusal"});
  std::size_t shown = 0;
  std::size_t refusing = 0;
  for (const ReportRemote& remote : report.base.remotes) {
    const Tally& tally = remote.tally;
    if (tally.deferred + tally.bounced + tally.not_contacted == 0) continue;
    ++refusing;
    if (options.top != 0 && shown == options.top) continue;
    ++shown;
    std::string name = clean(remote.name, 40);
    if (!remote.codes.empty()) name += ": " + clean(remote.codes.front().key, 60);
    grid.row({grouped(tally.deferred), grouped(tally.bounced), grouped(tally.delivered),
              grouped(tally.not_contacted), std::move(name)});
  }
  if (grid.empty()) return;
  out.title("Remotes that refused our mail, in contacts");
  out.grid(grid);
  if (refusing > shown) write_rest(refusing - shown, report.base.hints, out);
}

void write_rest(const DailyTable& table, std::size_t shown, const Hints& hints, Sheet& out) {
  if (table.names > shown) {
    const std::string others = counted(table.names - shown, "other", "others");
    out.note(hints.after((table.capped ? "and at least " : "and ") + others, Hint::more_rows));
  }
  if (table.capped) {
    out.warning("more names than are kept: no count is too small by more than " +
                grouped(table.missed));
  }
}

// Each row tells both counts and bytes: another order of the same names tells nothing new.
bool same_names(const DailyTable& table, std::size_t top) {
  const auto first = [&](const std::vector<DailyRow>& rows) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < rows.size() && (top == 0 || i < top); ++i) {
      names.push_back(rows[i].name);
    }
    std::ranges::sort(names);
    return names;
  };
  return first(table.by_count) == first(table.by_bytes);
}

// As wide as the page lets the last column be; words cut too short would look alike.
std::size_t room(const TextOptions& options, std::size_t used) {
  constexpr std::size_t least = 90;
  return options.width > used + least ? options.width - used : least;
}

// Senders are told by what they sent; recipients also by what became of it.
void write_table(const char* title, const DailyTable& table, bool of_recipients,
                 const std::vector<DailyRow>& rows, const Hints& hints, Sheet& out,
                 const TextOptions& options) {
  if (rows.empty()) return;
  out.title(title);
  Grid grid(of_recipients
                ? std::vector<std::string>{"delivered", "bytes", "deferred", "failed", "to"}
                : std::vector<std::string>{"messages", "bytes", "from"});
  const std::size_t shown = options.top == 0 ? rows.size() : std::min(options.top, rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const DailyRow& row = rows[i];
    std::vector<std::string> cells{grouped(row.messages), size(row.bytes)};
    if (of_recipients) {
      cells.push_back(grouped(row.deferred));
      cells.push_back(grouped(row.bounced));
    }
    cells.push_back(clean(row.name, 80));
    grid.row(std::move(cells));
  }
  out.grid(grid);
  write_rest(table, shown, hints, out);
}

struct Titles {
  const char* by_count;
  const char* by_bytes;
};

void write_both(const Titles& titles, const DailyTable& table, bool of_recipients,
                const Hints& hints, Sheet& out, const TextOptions& options) {
  write_table(titles.by_count, table, of_recipients, table.by_count, hints, out, options);
  if (!table.by_bytes.empty() && !same_names(table, options.top)) {
    write_table(titles.by_bytes, table, of_recipients, table.by_bytes, hints, out, options);
  }
}

void write_wordings(const char* title, InboundAction action, const DailyReport& report, Sheet& out,
                    const TextOptions& options) {
  Grid grid({"count", "reason", "at", "in words"});
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const DailyRejection& one : report.inbound.rejections) {
    if (one.action != action) continue;
    ++all;
    if (options.top != 0 && shown == options.top) continue;
    ++shown;
    grid.row({grouped(one.count), name(one.reason),
              one.stage == Stage::unknown ? "" : name(one.stage),
              clean(one.text, room(options, 36))});
  }
  if (grid.empty()) return;
  out.title(title);
  out.grid(grid);
  if (all > shown) write_rest(all - shown, report.base.hints, out);
}

void write_inbound(const DailyReport& report, Sheet& out, const TextOptions& options) {
  const DailyInbound& inbound = report.inbound;
  if (!inbound.reasons.empty()) {
    out.title("Rejected from outside, by reason");
    Grid grid({"count", "for now", "reason"});
    for (const DailyReason& one : inbound.reasons) {
      grid.row({grouped(one.count), grouped(one.for_now), name(one.reason)});
    }
    out.grid(grid);
  }
  write_wordings("Rejected, in words", InboundAction::rejected, report, out, options);
  write_wordings("Only warned", InboundAction::warned, report, out, options);
  write_wordings("Held", InboundAction::held, report, out, options);
  write_wordings("Discarded", InboundAction::discarded, report, out, options);
  if (inbound.capped) out.warning("more wordings than are kept: the rest are \"other texts\"");
  if (inbound.clients.by_count.empty()) return;
  out.title("Rejected clients");
  Grid grid({"count", "client"});
  const std::vector<DailyRow>& rows = inbound.clients.by_count;
  const std::size_t shown = options.top == 0 ? rows.size() : std::min(options.top, rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    grid.row({grouped(rows[i].messages), clean(rows[i].name, 80)});
  }
  out.grid(grid);
  write_rest(inbound.clients, shown, report.base.hints, out);
}

void write_logins(const DailyReport& report, Sheet& out, const TextOptions& options) {
  const DailyTable& clients = report.logins.clients;
  if (report.logins.failed == 0) return;
  out.title("Failed logins, by client");
  Grid grid({"count", "client"});
  const std::vector<DailyRow>& rows = clients.by_count;
  const std::size_t shown = options.top == 0 ? rows.size() : std::min(options.top, rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    grid.row({grouped(rows[i].messages), clean(rows[i].name, 80)});
  }
  out.grid(grid);
  write_rest(clients, shown, report.base.hints, out);
}

void write_notices(const DailyReport& report, Sheet& out, const TextOptions& options) {
  if (report.notices.empty()) return;
  out.title("What the server says of itself");
  Grid grid({"count", "severity", "program", "text"});
  const std::size_t shown =
      options.top == 0 ? report.notices.size() : std::min(options.top, report.notices.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const DailyNotice& one = report.notices[i];
    grid.row({grouped(one.count), name(one.severity), clean(one.program, 30),
              clean(one.text, room(options, 40))});
  }
  out.grid(grid);
  if (report.notices.size() > shown) {
    write_rest(report.notices.size() - shown, report.base.hints, out);
  }
  if (report.notices_capped) out.warning("more texts than are kept: the rest are \"other texts\"");
}

}  // namespace

void write_sections(const DailyReport& report, const TextOptions& options, Sheet& out) {
  write_head(report.base, out);
  write_findings(report, out);
  write_totals(report, out);
  write_remotes(report, out, options);
  write_inbound(report, out, options);
  write_logins(report, out, options);
  write_notices(report, out, options);
  write_days(report, out);
  write_hours(report, out);
  const Hints& hints = report.base.hints;
  write_both({"Domains sent to", "Domains sent to, by bytes"}, report.recipient_domains, true,
             hints, out, options);
  write_both({"Domains received from", "Domains received from, by bytes"}, report.sender_domains,
             false, hints, out, options);
  write_both({"Senders", "Senders by bytes"}, report.senders, false, hints, out, options);
  write_both({"Recipients", "Recipients by bytes"}, report.recipients, true, hints, out, options);
}

}  // namespace curfew::daily
