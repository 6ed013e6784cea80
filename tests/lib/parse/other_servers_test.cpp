#include "parse/other_servers.h"

#include "curfew/builtin_formats.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

const KnownServers* known() {
  static const Formats formats = builtin_formats();
  return formats.known_servers();
}

}  // namespace

TEST_CASE("a server that is read is another's in a log of the other") {
  parse::OtherServers others;
  others.know(known());
  for (const std::string_view line :
       {"Jan 15 17:30:00 mx postfix/smtpd[1]: connect from mail[192.0.2.7]",
        "Jan 15 17:30:00 mx exim[1]: 2026-01-15 17:30:00 Start queue run: pid=1",
        "Jan 15 17:30:01 mx exim4[1]: 2026-01-15 17:30:01 End queue run: pid=1"}) {
    parse::SyslogHead head;
    REQUIRE(parse::read_syslog_head(line, head));
    others.count(head);
  }
  const std::vector<Remark> remarks = others.remarks();
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].text == "1 line of Postfix is not read.");
  CHECK(remarks[0].hint == Hint::read_format);
  CHECK(remarks[0].hint_data == "postfix");
  CHECK(remarks[1].text == "2 lines of Exim are not read.");
  CHECK(remarks[1].hint == Hint::read_format);
  CHECK(remarks[1].hint_data == "exim");
}

TEST_CASE("of several servers the one with most lines is named") {
  const std::string_view texts[] = {"1054194593.322882 new msg 161214", "hello",
                                    "#Software: Microsoft Exchange Server",
                                    "1054194593.322882 end msg 161214"};
  std::vector<Line> lines;
  for (const std::string_view text : texts) lines.push_back({text, lines.size() + 1});
  const KnownServers::Server* const most = parse::main_other_server(lines, known());
  REQUIRE(most != nullptr);
  CHECK(most->title == "qmail");
  CHECK(parse::main_other_server(Lines(lines).subspan(1, 1), known()) == nullptr);
  CHECK(parse::main_other_server(lines, nullptr) == nullptr);
}

TEST_CASE("lines that are passed over are told by server") {
  parse::OtherServers others;
  others.know(known());
  CHECK(others.remarks().empty());
  for (int i = 0; i < 3; ++i) {
    parse::SyslogHead head;
    REQUIRE(parse::read_syslog_head(i == 2 ? "Jan 15 17:30:00 mx maddy[1]: ready"
                                           : "Jan 15 17:30:00 mx sm-mta[1]: alias database",
                                    head));
    others.count(head);
  }
  const std::vector<Remark> remarks = others.remarks();
  REQUIRE(remarks.size() == 2);
  CHECK(remarks[0].key == "other_server");
  CHECK(remarks[0].text == "2 lines of Sendmail are not read.");
  CHECK(remarks[0].hint == Hint::read_format);
  CHECK(remarks[0].hint_data == "sendmail");
  CHECK(remarks[1].text == "1 line of maddy is not read.");
  CHECK(remarks[1].hint == Hint::read_format);
  CHECK(remarks[1].hint_data == "maddy");
}

TEST_CASE("a format's own lines are no other's, and where nobody is known nobody is told of") {
  parse::SyslogHead head;
  REQUIRE(parse::read_syslog_head("Jan 15 17:30:00 mx maddy[1]: ready", head));
  parse::OtherServers own("maddy");
  own.know(known());
  own.count(head);
  CHECK(own.remarks().empty());
  parse::OtherServers nobody;
  nobody.count(head);
  CHECK(nobody.remarks().empty());
}

}  // namespace curfew::test
