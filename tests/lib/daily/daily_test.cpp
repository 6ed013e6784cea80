#include "curfew/daily.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "support/catch.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

using nlohmann::json;

constexpr std::string_view postfix_log =
    "2026-11-23T21:58:00Z mail postfix/smtpd[1]: 4A1B2C3D4E: client=app.example.org[192.0.2.1]\n"
    "2026-11-23T21:58:00Z mail postfix/cleanup[2]: 4A1B2C3D4E: message-id=<1@example.org>\n"
    "2026-11-23T21:58:00Z mail postfix/qmgr[3]: 4A1B2C3D4E: from=<a@Example.org>, size=100, "
    "nrcpt=2 (queue active)\n"
    "2026-11-23T21:58:01Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<b@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host "
    "mx.cox.example[192.0.2.7] refused to talk to me: 421 blocked AUP#CXCNCT)\n"
    "2026-11-23T21:58:01Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<c@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, status=deferred (host "
    "mx.cox.example[192.0.2.7] refused to talk to me: 421 blocked AUP#CXCNCT)\n"
    "2026-11-23T22:10:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: "
    "554 5.7.1 <x@example.net>: Relay access denied; from=<y@example.com> to=<x@example.net> "
    "proto=ESMTP helo=<z>\n"
    "2026-11-23T22:11:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.9]: "
    "450 4.2.0 <d@example.org>: Recipient address rejected: Greylisted; from=<y@example.com> "
    "to=<d@example.org> proto=ESMTP helo=<z>\n"
    "2026-11-23T22:12:00Z mail postfix/smtpd[1]: warning: unknown[192.0.2.9]: SASL LOGIN "
    "authentication failed: x\n"
    "2026-11-24T00:10:00Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<b@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=7920, delays=7919/0/1/0, dsn=2.0.0, status=sent "
    "(250 ok)\n"
    "2026-11-24T00:10:01Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<c@cox.example>, "
    "relay=mx.cox.example[192.0.2.7]:25, delay=7920, delays=7919/0/1/0, dsn=5.1.1, status=bounced "
    "(host mx.cox.example[192.0.2.7] said: 550 no such user (in reply to RCPT TO command))\n"
    "2026-11-24T00:10:02Z mail postfix/qmgr[3]: 4A1B2C3D4E: removed\n";

struct Read {
  DailyReport report;
  std::string text;
  json document;
};

Read read(std::string_view log, AnalyzerOptions options = {},
          const DailyOptions& daily_options = {}, const DailyNames& names = {}) {
  options.inbound = true;
  Analyzer analyzer(builtin_formats(), std::move(options));
  Daily daily(daily_options);
  const test::Listener listener(analyzer,
                                [&](std::string_view, std::string_view, const Events& events) {
                                  daily.add(events, analyzer.period());
                                });
  analyzer.read(text_source("mail.log", log));
  Read result{.report = daily.report(analyzer.report(false), names), .text = {}, .document = {}};
  std::ostringstream text;
  write_daily_text(result.report, text);
  result.text = text.str();
  std::ostringstream document;
  write_daily_json(result.report, document);
  result.document = json::parse(document.str());
  return result;
}

}  // namespace

TEST_CASE("a day's page counts messages, recipients and attempts, and what was turned away") {
  const Read page = read(postfix_log);
  CHECK(page.report.base.lines.lines() == 11);
  CHECK(page.report.base.lines.reported == 11);
  const Totals& totals = page.report.base.totals;
  CHECK(totals.messages == 1);
  CHECK(totals.bytes == 100);
  CHECK(totals.deferred == 2);
  CHECK(totals.deferred_messages == 1);
  CHECK(page.report.base.totals.delivered == 1);
  CHECK(page.report.base.totals.delivered_bytes == 100);
  CHECK(page.report.base.totals.bounced == 1);
  CHECK(page.report.inbound.rejected == 2);
  CHECK(page.report.inbound.rejected_for_now == 1);
  REQUIRE(page.report.inbound.clients.by_count.size() == 1);
  CHECK(page.report.inbound.clients.by_count.front().name == "192.0.2.9");
  CHECK(page.report.inbound.clients.by_count.front().messages == 2);
  REQUIRE(page.report.notices.size() == 1);
  CHECK(page.report.notices.front().program == "smtpd");
  CHECK(page.report.notices.front().severity == Severity::warning);
}

