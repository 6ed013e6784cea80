#include "curfew/report.h"

#include <sstream>

#include "lib/report/findings_made.h"
#include "support/catch.h"
#include "support/page.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;
using test::difference;

// Its lines joined: a letter is broken at 76 columns.
std::string letter(const ReportFinding& finding, const Redactor& redactor = Redactor()) {
  const Report report = test::report_with(finding);
  std::ostringstream out;
  write_letter({.report = &report, .finding = &report.findings[0], .refused = {}, .accepted = {}},
               redactor, out);
  std::string text = out.str();
  for (std::size_t at = text.find("\n  "); at != std::string::npos; at = text.find("\n  ", at)) {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] == ' ') ++end;
    text.replace(at, end - at, " ");
  }
  return text;
}

bool says(const std::string& text, const char* words) {
  INFO(text);
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a letter about a quota names the rule, in the subject and in the problem") {
  const std::string text = letter(test::quota_finding());
  CHECK(says(text,
             "Subject: Mail from our server is refused after 50 messages in a clock hour "
             "(450 4.7.1)"));
  CHECK(says(text, "refuse mail from our server with 450 4.7.1.\n"));
  CHECK(says(text, "\nLimit        after 50 messages in a clock hour\n"));
  CHECK(says(text, "100 of 400 tries were refused"));
}

TEST_CASE("a letter never tells postmasters our users' addresses as a rule") {
  ReportFinding one = test::quota_finding();
  one.finding.kind = FindingKind::recipient;
  one.finding.rule->model = Model::recipient;
  one.finding.rule->keys = {"somebody@rate.example"};
  CHECK_FALSE(says(letter(one), "somebody@"));
}

TEST_CASE("a letter is about the hours in force, and tells those before beside") {
  const std::string text = letter(test::moved_finding());
  CHECK(says(text, "Subject: Mail from our server is refused every day from 08:00 to 12:00"));
  CHECK(says(text,
             "Hours        every day from 08:00 to 12:00 (UTC-07:00); until 2020-06-08: every day "
             "from 18:00 to 02:00\n"));
  CHECK(says(text, "8 of 8 times agree"));
}

TEST_CASE("a letter about hours that are over speaks of the past") {
  ReportFinding one = test::night_finding();
  one.finding.windows.front().ended = true;
  one.finding.active = false;
  const std::string text = letter(one);
  CHECK(says(text, "Subject: Mail from our server was refused every day"));
  CHECK(says(text, "refused mail from our server"));
  CHECK(says(text, "at other hours they took it."));
}

TEST_CASE("a letter says whose mail it is, and what went back") {
  ReportFinding one = test::night_finding();
  one.finding.domains = {"a.example"};
  one.finding.counts.returned = 12;
  const std::string text = letter(one);
  CHECK(says(text, "refuse mail from our server for a.example with 421"));
  CHECK(says(text, "12 were refused for good and went back to the senders."));
}

TEST_CASE("a letter names all hours, however many they are") {
  ReportFinding one = test::night_finding();
  const Window night = one.finding.windows.front();
  one.finding.windows.clear();
  for (int hour = 0; hour < 20; ++hour) {
    Window window = night;
    window.start->rounded = hour * 1h;
    window.end->rounded = hour * 1h + 30min;
    one.finding.windows.push_back(window);
  }
  CHECK(says(letter(one), "every day from 19:00 to 19:30 (UTC-07:00)\n"));
}

TEST_CASE("a letter about a block is English, names our address and the domain's postmaster") {
  ReportFinding one = test::quota_finding();
  one.finding.kind = FindingKind::block;
  one.finding.remote = "mx2.rate.example";
  one.finding.of_remote = "rate.example";
  one.finding.level = "host";
  one.finding.source = "203.0.113.2";
  one.finding.rule->model = Model::block;
  one.finding.rule->since = one.finding.first_refusal;
  std::string text = letter(one);
  CHECK(says(text, "To: postmaster@rate.example\n"));
  CHECK(says(text,
             "Subject: Mail from our server 203.0.113.2 has been refused since before our log "
             "begins (450 4.7.1)"));
  CHECK(says(text, "have refused mail from our server 203.0.113.2 with 450 4.7.1.\n"));
  CHECK_FALSE(says(text, "Limit"));

  const RedactionKey key = RedactionKey::from_log("a log");
  CHECK(says(letter(one, Redactor(Redaction::postmaster, key)), "our server 203.0.113.2 has"));
  CHECK_FALSE(says(letter(one, Redactor(Redaction::publicly, key)), "203.0.113.2"));

  one.finding.rule->onset_known = true;
  one.finding.of_remote.clear();
  one.finding.source.clear();
  text = letter(one);
  CHECK(says(text, "To: postmaster@rate.example\n"));  // of the host, where those are told apart
  CHECK(says(text, "Subject: Mail from our server has been refused since 2020-06-0"));
  one.finding.active = false;
  CHECK(says(letter(one), "Subject: Mail from our server was refused (450 4.7.1)"));
}

