#include "daily/page.h"

#include <array>
#include <set>
#include <sstream>

#include "curfew/daily.h"
#include "support/catch.h"
#include "support/hints.h"
#include "support/page.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

const Instant midnight{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};

std::string text_of(const DailyReport& report, const TextOptions& options = {}) {
  std::ostringstream out;
  write_daily_text(report, out, options);
  return out.str();
}

// From a title to the next one.
std::string section(const std::string& page, const std::string& title) {
  const std::size_t at = page.find("\n\n" + title + '\n');
  if (at == std::string::npos) return "";
  const std::size_t end = page.find("\n\n", at + 2);
  return page.substr(at + 2, end == std::string::npos ? end : end - at - 1);
}

Finding finding_of(FindingKind kind, const std::string& remote) {
  Finding finding;
  finding.id = "f-0123abcd";
  finding.kind = kind;
  finding.remote = remote;
  finding.code = "421 4.7.0";
  finding.counts = {.contacts = 40, .refused = 10, .accepted = 30};
  finding.active = true;
  return finding;
}

ReportInput input(const std::string& name, const char* format) {
  ReportInput one;
  one.name = name;
  one.format = format;
  return one;
}

DailyRow row(std::string name, std::uint64_t messages, std::uint64_t bytes) {
  return {.name = std::move(name),
          .messages = messages,
          .bytes = bytes,
          .deferred = messages / 2,
          .bounced = messages / 3,
          .average_size = messages == 0 ? 0 : bytes / messages};
}