TEST_CASE("what was warned of, held or discarded is not counted as rejected") {
  const auto line = [](int minute, const char* words) {
    return "2026-11-23T22:" + std::to_string(minute) +
           ":00Z mail postfix/smtpd[1]: NOQUEUE: " + words +
           ": RCPT from unknown[192.0.2.9]: 554 5.7.1 <x@example.net>: Relay access denied; "
           "from=<y@example.com> to=<x@example.net> proto=ESMTP helo=<z>\n";
  };
  const auto action = [](int minute, const char* words) {
    return "2026-11-23T22:" + std::to_string(minute) +
           ":00Z mail postfix/cleanup[2]: " + "4A1B2C3D4E: " + words +
           ": header Subject: x from app.example.org[192.0.2.8]; from=<y@example.com> "
           "to=<x@example.net> proto=ESMTP helo=<z>: rule\n";
  };
  const Read page = read(std::string(postfix_log) + line(20, "reject_warning") +
                         action(21, "hold") + action(22, "discard"));
  const DailyInbound& inbound = page.report.inbound;
  CHECK(inbound.rejected == 2);
  CHECK(inbound.warned == 1);
  CHECK(inbound.held == 1);
  CHECK(inbound.discarded == 1);
  CHECK(page.report.base.totals.rejected == 2);
  std::uint64_t by_reason = 0;
  for (const DailyReason& one : inbound.reasons) by_reason += one.count;
  CHECK(by_reason == 2);
  REQUIRE(inbound.clients.by_count.size() == 1);
  CHECK(inbound.clients.by_count.front().messages == 2);
  CHECK(page.report.logins.failed == 1);
  REQUIRE(page.report.logins.clients.by_count.size() == 1);
  CHECK(page.report.logins.clients.by_count.front().name == "192.0.2.9");
  CHECK(page.document["inbound"]["rejected"] == 2);
}

TEST_CASE("findings on the page: what asks to act first, greylists in a line, a screen at most") {
  DailyReport report;
  const auto add = [&](FindingKind kind, const std::string& remote) {
    Finding finding;
    finding.id = "f-00000000";
    finding.kind = kind;
    finding.remote = remote;
    finding.active = true;
    report.findings.push_back(finding);
  };
  for (int i = 0; i < 3; ++i) add(FindingKind::block, "block" + std::to_string(i) + ".test");
  for (int i = 0; i < 20; ++i) add(FindingKind::greylist, "grey" + std::to_string(i) + ".test");
  for (int i = 0; i < 9; ++i) add(FindingKind::outage, "down" + std::to_string(i) + ".test");
  std::ostringstream out;
  write_daily_text(report, out);
  const std::string text = out.str();
  INFO(text);
  CHECK(text.find("block0.test blocks our mail") < text.find("20 remotes greylist: grey0.test"));
  CHECK(text.find("9 remotes were out of service for a while: down0.test") != std::string::npos);
}

TEST_CASE("days and hours are those of the report's zone, and add up to the totals") {
  AnalyzerOptions options;
  options.zone = TimeZone::fixed(std::chrono::hours(2));
  const Read page = read(postfix_log, std::move(options));
  REQUIRE(page.report.days.size() == 2);
  CHECK(page.report.days[0].date == "2026-11-23");
  CHECK(page.report.days[0].traffic.messages == 1);
  CHECK(page.report.days[1].date == "2026-11-24");
  CHECK(page.report.days[1].traffic.rejected == 2);
  CHECK(page.report.hours[23].deferred == 2);
  CHECK(page.report.hours[0].rejected == 2);
  CHECK(page.report.hours[2].delivered == 1);
  Traffic days;
  for (const DailyDay& day : page.report.days) days += day.traffic;
  Traffic hours;
  for (const Traffic& hour : page.report.hours) hours += hour;
  CHECK(days == static_cast<const Traffic&>(page.report.base.totals));
  CHECK(hours == static_cast<const Traffic&>(page.report.base.totals));
  CHECK(hours.messages == page.report.base.totals.messages);
  CHECK(hours.bytes == page.report.base.totals.bytes);
  CHECK(hours.delivered == page.report.base.totals.delivered);
  CHECK(hours.deferred == page.report.base.totals.deferred);
}

