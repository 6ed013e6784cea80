#include "parse/other_servers.h"

#include "support/catch.h"

namespace curfew::test {

using parse::main_other_server;
using parse::other_server_of;
using parse::OtherServer;

TEST_CASE("a mail server that is not read is known by its tag or by the shape of its lines") {
  struct Case {
    std::string_view line;
    OtherServer server;
  };
  const Case cases[] = {
      {"Apr 10 08:47:20 mx sm-mta[593]: r39G922P001173: to=<a@one.example>, delay=20:38:23, "
       "xdelay=00:00:00, mailer=esmtp, pri=1155, relay=b.mx.one.example. [192.0.2.74], dsn=4.1.8, "
       "stat=Deferred: 450 4.1.8 no",
       OtherServer::sendmail},
      {"Apr 10 08:47:20 mx sm-mta[593]: starting daemon (8.17.1): SMTP", OtherServer::sendmail},
      {"Apr 10 08:47:20 mx sendmail[593]: r39G922P001173: from=<w@us.example>, size=33, class=0, "
       "nrcpts=1, msgid=<x@us.example>, relay=localhost [127.0.0.1]",
       OtherServer::sendmail},
      {"Apr 10 08:47:20 mx smtpd[812]: 8b2c7f9d3a1e5c60 mta delivery evpid=3f2a1b7c9d4e5f60 "
       "from=<a@us.example> to=<b@one.example> rcpt=<-> result=\"TempFail\" stat=\"450 later\"",
       OtherServer::opensmtpd},
      {"8b2c7f9d3a1e5c60 mta error reason=Connection closed", OtherServer::opensmtpd},
      {"Apr 10 08:47:20 mx smtpd[812]: smtp-out: Disabling route [] <-> 192.0.2.7 (mx) for 800s",
       OtherServer::opensmtpd},
      {"1054194593.322882 starting delivery 183: msg 161214 to remote b@one.example",
       OtherServer::qmail},
      {"@400000003eb7ff1a2c7bfe04 delivery 183: deferral: 192.0.2.7_does_not_like_recipient./",
       OtherServer::qmail},
      {"Apr 10 08:47:20 mx qmail: 1054194593.322882 new msg 161214", OtherServer::qmail},
      {"Apr 10 08:47:20 mx courieresmtp: id=1,from=<a@us.example>,addr=<b@one.example>,status: "
       "deferred",
       OtherServer::courier},
      {"[INFO] [455AE8CF-0465-48B7-96F9-5834B6F62926.1.1] [outbound] Temp failing x for 8 seconds",
       OtherServer::haraka},
      {"2026-01-15T17:30:00.000Z [NOTICE] [-] [core] ready", OtherServer::haraka},
      {"queue: delivery attempt failed\t{\"msg_id\":\"2f6f32e9\",\"rcpt\":\"b@one.example\"}",
       OtherServer::maddy},
      {"2026-01-15T17:30:00Z INFO SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 31, "
       "queueName = \"remote\"",
       OtherServer::stalwart},
      {"{\"type\":\"TransientFailure\",\"id\":\"1\",\"num_attempts\":2,\"egress_pool\":\"a\"}",
       OtherServer::kumomta},
      {"Jan 15 17:30:00 mx zone-mta[1]: 18a.001 DEFERRED[greylist] from=a@us.example "
       "to=b@one.example src=192.0.2.1 mx=mx[192.0.2.7] message-id=<x> (450 later)",
       OtherServer::zonemta},
      {"Thu 2026-01-15 17:30:00: [514116] --> RCPT To:<b@one.example>", OtherServer::mdaemon},
      {"#Software: Microsoft Exchange Server", OtherServer::exchange},
      {"2026-01-15T17:30:00.478Z,MX\\Internet Mail,08D675E58CA1DA38,3,192.0.2.1:25,192.0.2.7:610,<,"
       "450 later,",
       OtherServer::exchange},
      {"01/15/26 17:30:00\tSMTP-OU\tF97C.MAI\t1448\t192.0.2.7\tRCPT\tRCPT TO:<b@one.example>",
       OtherServer::mailenable},
      {"[15/Jan/2026 17:30:00] Sent: Queue-ID: 438dd9ea-00000000, Recipient: <b@one.example>",
       OtherServer::kerio},
      {"01/15/2026 05:30:00 PM  [24EC:001D-177C] SMTPClient: ReceiveResponse: 450 later",
       OtherServer::domino},
      {"192.0.2.7 [00000A1C] Thu, 15 Jan 2026 17:30:00 +0100 <<< 450 later", OtherServer::icewarp},
  };
  for (const Case& one : cases) {
    INFO(one.line);
    CHECK(other_server_of(one.line) == one.server);
    for (std::size_t size = 0; size < one.line.size(); ++size) {
      other_server_of(one.line.substr(0, size));  // survives a line that was cut anywhere
    }
  }
}

TEST_CASE("what is beside a mail server, and what we read, is nobody else's mail server") {
  for (const std::string_view line :
       {"", "Jan 15 17:30:00 mx dovecot: imap-login: Login: user=<anna>",
        "Jan 15 17:30:00 mx sendmail[1]: gethostbyaddr(192.0.2.7) failed: 1",
        "Jan 15 17:30:00 mx smtpd[1]: warning: 3F2A1: queue file size limit exceeded",
        "2026-01-15 17:30:00 1vgRAW-0000JM-4q == a@one.example R=r T=t defer (-53): retry time not "
        "reached",
        "Jan 15 17:30:00 mx amavis[1]: (1-01) Passed CLEAN", "Mon of the month", "[INFO] [x] [y] z",
        "status: local news", "delivery 12: to the door", "{\"type\":\"Delivery\"}"}) {
    INFO(line);
    CHECK(other_server_of(line) == OtherServer::none);
  }
}

TEST_CASE("a server that is read is another's in a log of the other") {
  parse::OtherServers others;
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
  CHECK(main_other_server(lines) == OtherServer::qmail);
  CHECK(parse::title(OtherServer::qmail) == "qmail");
  CHECK(main_other_server(Lines(lines).subspan(1, 1)) == OtherServer::none);
}

TEST_CASE("lines that are passed over are told by server") {
  parse::OtherServers others;
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

}  // namespace curfew::test