TEST_CASE("a letter is addressed to a domain alone, whatever the remote is called") {
  for (const char* odd : {"a;b.example", "A.example", "a b.example", "{a}.example", "`a`.example",
                          "a/b.example", "-a.example", "localhost", ""}) {
    ReportFinding one = test::quota_finding();
    one.finding.remote = odd;
    CHECK(says(letter(one), "To: their postmaster\n"));
  }
  ReportFinding one = test::quota_finding();
  one.finding.remote = "az-09.example";
  const std::string text = letter(one);
  CHECK(says(text, "To: postmaster@az-09.example\n"));
  CHECK(says(text, "Made by curfew "));
  CHECK(says(text, " from our log"));
}

namespace {

const Instant third{std::chrono::sys_days(std::chrono::year(2020) / 6 / 3)};

Sample sample(Milliseconds after, bool refused) {
  Sample one;
  one.time = third + after;
  one.outcome = refused ? Outcome::deferred : Outcome::delivered;
  one.stage = refused ? Stage::banner : Stage::unknown;
  one.remote_host = "mx.cox.example";
  one.remote_ip = "192.0.2.7";
  if (refused) {
    one.reply_code = 421;
    one.enhanced_code = {.status = 4, .subject = 7, .detail = 1};
    one.queue_id = "4A1B2C3D4E";
    one.sender = "me@example.org";
    one.recipient = "you@cox.example";
  }
  one.reply_text = refused ? "blocked, \"AUP#CXCNCT\"" : "ok";
  return one;
}

struct Written {
  std::string letter;
  std::string mail;
  std::string samples;
};

Written written(const ReportFinding& finding, std::vector<Sample> refused,
                std::vector<Sample> accepted) {
  const Report report = test::report_with(finding);
  const Letter letter{.report = &report,
                      .finding = &report.findings[0],
                      .refused = std::move(refused),
                      .accepted = std::move(accepted)};
  std::array<std::ostringstream, 3> out;
  write_letter(letter, Redactor(), out[0]);
  write_letter_mail(letter, Redactor(), out[1]);
  write_letter_samples(letter, Redactor(), out[2]);
  return {.letter = out[0].str(), .mail = out[1].str(), .samples = out[2].str()};
}

ReportFinding full_night() {
  ReportFinding one = test::night_finding();
  Finding& finding = one.finding;
  finding.hosts = {"mx1.cox.example", "mx2.cox.example", "mx3.cox.example"};
  finding.counts.messages = 1500;
  finding.counts.returned = 2;
  finding.counts.outside_refused = 3;
  finding.last_refusal = third + 3 * 24h;
  ClaimCheck check;
  check.claim.kind = ClaimKind::concurrency;
  check.claim.limit = 10;
  check.verdict = ClaimVerdict::does_not_fit;
  check.text = "at most 2 of our sessions were open";
  one.verdict.claim = check;
  one.verdict.waits = WaitShares{.deliveries = 1200,
                                 .median = 7h + 3min,
                                 .longest = 14h,
                                 .theirs = 6h,
                                 .ours = 1h,
                                 .ours_share = 0.2};
  return one;
}

}  // namespace

TEST_CASE("a whole letter, as text, as a mail and its samples") {
  std::vector<Sample> refused;
  for (int i = 0; i < 6; ++i) refused.push_back(sample(i * 1h, true));
  const Written all = written(full_night(), refused, {sample(20h, false)});
  CHECK(difference(all.letter, "lib/report/night_letter.txt") == "");
  CHECK(all.mail ==
        "To: postmaster@cox.example\nSubject: Mail from our server is refused every day "
        "from 17:00 to 07:00 (421\n AUP#CXCNCT)\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "X-Unsent: 1\n" +
            all.letter.substr(all.letter.find("\n\n") + 1));
  CHECK(difference(all.samples, "lib/report/night_samples.csv") == "");
}

