#include "curfew/affected.h"

#include <sstream>

#include "lib/report/findings_made.h"
#include "support/catch.h"
#include "support/hints.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

constexpr const char* code = "421 AUP#CXCNCT";
constexpr const char* escape = "\x1b[31m";

/// Feeds HeldMail what a log would say. It begins at the first refusal of the finding.
class Log {
 public:
  explicit Log(std::size_t memory = std::size_t{1} << 20) : mail(memory) {}

  Event event(std::string_view id, Outcome outcome, std::string_view recipient) const {
    Event one;
    one.time = now;
    one.log_host = "mail";
    one.queue_id = id;
    one.sender = sender;
    one.outcome = outcome;
    one.recipient = recipient;
    one.contacted = Contacted::yes;
    one.remote_host = host;
    if (outcome != Outcome::delivered) one.reply.code = 421;
    return one;
  }
  void add(const Event& event, std::string_view with = code, bool first = false) {
    mail.add(Attempt{.event = event,
                     .remote = remote,
                     .code = event.outcome == Outcome::delivered ? std::string_view() : with,
                     .counts = true,
                     .first = first,
                     .new_message = true});
  }
  void tried(std::string_view id, Outcome outcome, std::string_view recipient = "bob@cox.example") {
    add(event(id, outcome, recipient));
  }
  void ends(std::string_view id, MessageState state, std::string_view words = {}) {
    Events events;
    Event& one = events.add();
    one = event(id, Outcome::unknown, {});
    one.kind = EventKind::message;
    one.state = state;
    one.reply.text = words;
    mail.add(events);
  }

  Affected affected(ReportFinding finding = test::night_finding()) const {
    Report report = test::report_with(std::move(finding));
    report.to = start + 48h;
    return affected_by(report, report.findings.front(), mail);
  }

  static constexpr Instant start{std::chrono::sys_days(std::chrono::year(2020) / 6 / 3) + 30min};
  HeldMail mail;
  Instant now = start;
  std::string sender = "al@example.net";
  std::string remote = "cox.example";
  std::string host = "mx.cox.example";
};

}  // namespace

TEST_CASE("who was refused is told, with how it ended; whose mail was taken at once is not") {
  Log log;
  for (const char* id : {"LATE", "WAITS", "BACK", "GIVEN-UP", "GONE"}) {
    log.tried(id, Outcome::deferred);
  }
  log.tried("QUICK", Outcome::delivered);
  log.now += 2h;
  log.tried("LATE", Outcome::delivered);
  log.tried("BACK", Outcome::bounced);
  log.ends("GIVEN-UP", MessageState::expired);
  log.ends("GIVEN-UP", MessageState::removed);
  log.ends("GONE", MessageState::removed);
  const Affected affected = log.affected();
  CHECK(affected.finding == "f-0123abcd");
  CHECK(affected.about == sentence(test::night_finding().finding));
  CHECK(affected.ends.messages() == 5);
  CHECK(affected.ends.late == 1);
  CHECK(affected.ends.waiting == 1);
  CHECK(affected.ends.returned == 2);
  CHECK(affected.ends.removed == 1);
  REQUIRE(affected.senders.size() == 1);
  const AffectedSender& one = affected.senders.front();
  CHECK(one.sender == "al@example.net");
  CHECK(one.recipients == std::vector<std::string>{"bob@cox.example"});
  CHECK(one.first_try == Log::start);
  CHECK(one.last_try == Log::start + 2h);
  CHECK(one.longest == 48h);  // of the one that waits when the log ends
}

TEST_CASE("returned mail comes first, then what waits, then the longest wait") {
  Log log;
  for (const char* who : {"short", "long", "waits", "back"}) {
    log.sender = who;
    log.tried(who, Outcome::deferred);
  }
  log.now += 1h;
  log.sender = "short";
  log.tried("short", Outcome::delivered);
  log.tried("back", Outcome::bounced);
  log.now += 1h;
  log.tried("long", Outcome::delivered);
  std::vector<std::string> order;
  for (const AffectedSender& one : log.affected().senders) order.push_back(one.sender);
  CHECK(order == std::vector<std::string>{"back", "waits", "long", "short"});
}

TEST_CASE("a message counts once, as what is worst of its recipients") {
  Log log;
  for (const char* who : {"a@cox.example", "b@cox.example"}) {
    log.tried("A1", Outcome::deferred, who);
  }
  log.now += 1h;
  log.tried("A1", Outcome::delivered, "a@cox.example");
  log.tried("A1", Outcome::bounced, "b@cox.example");
  const Affected affected = log.affected();
  CHECK(affected.ends.returned == 1);
  CHECK(affected.ends.messages() == 1);
  CHECK(affected.senders.front().recipients.size() == 2);
}