TEST_CASE("a day without mail stands between two days with mail") {
  const std::string log = std::string(postfix_log) +
                          "2026-11-26T08:00:00Z mail postfix/smtpd[1]: warning: something\n"
                          "2026-11-26T08:00:01Z mail postfix/smtpd[1]: 4A1B2C3D4F: "
                          "client=app.example.org[192.0.2.1]\n";
  const Read page = read(log);
  std::vector<std::string> days;
  for (const DailyDay& day : page.report.days) days.push_back(day.date);
  CHECK(days == std::vector<std::string>{"2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"});
  CHECK(page.report.days[2].traffic == Traffic{});
}

TEST_CASE("what lies outside the period is not counted") {
  AnalyzerOptions options;
  options.since = [](const TimeZone&) {
    return Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  };
  const Read page = read(postfix_log, std::move(options));
  CHECK(page.report.inbound.rejected == 0);
  CHECK(page.report.notices.empty());
  CHECK(page.report.base.totals.messages == 0);
  CHECK(page.report.base.totals.delivered == 1);
  CHECK(page.report.days.size() == 1);
}

TEST_CASE(
    "a recipient's row tells deliveries, bytes, deferrals and failures; domains ignore case") {
  const Read page = read(postfix_log);
  REQUIRE(page.report.recipient_domains.by_count.size() == 1);
  const DailyRow& row = page.report.recipient_domains.by_count.front();
  CHECK(row.name == "cox.example");
  CHECK(row.messages == 1);
  CHECK(row.bytes == 100);
  CHECK(row.deferred == 2);
  CHECK(row.bounced == 1);
  REQUIRE(page.report.senders.by_count.size() == 1);
  CHECK(page.report.senders.by_count.front().name == "a@example.org");
  CHECK(page.report.senders.by_count.front().bytes == 100);
}

TEST_CASE("every name that was collected goes through the function that hides names") {
  const Read page =
      read(postfix_log, {}, {}, [](DailyName, std::string_view) { return std::string("hidden"); });
  DailyReport report = page.report;
  report.base.remotes.clear();  // the report's own names are hidden before
  report.findings.clear();
  std::ostringstream document;
  std::ostringstream text;
  write_daily_json(report, document);
  write_daily_text(report, text);
  for (const std::string& shown : {text.str(), document.str()}) {
    for (const char* name : {"b@cox", "cox.example", "192.0.2.9", "a@example", "SASL"}) {
      INFO(name);
      CHECK(shown.find(name) == std::string::npos);
    }
    CHECK(shown.find("hidden") != std::string::npos);
  }
}

TEST_CASE("untrusted text reach neither terminal nor JSON unescaped") {
  const std::string log =
      "2026-11-23T22:10:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from "
      "unknown[192.0.2.9]: 554 5.7.1 go \x1b[31maway\x07 \xe2\x80\xae\xff; from=<\x1b]0;x@e> "
      "to=<x@example.net> proto=ESMTP helo=<z>\n"
      "2026-11-23T22:11:00Z mail postfix/smtpd[1]: fatal: \x1b[2J\x9b gone\n";
  const Read page = read(log);
  CHECK(page.text.find('\x1b') == std::string::npos);
  CHECK(page.text.find('\x07') == std::string::npos);
  CHECK(page.text.find('\x9b') == std::string::npos);
  CHECK(page.text.find("\xe2\x80\xae") == std::string::npos);
  CHECK(page.document["inbound"]["rejected"] == 1);
  CHECK(page.document["notices"][0]["severity"] == "fatal");
}

TEST_CASE("wordings are bounded; those beyond stand together") {
  std::string log;
  const auto word = [](int i) {
    std::string letters;
    for (; i != 0; i /= 26) letters += static_cast<char>('a' + i % 26);
    return letters;
  };
  for (int i = 1; i <= 3000; ++i) {
    log += "2026-11-23T22:11:00Z mail postfix/smtpd[1]: warning: trouble with " + word(i) + '\n';
  }
  const Read page = read(log);
  CHECK(page.report.notices_capped);
  CHECK(page.report.notices.size() == 2001);
  std::uint64_t sum = 0;
  for (const DailyNotice& one : page.report.notices) sum += one.count;
  CHECK(sum == 3000);
  CHECK(page.report.notices.front().text == "other texts");
}

