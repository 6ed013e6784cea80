#include <array>

#include "loggen/postfix_server.h"

// The lines of a message's life in Postfix 3.7. Where each is printed: smtpd/smtpd.c,
// cleanup/cleanup_message.c, qmgr/qmgr_active.c, bounce/bounce_notify_service.c.
namespace curfew::loggen {
namespace {

constexpr std::uint32_t qmgr_pid = 641;
constexpr std::uint32_t bounce_pid = 656;
constexpr std::uint32_t opendkim_pid = 433;

constexpr std::array<std::string_view, 4> ciphers = {
    "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 "
    "server-signature RSA-PSS (2048 bits) server-digest SHA256",
    "TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)",
    "TLSv1.3 with cipher TLS_AES_128_GCM_SHA256 (128/128 bits) key-exchange ECDHE (P-256) "
    "server-signature ECDSA (P-256) server-digest SHA256",
    "TLSv1.2 with cipher ECDHE-RSA-CHACHA20-POLY1305 (256/256 bits)"};

LineWriter& operator<<(LineWriter& out, const Client& client) {
  return out << client.name << '[' << client.ip << ']';
}

}  // namespace

LineWriter& PostfixServer::head(std::string_view program, std::uint32_t pid) {
  if (stamp_ == SyslogStamp::iso8601) {
    write_iso8601(out(), now());
  } else {
    write_rfc3164(out(), now());
  }
  return out() << " mx1 " << program << '[' << std::uint64_t{pid} << "]: ";
}

LineWriter& PostfixServer::head(std::string_view program, std::uint32_t pid,
                                const Message& message) {
  return head(program, pid) << message.id << ": ";
}

void PostfixServer::write_smtpd(Step which, const Message& message) {
  const Client& client = client_of(message);
  const std::string_view program = message.outbound ? "postfix/submission/smtpd" : "postfix/smtpd";
  LineWriter& line = head(program, message.pid);
  const auto recipients = static_cast<std::uint64_t>(message.recipient_count);
  switch (which) {
    case connect:
      line << "connect from " << client;
      break;
    case starttls:
      line << "Anonymous TLS connection established from " << client << ": "
           << ciphers[message.salt / 16 % ciphers.size()];
      break;
    case accept:
      line << message.id << ": client=" << client;
      if (message.outbound) {
        line << ", sasl_method=PLAIN, sasl_username=" << sender_of(message);
      }
      break;
    default:
      line << "disconnect from " << client << " ehlo=2 starttls=1 "
           << (message.outbound ? "auth=1 " : "") << "mail=1 rcpt=" << recipients
           << " data=1 quit=1 commands=" << recipients + (message.outbound ? 7 : 6);
  }
  line.end_line();
}

void PostfixServer::write_cleanup(const Message& message) {
  const std::uint32_t pid = cleanup_.take();
  LineWriter& line = head("postfix/cleanup", pid, message);
  line << "message-id=<";
  if (message.notification) {
    write_digits(line, now());
    line << '.' << message.id << "@mx1.example.org";
  } else {
    line << Hex{message.salt, 10} << '.' << message.salt % 99'999'989 << "@mail."
         << world().remotes[message.sender_remote].domain;
  }
  line << '>';
  line.end_line();
  cleanup_.give_back(pid);
}

void PostfixServer::write_sign(const Message& message) {
  head("opendkim", opendkim_pid, message) << "DKIM-Signature field added (s=mail, d=example.org)";
  out().end_line();
}

void PostfixServer::write_active(const Message& message) {
  head("postfix/qmgr", qmgr_pid, message)
      << "from=<" << sender_of(message) << ">, size=" << std::uint64_t{message.size}
      << ", nrcpt=" << static_cast<std::uint64_t>(message.recipient_count) << " (queue active)";
  out().end_line();
}

void PostfixServer::write_tls(const Recipient& recipient) {
  const Remote& remote = remote_of(recipient);
  head("postfix/smtp", recipient.pid)
      << (remote.style % 2 == 0 ? "Trusted" : "Untrusted") << " TLS connection established to "
      << remote.hosts.front().name << '[' << remote.hosts.front().ip << ']'
      << ":25: " << ciphers[remote.style % ciphers.size()];
  out().end_line();
}

void PostfixServer::write_expired(const Message& message) {
  head("postfix/qmgr", qmgr_pid, message)
      << "from=<" << sender_of(message) << ">, status=expired, returned to sender";
  out().end_line();
}

void PostfixServer::write_notification(const Message& message, const Message& notification) {
  head("postfix/bounce", bounce_pid, message)
      << "sender non-delivery notification: " << notification.id;
  out().end_line();
}

void PostfixServer::write_removed(const Message& message) {
  head("postfix/qmgr", qmgr_pid, message) << "removed";
  out().end_line();
}

}  // namespace curfew::loggen
