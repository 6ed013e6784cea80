#include "known_servers/known_servers.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "parse/syslog_head.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::known_servers {
namespace {

using text::Cursor;

bool holds(std::string_view text, std::string_view words) noexcept {
  return text.find(words) != std::string_view::npos;
}

bool begins_with_any(std::string_view text,
                     std::initializer_list<std::string_view> words) noexcept {
  return std::ranges::any_of(words, [text](std::string_view one) { return text.starts_with(one); });
}

constexpr bool is_hex(char c) noexcept {
  return text::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// "m5UNQtuJ001414: to=<a@b>, ..., mailer=esmtp, ..., stat=Deferred: ...". deliver.c, envelope.c
bool is_sendmail(std::string_view body) noexcept {
  Cursor cursor(body);
  const std::string_view id = cursor.take_while(text::is_alphanumeric);
  if (id.size() < 12 || id.size() > 16 || !cursor.skip(": ")) return false;
  const std::string_view rest = cursor.rest();
  return (rest.starts_with("to=") && holds(rest, ", mailer=")) ||
         (rest.starts_with("from=") && holds(rest, ", nrcpts="));
}

// "4b3a6c195c1f6010 mta delivery evpid=...", "smtp-out: Disabling route ...". mta.c, mta_session.c
bool is_opensmtpd(std::string_view body) noexcept {
  Cursor cursor(body);
  if (cursor.take_while(is_hex).size() == 16) {
    return begins_with_any(cursor.rest(), {" mta ", " smtp ", " mda "});
  }
  if (body.starts_with("smtp-out: ")) return true;
  if (body.starts_with("relay: ")) return holds(body, " for ") && holds(body, ", stat=");
  return body.starts_with("mta: 0x") &&
         (holds(body, ": >>> ") || holds(body, ": <<< ") || holds(body, " -> MTA_"));
}

// "delivery 183: deferral: ...", behind "@400000003eb7..." or seconds where multilog wrote it.
// qmail-send.c
bool is_qmail(std::string_view body) noexcept {
  Cursor cursor(body);
  Cursor ahead = cursor;
  const std::string_view stamp =
      ahead.skip('@') ? ahead.take_while(is_hex)
                      : ahead.take_while([](char c) { return text::is_digit(c) || c == '.'; });
  if (stamp.size() >= 16 && ahead.skip(' ')) cursor = ahead;
  std::uint64_t number = 0;
  for (const std::string_view word : {"new msg ", "end msg "}) {
    ahead = cursor;
    if (ahead.skip(word) && ahead.take_number(number)) return ahead.at_end();
  }
  ahead = cursor;
  if (ahead.skip("info msg "))
    return holds(ahead.rest(), ": bytes ") && holds(ahead.rest(), " qp ");
  if (ahead.skip("starting delivery ")) return holds(ahead.rest(), ": msg ");
  if (ahead.skip("status: local "))
    return holds(ahead.rest(), "/") && holds(ahead.rest(), " remote ");
  if (ahead.skip("delivery ") && ahead.take_number(number)) {
    return begins_with_any(ahead.rest(), {": success: ", ": failure: ", ": deferral: "});
  }
  return false;
}

// "id=0000,from=<a@b>,addr=<c@d>,status: deferred". courieresmtp
bool is_courier(std::string_view body) noexcept {
  return body.starts_with("id=") && holds(body, ",from=<") && holds(body, ">,addr=<");
}

// "[INFO] [ED2BEE11-....1.1] [outbound] text", a stamp in front where it was asked for. logger.js
bool is_haraka(std::string_view body) noexcept {
  Cursor cursor(body);
  Stamp stamp;
  if (time::read_iso8601(cursor, stamp)) cursor.skip(' ');
  std::string_view level;
  std::string_view id;
  std::string_view origin;
  if (!cursor.skip('[') || !cursor.take_until("] [", level) || !cursor.take_until("] [", id) ||
      !cursor.take_until(']', origin) || origin.empty()) {
    return false;
  }
  constexpr std::string_view levels[] = {"DATA", "PROTOCOL", "DEBUG", "INFO",  "NOTICE",
                                         "WARN", "ERROR",    "CRIT",  "ALERT", "EMERG"};
  return std::ranges::find(levels, level) != std::end(levels) && (id == "-" || id.size() >= 36);
}

// "queue: delivery attempt failed\t{\"msg_id\":\"2f6f32e9\",...}". framework/log
bool is_maddy(std::string_view body) noexcept {
  return holds(body, "\t{\"") && holds(body, "\"msg_id\":\"");
}

// "SMTP RCPT TO rejected (delivery.rcpt-to-rejected) queueId = 3135, ...", and up to 0.8 a span.
bool is_stalwart(std::string_view body) noexcept {
  return ((holds(body, " (delivery.") || holds(body, " (queue.")) && holds(body, " = ")) ||
         holds(body, " smtp::outbound::");
}

// A record of JSON a line. JsonLogRecord
bool is_kumomta(std::string_view body) noexcept {
  return body.starts_with('{') && holds(body, "\"type\":\"") && holds(body, "\"egress_pool\":") &&
         holds(body, "\"num_attempts\":");
}

// "Fm-0123456789abcdef.001 DEFERRED[category] from=a@b to=c@d src=... mx=host[ip] ..."
bool is_zonemta(std::string_view body) noexcept {
  const bool verdict =
      holds(body, " ACCEPTED from=") || holds(body, " DEFERRED[") || holds(body, " REJECTED[");
  return verdict && holds(body, " mx=") && holds(body, " message-id=");
}

// "Sat 2014-07-26 12:58:47: 03: [514116] --> 220 ..."
bool is_mdaemon(std::string_view body) noexcept {
  Cursor cursor(body);
  cursor.skip(' ');
  constexpr std::string_view days = "Mon Tue Wed Thu Fri Sat Sun ";
  Stamp stamp;
  const std::size_t day =
      cursor.rest().size() < 4 ? days.npos : days.find(cursor.rest().substr(0, 4));
  if (day == days.npos || day % 4 != 0) return false;
  cursor.advance(4);
  return time::read_iso8601(cursor, stamp) && cursor.skip(": ");
}

// "2019-01-25T00:03:58.478Z,EXCH\\Internet Mail,08D6...,0,10.0.0.6:25,192.0.2.7:61061,+,,"
bool is_exchange(std::string_view body) noexcept {
  if (body.starts_with("#Software: Microsoft Exchange")) return true;
  Cursor cursor(body);
  Stamp stamp;
  std::string_view connector;
  std::string_view number;
  if (body.size() < 20 || body[10] != 'T' || !time::read_iso8601(cursor, stamp) ||
      !cursor.skip(',') || !cursor.take_until(',', connector)) {
    return false;
  }
  if (cursor.take_while(is_hex).size() != 16 || !cursor.skip(',') ||
      !cursor.take_until(',', number)) {
    return false;
  }
  return std::ranges::all_of(number, text::is_digit);
}

// "06/20/23 06:12:50\tSMTP-OU\tF97C....MAI\t..."
bool is_mailenable(std::string_view body) noexcept {
  return holds(body, "\tSMTP-OU\t") || holds(body, "\tSMTP-IN\t");
}

// "[30/Nov/2005 17:57:15] Sent: Queue-ID: 438dd9ea-00000000,Recipient: <a@b>, Result: ..."
bool is_kerio(std::string_view body) noexcept {
  return body.starts_with('[') &&
         (holds(body, "] Sent: Queue-ID: ") || holds(body, "] Recv: Queue-ID: "));
}

// "03/01/2024 02:21:11 PM  [24EC:001D-177C] SMTPClient: ReceiveResponse: 220 ..."
bool is_domino(std::string_view body) noexcept {
  return holds(body, "] SMTPClient: ");
}

// "127.0.0.1 [00000A1C] Thu, 22 Apr 2004 22:01:42 +0200 >>> 250 ..."
bool is_icewarp(std::string_view body) noexcept {
  Cursor cursor(body);
  cursor.take_word();
  if (!cursor.skip(" [") || cursor.take_while(is_hex).size() != 8 || !cursor.skip("] ")) {
    return false;
  }
  return holds(cursor.rest(), " >>> ") || holds(cursor.rest(), " <<< ");
}

struct Known {
  std::string_view title;
  std::string_view format;  ///< empty: its logs are not read
  /// By one of these tags, which begin with the same letter, its lines are known, whatever they
  /// say.
  std::array<std::string_view, 3> tags;
  bool (*speaks)(std::string_view body) noexcept;
};

constexpr Known known[] = {
    {"Sendmail", "sendmail", {"sm-mta", "sm-msp-queue"}, is_sendmail},
    {"OpenSMTPD", "opensmtpd", {}, is_opensmtpd},
    {"qmail", "qmail", {"qmail", "qmail-send"}, is_qmail},
    {"Courier", "", {"courieresmtp", "courierd"}, is_courier},
    {"Haraka", "haraka", {"haraka"}, is_haraka},
    {"maddy", "maddy", {"maddy"}, is_maddy},
    {"Stalwart", "stalwart", {"stalwart", "stalwart-mail"}, is_stalwart},
    {"KumoMTA", "kumomta", {"kumod"}, is_kumomta},
    {"ZoneMTA", "", {"zone-mta"}, is_zonemta},
    {"MDaemon", "mdaemon", {}, is_mdaemon},
    {"Exchange", "exchange", {}, is_exchange},
    {"MailEnable", "", {}, is_mailenable},
    {"Kerio Connect", "", {}, is_kerio},
    {"Domino", "domino", {}, is_domino},
    {"IceWarp", "", {}, is_icewarp},
    // Those whose lines are read, in a log that was taken for the other's.
    {"Postfix", "postfix", {}, nullptr},
    {"Exim", "exim", {}, nullptr},
};

constexpr std::size_t place_of(std::string_view title) noexcept {
  return static_cast<std::size_t>(std::ranges::find(known, title, &Known::title) -
                                  std::begin(known));
}
constexpr std::size_t sendmail = place_of("Sendmail");
constexpr std::size_t opensmtpd = place_of("OpenSMTPD");
constexpr std::size_t postfix = place_of("Postfix");
constexpr std::size_t exim = place_of("Exim");
static_assert(std::max({sendmail, opensmtpd, postfix, exim}) < std::size(known));

constexpr auto told = [] {
  std::array<KnownServers::Server, std::size(known)> servers;
  for (std::size_t i = 0; i < servers.size(); ++i) servers[i] = {known[i].title, known[i].format};
  return servers;
}();

class ByLine final : public KnownServers {
 public:
  std::span<const Server> servers() const noexcept override { return told; }

  std::size_t find_tag(std::string_view tag, std::string_view body) const noexcept override {
    if (tag.empty()) return nobody;
    for (std::size_t i = 0; i < std::size(known); ++i) {
      const auto& tags = known[i].tags;
      if (tags[0].empty() || tags[0].front() != tag.front()) continue;
      if (std::ranges::find(tags, tag) != tags.end()) return i;
    }
    if (tag.starts_with("postfix/")) return postfix;
    if (tag.starts_with("exim")) return exim;
    if (tag.starts_with("sendmail")) return is_sendmail(body) ? sendmail : nobody;
    if (tag == "smtpd" || tag == "transfer") return is_opensmtpd(body) ? opensmtpd : nobody;
    return nobody;
  }

  std::size_t find_line(std::string_view line) const noexcept override {
    parse::SyslogHead head;
    if (!parse::read_syslog_head(line, head)) return who_speaks(line);
    std::size_t server = find_tag(head.tag, head.body);
    if (server == nobody) server = who_speaks(head.body);
    return server == nobody ? who_speaks(line) : server;
  }

 private:
  static std::size_t who_speaks(std::string_view body) noexcept {
    const auto* const found = std::ranges::find_if(
        known, [body](const Known& one) { return one.speaks != nullptr && one.speaks(body); });
    return found == std::end(known) ? nobody : static_cast<std::size_t>(found - known);
  }
};

}  // namespace

std::shared_ptr<const KnownServers> known_servers() {
  return std::make_shared<ByLine>();
}

}  // namespace curfew::known_servers
