#include "curfew/mail.h"

#include <chrono>
#include <sstream>
#include <string>

#include "curfew/error.h"
#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew {
namespace {

std::string written(const Mail& mail) {
  std::ostringstream out;
  write_mail(mail, out);
  return out.str();
}

Mail some_mail() {
  Mail mail;
  mail.to = "root";
  mail.from = "curfew@mx1.example.org";
  mail.subject = "Nothing needs you";
  mail.report = "daily";
  mail.text = "50 % = half\n";
  mail.html = "<p>\xc3\xa4</p>\n";
  mail.date = std::chrono::sys_days(std::chrono::year(2026) / 1 / 4) + std::chrono::hours(6) +
              std::chrono::seconds(5);
  mail.host = "mx1.example.org";
  return mail;
}

}  // namespace

TEST_CASE("a mail is a head, the text and the page") {
  const std::string mail = written(some_mail());
  const std::size_t id = mail.find("Message-ID: <daily.1767506405.");
  REQUIRE(id != std::string::npos);
  const std::size_t end = mail.find('\n', id);
  CHECK(mail.substr(0, id) ==
        "From: curfew@mx1.example.org\nTo: root\nSubject: Nothing needs you\n"
        "Date: Sun, 04 Jan 2026 06:00:05 +0000\n");
  CHECK(mail.substr(end - 17, 17) == "@mx1.example.org>");
  CHECK(mail.substr(end + 1) ==
        "Auto-Submitted: auto-generated\nX-Curfew-Report: daily\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=\"=_alternative\"\n\n"
        "--=_alternative\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n50 % =3D half\n\n"
        "--=_alternative\nContent-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n<p>=C3=A4</p>\n\n--=_alternative--\n");
}

TEST_CASE("without a page there is the text alone, without a sender no line of one") {
  Mail mail = some_mail();
  mail.html.clear();
  mail.from.clear();
  const std::string text = written(mail);
  CHECK(text.starts_with("To: root\n"));
  CHECK(
      text.ends_with("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                     "Content-Transfer-Encoding: quoted-printable\n\n50 % =3D half\n"));
}

TEST_CASE("the id is of the mail, and of a host that can stand in one") {
  const auto id_of = [](const Mail& mail) {
    const std::string text = written(mail);
    const std::size_t at = text.find("Message-ID: ");
    return text.substr(at, text.find('\n', at) - at);
  };
  const std::string id = id_of(some_mail());
  CHECK(id_of(some_mail()) == id);
  Mail other = some_mail();
  other.html += ' ';
  CHECK(id_of(other) != id);
  other = some_mail();
  other.to = "postmaster";
  CHECK(id_of(other) != id);
  for (const char* const host : {"", "a b", "a>\nBcc: x", "a..b"}) {
    other.host = host;
    CHECK(id_of(other).ends_with("@localhost>"));
  }
}

TEST_CASE("what is no address brings in nothing") {
  for (const char* const address : {"root", "a@b", "a+b=c@mx-1.example.org", "o'neil@b_c"}) {
    CHECK(is_mail_address(address));
  }
  for (const std::string& address :
       {std::string(), std::string("a\nBcc: b"), std::string("a\r"), std::string("a,b"),
        std::string("a b"), std::string("\"a\"@b"), std::string("<a@b>"), std::string("a@b@c"),
        std::string("@b"), std::string("a@"), std::string("-a"), std::string(".a"),
        std::string("a.@b"), std::string("a..b"), std::string("a@b..c"), std::string("a@.b"),
        std::string("a\0b", 3), std::string("\xc3\xb6@b"), std::string(255, 'a')}) {
    CHECK_FALSE(is_mail_address(address));
    Mail mail = some_mail();
    mail.to = address;
    CHECK_THROWS_AS(written(mail), Error);
    mail.to = "root";
    mail.from = address;
    if (!address.empty()) CHECK_THROWS_AS(written(mail), Error);
  }
  for (const char* const word : {"", "a b", "a\nb"}) {
    Mail mail = some_mail();
    mail.report = word;
    CHECK_THROWS_AS(written(mail), Error);
  }
}

TEST_CASE("the subject says the gravest thing") {
  CHECK(subject_of(Report()) == "No mail was seen");
  ReportFinding one = test::quota_finding();
  one.finding.remote = "cox\x1b[31m\n.example";
  Report report = test::report_with(one);
  report.from = Instant{};
  const std::string subject = subject_of(report);
  CHECK(subject.starts_with("cox\\x1b[31m\\x0a.example refuses our mail after 50 messages"));
  CHECK(subject.find("more") == std::string::npos);
  one.finding.remote = "other.example";
  report.findings.push_back(one);
  CHECK(subject_of(report) == subject + "; 1 more needs you");
  one.finding.remote = "third.example";
  report.findings.push_back(one);
  CHECK(subject_of(report) == subject + "; 2 more need you");
  report.findings.clear();
  CHECK(subject_of(report).find("; ") == std::string::npos);
}

}  // namespace curfew