TEST_CASE("a table that gave names up says so on the page and in JSON") {
  std::string log;
  for (int i = 1; i <= 50; ++i) {
    log +=
        "2026-11-23T22:11:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2." +
        std::to_string(i) +
        "]: 554 5.7.1 no; from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<z>\n";
  }
  const Read page = read(log, {}, {.top = 3, .most_kept = 10});
  CHECK(page.report.inbound.rejected == 50);
  CHECK(page.document["inbound"]["clients"]["capped"] == true);
  CHECK(page.document["inbound"]["clients"]["missed_at_most"] > 0);
  CHECK(page.text.find("! more names than are kept") != std::string::npos);
}

TEST_CASE("what became of mail is counted for its sender, too") {
  const Read page =
      read(std::string(postfix_log) +
           "2026-11-24T01:00:00Z mail postfix/qmgr[3]: 5A1B2C3D4E: from=<a@example.org>, size=9, "
           "nrcpt=1 (queue active)\n"
           "2026-11-24T01:00:01Z mail postfix/smtp[4]: 5A1B2C3D4E: to=<d@cox.example>, "
           "relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to "
           "mx.cox.example[192.0.2.7]:25: Connection refused)\n"
           "2026-11-24T01:10:01Z mail postfix/qmgr[3]: 5A1B2C3D4E: from=<a@example.org>, "
           "status=expired, returned to sender\n");
  const auto check = [](const DailyTable& table) {
    REQUIRE(table.by_count.size() == 1);
    for (const DailyRow& row : {table.by_count.front(), table.total}) {
      CHECK(row.messages == 1);
      CHECK(row.bytes == 100);
      CHECK(row.deferred == 3);
      CHECK(row.bounced == 2);
    }
  };
  check(page.report.senders);
  check(page.report.sender_domains);
  CHECK(page.document["senders"]["by_count"][0]["deferred"] == 3);
  CHECK(page.document["senders"]["total"]["bounced"] == 2);
}

TEST_CASE("a period is compared with the one before it, and with that of a week before") {
  using namespace std::chrono_literals;
  std::string log;
  for (int day = 1; day <= 20; ++day) {
    for (int n = 0; n < day; ++n) {
      char line[200];
      std::snprintf(line, sizeof line,
                    "2026-11-%02dT%02d:30:00Z mail postfix/pickup[1]: %02X%02X2C3D4E: uid=0 "
                    "from=<root>\n",
                    day, n, static_cast<unsigned>(day), static_cast<unsigned>(n));
      log += line;
    }
  }
  const auto of = [&log](std::chrono::hours since, std::optional<std::chrono::hours> until) {
    constexpr Instant first{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};
    AnalyzerOptions options;
    options.findings_of_all = true;
    options.since = [=](const TimeZone&) { return first + since; };
    if (until) options.until = [=](const TimeZone&) { return first + *until; };
    options.zone = TimeZone();
    return read(log, options).report;
  };
  const auto messages = [](const std::optional<DailyComparison>& one) {
    return one ? static_cast<int>(one->traffic.messages) : -1;
  };
  const DailyReport day = of(24h * 14, 24h * 15);
  CHECK(day.base.totals.messages == 15);
  CHECK(day.whole_days);
  CHECK(messages(day.before) == 14);
  CHECK(messages(day.week_before) == 8);
  CHECK(day.before->until - day.before->from == 24h);
  const DailyReport second = of(24h, 48h);
  CHECK(messages(second.before) == 1);
  CHECK(messages(second.week_before) == -1);
  CHECK(messages(of(0h, 24h).before) == -1);
  // Six hours of a day: the six before, and the same of a week before.
  const DailyReport part = of(24h * 19 + 6h, 24h * 19 + 12h);
  CHECK(part.base.totals.messages == 6);
  CHECK_FALSE(part.whole_days);
  CHECK(messages(part.before) == 6);
  CHECK(messages(part.week_before) == 6);
  // A week has no week before it but the one before.
  const DailyReport week = of(24h * 7, 24h * 14);
  CHECK(messages(week.before) == 1 + 2 + 3 + 4 + 5 + 6 + 7);
  CHECK(messages(week.week_before) == -1);
  // Without an end: up to the last mail.
  const DailyReport open = of(24h * 19, std::nullopt);
  CHECK(open.base.totals.messages == 20);
  CHECK(messages(open.before) == 15);
  CHECK_FALSE(read(log).report.before.has_value());
}

