#include "support/page.h"

#include <array>

#include "curfew/redact.h"
#include "lib/report/findings_made.h"
#include "report/day_map.h"
#include "support/catch.h"
#include "support/hints.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;

const Instant monday{std::chrono::sys_days(std::chrono::year(2020) / 6 / 1)};

ReportInput input(const std::string& name, const char* format) {
  ReportInput one;
  one.name = name;
  one.format = format;
  return one;
}

ReportInput read_in(const std::string& name, const char* format, const char* zone,
                    ClockSource source) {
  ReportInput one = input(name, format);
  one.log_zone = zone;
  one.log_zone_source = source;
  one.lines = {.reported = 1000, .ignored = 20, .unknown = 3};
  one.bytes = 12345;
  return one;
}

ReportRemote remote_of(const std::string& name, std::uint64_t deferred) {
  ReportRemote remote;
  remote.name = name;
  remote.tally = {
      .delivered = 20, .deferred = deferred, .bounced = 3, .not_contacted = deferred / 2};
  ReportCode code;
  code.key = "450 4.7.1";
  code.tally.deferred = deferred;
  remote.codes = {code};
  return remote;
}

Finding quiet(FindingKind kind, const std::string& remote) {
  Finding finding = greylist_finding(remote);
  finding.kind = kind;
  finding.rule.reset();
  return finding;
}

ReportFinding of(Finding finding) {
  return {.finding = std::move(finding), .verdict = {}, .days = {}};
}

// A night with all that can be said of it.
ReportFinding whole_night() {
  ReportFinding one = night_finding();
  Finding& finding = one.finding;
  finding.hosts = {"mx.cox.example"};
  finding.last_refusal = monday + 4 * 24h + 20h;
  finding.next_opening = monday + 5 * 24h + 14h;
  finding.counts.outside_refused = 1;
  finding.counts.returned = 4;
  finding.counts.messages = 300;
  finding.counts.messages_refused = 120;
  finding.q = 0.00012;
  finding.explained = 0.99;
  finding.zone_status = ZoneStatus::narrowed;
  finding.zones = {{.changes = {{.at = monday, .shift = 60min}},
                    .zones = {"America/Phoenix", "Etc/GMT+7"},
                    .behind = 0},
                   {.changes = {}, .zones = {"UTC"}, .behind = 1.25}};
  finding.zones_rejected = 1200;
  finding.first_attempts = {.rate_inside = 1, .rate_outside = 0.0125, .inside = 80, .outside = 160};
  finding.retries = {.rate_inside = 0.5, .rate_outside = 0.25, .inside = 128, .outside = 74};
  finding.hours_without_attempts = {3, 4};
  ClaimCheck check;
  check.claim.kind = ClaimKind::concurrency;
  check.claim.limit = 10;
  check.claim.window = 60;
  check.claim.other_limit = 20;
  check.claim.basis = ClaimBasis::provider;
  check.provider = "Cox";
  check.verdict = ClaimVerdict::does_not_fit;
  check.text = "at most 2 of our sessions were open at any of the 208 refusals";
  check.refusals = 208;
  check.most_at_refusal = 2;
  one.verdict.claim = check;
  one.verdict.waits = WaitShares{.deliveries = 1200,
                                 .median = 7h + 3min,
                                 .longest = 14h,
                                 .theirs = 6h,
                                 .ours = 1h,
                                 .ours_share = 0.2};
  one.verdict.advice = {{.key = "retry_after_opening",
                         .server = "postfix",
                         .text = "Tried at once when they open, mail leaves within minutes.",
                         .lines = {"# main.cf", "fast_flush_domains = $relay_domains"}},
                        {.key = "write_to_postmaster",
                         .server = "",
                         .text = "Ask them.",
                         .lines = {},
                         .hint = Hint::letter,
                         .hint_data = "f-0123abcd"}};
  return one;
}