TEST_CASE("a whole letter about a block and one about a quota") {
  ReportFinding block = test::quota_finding();
  block.finding.kind = FindingKind::block;
  block.finding.rule->model = Model::block;
  block.finding.rule->since = block.finding.first_refusal;
  block.finding.source = "203.0.113.2";
  block.finding.domains = {"a.example", "b.example", "c.example"};
  block.finding.counts.messages = 1;
  block.finding.counts.returned = 1;
  CHECK(difference(written(block, {sample(0h, true)}, {}).letter, "lib/report/block_letter.txt") ==
        "");
  ReportFinding quota = test::quota_finding();
  quota.finding.first_refusal.reset();
  quota.finding.domains = {"a.example", "b.example", "c.example", "d.example"};
  quota.finding.hosts = {"mx1.rate.example", "mx2.rate.example", "mx3.rate.example",
                         "mx4.rate.example"};
  quota.finding.counts.contacts = quota.finding.counts.refused = 1;
  CHECK(difference(written(quota, {}, {}).letter, "lib/report/quota_letter.txt") == "");
}

TEST_CASE("since when is told with what lies before the log") {
  const auto since = [](const ReportFinding& one) {
    const std::string text = letter(one);
    const std::size_t at = text.find("\nSince ");
    return text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  };
  ReportFinding one = test::quota_finding();
  const std::string first = "Since        first refusal 2020-06-02 17:30:00 -07:00, last ";
  CHECK(since(one) == first + "2020-06-02 17:30:00 -07:00");
  one.finding.kind = FindingKind::block;
  const std::string no_older = "; our log does not reach further back";
  CHECK(since(one) == first + "2020-06-02 17:30:00 -07:00" + no_older);
  one.finding.rule->onset_known = true;
  CHECK(since(one) == first + "2020-06-02 17:30:00 -07:00");
  one = test::night_finding();
  CHECK(since(one) == first + "2020-06-02 17:30:00 -07:00");
  one.finding.windows.front().onset_known = false;
  one.finding.last_refusal = third + 24h;
  CHECK(since(one) == first + "2020-06-03 17:00:00 -07:00" + no_older);
  one.finding.first_refusal.reset();
  CHECK(since(one) == "Since        not known");
}

TEST_CASE("our address is told where the log says it, or all replies name the same one") {
  const auto ours = [](std::vector<Sample> refused, const Redactor& redactor = Redactor()) {
    const Report report = test::report_with(test::night_finding());
    std::ostringstream out;
    write_letter({.report = &report,
                  .finding = &report.findings[0],
                  .refused = std::move(refused),
                  .accepted = {}},
                 redactor, out);
    const std::string text = out.str();
    const std::size_t at = text.find("\nOur server   ");
    if (at == std::string::npos) return std::string();
    return text.substr(at + 14, text.find('\n', at + 1) - at - 14);
  };
  Sample one = sample(0h, true);
  one.reply_text = "192.0.2.7 says: [203.0.113.2] blocked, see http://x.example/?ip=203.0.113.2.";
  CHECK(ours({one, one}) == "203.0.113.2");  // 192.0.2.7 is theirs
  Sample other = one;
  other.reply_text = "203.0.113.3 blocked";
  CHECK(ours({one, other}).empty());
  other.reply_text = "blocked";
  CHECK(ours({one, other}).empty());
  other.reply_text = "203.0.113.2 and 203.0.113.3 blocked";
  CHECK(ours({other}).empty());
  for (const char* nobodys :
       {"10.0.0.1", "127.0.0.1", "1.2.3", "12:30:11", "2020:30:11", "fe80::1", "::1"}) {
    other.reply_text = nobodys;
    INFO(nobodys);
    CHECK(ours({other}).empty());
  }
  other.local_ip = "2001:db8::5";
  CHECK(ours({other}) == "2001:db8::5");
  CHECK(ours({one, other}).empty());
  other.log_host = "mail.example.net";
  CHECK(ours({other}) == "mail.example.net [2001:db8::5]");
  other.local_ip = "10.0.0.1";
  other.reply_text = "no";
  CHECK(ours({other}) == "mail.example.net");
  other.log_host = "mail";
  CHECK(ours({other}).empty());
  other.log_host = "mail.example.net";
  CHECK(ours({other}, Redactor(Redaction::postmaster, RedactionKey::from_log("a log"))).empty());
}