TEST_CASE("connections, TLS, logins and delays of Postfix") {
  const Read page = read(
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: connect from app.example.org[192.0.2.1]\n"
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: connect from unknown[192.0.2.2]\n"
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: connect from unknown[192.0.2.2]\n"
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: Anonymous TLS connection established from "
      "app.example.org[192.0.2.1]: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: 4A1B2C3D4E: client=app.example.org[192.0.2.1], "
      "sasl_method=PLAIN, sasl_username=anna, sasl_sender=a@example.org\n"
      "2026-11-23T21:58:00Z mail postfix/qmgr[3]: 4A1B2C3D4E: from=<a@example.org>, size=100, "
      "nrcpt=1 (queue active)\n"
      "2026-11-23T21:58:01Z mail postfix/smtp[4]: Trusted TLS connection established to "
      "mx.example.net[192.0.2.7]:25: TLSv1 with cipher X (256/256 bits)\n"
      "2026-11-23T21:58:01Z mail postfix/smtp[5]: Trusted TLS connection reused to "
      "mx.example.net[192.0.2.7]:25: TLSv1.3 with cipher X (256/256 bits)\n"
      "2026-11-23T21:58:01Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<b@example.net>, "
      "relay=mx.example.net[192.0.2.7]:25, delay=3.3, delays=0.1/0/2/1.2, dsn=2.0.0, status=sent "
      "(250 ok)\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: CONNECT from [192.0.2.9]:4711 to "
      "[192.0.2.8]:25\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: PREGREET 14 after 0.08 from "
      "[192.0.2.9]:4711: EHLO x\\r\\n\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: DNSBL rank 3 for [192.0.2.9]:4711\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: PASS OLD [192.0.2.9]:4711\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: PASS OLD [192.0.2.9]:4711\n"
      "2026-11-23T21:58:02Z mail postfix/postscreen[6]: NOQUEUE: reject: RCPT from "
      "[192.0.2.9]:4711: 550 5.7.1 Service unavailable; from=<x@example.com>, "
      "to=<y@example.net>, proto=ESMTP, helo=<z>\n");
  const DailyReport& report = page.report;
  CHECK(report.connections.in == 3);
  REQUIRE(report.connections.clients.by_count.size() == 2);
  CHECK(report.connections.clients.by_count.front().name == "192.0.2.2");
  CHECK(report.connections.clients.by_count.front().messages == 2);
  CHECK(page.document["tls"] == json::parse(R"({"in":[{"name":"TLSv1.3","count":1},
      {"name":"none","count":2}],"out":[{"name":"TLSv1.0","count":1}]})"));
  CHECK(report.logins.accepted == 1);
  REQUIRE(report.logins.users.by_count.size() == 1);
  CHECK(report.logins.users.by_count.front().name == "anna");
  REQUIRE(report.logins.accepted_clients.by_count.size() == 1);
  CHECK(report.logins.accepted_clients.by_count.front().name == "192.0.2.1");
  CHECK(page.document["screened"] == json::parse(R"([{"name":"PASS OLD","count":2},
      {"name":"DNSBL","count":1},{"name":"PREGREET","count":1},{"name":"rejected","count":1}])"));
  REQUIRE(report.delays.size() == 4);
  const auto near = [](Milliseconds got, double seconds) {
    const double ratio = static_cast<double>(got.count()) / 1000 / seconds;
    return ratio > 0.96 && ratio < 1.04;
  };
  CHECK(report.delays[0].phase == DailyPhase::before_queue);
  CHECK(near(report.delays[0].median, 0.1));
  CHECK(report.delays[1].median == Milliseconds(0));
  CHECK(near(report.delays[2].most, 2));
  CHECK(near(report.delays[3].most, 1.2));
  CHECK(report.delays[3].count == 1);
  const Read plain = read(postfix_log);
  CHECK_FALSE(plain.document.contains("tls"));
  CHECK_FALSE(plain.document.contains("connections"));
  CHECK_FALSE(plain.document.contains("screened"));
}

