#include "curfew/letter.h"

#include <sstream>

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {
namespace {

using namespace std::chrono_literals;

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

}  // namespace curfew