TEST_CASE("other mail is not told: of another remote, another code, another time") {
  Log log;
  log.remote = "other.example";
  log.tried("A1", Outcome::deferred);
  log.remote = "cox.example";
  log.add(log.event("A2", Outcome::deferred, "bob@cox.example"), "450 4.2.0");
  log.now = Log::start - 3h;
  log.tried("A3", Outcome::deferred);
  CHECK(log.affected().senders.empty());

  ReportFinding over = test::night_finding();
  over.finding.active = false;
  over.finding.last_refusal = Log::start + 1h;
  log.now = Log::start + 3h;
  log.tried("A4", Outcome::deferred);
  CHECK(log.affected(over).senders.empty());
  CHECK(log.affected().senders.size() == 1);
}

TEST_CASE("a finding about one host, address, domain or source of ours is about that alone") {
  Log log;
  Event event = log.event("A1", Outcome::deferred, "bob@Cox.example");
  event.remote_ip = "192.0.2.1";
  event.local_ip = "203.0.113.9";
  log.add(event);
  const auto found = [&](auto change) {
    ReportFinding one = test::night_finding();
    change(one.finding);
    return log.affected(one).senders.size() == 1;
  };
  for (const bool same : {true, false}) {
    INFO(same);
    CHECK(found([&](Finding& f) {
            f.of_remote = "cox.example";
            f.remote = same ? "mx.cox.example" : "mx2.cox.example";
          }) == same);
    CHECK(found([&](Finding& f) { f.address = same ? "192.0.2.1" : "192.0.2.2"; }) == same);
    CHECK(found([&](Finding& f) { f.source = same ? "203.0.113.9" : "203.0.113.8"; }) == same);
    CHECK(found([&](Finding& f) { f.domains = {same ? "cox.example" : "west.cox.example"}; }) ==
          same);
    CHECK(found([&](Finding& f) {
            f.code.clear();
            f.codes = {same ? code : "450 4.2.0", "451"};
          }) == same);
  }
  CHECK(found([](Finding& f) { f.code.clear(); }));
}

TEST_CASE("trouble of our own held up whoever could not be reached meanwhile") {
  Log log;
  Event event = log.event("A1", Outcome::deferred, "bob@cox.example");
  event.reply.code = 0;
  log.add(event, "connect");
  ReportFinding one = test::night_finding();
  one.finding.kind = FindingKind::local;
  one.finding.remote = "our network";
  one.finding.code.clear();
  one.finding.windows.clear();
  one.finding.hosts = {"other.example", "cox.example"};
  one.finding.rule.emplace();
  one.finding.rule->spans = {{Log::start - 1h, Log::start + 1h}};
  CHECK(log.affected(one).senders.size() == 1);
  one.finding.rule->spans = {{Log::start - 3h, Log::start - 2h}};
  CHECK(log.affected(one).senders.empty());
  one.finding.rule->spans = {{Log::start - 1h, Log::start + 1h}};
  one.finding.hosts = {"other.example"};
  CHECK(log.affected(one).senders.empty());
  one.finding.hosts = {"cox.example"};
  log.tried("A1", Outcome::deferred);
  Log answered;
  answered.tried("A1", Outcome::deferred);
  CHECK(answered.affected(one).senders.empty());
}

TEST_CASE("a try that our own server left out holds mail up, and is no last try") {
  Log log;
  Event event = log.event("A1", Outcome::deferred, "bob@cox.example");
  event.contacted = Contacted::no;
  event.remote_host = {};
  log.add(event);
  log.now += 1h;
  event.time = log.now;
  log.add(event);
  const Affected affected = log.affected();
  REQUIRE(affected.senders.size() == 1);
  CHECK(affected.ends.waiting == 1);
  CHECK(affected.senders.front().last_try == Log::start);
}

TEST_CASE("a host that is passed over holds up what no other host takes") {
  Log log;
  Event session = log.event("A1", Outcome::deferred, {});
  session.kind = EventKind::session;
  log.add(session);
  log.add(log.event("A1", Outcome::deferred, "bob@cox.example"), "450 4.2.0");
  CHECK(log.affected().ends.waiting == 1);

  Log taken;
  taken.add(session);
  taken.tried("A1", Outcome::delivered);
  taken.ends("A1", MessageState::removed);
  CHECK(taken.affected().senders.empty());
}

TEST_CASE("the wait begins at the arrival where the log tells it") {
  Log log;
  Event event = log.event("A1", Outcome::deferred, "bob@cox.example");
  event.delay = 10min;
  log.add(event);
  log.now += 1h;
  log.tried("A1", Outcome::delivered);
  CHECK(log.affected().senders.front().longest == 70min);
}