// Something of everything.
Report whole() {
  Report report = report_with(whole_night());
  report.findings.push_back(moved_finding());
  report.findings.back().finding.id = "f-00000001";
  report.findings.back().finding.rule.reset();
  report.findings.push_back(quota_finding());
  report.findings.back().days.clear();
  Finding over = night_finding().finding;
  over.id = "f-00000002";
  over.remote = "over.example";
  over.active = false;
  over.windows.front().ended = true;
  report.findings.push_back(of(over));
  report.findings.push_back(of(quiet(FindingKind::outage, "down.example")));
  report.findings.push_back(of(greylist_finding("a.example")));
  report.findings.push_back(of(greylist_finding("b.example")));
  report.findings.push_back(of(quiet(FindingKind::noise, "c.example")));
  report.inputs = {read_in("mail.log", "postfix", "America/Phoenix", ClockSource::option),
                   read_in("mail.log.1", "postfix", "America/Phoenix", ClockSource::option),
                   read_in("exim/mainlog", "exim", "UTC-07:00", ClockSource::learned),
                   read_in("h.log", "hmailserver", "UTC", ClockSource::assumed),
                   input("m.log", "postfix")};
  report.inputs[0].first_year = 2020;
  report.inputs[0].year_source = ClockSource::file_date;
  report.inputs[1].first_year = 2019;
  report.inputs[1].year_source = ClockSource::file_date;
  report.inputs[2].first_year = 2020;
  report.inputs[2].year_source = ClockSource::option;
  report.inputs[2].copies = 5;
  report.lines = {.reported = 4000, .ignored = 80, .unknown = 12};
  report.copies = 5;
  report.same_logs = {{.name = "old.log", .read_instead = "mail.log", .lines = 77}};
  report.zone_source = ClockSource::system;
  report.warnings = {{.key = "clock", .text = "mail.log: the clock went back by an hour."}};
  report.totals.messages = 1500;
  report.totals.bytes = 7'000'000;
  report.totals.delivered = 1300;
  report.totals.local = 40;
  report.totals.bounced = 12;
  report.totals.expired = 3;
  report.totals.deferred = 2900;
  report.totals.not_contacted = 2607;
  report.totals.local_deferred = 1;
  report.totals.still_open = 9;
  report.totals.dropped = 2;
  report.totals.probes = 6;
  ReportRemote& cox = report.remotes.front();
  cox.hosts = {"mx.cox.example"};
  cox.domains = {"cox.example", "cox.net.example"};
  cox.tally.bounced = 7;
  cox.tally.not_contacted = 2607;
  cox.deferred_messages = 120;
  for (std::size_t hour = 0; hour < 24; ++hour) {
    if (hour == 3) continue;
    const bool shut = hour >= 17 || hour < 7;
    cox.by_hour.at(hour) = {.delivered = shut ? 0U : hour * 100U,
                            .deferred = shut         ? hour + 5U
                                        : hour == 12 ? 500U
                                                     : 0U,
                            .bounced = hour == 13 ? 4U : 0U,
                            .not_contacted = hour == 20 ? 2607U : 0U};
  }
  cox.waits.add(2h);
  cox.waits.add(4h + 30s);
  ReportCode& main = cox.codes.front();
  main.tally.messages = 120;
  main.tally.first_attempts = 90;
  main.tally.expired = 3;
  main.facts.reply_code = 421;
  main.facts.enhanced_code = {.status = 4, .subject = 7, .detail = 0};
  main.facts.provider_code = "AUP#CXCNCT";
  main.facts.error_source = ErrorSource::remote;
  main.facts.error_class = ErrorClass::dns_temporary;
  for (int i = 0; i < 6; ++i) {
    ReportCode code;
    code.key = "55" + std::to_string(i) + " 5.1.1";
    code.tally = {.messages = 1, .first_attempts = 1, .bounced = 1};
    cox.codes.push_back(code);
  }
  for (int i = 0; i < 6; ++i) {
    report.remotes.push_back(remote_of("r" + std::to_string(i) + ".example",
                                       1000 - 100 * static_cast<std::uint64_t>(i)));
  }
  report.remotes.push_back(remote_of("fine.example", 0));
  report.buckets = {{.slot = slot_of(monday),
                     .remote = 0,
                     .code = 0,
                     .counts = {.messages = 1,
                                .first_attempts = 2,
                                .deferred = 3,
                                .bounced = 4,
                                .not_contacted = 5,
                                .expired = 6}},
                    {.slot = slot_of(monday + 15min),
                     .remote = 1,
                     .counts = {.messages = 7, .delivered = 8, .reused = 9}}};
  return report;
}

