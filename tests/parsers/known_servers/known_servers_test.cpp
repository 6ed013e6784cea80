#include "known_servers/known_servers.h"

#include <memory>
#include <set>

#include "curfew/builtin_formats.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

// Its title; empty: nobody's line.
std::string_view server_of(std::string_view line) {
  static const std::shared_ptr<const KnownServers> known = known_servers::known_servers();
  const std::size_t place = known->find_line(line);
  return place == KnownServers::nobody ? std::string_view() : known->servers()[place].title;
}

}  // namespace

TEST_CASE("a mail server that is not read is known by its tag or by the shape of its lines") {
  struct Case {
    std::string_view line;
    std::string_view server;
  };
  const Case cases[] = {
      {"Apr 10 08:47:20 mx sm-mta[593]: r39G922P001173: to=<a@one.example>, delay=20:38:23, "
       "xdelay=00:00:00, mailer=esmtp, pri=1155, relay=b.mx.one.example. [192.0.2.74], dsn=4.1.8, "
       "stat=Deferred: 450 4.1.8 no",
       "Sendmail"},
      {"Apr 10 08:47:20 mx sm-mta[593]: starting daemon (8.17.1): SMTP", "Sendmail"},
      {"Apr 10 08:47:20 mx sendmail[593]: r39G922P001173: from=<w@us.example>, size=33, class=0, "
       "nrcpts=1, msgid=<x@us.example>, relay=localhost [127.0.0.1]",
       "Sendmail"},
      {"Apr 10 08:47:20 mx smtpd[812]: 8b2c7f9d3a1e5c60 mta delivery evpid=3f2a1b7c9d4e5f60 "
       "from=<a@us.example> to=<b@one.example> rcpt=<-> result=\"TempFail\" stat=\"450 later\"",
       "OpenSMTPD"},
      {"8b2c7f9d3a1e5c60 mta error reason=Connection closed", "OpenSMTPD"},
      {"Apr 10 08:47:20 mx smtpd[812]: smtp-out: Disabling route [] <-> 192.0.2.7 (mx) for 800s",
       "OpenSMTPD"},
      {"1054194593.322882 starting delivery 183: msg 161214 to remote b@one.example", "qmail"},
      {"@400000003eb7ff1a2c7bfe04 delivery 183: deferral: 192.0.2.7_does_not_like_recipient./",
       "qmail"},
      {"Apr 10 08:47:20 mx qmail: 1054194593.322882 new msg 161214", "qmail"},
      {"Apr 10 08:47:20 mx courieresmtp: id=1,from=<a@us.example>,addr=<b@one.example>,status: "
       "deferred",
       "Courier"},
      {"[INFO] [455AE8CF-0465-48B7-96F9-5834B6F62926.1.1] [outbound] Temp failing x for 8 seconds",
       "Haraka"},
      {"2026-01-15T17:30:00.000Z [NOTICE] [-] [core] ready", "Haraka"},
      {"queue: delivery attempt failed\t{\"msg_id\":\"2f6f32e9\",\"rcpt\":\"b@one.example\"}",
       "maddy"},
      {"2026-01-15T17:30:00Z INFO SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 31, "
       "queueName = \"remote\"",
       "Stalwart"},
      {"{\"type\":\"TransientFailure\",\"id\":\"1\",\"num_attempts\":2,\"egress_pool\":\"a\"}",
       "KumoMTA"},
      {"Jan 15 17:30:00 mx zone-mta[1]: 18a.001 DEFERRED[greylist] from=a@us.example "
       "to=b@one.example src=192.0.2.1 mx=mx[192.0.2.7] message-id=<x> (450 later)",
       "ZoneMTA"},
      {"Thu 2026-01-15 17:30:00: [514116] --> RCPT To:<b@one.example>", "MDaemon"},
      {"#Software: Microsoft Exchange Server", "Exchange"},
      {"2026-01-15T17:30:00.478Z,MX\\Internet Mail,08D675E58CA1DA38,3,192.0.2.1:25,192.0.2.7:610,<,"
       "450 later,",
       "Exchange"},
      {"01/15/26 17:30:00\tSMTP-OU\tF97C.MAI\t1448\t192.0.2.7\tRCPT\tRCPT TO:<b@one.example>",
       "MailEnable"},
      {"[15/Jan/2026 17:30:00] Sent: Queue-ID: 438dd9ea-00000000, Recipient: <b@one.example>",
       "Kerio Connect"},
      {"01/15/2026 05:30:00 PM  [24EC:001D-177C] SMTPClient: ReceiveResponse: 450 later", "Domino"},
      {"192.0.2.7 [00000A1C] Thu, 15 Jan 2026 17:30:00 +0100 <<< 450 later", "IceWarp"},
  };
  for (const Case& one : cases) {
    INFO(one.line);
    CHECK(server_of(one.line) == one.server);
    for (std::size_t size = 0; size < one.line.size(); ++size) {
      server_of(one.line.substr(0, size));  // survives a line that was cut anywhere
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
    CHECK(server_of(line).empty());
  }
}

TEST_CASE("each known server is there once, and its format is one of those built in") {
  const Formats formats = builtin_formats();
  REQUIRE(formats.known_servers() != nullptr);
  std::set<std::string_view> titles;
  for (const KnownServers::Server& server : formats.known_servers()->servers()) {
    INFO(server.title);
    CHECK(titles.insert(server.title).second);
    if (server.format.empty()) continue;
    const Format* const format = formats.find(server.format);
    REQUIRE(format != nullptr);
    CHECK(format->title().starts_with(server.title));
  }
  CHECK(titles.size() == 17);
}

TEST_CASE("a syslog head without a tag is nobody's") {
  const std::shared_ptr<const KnownServers> known = known_servers::known_servers();
  CHECK(known->find_tag("", "text") == KnownServers::nobody);
}

}  // namespace curfew::test