TEST_CASE("samples are of different messages, the newest") {
  std::vector<Sample> refused;
  for (int i = 0; i < 9; ++i) {
    Sample one = sample(i * 1h, true);
    one.queue_id = i > 2 ? "LAST" : "ID" + std::to_string(i);
    refused.push_back(one);
  }
  const std::string text = written(test::night_finding(), refused, {}).letter;
  for (const char* id : {"id ID0 ", "id ID1 ", "id ID2 ", "id LAST "}) {
    INFO(id);
    const std::size_t at = text.find(id);
    REQUIRE(at != std::string::npos);
    CHECK(text.find(id, at + 1) == std::string::npos);
  }
  CHECK(text.find("01:00:00 -07:00  mx.cox.example") != std::string::npos);  // LAST, the newest
}

TEST_CASE("of a message its first and its newest sample are kept") {
  Samples samples;
  Event event;
  event.queue_id = "A1";
  event.outcome = Outcome::deferred;
  for (int i = 0; i < 40; ++i) {
    event.time = third + i * 1min;
    samples.add({.event = event, .remote = "x.example", .code = "421", .counts = true});
  }
  event.queue_id = "B2";
  samples.add({.event = event, .remote = "x.example", .code = "421", .counts = true});
  const std::vector<Sample> all = samples.of("x.example", "421");
  REQUIRE(all.size() == 3);
  CHECK(all[0].time == third);
  CHECK(all[1].queue_id == "B2");
  CHECK(all[2].time == third + 39min);
}

TEST_CASE("letters in other languages say the same, and hold no place that was not filled") {
  std::vector<ReportFinding> findings = {full_night(), test::quota_finding(),
                                         test::moved_finding()};
  ReportFinding block = test::quota_finding();
  block.finding.kind = FindingKind::block;
  block.finding.rule->model = Model::block;
  block.finding.rule->since = block.finding.first_refusal;
  findings.push_back(block);
  for (const Model model :
       {Model::quota_minute, Model::quota_sliding, Model::quota_day, Model::concurrency,
        Model::connection_messages, Model::message_recipients}) {
    findings.push_back(test::quota_finding());
    findings.back().finding.rule->model = model;
    findings.back().finding.rule->reset_hour = 3;
  }
  for (const Language language :
       {Language::english, Language::german, Language::spanish, Language::french}) {
    for (const ReportFinding& one : findings) {
      const Report report = test::report_with(one);
      std::ostringstream out;
      write_letter({.report = &report,
                    .finding = &report.findings[0],
                    .refused = {sample(0h, true)},
                    .accepted = {},
                    .language = language},
                   Redactor(), out);
      const std::string text = out.str();
      INFO(text);
      CHECK(text.find('{') == std::string::npos);
      CHECK(text.find("\n\n\n") == std::string::npos);
      CHECK(text.find(one.finding.id) != std::string::npos);
      if (!one.finding.windows.empty()) CHECK(text.find("(UTC-07:00)") != std::string::npos);
      if (language != Language::english) {
        for (const char* english : {" the ", " mail ", "Since", "every day", " of "}) {
          INFO(english);
          CHECK(text.find(english) == std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("languages are named as in tags") {
  CHECK(language_named("de") == Language::german);
  CHECK(language_named("fr") == Language::french);
  CHECK_FALSE(language_named("german"));
  CHECK_FALSE(language_named(""));
}

TEST_CASE("a subject is bounded, and ASCII in a mail; stamps of UTC tell their distance") {
  ReportFinding one = test::quota_finding();
  one.finding.code = "450 " + std::string(300, 'x') + "\xc3\xa9";
  Written all = written(one, {}, {});
  const std::string begin =
      "Mail from our server is refused after 50 messages in a clock hour (450 ";
  CHECK(all.letter.find("\nSubject: " + begin + std::string(200 - begin.size(), 'x') + "...\n") !=
        std::string::npos);
  one.finding.code = "450 \xc3\xa9~";
  all = written(one, {}, {});
  std::string subject = all.mail.substr(all.mail.find("Subject: "), 300);
  subject = subject.substr(0, subject.find("\nMIME"));
  CHECK(subject ==
        "Subject: =?UTF-8?Q?Mail=20from=20our=20server=20is=20refused=20after=2050?=\n"
        " =?UTF-8?Q?=20messages=20in=20a=20clock=20hour=20=28450=20=C3=A9=7E=29?=");
  CHECK(all.letter.find("clock hour (450 \xc3\xa9~)\n") != std::string::npos);
  Report report = test::report_with(one);
  report.zone = TimeZone::fixed(0min);
  std::ostringstream out;
  write_letter({.report = &report, .finding = &report.findings[0], .refused = {}, .accepted = {}},
               Redactor(), out);
  CHECK(out.str().find("first refusal 2020-06-03 00:30:00 +00:00, last") != std::string::npos);
}

}  // namespace curfew