template <typename Write = void (*)(const Report&, std::ostream&)>  // of the overloads this one
std::string written(const Report& report, Write write) {
  std::ostringstream out;
  write(report, out);
  return out.str();
}

std::string text(const Report& report, const TextOptions& options = {}) {
  return written(report,
                 [&](const Report& one, std::ostream& out) { write_text(one, out, options); });
}

}  // namespace

TEST_CASE("the whole report, in text") {
  CHECK(difference(text(whole()), "lib/report/whole.txt") == "");
  CHECK(difference(text(whole(), {.top = 0,
                                  .width = 72,
                                  .ascii = true,
                                  .days = 2,
                                  .verbose = true,
                                  .break_lines = true}),
                   "lib/report/whole_narrow.txt") == "");
  CHECK(difference(text(whole(), {.top = 1, .width = 120, .color = true, .days = 0}),
                   "lib/report/whole_color.txt") == "");
}

TEST_CASE("the whole report, for a browser") {
  const std::string page = written(whole(), write_html);
  CHECK(
      page.starts_with("<!DOCTYPE html>\n"
                       "<html lang=\"en\">\n"
                       "<head>\n"
                       "<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                       "'none'; style-src 'sha256-"));
  const std::size_t style = page.find("<style>");
  const std::string between = page.substr(page.find("'\">\n"), style - page.find("'\">\n"));
  CHECK(between ==
        "'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
        "name=\"referrer\" content=\"no-referrer\">\n<title>cox.example refuses our mail every day "
        "from 17:00 to 07:00 (UTC-07:00)</title>\n");
  CHECK(difference(page.substr(page.find("</style>")), "lib/report/whole.html") == "");
}

TEST_CASE("a report names no command, and says the words of the program that writes it") {
  Report report = whole();
  report.warnings.push_back(
      {.key = "clock", .text = "m.log: runs late.", .hint = Hint::set_year, .hint_data = {}});
  report.findings.resize(40, of(quiet(FindingKind::outage, "down.example")));
  report.remotes.resize(30, report.remotes[1]);
  const auto all = [&report](const TextOptions& options) {
    std::array<std::string, 3> pages{text(report, options), written(report, write_html),
                                     written(report, write_json)};
    pages[1] = pages[1].substr(pages[1].find("</style>"));
    return pages;
  };
  for (const std::string& page : all({.days = 2})) {
    CHECK_FALSE(names_a_command(page));
    CHECK_FALSE(has(page, "(do "));
    CHECK(has(page, "m.log: runs late."));
  }
  report.hints = every_hint();
  const std::array<std::string, 3> pages = all({.days = 2});
  for (const std::string& page : pages) {
    CHECK(has(page, "Ask them. " + said(Hint::letter) + "f-0123abcd"));
    CHECK(has(page, "m.log: runs late. " + said(Hint::set_year)));
  }
  const std::string& page = pages.front();
  CHECK(has(page, "12 not understood " + said(Hint::unknown_lines)));
  CHECK(has(page, "times read in America/Phoenix (" + said(Hint::by_log_zone)));
  CHECK(has(page, "first year 2020 (" + said(Hint::by_year)));
  CHECK(has(text(report, {.verbose = true}), "others " + said(Hint::more_findings)));
  CHECK(has(page, "refused some of our mail " + said(Hint::more_remotes)));
  CHECK(has(page, "days left out " + said(Hint::more_days)));
}

TEST_CASE("the whole report, in JSON, as metrics and in rows") {
  CHECK(difference(written(whole(), write_json), "lib/report/whole.json") == "");
  CHECK(difference(written(whole(), write_prometheus), "lib/report/whole.prom") == "");
  CHECK(written(whole(), write_csv) ==
        "time,remote,code,messages,first_attempts,delivered,deferred,bounced,reused,not_contacted,"
        "expired\r\n"
        "2020-05-31T17:00:00-07:00,cox.example,\"421 AUP#CXCNCT\",1,2,0,3,4,0,5,6\r\n"
        "2020-05-31T17:15:00-07:00,r0.example,,7,0,8,0,0,9,0,0\r\n");
  CHECK(written(whole(), write_ndjson) ==
        "{\"time\":\"2020-05-31T17:00:00-07:00\",\"remote\":\"cox.example\",\"code\":\"421 "
        "AUP#CXCNCT\",\"messages\":1,\"first_attempts\":2,\"delivered\":0,\"deferred\":3,"
        "\"bounced\":4,\"reused\":0,\"not_contacted\":5,\"expired\":6}\n"
        "{\"time\":\"2020-05-31T17:15:00-07:00\",\"remote\":\"r0.example\",\"code\":\"\","
        "\"messages\":7,\"first_attempts\":0,\"delivered\":8,\"deferred\":0,\"bounced\":0,"
        "\"reused\":9,\"not_contacted\":0,\"expired\":0}\n");
}

TEST_CASE("reports of nothing, and of mail that nobody refused") {
  Report report;
  report.version = "0.1.0";
  CHECK(text(report) ==
        "curfew 0.1.0  nothing read\n"
        "\n"
        "No mail was seen.\n"
        "\n"
        "How it was read\n"
        "  0 lines: 0 about mail, 0 of no use here, 0 not understood\n");
  report.from = report.to = monday;
  report.inputs = {input("mail.log", "exim")};
  report.lines.reported = 1;
  report.copies = 1;
  report.totals.messages = 1;
  report.totals.deferred = 1;
  const std::string head =
      "curfew 0.1.0  mail.log, 2020-06-01 00:00 to 2020-06-01 00:00, times in UTC\n\n";
  const std::string end =
      "How it was read\n"
      "  1 line: 1 about mail, 0 of no use here, 0 not understood; 1 copy left out\n"
      "  mail.log (exim): times read in their own offsets\n"
      "  findings and hours in UTC (this machine's)\n"
      "  1 message received; recipients: 0 delivered, 0 bounced, 0 expired; 1 deferral\n";
  CHECK(text(report) == head + "All is well: no mail went to a remote.\n\n" + end);
  report.remotes = {remote_of("fine.example", 0)};
  report.remotes.front().tally = {.delivered = 20};
  report.remotes.front().codes.clear();
  CHECK(text(report) == head +
                            "All is well: every one of 20 tries was accepted.\n\n"
                            "All remotes, in UTC\n1 remote took all our mail.\n\n" +
                            end);
  CHECK(written(report, write_html).find("<title>Nothing needs you</title>") != std::string::npos);
}

TEST_CASE("without a rule the first line does not call refusals well") {
  Report report = report_with(night_finding());
  report.findings.clear();
  const auto says = [&] {
    const std::string page = text(report);
    const std::size_t at = page.find("\n\n") + 2;
    return page.substr(at, page.find('\n', at) - at);
  };
  CHECK(says() ==
        "No rule was found, but 208 of 442 tries were refused. Most by cox.example: 208 of 442 "
        "tries with 421 AUP#CXCNCT.");
  CHECK(
      text(report).find("\n  cox.example  208 of 442 tries refused: 421 AUP#CXCNCT at banner: ") !=
      std::string::npos);
  report.to = *report.from + 2h;
  CHECK(says().ends_with(" The log covers 2 h; hours and quotas show after some days."));
  report.to = *report.from + 72h;
  CHECK(says().ends_with("AUP#CXCNCT."));
  report.remotes.front().tally.deferred = 26;  // a tenth
  CHECK(says().starts_with("No rule was found, but 26 of 260 tries"));
  report.remotes.front().tally.deferred = 25;
  CHECK(says() ==
        "Nothing needs you: 234 of 259 tries were accepted, the others were refused without a rule "
        "that shows.");
}

TEST_CASE(
    "what goes on by itself is no refusal without a rule, and what is not tried is not well") {
  Report report = report_with(night_finding());
  report.findings = {of(greylist_finding("cox.example"))};
  const auto says = [&] {
    const std::string page = text(report);
    const std::size_t at = page.find("\n\n") + 2;
    return page.substr(at, page.find('\n', at) - at);
  };
  CHECK(says() == "Nothing needs you: 234 of 442 tries were accepted. 1 remote to know of, below.");
  report.remotes.push_back(remote_of("other.example", 1));
  report.remotes.back().tally = {.delivered = 1, .deferred = 1};
  CHECK(says() ==
        "No rule was found, but 1 of 2 tries was refused. Most by other.example: 1 of 2 tries with "
        "450 4.7.1. 1 remote to know of, below. 1 refuses much of our mail without a rule that "
        "shows.");
  CHECK(text(report).find("\n  other.example  1 of 2 tries refused: ") != std::string::npos);
  CHECK(text(report).find("\n  cox.example  208 of") == std::string::npos);
  report.remotes.pop_back();

  // A guess is no answer.
  Finding guess = quiet(FindingKind::ambiguous, "cox.example");
  guess.candidates = {FindingKind::curfew, FindingKind::recipient};
  report.findings = {of(guess)};
  CHECK(says() ==
        "No rule is sure, but 208 of 442 tries were refused. Most by cox.example: 208 of 442 tries "
        "with 421 AUP#CXCNCT. 1 remote to know of, below.");

  // Nobody refused, because nobody was asked.
  report.findings.clear();
  report.remotes.front().tally = {.delivered = 6, .not_contacted = 12};
  report.totals.not_contacted = 12;
  CHECK(says() ==
        "Our own server did not try 12 times. Most often for cox.example: 421 AUP#CXCNCT.");
  CHECK(written(report, write_html).find("<title>Much of our mail is refused</title>") ==
        std::string::npos);
  // A host that was not reached while another took the mail.
  report.totals.not_contacted = 0;
  CHECK(says() == "All is well: every one of 6 tries was accepted.");
}

TEST_CASE("closed hours are outlined where they are, as long as they held") {
  const auto outlines = [](const ReportFinding& one) {
    Report report;
    report.zone = TimeZone::fixed(-7h);
    std::string all;
    for (const page::DayMap::Closed& closed : report::day_map_of(one, report, {}).closed) {
      all += std::to_string(closed.first_day) + '-' + std::to_string(closed.last_day) + ' ' +
             std::to_string(closed.from) + '-' + std::to_string(closed.to) + '\n';
    }
    return all;
  };
  ReportFinding one = night_finding();
  CHECK(outlines(one) == "1-4 34-48\n2-4 0-14\n");
  Window& window = one.finding.windows.front();
  window.end->rounded = 0s;
  CHECK(outlines(one) == "1-4 34-48\n");
  window.start->rounded = 1h + 14min;
  window.end->rounded = 2h + 15min;
  CHECK(outlines(one) == "1-4 2-5\n");
  window.ended = true;
  window.last_seen = window.first_seen + 24h;
  CHECK(outlines(one) == "1-2 2-5\n");
  window.end->rounded = 30min;
  CHECK(outlines(one) == "1-2 2-48\n2-3 0-1\n");
  window.last_seen = window.first_seen + 24h * 3;
  CHECK(outlines(one) == "1-4 2-48\n2-4 0-1\n");
  window.first_seen += 24h * 3;
  CHECK(outlines(one) == "4-4 2-48\n");
  window.first_seen += 24h;
  CHECK(outlines(one).empty());
  window.ended = false;
  CHECK(outlines(one).empty());
  one = night_finding();
  one.finding.windows.front().period = WindowPeriod::week;
  CHECK(outlines(one).empty());
}

TEST_CASE("hours since the onset of the first window are summed up") {
  const auto row = [](const ReportFinding& one, std::size_t hour) {
    Report report;
    report.zone = TimeZone::fixed(-7h);
    page::Page page;
    report::add_hours(one, report, page);
    const auto& cells = std::get<page::Table>(page.back()).rows.at(hour);
    return cells[1].lines[0].words() + '/' + cells[2].lines[0].words();
  };
  ReportFinding one = night_finding();
  CHECK(row(one, 8) == "0/24");
  CHECK(row(one, 17) == "16/0");
  one.finding.windows.front().onset_known = false;
  CHECK(row(one, 8) == "0/30");
  one = night_finding();
  one.finding.windows.push_back(one.finding.windows.front());
  one.finding.windows.front().first_seen += 24h;
  CHECK(row(one, 8) == "0/24");
  one = quota_finding();
  one.finding.rule->onset_known = true;
  CHECK(row(one, 8) == "0/30");
}

TEST_CASE("what does not fit on a page is counted") {
  Report report = report_with(night_finding());
  report.findings.front().days.clear();
  report.remotes.reserve(600);
  ReportRemote& first = report.remotes.front();
  for (int i = 1; i < 30; ++i) {
    first.codes.push_back(first.codes.front());
    first.codes.back().key = "450 4.7." + std::to_string(i);
    first.codes.back().tally = {.deferred = 10, .bounced = 1};
  }
  for (int i = 0; i < 510; ++i) {
    report.remotes.push_back(
        remote_of("r" + std::to_string(i) + ".example", 510U - static_cast<unsigned>(i)));
  }
  for (int i = 0; i < 103; ++i) {
    report.inputs.push_back(input("log." + std::to_string(i), "exim"));
  }
  const auto count = [](const std::string& page, const std::string& words) {
    std::size_t number = 0;
    for (std::size_t at = page.find(words); at != std::string::npos;
         at = page.find(words, at + 1)) {
      ++number;
    }
    return number;
  };
  for (int i = 0; i < 500; ++i) {
    report.remotes.push_back(remote_of("s" + std::to_string(i) + ".example", 1));
  }
  const std::string html = written(report, write_html);
  CHECK(count(html, ".example</th><td class=\"n\">") == 200);
  CHECK(html.find("<p class=\"note\">and 811 other remotes that refused some of our mail</p>") !=
        std::string::npos);
  CHECK(html.find("; s499.example 4 of 24</p>") != std::string::npos);
  CHECK(count(html, "<svg class=\"cell hrs\"") == 60);
  report.remotes.resize(200);
  CHECK(count(written(report, write_html), "other remotes that refused") == 0);

  const std::string page = text(report);
  CHECK(count(page, "\nr") == 1 + 19);  // and the head
  CHECK(page.find("\nr19.example  ") == std::string::npos);
  CHECK(page.find("\nr18.example  ") != std::string::npos);
  CHECK(page.find("\n  and 180 other remotes that refused some of our mail\n") !=
        std::string::npos);
  CHECK(page.find("\n  104 logs") == std::string::npos);
  CHECK(page.find("\n  103 logs (first: log.0) (exim)") != std::string::npos);
  report.remotes.resize(21);
  CHECK(text(report).find("\n  and 1 other remote that refused some of our mail\n") !=
        std::string::npos);
  report.remotes.resize(20);
  CHECK(text(report).find("and 1 other remote") == std::string::npos);
}

TEST_CASE("metrics are bounded, the rest stands under other") {
  Report report = report_with(night_finding());
  report.remotes.reserve(60);
  ReportRemote& first = report.remotes.front();
  first.name = std::string(130, 'x') + "\"\\";
  for (int i = 0; i < 21; ++i) {
    first.codes.push_back(first.codes.front());
    first.codes.back().key = "450 4.7." + std::to_string(i);
    first.codes.back().tally = {.deferred = 10, .bounced = 1};
  }
  for (int i = 0; i < 51; ++i) {
    report.remotes.push_back(remote_of("r" + std::to_string(i) + ".example", 10));
  }
  report.findings.assign(101, report.findings.front());
  const auto count = [](const std::string& page, const std::string& words) {
    std::size_t number = 0;
    for (std::size_t at = page.find(words); at != std::string::npos;
         at = page.find(words, at + 1)) {
      ++number;
    }
    return number;
  };
  const auto has = [](const std::string& page, const std::string& line) {
    return page.find('\n' + line + '\n') != std::string::npos;
  };
  const std::string page = written(report, write_prometheus);
  CHECK(count(page, "outcome=\"delivered\"") == 51);
  CHECK(has(page, "curfew_window_contacts{remote=\"other\",outcome=\"delivered\"} 40"));
  CHECK(has(page, "curfew_window_contacts{remote=\"other\",outcome=\"deferred\"} 20"));
  CHECK(has(page, "curfew_window_contacts{remote=\"other\",outcome=\"bounced\"} 6"));
  CHECK(has(page, "curfew_window_not_asked{remote=\"other\"} 10"));
  const std::string name = "remote=\"" + std::string(120, 'x') + "...\"";
  CHECK(has(page, "curfew_window_refusals{" + name + ",code=\"450 4.7.18\"} 11"));
  CHECK(has(page, "curfew_window_refusals{" + name + ",code=\"other\"} 22"));
  CHECK(count(page, "curfew_finding_active{") == 100);
  CHECK(has(page, "curfew_finding_window_end_seconds{id=\"f-0123abcd\",twin=\"100\"} 25200"));
  report.remotes.resize(50);
  report.findings.resize(1);
  first.codes.resize(20);
  CHECK(written(report, write_prometheus).find("\"other\"") == std::string::npos);
  // Shares to the millionth, and no more than all.
  FindingCounts& counts = report.findings.front().finding.counts;
  const auto share = [&](std::uint64_t refused, std::uint64_t accepted) {
    counts.inside_refused = refused;
    counts.inside_accepted = accepted;
    const std::string all = written(report, write_prometheus);
    const std::string begin = "curfew_finding_refused_inside_ratio{id=\"f-0123abcd\"} ";
    const std::size_t at = all.find(begin) + begin.size();
    return all.substr(at, all.find('\n', at) - at);
  };
  CHECK(share(0, 0) == "0.000000");
  CHECK(share(1, 2) == "0.333333");
  CHECK(share(2, 1) == "0.666667");
  CHECK(share(5, 0) == "1");
  CHECK(share(9'999'999, 1) == "1");
  CHECK(share(1, 1'999'999) == "0.000001");
  CHECK(share(1, 2'000'001) == "0.000000");
  Waits& waits = report.remotes.front().waits;
  for (const Milliseconds wait : {1500ms, 2000ms, 10s + 7ms}) waits.add(wait);
  const std::string timed = written(report, write_prometheus);
  CHECK(has(timed, "curfew_window_wait_seconds{" + name + ",percentile=\"50\"} 2"));
  CHECK(has(timed, "curfew_window_wait_seconds{" + name + ",percentile=\"100\"} 10.007"));
}

TEST_CASE("no more zones of a class are listed than sixty") {
  ReportFinding one = night_finding();
  one.finding.zones.resize(1);
  one.finding.zones.front().zones.assign(61, "UTC");
  const std::string page = written(report_with(one), write_json);
  CHECK(page.find("\"zone_count\":61") != std::string::npos);
  const std::size_t at = page.find("\"zones\":[\"UTC\"");
  REQUIRE(at != std::string::npos);
  CHECK(std::ranges::count(page.substr(at, page.find(']', at) - at), ',') == 59);
}

TEST_CASE("figures of a claim that are nothing are figures") {
  ReportFinding one = whole_night();
  Claim& claim = one.verdict.claim->claim;
  claim.limit = claim.other_limit = claim.window = 0;
  const std::string zero = written(report_with(one), write_json);
  CHECK(zero.find("\"limit\":0,\"other_limit\":0,\"window_seconds\":0,") != std::string::npos);
  claim.limit = claim.other_limit = claim.window = -1;
  const std::string none = written(report_with(one), write_json);
  CHECK(none.find("limit\":") == std::string::npos);
  CHECK(none.find("window_seconds") == std::string::npos);
}

TEST_CASE("all patterns in full, or ten of them, or as headlines; of other causes twenty") {
  Report report = report_with(quota_finding());
  report.findings.front().days.clear();
  report.findings.resize(31, report.findings.front());
  for (int i = 0; i < 21; ++i) {
    report.findings.push_back(of(quiet(FindingKind::outage, "down" + std::to_string(i))));
  }
  const auto counted = [&](const TextOptions& options, const std::string& words) {
    const std::string page = text(report, options);
    std::size_t number = 0;
    for (std::size_t at = page.find(words); at != std::string::npos;
         at = page.find(words, at + 1)) {
      ++number;
    }
    return number;
  };
  const std::string proof = "  How sure  ";
  const std::string headline = "\u25cf rate";
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    if (report.findings[i].finding.kind == FindingKind::quota) {
      report.findings[i].finding.remote = "rate" + std::to_string(i) + ".example";
    }
  }
  for (const std::size_t top : {1U, 5U}) {
    CHECK(counted({.top = top}, proof) == 10);
    CHECK(counted({.top = top}, headline) == 30);
    CHECK(counted({.top = top}, "  and 1 other\n") == 1);
  }
  CHECK(counted({}, "remotes were out of service") == 1);
  CHECK(counted({.verbose = true}, "  and 1 other\n") == 2);
  CHECK(counted({.verbose = true}, "was out of service") == 20);
  CHECK(counted({.top = 0}, proof) == 31);
  CHECK(counted({.top = 0, .verbose = true}, "was out of service") == 21);
  CHECK(counted({.top = 0}, "  and 1 other\n") == 0);
  report.findings.erase(report.findings.begin());
  CHECK(counted({}, "  and 1 other\n") == 0);
  for (ReportFinding& one : report.findings) one.days = night_finding().days;
  CHECK(counted({}, "Tue  2 Jun") == 2);
  CHECK(counted({.top = 0}, "Tue  2 Jun") == 30);
}

TEST_CASE("untrusted text are cut where a page for a browser has no room for them") {
  Report report = report_with(night_finding());
  const std::string x(5000, 'x');
  ReportFinding& one = report.findings.front();
  one.days.clear();
  one.finding.code = x;
  report.remotes.front().name = one.finding.remote = "y";
  report.remotes.front().codes.front().key = x;
  report.remotes.front().codes.front().facts.text = x;
  ClaimCheck check;
  check.claim.kind = ClaimKind::dnsbl;
  check.provider = x;
  check.text = x;
  one.verdict.claim = check;
  one.verdict.advice = {{.key = "k", .server = "", .text = x, .lines = {x}}};
  Finding down = quiet(FindingKind::outage, "z");
  down.code = x;
  report.findings.push_back(of(down));
  report.inputs = {input(x, "postfix")};
  report.warnings = {{.key = "k", .text = x}};
  report.remotes.push_back(report.remotes.front());
  report.remotes.back().name = x;
  const std::string page = written(report, write_html);
  std::string lengths;
  for (std::size_t at = page.find("xxx"); at != std::string::npos; at = page.find("xxx", at)) {
    const std::size_t end = page.find_first_not_of('x', at);
    lengths += std::to_string(end - at) + (page.compare(end, 3, "...") == 0 ? " " : "! ");
    at = end;
  }
  CHECK(lengths == "300 240 479 600 300 300 300 574 100 60 300 400 ");
}

}  // namespace curfew::test
