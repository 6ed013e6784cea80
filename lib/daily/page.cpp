#include "daily/page.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "daily/listing.h"
#include "report/briefs.h"
#include "report/how_read.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/story.h"

namespace curfew::daily {
namespace {

using page::Heading;
using page::note;
using page::Page;
using page::Paragraph;
using page::Text;
using page::Untrusted;
using report::counted;
using report::grouped;

Paragraph warning(const Text& text) {
  return {.text = text, .kind = Paragraph::Kind::warning};
}

Text size_text(std::uint64_t bytes) {
  return size(bytes);
}

// Names as JSON has them, for people: "unknown user".
std::string plain(const char* name) {
  std::string words = name;
  std::ranges::replace(words, '_', ' ');
  return words;
}

void add_head(const Report& base, Page& page) {
  const Text text = "curfew " + base.version + " daily  " + report::read_line(base) + "; " +
                    report::lines_words(base);
  page.push_back(Paragraph{text});
  for (const Warning& one : base.warnings) {
    page.push_back(warning(Untrusted(one.text_with(base.hints), 400)));
  }
}

void add_findings(const DailyReport& report, Page& page) {
  page.push_back(Heading{"Findings"});
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
  if (items.empty()) {
    page.push_back(note(report::is_well(report.base) ? Text("Nothing needs you.")
                                                     : report::nothing_found(report.base)));
    return;
  }
  page::List list;
  for (std::size_t i = 0; i < std::min(most_items, items.size()); ++i) {
    Text text = Untrusted(items[i].text, 600);
    if (items[i].finding != nullptr) text += "  [" + items[i].finding->id + ']';
    list.items.push_back({text});
  }
  page.push_back(std::move(list));
  if (items.size() > most_items) {
    page.push_back(note(report.base.hints.after(
        "and " + counted(items.size() - most_items, "other", "others"), Hint::full_report)));
  }
}

struct Total {
  const char* name;
  std::uint64_t number;
  std::string remark;
  std::uint64_t Traffic::*earlier = nullptr;  ///< the same of earlier periods
};

std::string with_size(const char* what, std::uint64_t bytes) {
  return bytes == 0 ? what : std::string(what) + ", " + size(bytes);
}

std::string deferrals_of(const Totals& totals) {
  std::string text = "messages; " + counted(totals.deferred, "deferral", "deferrals");
  if (totals.not_contacted != 0) {
    text += ", in " + grouped(totals.not_contacted) + " of which our server did not try";
  }
  if (totals.local_deferred != 0) {
    text += totals.not_contacted != 0 ? " and " : ", ";
    text += grouped(totals.local_deferred) + " by a service of this machine";
  }
  return text;
}

std::vector<Total> totals_of(const DailyReport& report) {
  const Totals& totals = report.base.totals;
  const DailyInbound& inbound = report.inbound;
  const auto local =
      totals.local == 0 ? std::string() : ", " + grouped(totals.local) + " of them on this machine";
  return {
      {"received", totals.messages, with_size("messages", totals.bytes), &Traffic::messages},
      {"delivered", totals.delivered, with_size("recipients", totals.delivered_bytes) + local,
       &Traffic::delivered},
      {"deferred", totals.deferred_messages, deferrals_of(totals), &Traffic::deferred_messages},
      {"bounced", totals.bounced, "recipients", &Traffic::bounced},
      {"expired", totals.expired, "recipients", &Traffic::expired},
      {"held", totals.held, "recipients", &Traffic::held},
      {"discarded", totals.discarded, "recipients", &Traffic::discarded},
      {"address checks", totals.probes, "no mail", &Traffic::probes},
      {"rejected", inbound.rejected,
       "from outside, " + grouped(inbound.rejected_for_now) + " of them for now (4xx)",
       &Traffic::rejected},
      {"only warned", inbound.warned, "from outside: rules that are being tried"},
      {"held", inbound.held, "from outside"},
      {"discarded", inbound.discarded, "from outside"},
      {"failed logins", report.logins.failed,
       "from " + counted(report.logins.clients.names, "address", "addresses")},
      {"after login", report.logins.accepted,
       "messages of " + counted(report.logins.users.names, "user", "users")},
      {"connections", report.connections.in,
       "from " + counted(report.connections.clients.names, "address", "addresses")},
  };
}

struct Earlier {
  const char* head;
  const std::optional<DailyComparison>& period;
};

const char* earlier_name(const DailyReport& report) {
  if (!report.whole_days || !report.before) return "before";
  const auto length = report.before->until - report.before->from;
  return length < std::chrono::hours(26) ? "the day before" : "the days before";
}

void add_totals(const DailyReport& report, Page& page) {
  page.push_back(Heading{"Totals"});
  constexpr std::size_t always = 4;
  page::Table table{
      .title = "Totals", .columns = {{.names_row = true}, {.right = true}}, .indent = 2};
  const Earlier all[] = {{earlier_name(report), report.before},
                         {"a week before", report.week_before}};
  std::vector<Earlier> earlier;
  std::ranges::copy_if(all, std::back_inserter(earlier),
                       [](const Earlier& one) { return one.period.has_value(); });
  if (!earlier.empty()) table.columns.back().head = "this period";
  for (const Earlier& one : earlier) table.columns.push_back({.head = one.head, .right = true});
  table.columns.emplace_back();
  const std::vector<Total> totals = totals_of(report);
  for (const Total& one : totals) {
    std::uint64_t most = one.number;
    std::vector<page::Cell> cells = {Text(one.name), page::number(one.number)};
    for (const auto& [head, period] : earlier) {
      const std::uint64_t number = one.earlier == nullptr ? 0 : period->traffic.*one.earlier;
      most = std::max(most, number);
      cells.emplace_back(one.earlier == nullptr ? Text() : page::number(number));
    }
    if (most == 0 && &one >= &totals[always]) continue;
    cells.emplace_back(Text(one.remark));
    table.rows.push_back(std::move(cells));
  }
  page.push_back(std::move(table));
  if (const std::uint64_t dropped = report.base.totals.dropped; dropped != 0) {
    page.push_back(warning(counted(dropped, "message was", "messages were") +
                           " dropped from memory before " + (dropped == 1 ? "its" : "their") +
                           " end was seen."));
  }
}

struct TrafficRow : Traffic {
  std::string name;
};

const Listing<TrafficRow> traffic_listing = {
    .title = nullptr,
    .counts = {{"received", &TrafficRow::messages},
               {"bytes", &TrafficRow::bytes, size_text},
               {"delivered", &TrafficRow::delivered},
               {"deferred", &TrafficRow::deferred},
               {"bounced", &TrafficRow::bounced},
               {"expired", &TrafficRow::expired},
               {"rejected", &TrafficRow::rejected}},
    .words = {{"", [](const TrafficRow& row) { return Text(row.name); }}}};

// Not what was put off without a try.
std::uint64_t refusals_of(const Traffic& one) {
  return one.deferred - std::min(one.deferred, one.not_contacted) + one.bounced;
}

void add_bars(const std::string& title, const std::vector<TrafficRow>& rows,
              std::vector<std::pair<std::size_t, Text>> ruler, Page& page) {
  struct Drawn {
    const char* label;
    std::uint64_t (*of)(const Traffic&);
    bool refused;
  };
  constexpr Drawn all[] = {{"received", [](const Traffic& one) { return one.messages; }, false},
                           {"delivered", [](const Traffic& one) { return one.delivered; }, false},
                           {"refused", refusals_of, true},
                           {"rejected", [](const Traffic& one) { return one.rejected; }, true}};
  page::Bars bars{.title = title + ", as bars", .ruler = std::move(ruler)};
  for (const TrafficRow& row : rows) bars.names.emplace_back(row.name);
  for (const Drawn& one : all) {
    page::Bars::Row bar{.label = one.label, .refused = one.refused};
    for (const TrafficRow& row : rows) bar.values.push_back(one.of(row));
    const auto most = std::ranges::max_element(bar.values);
    if (*most == 0) continue;
    bar.remark = "most: " + page::number(*most) + ", " +
                 rows[static_cast<std::size_t>(most - bar.values.begin())].name;
    bars.rows.push_back(std::move(bar));
  }
  page.push_back(Heading{title});
  if (bars.rows.empty()) {
    page.push_back(note("No mail."));
  } else {
    page.push_back(std::move(bars));
  }
}

void add_numbers(const char* title, const char* what, const std::vector<TrafficRow>& rows,
                 Page& page) {
  Listing<TrafficRow> listing = traffic_listing;
  listing.title = title;
  listing.words.front().head = what;
  add_table(listing, rows, sum_of(traffic_listing, rows), {}, page);
  auto& table = std::get<page::Table>(page.back());
  table.folded = table.apart = true;
}

void add_hours(const DailyReport& report, bool in_numbers, Page& page) {
  if (report.days.empty()) return;
  std::vector<TrafficRow> rows;
  std::vector<std::pair<std::size_t, Text>> ruler;
  for (std::size_t hour = 0; hour < report.hours.size(); ++hour) {
    rows.push_back({report.hours.at(hour), report::clock_hour(static_cast<int>(hour))});
    if (hour % 6 == 0) ruler.emplace_back(hour, rows.back().name);
  }
  add_bars(report.days.size() == 1 ? "By hour" : "By hour, all days together", rows,
           std::move(ruler), page);
  if (in_numbers) add_numbers("By hour, in numbers", "hour", rows, page);
}

void add_days(const DailyReport& report, Page& page) {
  constexpr std::size_t most_days = 62;
  if (report.days.size() < 2) return;
  const std::size_t first = report.days.size() - std::min(report.days.size(), most_days);
  std::vector<TrafficRow> rows;
  std::vector<std::pair<std::size_t, Text>> ruler;
  for (std::size_t i = first; i < report.days.size(); ++i) {
    if (rows.size() % 7 == 0) ruler.emplace_back(rows.size(), report.days[i].date.substr(5));
    rows.push_back({report.days[i].traffic, report.days[i].date});
  }
  add_bars("By day", rows, std::move(ruler), page);
  add_numbers("By day, in numbers", "day", rows, page);
  if (first != 0) {
    page.push_back(note(counted(first, "earlier day", "earlier days") + " not shown"));
  }
}

struct RemoteRow {
  std::uint64_t deferred = 0;
  std::uint64_t bounced = 0;
  std::uint64_t delivered = 0;
  std::uint64_t not_tried = 0;
  std::uint64_t median_wait = 0;  // in milliseconds; 0: none was delivered after a deferral
  std::uint64_t longest_wait = 0;
  const ReportRemote* remote = nullptr;
};

Text name_of(const RemoteRow& row) {
  Text text = Untrusted(row.remote->name, 40);
  if (!row.remote->codes.empty()) text += ": " + Untrusted(row.remote->codes.front().key, 60);
  return text;
}

std::uint64_t wait_of(const Waits& waits, double share) {
  return waits.count() == 0 ? 0 : static_cast<std::uint64_t>(waits.quantile(share).count());
}

Text duration_text(std::uint64_t milliseconds) {
  if (milliseconds == 0) return {};
  return report::duration(Milliseconds(static_cast<std::int64_t>(milliseconds)));
}

void add_remotes(const DailyReport& report, const Extent& extent, Page& page) {
  std::vector<RemoteRow> rows;
  for (const ReportRemote& remote : report.base.remotes) {
    const Tally& tally = remote.tally;
    if (!report::has_refused(tally)) continue;
    rows.push_back({.deferred = tally.deferred,
                    .bounced = tally.bounced,
                    .delivered = tally.delivered,
                    .not_tried = tally.not_contacted,
                    .median_wait = wait_of(remote.waits, 0.5),
                    .longest_wait = wait_of(remote.waits, 0.95),
                    .remote = &remote});
  }
  const Listing<RemoteRow> listing = {
      .title = "Remotes that refused our mail, in tries",
      .counts = {{"deferred", &RemoteRow::deferred},
                 {"bounced", &RemoteRow::bounced},
                 {"delivered", &RemoteRow::delivered},
                 {"not tried", &RemoteRow::not_tried},
                 {"median wait", &RemoteRow::median_wait, duration_text, false},
                 {"95 % wait", &RemoteRow::longest_wait, duration_text, false}},
      .words = {{"remote, and its first refusal", name_of}}};
  add(listing, rows, extent, page);
}

void add_capped(const DailyTable& table, Page& page) {
  if (!table.capped) return;
  page.push_back(warning("more names than are kept: no count is too small by more than " +
                         grouped(table.missed)));
}

Text row_name(const DailyRow& row) {
  return Untrusted(row.name, 80);
}

Extent extent_of(const DailyTable& table, Extent extent) {
  extent.names = table.names;
  extent.capped = table.capped;
  return extent;
}

void add_clients(const char* title, const char* what, const DailyTable& table, const Extent& extent,
                 Page& page) {
  const Listing<DailyRow> listing = {
      .title = title, .counts = {{"count", &DailyRow::messages}}, .words = {{what, row_name}}};
  add(listing, table.by_count, table.total, extent_of(table, extent), page);
  add_capped(table, page);
}

void add_rejects(const DailyReport& report, const Extent& extent, Page& page) {
  const DailyInbound& inbound = report.inbound;
  const Listing<DailyReason> reasons = {
      .title = "Rejected from outside, by reason",
      .counts = {{"count", &DailyReason::count}, {"for now", &DailyReason::for_now}},
      .words = {{"reason", [](const DailyReason& one) { return Text(plain(name(one.reason))); }}}};
  add(reasons, inbound.reasons, {}, page);
  Listing<DailyRejection> wordings = {
      .title = nullptr,
      .counts = {{"count", &DailyRejection::count}},
      .words = {{"reason", [](const DailyRejection& one) { return Text(plain(name(one.reason))); }},
                {"at", [](const DailyRejection& one) { return Text(describe(one.stage)); }},
                {"in words", [](const DailyRejection& one) { return Text(Untrusted(one.text)); },
                 page::Column::Narrow::cut}}};
  const std::pair<InboundAction, const char*> titles[] = {
      {InboundAction::rejected, "Rejected, in words"},
      {InboundAction::warned, "Only warned"},
      {InboundAction::held, "Held"},
      {InboundAction::discarded, "Discarded"}};
  for (const auto& titled : titles) {
    std::vector<DailyRejection> rows;
    std::ranges::copy_if(inbound.rejections, std::back_inserter(rows),
                         [&](const DailyRejection& one) { return one.action == titled.first; });
    wordings.title = titled.second;
    add(wordings, rows, extent, page);
  }
  if (inbound.capped) {
    page.push_back(warning("more wordings than are kept: the rest are \"other texts\""));
  }
  add_clients("Rejected clients", "client", inbound.clients, extent, page);
}

void add_logins(const DailyReport& report, const Extent& extent, Page& page) {
  add_clients("Failed logins, by client", "client", report.logins.clients, extent, page);
  add_clients("Mail sent after a login, by client", "client", report.logins.accepted_clients,
              extent, page);
  add_clients("Mail sent after a login, by user", "user", report.logins.users, extent, page);
}

struct TlsRow {
  std::uint64_t in = 0;
  std::uint64_t in_share = 0;  // in thousandths
  std::uint64_t out = 0;
  std::uint64_t out_share = 0;
  std::string version;
};

Text share_text(std::uint64_t thousandths) {
  if (thousandths == 0) return {};
  return std::to_string(thousandths / 10) + '.' + std::to_string(thousandths % 10) + " %";
}

void add_tls(const DailyReport& report, Page& page) {
  std::map<std::string, TlsRow, std::greater<>> rows;  // "none" first, then the newest
  const auto put = [&rows](const std::vector<DailyCount>& counts, std::uint64_t TlsRow::*count,
                           std::uint64_t TlsRow::*share) {
    std::uint64_t all = 0;
    for (const DailyCount& one : counts) all += one.count;
    for (const DailyCount& one : counts) {
      TlsRow& row = rows[one.name];
      row.version = one.name == "none" ? "not encrypted" : one.name;
      row.*count = one.count;
      row.*share = (one.count * 2000 / all + 1) / 2;
    }
  };
  put(report.tls.in, &TlsRow::in, &TlsRow::in_share);
  put(report.tls.out, &TlsRow::out, &TlsRow::out_share);
  std::vector<TlsRow> all;
  all.reserve(rows.size());
  for (auto& [version, row] : rows) all.push_back(std::move(row));
  const Listing<TlsRow> listing = {
      .title = "TLS, by version",
      .counts = {{"in", &TlsRow::in},
                 {"of in", &TlsRow::in_share, share_text, false},
                 {"out", &TlsRow::out},
                 {"of out", &TlsRow::out_share, share_text, false}},
      .words = {{"version", [](const TlsRow& row) { return Text(row.version); }}}};
  add(listing, all, {}, page);
}

void add_screened(const DailyReport& report, Page& page) {
  const Listing<DailyCount> listing = {
      .title = "Found out of clients before the dialogue",
      .counts = {{"count", &DailyCount::count}},
      .words = {{"what", [](const DailyCount& one) { return Text(Untrusted(one.name)); }}}};
  add(listing, report.screened, {}, page);
}

struct DelayRow {
  std::uint64_t count = 0;
  std::uint64_t median = 0;
  std::uint64_t most = 0;
  DailyPhase phase{};
};

Text phase_name(const DelayRow& row) {
  constexpr std::array<const char*, daily_phase_count> names{
      "before it was taken up, earlier tries included",
      "in the active queue",
      "connecting",
      "sending",
      "in the queue, earlier tries included",
      "connecting and sending"};
  return names.at(static_cast<std::size_t>(row.phase));
}

Text short_time(std::uint64_t milliseconds) {
  if (milliseconds >= 10'000) return duration_text(milliseconds);
  return std::to_string(milliseconds / 1000) + '.' + std::to_string(milliseconds % 1000 / 100) +
         " s";
}

void add_delays(const DailyReport& report, Page& page) {
  std::vector<DelayRow> rows;
  for (const DailyDelay& one : report.delays) {
    rows.push_back({.count = one.count,
                    .median = static_cast<std::uint64_t>(one.median.count()),
                    .most = static_cast<std::uint64_t>(one.most.count()),
                    .phase = one.phase});
  }
  const Listing<DelayRow> listing = {
      .title = "Time that deliveries took, by phase",
      .counts = {{"deliveries", &DelayRow::count, page::number, false},
                 {"median", &DelayRow::median, short_time, false},
                 {"95 %", &DelayRow::most, short_time, false}},
      .words = {{"phase", phase_name}}};
  add(listing, rows, {}, page);
}

void add_notices(const DailyReport& report, const Extent& extent, Page& page) {
  const Listing<DailyNotice> listing = {
      .title = "What the server says of itself",
      .counts = {{"count", &DailyNotice::count}},
      .words = {
          {"severity", [](const DailyNotice& one) { return Text(name(one.severity)); }},
          {"program", [](const DailyNotice& one) { return Text(Untrusted(one.program, 30)); }},
          {"text", [](const DailyNotice& one) { return Text(Untrusted(one.text)); },
           page::Column::Narrow::cut}}};
  add(listing, report.notices, extent, page);
  if (report.notices_capped) {
    page.push_back(warning("more texts than are kept: the rest are \"other texts\""));
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

struct NameTable {
  DailySection section;
  const char* title;
  const char* title_by_bytes;
  DailyTable DailyReport::*table;
  const char* messages;
  const char* names;
};

constexpr NameTable name_tables[] = {
    {DailySection::domains, "Domains sent to", "Domains sent to, by bytes",
     &DailyReport::recipient_domains, "delivered", "to"},
    {DailySection::domains, "Domains received from", "Domains received from, by bytes",
     &DailyReport::sender_domains, "messages", "from"},
    {DailySection::senders, "Senders", "Senders by bytes", &DailyReport::senders, "messages",
     "from"},
    {DailySection::recipients, "Recipients", "Recipients by bytes", &DailyReport::recipients,
     "delivered", "to"},
};

void add_names(const NameTable& one, const DailyReport& report, const Extent& extent, Page& page) {
  const DailyTable& table = report.*one.table;
  Listing<DailyRow> listing = {.title = one.title,
                               .counts = {{one.messages, &DailyRow::messages},
                                          {"bytes", &DailyRow::bytes, size_text},
                                          {"average", &DailyRow::average_size, size_text},
                                          {"deferred", &DailyRow::deferred},
                                          {"failed", &DailyRow::bounced}},
                               .words = {{one.names, row_name}}};
  add(listing, table.by_count, table.total, extent_of(table, extent), page);
  add_capped(table, page);
  if (table.by_bytes.empty() || same_names(table, extent.top)) return;
  listing.title = one.title_by_bytes;
  add(listing, table.by_bytes, table.total, extent_of(table, extent), page);
}

}  // namespace

Page page_of(const DailyReport& report, std::size_t top, Medium medium) {
  const Extent extent{.top = top, .hints = &report.base.hints};
  const auto shows = [&report](DailySection section) { return report.shows(section); };
  Page page;
  add_head(report.base, page);
  if (shows(DailySection::findings)) add_findings(report, page);
  if (shows(DailySection::totals)) add_totals(report, page);
  if (shows(DailySection::hours)) add_hours(report, top == 0 || medium == Medium::browser, page);
  if (shows(DailySection::days)) add_days(report, page);
  if (shows(DailySection::remotes)) add_remotes(report, extent, page);
  if (shows(DailySection::rejects)) add_rejects(report, extent, page);
  if (shows(DailySection::logins)) add_logins(report, extent, page);
  if (shows(DailySection::tls)) add_tls(report, page);
  if (shows(DailySection::connections)) {
    add_clients("Connections, by client", "client", report.connections.clients, extent, page);
  }
  if (shows(DailySection::screened)) add_screened(report, page);
  if (shows(DailySection::delays)) add_delays(report, page);
  if (shows(DailySection::notices)) add_notices(report, extent, page);
  for (const NameTable& one : name_tables) {
    if (shows(one.section)) add_names(one, report, extent, page);
  }
  return page;
}

}  // namespace curfew::daily