TEST_CASE("connections, TLS, logins and delays of Exim") {
  const Read page = read(
      "2026-11-23 21:58:00 SMTP connection from [192.0.2.1]:4711 (TCP/IP connection count = 1)\n"
      "2026-11-23 21:58:00 1vNLz2-0000000002n-1rJq <= a@example.org H=(x) [192.0.2.1] P=esmtpsa "
      "X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=plain_login:anna:a@example.org S=100 "
      "id=1@example.org\n"
      "2026-11-23 21:58:03 1vNLz2-0000000002n-1rJq => b@example.net R=dns T=remote_smtp "
      "H=mx.example.net [192.0.2.7] X=TLS-1.2:Y:256 CV=yes DN=\"CN=mx X=TLS1.0:Z\" "
      "C=\"250 ok X=TLS1.1:Z\" QT=3s DT=1s\n"
      "2026-11-23 21:58:03 1vNLz2-0000000002n-1rJq => c@example.com R=dns T=remote_smtp "
      "H=mx.example.com [192.0.2.8] C=\"250 ok X=TLS1.1:Z\"\n"
      "2026-11-23 21:58:03 1vNLz2-0000000002n-1rJq => d <d@example.org> R=local "
      "T=local_delivery\n"
      "2026-11-23 21:58:03 1vNLz2-0000000002n-1rJq Completed\n"
      "2026-11-23 21:59:00 1vNLz3-0000000002n-1rJq <= e@example.org H=y [192.0.2.2] P=esmtp "
      "S=100 id=X=TLS1.1:@example.org T=\"X=TLS1.1:a\"\n"
      "2026-11-23 21:59:00 1vNLz4-0000000002n-1rJq <= f@example.org U=f P=local S=100\n");
  CHECK(page.report.connections.in == 1);  // and does not count as one without TLS
  CHECK(page.document["tls"] == json::parse(R"({"in":[{"name":"TLSv1.3","count":1},
      {"name":"none","count":1}],"out":[{"name":"TLSv1.2","count":1},
      {"name":"none","count":1}]})"));
  REQUIRE(page.report.logins.users.by_count.size() == 1);
  CHECK(page.report.logins.users.by_count.front().name == "anna");
  REQUIRE(page.report.delays.size() == 2);
  CHECK(page.report.delays[0].phase == DailyPhase::queue);
  CHECK(page.report.delays[1].phase == DailyPhase::delivery);
  CHECK(page.report.delays[1].count == 1);
}

TEST_CASE("findings stand on top, and one line without any") {
  Read page = read(postfix_log);
  CHECK(page.text.find("\n\nFindings\n  No rule was found, but ") != std::string::npos);
  CHECK(page.document["findings"].empty());
  Finding finding;
  finding.id = "f-1a2b3c4d";
  finding.kind = FindingKind::curfew;
  finding.remote = "cox.example";
  finding.code = "421 AUP#CXCNCT";
  finding.counts.refused = 2;
  finding.counts.contacts = 4;
  page.report.findings.push_back(finding);
  std::ostringstream text;
  write_daily_text(page.report, text);
  const std::string shown = text.str();
  const std::size_t at = shown.find("cox.example");
  REQUIRE(at != std::string::npos);
  CHECK(shown.find("[f-1a2b3c4d]") != std::string::npos);
  CHECK(at < shown.find("\nTotals\n"));
}

TEST_CASE("the page for a browser tells the same sections") {
  const Read page = read(postfix_log);
  std::ostringstream out;
  write_daily_html(page.report, out);
  const std::string html = out.str();
  CHECK(html.find("<h1>The morning page, 2026-11-24</h1>") != std::string::npos);
  CHECK(html.find("<h2>Totals</h2>") != std::string::npos);
  CHECK(html.find("<tr><th scope=\"row\">received</th><td class=\"n\">") != std::string::npos);
  CHECK(html.find("<title>The morning page, 2026-11-24</title>") != std::string::npos);
  CHECK(html.find("<h2>By hour, all days together</h2>\n<svg ") != std::string::npos);
  CHECK(html.find("<th scope=\"row\">2026-11-23</th>") != std::string::npos);
  CHECK(html.find("</html>") != std::string::npos);
}

TEST_CASE("plain analyses count the lines of rejections and notices as ignored, as ever") {
  Analyzer analyzer(builtin_formats());
  analyzer.read(text_source("mail.log", postfix_log));
  CHECK(analyzer.report(false).lines == LineCount{.reported = 8, .ignored = 3, .unknown = 0});
}