TEST_CASE("an id that is given again is another message, one that moves on is none") {
  Log log;
  log.tried("A1", Outcome::deferred);
  log.now += 1h;
  log.tried("A1", Outcome::delivered);
  log.ends("A1", MessageState::removed);
  log.now += 1h;
  log.tried("A1", Outcome::deferred);
  CHECK(log.affected().ends.late == 1);
  CHECK(log.affected().ends.waiting == 1);
  // The end of who had the id before is told late.
  log.now -= 30min;
  log.ends("A1", MessageState::removed);
  CHECK(log.affected().ends.waiting == 1);

  Log again;
  again.tried("A1", Outcome::bounced);
  again.now += 1h;
  again.add(again.event("A1", Outcome::deferred, "bob@cox.example"), code, true);
  CHECK(again.affected().ends.messages() == 2);

  Log moves;
  moves.tried("A1", Outcome::deferred);
  moves.ends("A1", MessageState::removed, "requeued as B2");
  CHECK(moves.affected().senders.empty());
}

TEST_CASE("what is kept is bounded: delivered mail goes first, and is counted") {
  Log log(std::size_t{64} << 10);
  log.tried("BACK", Outcome::bounced);
  for (int i = 0; i < 1000; ++i) {
    const std::string id = "Q" + std::to_string(i);
    log.sender = std::to_string(i) + "@example.net";
    log.tried(id, Outcome::deferred);
    log.tried(id, Outcome::delivered);
  }
  const Affected affected = log.affected();
  CHECK(affected.ends.returned == 1);
  CHECK(affected.ends.late > 20);
  CHECK(affected.ends.late < 300);
  CHECK(affected.ends.messages() + affected.not_kept == 1001);
  std::ostringstream text;
  write_text(affected, text);
  CHECK(text.str().find("more messages could not be kept") != std::string::npos);

  ReportFinding other = test::night_finding();
  other.finding.code = "450 4.2.0";
  CHECK(log.affected(other).not_kept == 0);
}

TEST_CASE("recipients of one message and refusals without an id are bounded, too") {
  Log log(std::size_t{8} << 20);
  for (int i = 0; i < 3000; ++i) {
    log.tried("A1", Outcome::deferred, std::to_string(i) + "@cox.example");
  }
  log.tried("", Outcome::deferred);
  const Affected affected = log.affected();
  CHECK(affected.ends.messages() == 1);
  const AffectedSender& one = affected.senders.front();
  CHECK(one.recipients.size() == AffectedSender::most_recipients);
  CHECK(one.more_recipients == 24);
  CHECK(affected.not_kept == 3000 - 1024 + 1);
}

TEST_CASE("texts from outside drive no terminal, break no JSON and are no formula") {
  Log log;
  log.sender = std::string("=cmd") + escape + "@example.net";
  log.tried("A1", Outcome::deferred, std::string(escape) + "\",\n@cox.example");
  const Affected affected = log.affected();
  std::ostringstream text;
  write_text(affected, text);
  CHECK(text.str().find('\x1b') == std::string::npos);
  CHECK(text.str().find("=cmd") != std::string::npos);
  std::ostringstream csv;
  write_csv(affected, csv);
  CHECK(csv.str().find('\x1b') == std::string::npos);
  CHECK(csv.str().find("'=cmd") != std::string::npos);
  std::ostringstream json;
  write_json(affected, json);
  CHECK(json.str().find('\x1b') == std::string::npos);
  CHECK(json.str().find("=cmd\\u001b[31m") != std::string::npos);
}

TEST_CASE("people are hidden in all that is told") {
  Log log;
  log.tried("A1", Outcome::deferred);
  const Redactor redactor(Redaction::publicly, RedactionKey::from_log("a log"));
  const Report report = redacted(test::report_with(test::night_finding()), redactor);
  const Affected shown = redacted(log.affected(), report, redactor);
  CHECK_FALSE(shown.about.empty());
  std::ostringstream all;
  write_text(shown, all);
  write_csv(shown, all);
  write_json(shown, all);
  for (const char* hidden : {"al@", "bob@", "example.net"}) {
    INFO(hidden);
    CHECK(all.str().find(hidden) == std::string::npos);
  }
}

TEST_CASE("of many senders so many are shown, and the rest is counted") {
  Log log;
  for (int i = 0; i < 5; ++i) {
    log.sender = std::to_string(i) + "@example.net";
    log.tried(log.sender, Outcome::deferred);
  }
  Affected affected = log.affected();
  affected.hints = test::every_hint();
  std::ostringstream text;
  write_text(affected, text, {.top = 2});
  CHECK(text.str().find("1@example.net") != std::string::npos);
  CHECK(text.str().find("2@example.net") == std::string::npos);
  CHECK(text.str().ends_with("and 3 other senders " + test::said(Hint::more_senders) + '\n'));
  std::ostringstream csv;
  write_csv(affected, csv, 2);
  CHECK(csv.str().find("2@example.net") == std::string::npos);
  std::ostringstream json;
  write_json(affected, json, 2);
  CHECK(json.str().find("2@example.net") == std::string::npos);
  CHECK(json.str().find("\"left_out\": 3") != std::string::npos);
}

TEST_CASE("where nothing was found, that is said") {
  std::ostringstream text;
  write_text(Affected(), text);
  CHECK(text.str() == "Nothing was found that holds up mail and can be acted on.\n");
}

}  // namespace curfew