// Something in every section.
DailyReport whole() {
  DailyReport report;
  Report& base = report.base;
  base.version = "1.2.3";
  base.zone = TimeZone::fixed(1h);
  base.from = midnight;
  base.to = midnight + 25h + 30min;
  base.inputs = {input("mail.log", "postfix"), input("mail.log.1", "postfix"),
                 input("mainlog", "exim")};
  base.inputs[0].lines = {.reported = 1200, .ignored = 30, .unknown = 4};
  base.inputs[0].bytes = 5000;
  base.lines = {.reported = 1200, .ignored = 30, .unknown = 4};
  base.warnings = {{.key = "clock", .text = "The clock of the log went back."}};
  Totals& totals = base.totals;
  totals.messages = 1100;
  totals.bytes = 2'500'000;
  totals.delivered = 1000;
  totals.delivered_bytes = 2'000'000;
  totals.local = 3;
  totals.deferred_messages = 20;
  totals.deferred = 31;
  totals.not_contacted = 7;
  totals.local_deferred = 2;
  totals.bounced = 5;
  totals.expired = 6;
  totals.held = 8;
  totals.discarded = 9;
  totals.probes = 10;
  totals.dropped = 2;
  totals.rejected = 12;
  for (int i = 0; i < 2; ++i) {
    Traffic traffic = totals;
    traffic.messages = 1'000 + static_cast<std::uint64_t>(i);
    report.days.push_back({.date = i == 0 ? "2026-11-23" : "2026-11-24", .traffic = traffic});
  }
  report.hours[1] = totals;
  ReportRemote remote;
  remote.name = "cox.example";
  remote.tally = {.delivered = 4, .deferred = 1208, .bounced = 2, .not_contacted = 7};
  ReportCode code;
  code.key = "421 AUP#CXCNCT";
  remote.codes = {code};
  base.remotes = {remote, remote, remote};
  base.remotes[1].name = "takes.example";
  base.remotes[1].tally = {.delivered = 9};
  base.remotes[2].name = "unasked.example";
  base.remotes[2].tally = {.not_contacted = 1};
  base.remotes[2].codes.clear();
  report.findings = {finding_of(FindingKind::block, "block.example"),
                     finding_of(FindingKind::outage, "down.example")};
  report.inbound.rejected = 12;
  report.inbound.rejected_for_now = 4;
  report.inbound.warned = 2;
  report.inbound.held = 3;
  report.inbound.discarded = 1;
  report.inbound.reasons = {{.reason = RejectReason::dnsbl, .count = 8, .for_now = 0},
                            {.reason = RejectReason::greylisted, .count = 4, .for_now = 4}};
  const auto reject = [&](InboundAction action, RejectReason reason, Stage stage, const char* text,
                          std::uint64_t count) {
    report.inbound.rejections.push_back({.action = action,
                                         .reason = reason,
                                         .stage = stage,
                                         .text = text,
                                         .count = count,
                                         .for_now = 0});
  };
  reject(InboundAction::rejected, RejectReason::dnsbl, Stage::rcpt_to, "blocked using zen.example",
         8);
  reject(InboundAction::warned, RejectReason::helo, Stage::ehlo, "bad name", 2);
  reject(InboundAction::rejected, RejectReason::greylisted, Stage::unknown, "Greylisted", 4);
  reject(InboundAction::held, RejectReason::content, Stage::end_of_data, "header Subject", 3);
  reject(InboundAction::discarded, RejectReason::policy, Stage::rcpt_to, "by rule", 1);
  report.inbound.clients.by_count = {row("192.0.2.9", 11, 0), row("192.0.2.10", 1, 0)};
  report.inbound.clients.names = 2;
  report.inbound.clients.total.messages = 12;
  report.logins.failed = 3;
  report.logins.clients.by_count = {row("192.0.2.11", 3, 0)};
  report.logins.clients.names = 1;
  report.logins.accepted = 5;
  report.logins.accepted_clients.by_count = {row("192.0.2.12", 5, 0)};
  report.logins.users.by_count = {row("anna", 5, 0)};
  report.logins.users.names = 1;
  report.tls.in = {{.name = "TLSv1.3", .count = 6}, {.name = "none", .count = 3}};
  report.tls.out = {{.name = "TLSv1.3", .count = 1}, {.name = "TLSv1.2", .count = 7}};
  report.connections.in = 9;
  report.connections.clients.by_count = {row("192.0.2.13", 8, 0), row("192.0.2.14", 1, 0)};
  report.connections.clients.names = 2;
  report.connections.clients.total.messages = 9;
  report.screened = {{.name = "PASS OLD", .count = 7}, {.name = "PREGREET", .count = 2}};
  report.delays = {{.phase = DailyPhase::before_queue, .count = 4, .median = 1s, .most = 9h},
                   {.phase = DailyPhase::active_queue, .count = 4, .median = 0s, .most = 9'999ms},
                   {.phase = DailyPhase::connecting, .count = 4, .median = 49ms, .most = 50ms},
                   {.phase = DailyPhase::sending, .count = 4, .median = 1'250ms, .most = 10s},
                   {.phase = DailyPhase::queue, .count = 3, .median = 1s, .most = 2s},
                   {.phase = DailyPhase::delivery, .count = 3, .median = 1s, .most = 2s}};
  report.notices = {{.severity = Severity::fatal,
                     .program = "smtpd",
                     .text = "open database: No such file",
                     .count = 1,
                     .first = midnight + 1h,
                     .last = midnight + 1h},
                    {.severity = Severity::warning,
                     .program = "postscreen",
                     .text = "SASL LOGIN failed",
                     .count = 1500,
                     .first = midnight,
                     .last = midnight + 2h}};
  const auto table = [](const char* a, const char* b) {
    DailyTable one;
    one.by_count = {row(a, 600, 1000), row(b, 6, 5'000'000)};
    one.by_bytes = {row(b, 6, 5'000'000), row(a, 600, 1000)};
    one.names = 2;
    one.total = row("", 606, 5'001'000);
    return one;
  };
  report.sender_domains = table("example.org", "example.com");
  report.senders = table("a@example.org", "b@example.com");
  report.recipient_domains = table("cox.example", "example.net");
  report.recipients = table("c@cox.example", "d@example.net");
  return report;
}

}  // namespace

TEST_CASE("the whole page, in text") {
  CHECK(difference(text_of(whole()), "lib/daily/whole.txt") == "");
}

TEST_CASE("the whole page, for a browser") {
  std::ostringstream out;
  write_daily_html(whole(), out);
  const std::string page = out.str();
  // What is before is every page's.
  CHECK(difference(page.substr(page.find("<main>")), "lib/daily/whole.html") == "");
}

TEST_CASE("the whole page, in JSON") {
  std::ostringstream out;
  write_daily_json(whole(), out);
  CHECK(difference(out.str(), "lib/daily/whole.json") == "");
}

TEST_CASE("of remotes JSON lists so many as tables have rows") {
  DailyReport report = whole();
  const auto remotes = [&] {
    std::ostringstream out;
    write_daily_json(report, out);
    const std::string text = out.str();
    return std::array{has(text, R"({"name":"cox.example","code":"421 AUP#CXCNCT",)"),
                      has(text, R"({"name":"unasked.example","code":"",)"),
                      has(text, R"({"name":"takes.example")")};
  };
  CHECK(remotes() == std::array{true, true, false});
  report.top = 1;
  CHECK(remotes() == std::array{true, false, false});
  report.top = 2;
  CHECK(remotes() == std::array{true, true, false});
}

TEST_CASE("a page about nothing") {
  DailyReport report;
  report.base.version = "1.2.3";
  CHECK(text_of(report) ==
        "curfew 1.2.3 daily  nothing read; 0 lines: 0 about mail, 0 of no use here, 0 not "
        "understood\n\nFindings\n  Nothing needs you.\n\nTotals\n  received   0  messages\n  "
        "delivered  0  recipients\n  deferred   0  messages; 0 deferrals\n  bounced    0  "
        "recipients\n");
}

TEST_CASE("one of a thing is one") {
  DailyReport report;
  report.base.inputs = {input("mail.log", "exim")};
  report.base.lines = {.reported = 1};
  report.base.totals.deferred = 1;
  report.base.totals.dropped = 1;
  report.base.totals.probes = 1;
  report.days = {{.date = "2026-11-23", .traffic = {}}};
  const std::string page = text_of(report);
  CHECK(
      page.starts_with("curfew  daily  mail.log; 1 line: 1 about mail, 0 of no use here, 0 not "
                       "understood\n\nFindings\n"));
  CHECK(section(page, "Totals") ==
        "Totals\n"
        "  received        0  messages\n"
        "  delivered       0  recipients\n"
        "  deferred        0  messages; 1 deferral\n"
        "  bounced         0  recipients\n"
        "  address checks  1  no mail\n"
        "! 1 message was dropped from memory before its end was seen.\n");
  CHECK(section(page, "By day").empty());
  CHECK(section(page, "By hour, all days together").empty());
  CHECK(section(page, "By hour") == "By hour\n  No mail.\n");
}

TEST_CASE("deferrals without a try, and those of this machine, are told apart") {
  DailyReport report;
  Totals& totals = report.base.totals;
  const auto deferred = [&] {
    const std::string text = section(text_of(report), "Totals");
    const std::size_t at = text.find("deferrals");
    return text.substr(at, text.find('\n', at) - at);
  };
  totals.deferred = 9;
  CHECK(deferred() == "deferrals");
  totals.not_contacted = 2;
  CHECK(deferred() == "deferrals, in 2 of which our server did not try");
  totals.local_deferred = 3;
  CHECK(deferred() ==
        "deferrals, in 2 of which our server did not try and 3 by a service of this machine");
  totals.not_contacted = 0;
  CHECK(deferred() == "deferrals, 3 by a service of this machine");
}

TEST_CASE("totals stand beside those of earlier periods") {
  DailyReport report;
  report.base.totals.messages = 21;
  report.base.totals.probes = 1;
  report.before = {.from = midnight - 24h,
                   .until = midnight,
                   .traffic = {.messages = 1'019, .expired = 4, .rejected = 5}};
  const auto head = [&] {
    const std::string text = section(text_of(report), "Totals");
    const std::size_t at = text.find_first_not_of(' ', text.find('\n') + 1);
    return text.substr(at, text.find('\n', at) - at);
  };
  CHECK(head() == "this period  before");
  report.whole_days = true;
  CHECK(head() == "this period  the day before");
  report.before->from -= 24h;
  CHECK(head() == "this period  the days before");
  report.before->from += 24h;
  report.week_before = report.before;
  report.week_before->traffic = {.messages = 22};
  report.logins.failed = 7;
  report.logins.clients.names = 1;
  CHECK(section(text_of(report), "Totals") ==
        "Totals\n"
        "                  this period  the day before  a week before\n"
        "  received                 21           1,019             22  messages\n"
        "  delivered                 0               0              0  recipients\n"
        "  deferred                  0               0              0  messages; 0 deferrals\n"
        "  bounced                   0               0              0  recipients\n"
        "  expired                   0               4              0  recipients\n"
        "  address checks            1               0              0  no mail\n"
        "  rejected                  0               5              0  from outside, 0 of them for "
        "now (4xx)\n"
        "  failed logins             7                                 from 1 address\n");
}

TEST_CASE("hours are drawn, and written in numbers where all rows are") {
  DailyReport report;
  report.days = {{.date = "2026-11-23", .traffic = {}}};
  report.hours[7] = {.messages = 8, .deferred = 5, .bounced = 1, .not_contacted = 2};
  report.hours[23] = {.messages = 1};
  const std::string drawn =
      "By hour\n"
      "  received                \u2588                               \u2581  most: 8, 07:00\n"
      "  refused                 \u2588                                  most: 4, 07:00\n"
      "            00:00       06:00       12:00       18:00\n";
  CHECK(section(text_of(report, {.top = 10}), "By hour") == drawn);
  const std::string all = text_of(report, {.top = 0});
  CHECK(section(all, "By hour") == drawn);
  CHECK(has(all, "\n         8          0         5        1        0         0  07:00\n"));
  CHECK(has(all, "\n         9          0         5        1        0         0  all 24\n"));
  std::ostringstream html;
  write_daily_html(report, html, {.top = 10});
  CHECK(has(html.str(), "<rect class=\"bar\""));
  CHECK(has(html.str(), "<title>07:00: 8</title>"));
  CHECK(has(html.str(), "<details><summary>In numbers</summary>"));
}

TEST_CASE("a section that is left out is in no form of the page") {
  DailyReport report = whole();
  const auto count = [](const std::string& text, const char* mark) {
    std::size_t found = 0;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      ++found;
    }
    return found;
  };
  const auto json = [&] {
    std::ostringstream out;
    write_daily_json(report, out);
    return out.str();
  };
  const std::size_t titles = count(text_of(report), "\n\n");
  const std::size_t members = count(json(), "\n \"");
  std::set<std::string> names;
  for (std::size_t i = 0; i < daily_section_count; ++i) {
    CAPTURE(i);
    names.insert(name(static_cast<DailySection>(i)));
    report.left_out.reset().set(i);
    CHECK(count(text_of(report), "\n\n") < titles);
    CHECK(count(json(), "\n \"") < members);
  }
  CHECK(names.size() == daily_section_count);
  report.left_out.set();
  CHECK(count(text_of(report), "\n\n") == 0);
  CHECK(count(json(), "\n \"") == 8);
}

TEST_CASE("of days two months are shown, the newest") {
  DailyReport report;
  const auto days = [&](int number) {
    report.days.clear();
    for (int i = 0; i < number; ++i) {
      report.days.push_back({.date = "day " + std::to_string(i), .traffic = {}});
    }
    const std::string text = text_of(report);
    return text.substr(std::min(text.find("\n\nBy day\n"), text.size()));
  };
  const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
  CHECK(days(1).empty());
  CHECK(lines(days(2)) == 9);
  CHECK(lines(days(62)) == 69);
  CHECK(days(62).find("  day 0\n") != std::string::npos);
  CHECK(lines(days(63)) == 70);
  CHECK(days(63).find("  day 0\n") == std::string::npos);
  CHECK(days(63).find("  day 1\n") != std::string::npos);
  CHECK(days(63).ends_with("  all 62\n  1 earlier day not shown\n"));
  CHECK(days(64).ends_with("  all 62\n  2 earlier days not shown\n"));
}

TEST_CASE("a screen of findings is eight") {
  DailyReport report;
  for (int i = 0; i < 8; ++i) {
    report.findings.push_back(finding_of(FindingKind::block, "r" + std::to_string(i) + ".example"));
  }
  const auto count = [&] {
    const std::string text = section(text_of(report), "Findings");
    return std::ranges::count(text, '[');
  };
  const auto rest = [&] {
    const std::string text = section(text_of(report), "Findings");
    const std::size_t at = text.find("\n  and ");
    return at == std::string::npos ? "" : text.substr(at + 1);
  };
  CHECK(count() == 8);
  CHECK(rest().empty());
  report.findings.push_back(finding_of(FindingKind::block, "r8.example"));
  CHECK(count() == 8);
  CHECK(rest() == "  and 1 other\n");
  report.findings.push_back(finding_of(FindingKind::block, "r9.example"));
  CHECK(rest() == "  and 2 others\n");
}

TEST_CASE("of each table so many rows are shown, and how many there are besides") {
  DailyReport report = whole();
  TextOptions options;
  options.top = 1;
  const std::string page = text_of(report, options);
  CHECK(section(page, "Remotes that refused our mail, in tries") ==
        "Remotes that refused our mail, in tries\n"
        "  deferred  bounced  delivered  not tried  remote, and its first refusal\n"
        "     1,208        2          4          7  cox.example: 421 AUP#CXCNCT\n"
        "     1,208        2          4          8  all 2, of which 1 not shown\n");
  CHECK(section(page, "Rejected, in words") ==
        "Rejected, in words\n  count  reason  at       in words\n      8  dnsbl   RCPT TO  blocked "
        "using zen.example\n     12                   all 2, of which 1 not shown\n");
  CHECK(section(page, "Only warned").ends_with("  bad name\n"));
  CHECK(section(page, "Rejected clients") ==
        "Rejected clients\n"
        "  count  client\n"
        "     11  192.0.2.9\n"
        "     12  all 2, of which 1 not shown\n");
  CHECK(section(page, "What the server says of itself") ==
        "What the server says of itself\n"
        "  count  severity  program  text\n"
        "      1  fatal     smtpd    open database: No such file\n"
        "  1,501                     all 2, of which 1 not shown\n");
  CHECK(section(page, "Senders") ==
        "Senders\n"
        "  messages   bytes  average  deferred  failed  from\n"
        "       600  1.0 kB      1 B       300     200  a@example.org\n"
        "       606  5.0 MB   8.3 kB       303     202  all 2, of which 1 not shown\n");
  // Another order of the same names is not told; of the first alone it is another name.
  CHECK(section(page, "Senders by bytes") ==
        "Senders by bytes\n"
        "  messages   bytes   average  deferred  failed  from\n"
        "         6  5.0 MB  833.3 kB         3       2  b@example.com\n"
        "       606  5.0 MB    8.3 kB       303     202  all 2, of which 1 not shown\n");
  CHECK(section(page, "Recipients by bytes").find("  d@example.net\n") != std::string::npos);
  CHECK(section(page, "Domains sent to, by bytes").find("  example.net\n") != std::string::npos);
  CHECK(section(page, "Domains received from, by bytes").find("  example.com\n") !=
        std::string::npos);
  options.top = 2;
  CHECK(text_of(report, options).find("not shown") == std::string::npos);
  CHECK(text_of(report, options).find("by bytes") == std::string::npos);
}

TEST_CASE("a page names no command, and says the words of the program that writes it") {
  DailyReport report = whole();
  report.senders.names = 5;
  report.base.warnings = {
      {.key = "clock", .text = "m.log: runs late.", .hint = Hint::set_year, .hint_data = {}}};
  for (int i = 0; i < 9; ++i) {
    report.findings.push_back(finding_of(FindingKind::block, "r" + std::to_string(i) + ".example"));
  }
  TextOptions options;
  options.top = 1;
  const auto all = [&] {
    std::ostringstream html;
    write_daily_html(report, html, options);
    std::ostringstream json;
    write_daily_json(report, json);
    return std::array{text_of(report, options), html.str().substr(html.str().find("<main>")),
                      json.str()};
  };
  for (const std::string& page : all()) {
    CHECK_FALSE(names_a_command(page));
    CHECK_FALSE(has(page, "(do "));
  }
  report.base.hints = every_hint();
  const auto pages = all();
  for (const std::string& page : pages) {
    CHECK(has(page, "m.log: runs late. " + said(Hint::set_year)));
  }
  for (const std::string& page : {pages[0], pages[1]}) {
    CHECK(has(page, "others " + said(Hint::full_report)));
  }
  std::istringstream lines(pages[0]);
  std::size_t tables = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!has(line, " not shown")) continue;
    ++tables;
    CAPTURE(line);
    CHECK(line.ends_with(' ' + said(Hint::more_rows)));
  }
  CHECK(tables == 13);
}

TEST_CASE("what was not kept apart is said") {
  DailyReport report = whole();
  report.senders.capped = true;
  report.senders.missed = 1234;
  report.senders.names = 5;
  report.inbound.clients.capped = true;
  report.inbound.capped = true;
  report.notices_capped = true;
  const std::string page = text_of(report);
  CHECK(section(page, "Senders")
            .ends_with("  all, at least 5, of which 3 not shown\n"
                       "! more names than are kept: no count is too small by more than 1,234\n"));
  CHECK(section(page, "Rejected clients")
            .ends_with("  all, at least 2\n"
                       "! more names than are kept: no count is too small by more than 0\n"));
  CHECK(section(page, "Discarded")
            .ends_with("  by rule\n! more wordings than are kept: the rest are \"other texts\"\n"));
  CHECK(section(page, "What the server says of itself")
            .ends_with("\n! more texts than are kept: the rest are \"other texts\"\n"));
}

TEST_CASE("untrusted text are cut where the page ends") {
  DailyReport report;
  const std::string x(1000, 'x');
  const auto cut = [&](std::size_t most) { return std::string(most, 'x') + "..."; };
  report.base.inputs = {input(x, "exim")};
  report.base.warnings = {{.key = "k", .text = x}};
  ReportRemote remote;
  remote.name = x;
  remote.tally.deferred = 1;
  ReportCode code;
  code.key = x;
  remote.codes = {code};
  report.base.remotes = {remote};
  report.findings = {finding_of(FindingKind::block, x)};
  report.inbound.rejections = {{.action = InboundAction::rejected,
                                .reason = RejectReason::helo,
                                .stage = Stage::ehlo,
                                .text = x,
                                .count = 1}};
  report.inbound.clients.by_count = {row(x, 1, 1)};
  report.notices = {{.severity = Severity::error, .program = x, .text = x, .count = 1}};
  report.senders.by_count = {row(x, 1, 1)};
  TextOptions options;
  const std::string page = text_of(report, options);
  CHECK(page.starts_with("curfew  daily  " + cut(300) + "; 0 lines"));
  CHECK(page.find("\n! " + cut(400) + '\n') != std::string::npos);
  CHECK(section(page, "Findings").ends_with(cut(600) + "  [f-0123abcd]\n"));
  CHECK(section(page, "Remotes that refused our mail, in tries")
            .ends_with("  " + cut(40) + ": " + cut(60) + '\n'));
  CHECK(section(page, "Rejected, in words").ends_with("  helo    EHLO  " + cut(87) + '\n'));
  CHECK(section(page, "Rejected clients").ends_with("  1  " + cut(80) + '\n'));
  CHECK(section(page, "What the server says of itself")
            .ends_with("      1  error     " + cut(30) + "  " + cut(87) + '\n'));
  CHECK(section(page, "Senders").ends_with("  0  " + cut(80) + '\n'));
  options.width = 140;
  const std::string wide = text_of(report, options);
  CHECK(section(wide, "Rejected, in words").ends_with("  helo    EHLO  " + cut(114) + '\n'));
  CHECK(section(wide, "What the server says of itself").ends_with("  " + cut(87) + '\n'));
}

TEST_CASE("a title is bright where colours are wanted") {
  TextOptions options;
  options.color = true;
  CHECK(text_of({}, options).find("\n\x1b[1mTotals\x1b[0m\n") != std::string::npos);
}

TEST_CASE("a size is told in three figures or so") {
  CHECK(daily::size(0).empty());
  CHECK(daily::size(1) == "1 B");
  CHECK(daily::size(999) == "999 B");
  CHECK(daily::size(1000) == "1.0 kB");
  CHECK(daily::size(1049) == "1.0 kB");
  CHECK(daily::size(1050) == "1.1 kB");
  CHECK(daily::size(999'949) == "999.9 kB");
  CHECK(daily::size(999'950) == "1.0 MB");
  CHECK(daily::size(1'000'000) == "1.0 MB");
  CHECK(daily::size(12'345'678'901) == "12.3 GB");
  CHECK(daily::size(5'000'000'000'000) == "5.0 TB");
  CHECK(daily::size(999'960'000'000'000'000) == "1.0 EB");
  CHECK(daily::size(18'446'744'073'709'551'615U) == "18.4 EB");
}

TEST_CASE("totals stand below one another") {
  DailyReport report;
  report.base.totals.messages = 99'999'999;
  report.base.totals.delivered = 123'456'789;
  report.base.totals.probes = 1'234'567'890;
  CHECK(section(text_of(report), "Totals") ==
        "Totals\n"
        "  received           99,999,999  messages\n"
        "  delivered         123,456,789  recipients\n"
        "  deferred                    0  messages; 0 deferrals\n"
        "  bounced                     0  recipients\n"
        "  address checks  1,234,567,890  no mail\n");
}

}  // namespace curfew::test