TEST_CASE("the page says what each total counts, and what was not kept apart") {
  DailyReport report;
  report.base.totals.held = 1;
  report.base.totals.discarded = 2;
  report.base.totals.probes = 3;
  report.inbound.rejected = 4;
  report.inbound.rejected_for_now = 1;
  report.inbound.warned = 5;
  report.inbound.held = 6;
  report.inbound.discarded = 7;
  report.inbound.capped = true;
  std::ostringstream out;
  write_daily_text(report, out);
  INFO(out.str());
  for (const char* const words :
       {"from outside, 1 of them for now (4xx)", "from outside: rules that are being tried",
        "address checks", "more wordings than are kept: the rest are \"other texts\""}) {
    CHECK(out.str().find(words) != std::string::npos);
  }
}

TEST_CASE("rejections are bounded like notices, and with their reasons") {
  std::string log;
  const auto word = [](int i) {
    std::string letters;
    for (; i != 0; i /= 26) letters += static_cast<char>('a' + i % 26);
    return letters;
  };
  for (int i = 1; i <= 2100; ++i) {
    log +=
        "2026-11-23T22:11:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from "
        "unknown[192.0.2.1]: 554 5.7.1 <b@example.net>: Relay access denied by " +
        word(i) + "; from=<a@example.org> to=<b@example.net> proto=ESMTP helo=<z>\n";
  }
  const Read page = read(log);
  CHECK(page.report.inbound.capped);
  CHECK(page.report.inbound.rejections.size() == 2001);
  CHECK(page.report.inbound.rejections.front().text == "other texts");
  CHECK(page.report.inbound.rejections.front().count == 100);
}

TEST_CASE(
    "days without mail are filled in for a year and a bit; a stamp gone wrong fills no page") {
  const auto days_with = [](const char* date) {
    const auto message = [](const std::string& day, const char* id) {
      return day + "T08:00:00Z mail postfix/smtpd[1]: " + id +
             ": client=app.example.org[192.0.2.1]\n";
    };
    return read(message("2025-01-01", "4A1B2C3D4E") + message(date, "4A1B2C3D4F"))
        .report.days.size();
  };
  CHECK(days_with("2026-02-06") == 402);  // 400 days after the second
  CHECK(days_with("2026-02-07") == 2);
}

TEST_CASE("an address is counted by its domain in small letters, and one without as none") {
  const std::string log =
      "2026-11-23T21:58:00Z mail postfix/smtpd[1]: 4A1B2C3D4E: "
      "client=app.example.org[192.0.2.1]\n"
      "2026-11-23T21:58:00Z mail postfix/qmgr[3]: 4A1B2C3D4E: from=<>, size=100, nrcpt=3 (queue "
      "active)\n"
      "2026-11-23T21:58:01Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<Bob@COX.example>, "
      "relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 "
      "ok)\n"
      "2026-11-23T21:58:01Z mail postfix/local[4]: 4A1B2C3D4E: to=<root>, "
      "relay=local, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (delivered to mailbox)\n"
      "2026-11-23T21:58:02Z mail postfix/local[4]: 4A1B2C3D4E: to=<root>, "
      "orig_to=<Postmaster@EXAMPLE.org>, relay=local, delay=1, delays=0/0/1/0, dsn=2.0.0, "
      "status=sent (delivered to mailbox)\n"
      "2026-11-23T21:58:03Z mail postfix/smtp[4]: 4A1B2C3D4E: to=<eve@cox.example>, "
      "orig_to=<eve@alias.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, "
      "dsn=2.0.0, status=sent (250 ok)\n";
  const Read page = read(log);
  const auto names = [](const DailyTable& table) {
    std::string all;
    for (const DailyRow& row : table.by_count) {
      all += row.name + '=' + std::to_string(row.messages) + ' ';
    }
    return all;
  };
  CHECK(names(page.report.recipients) == "root=2 Bob@cox.example=1 eve@cox.example=1 ");
  CHECK(names(page.report.recipient_domains) == "cox.example=2 (none)=1 example.org=1 ");
  CHECK(names(page.report.senders) == "<>=1 ");
  CHECK(names(page.report.sender_domains) == "<>=1 ");
}

}  // namespace curfew::test
