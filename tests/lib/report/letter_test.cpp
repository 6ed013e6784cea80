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
  CHECK(says(text, "refuse mail from ours with 450 4.7.1, after 50 messages in a clock hour."));
  CHECK(says(text, "100 of 400 contacts refused"));
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
             "every day from 08:00 to 12:00 (UTC-07:00). At other hours they take it. Until "
             "8 June 2020 it was every day from 18:00 to 02:00."));
  CHECK(says(text, "8 of 8 times agree"));
}

TEST_CASE("a letter about hours that are over speaks of the past") {
  ReportFinding one = test::night_finding();
  one.finding.windows.front().ended = true;
  one.finding.active = false;
  const std::string text = letter(one);
  CHECK(says(text, "Subject: Mail from our server was refused every day"));
  CHECK(says(text, "refused mail from ours"));
  CHECK(says(text, "At other hours they took it."));
}

TEST_CASE("a letter says whose mail it is, and what went back") {
  ReportFinding one = test::night_finding();
  one.finding.domains = {"a.example"};
  one.finding.counts.returned = 12;
  const std::string text = letter(one);
  CHECK(says(text, "refuse mail from ours for a.example with 421"));
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
  CHECK(
      says(letter(one), "every day from 19:00 to 19:30 (UTC-07:00). At other hours they take it."));
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
  CHECK(says(text,
             "have refused mail from our server 203.0.113.2 with 450 4.7.1, since before our log "
             "begins."));

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
        "from 17:00 to 07:00 (421 AUP#CXCNCT)\n"
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
  CHECK(since(one) == "Since      first seen 2020-06-02 17:30:00 -07:00");
  one.finding.kind = FindingKind::block;
  CHECK(since(one) == "Since      first seen 2020-06-02 17:30:00 -07:00, when our log begins");
  one.finding.rule->onset_known = true;
  CHECK(since(one) == "Since      first seen 2020-06-02 17:30:00 -07:00");
  one = test::night_finding();
  CHECK(since(one) == "Since      first seen 2020-06-02 17:30:00 -07:00");
  one.finding.windows.front().onset_known = false;
  one.finding.last_refusal = third + 24h;
  CHECK(since(one) ==
        "Since      first seen 2020-06-02 17:30:00 -07:00, when our log begins, last 2020-06-03 "
        "17:00:00 -07:00");
}

TEST_CASE("a subject is plain and bounded; stamps of UTC tell their distance") {
  ReportFinding one = test::quota_finding();
  one.finding.code = "450 " + std::string(300, 'x') + "\xc3\xa9";
  Written all = written(one, {}, {});
  const std::string begin =
      "Mail from our server is refused after 50 messages in a clock hour (450 ";
  CHECK(all.letter.find("\nSubject: " + begin + std::string(200 - begin.size(), 'x') + "...\n") !=
        std::string::npos);
  one.finding.code = "450 \xc3\xa9~";
  all = written(one, {}, {});
  CHECK(all.mail.find("clock hour (450 ??~)\n") != std::string::npos);
  CHECK(all.letter.find("clock hour (450 \xc3\xa9~)\n") != std::string::npos);
  Report report = test::report_with(one);
  report.zone = TimeZone::fixed(0min);
  std::ostringstream out;
  write_letter({.report = &report, .finding = &report.findings[0], .refused = {}, .accepted = {}},
               Redactor(), out);
  CHECK(out.str().find("first seen 2020-06-03 00:30:00 +00:00\n") != std::string::npos);
}

}  // namespace curfew
