#include <array>
#include <cstdio>

#include "loggen/postfix_server.h"

// The lines that say how a try to deliver ended, as Postfix 3.7 prints them in smtp/smtp_trouble.c,
// smtp/smtp_connect.c and global/log_adhoc.c.
namespace curfew::loggen {
namespace {

constexpr std::uint32_t error_pid = 655;

double seconds_between(Moment from, Moment to) {
  return static_cast<double>((to - from).count()) / 1e6;
}

// Two significant digits and two decimals at most: "0.09", "3.6", "71766".
std::string delay_text(double seconds) {
  std::array<char, 32> text{};
  const int decimals = seconds >= 10 ? 0 : seconds >= 1 ? 1 : 2;
  std::snprintf(text.data(), text.size(), "%.*f", decimals, seconds);
  std::string result = text.data();
  if (decimals == 0) return result;
  while (result.back() == '0') result.pop_back();
  if (result.back() == '.') result.pop_back();
  return result;
}

std::string on_one_line(std::string reply) {
  for (char& c : reply) {
    if (c == '\n') c = ' ';
  }
  return reply;
}

std::string peer(const MailHost& host) {
  return host.name + '[' + host.ip + ']';
}

std::string_view command(Trouble trouble) {
  switch (trouble) {
    case Trouble::mail_from:
      return " (in reply to MAIL FROM command)";
    case Trouble::rcpt_to:
      return " (in reply to RCPT TO command)";
    default:
      return " (in reply to end of DATA command)";
  }
}

std::string_view error_text(Trouble trouble) {
  return trouble == Trouble::refused ? "Connection refused" : "Connection timed out";
}

bool no_session(Trouble trouble) {
  return trouble == Trouble::refused || trouble == Trouble::timed_out;
}

std::string_view status_of(Ending ending) {
  switch (ending) {
    case Ending::delivered:
      return "sent";
    case Ending::deferred:
      return "deferred";
    default:
      return "bounced";
  }
}

}  // namespace

std::string PostfixServer::code_of(const Recipient& recipient) const {
  const Verdict& verdict = recipient.verdict;
  if (recipient.ours) return "2.0.0";
  if (!verdict.reply.empty()) return enhanced_code(verdict.reply);
  switch (verdict.trouble) {
    case Trouble::unresolved:
      return "4.4.3";
    case Trouble::lost:
      return "4.4.2";
    default:
      return "4.4.1";
  }
}

std::string PostfixServer::reason(const Recipient& recipient, const MailHost& host) {
  const Verdict& verdict = recipient.verdict;
  switch (verdict.trouble) {
    case Trouble::none:
      return on_one_line(verdict.reply);
    case Trouble::greeting:
      return "host " + peer(host) + " refused to talk to me: " + on_one_line(verdict.reply);
    case Trouble::refused:
    case Trouble::timed_out:
      return "connect to " + peer(host) + ":25: " + std::string(error_text(verdict.trouble));
    case Trouble::lost:
      return "lost connection with " + peer(host) + " while receiving the initial server greeting";
    case Trouble::unresolved:
      return "Host or domain name not found. Name service error for name=" +
             remote_of(recipient).domain + " type=MX: Host not found, try again";
    default:
      return "host " + peer(host) + " said: " + on_one_line(verdict.reply) +
             std::string(command(verdict.trouble));
  }
}

// All but the last of a remote's hosts fail without a status, and a host that is not reached fails
// without a queue id, the last one too.
void PostfixServer::write_earlier_hosts(const Message& message, const Recipient& recipient) {
  const Verdict& verdict = recipient.verdict;
  if (verdict.trouble == Trouble::unresolved) return;
  const Remote& remote = remote_of(recipient);
  const std::size_t count = remote.hosts.size() - (no_session(verdict.trouble) ? 0 : 1);
  for (std::size_t i = 0; i < count; ++i) {
    LineWriter& line = no_session(verdict.trouble) ? head("postfix/smtp", recipient.pid)
                                                   : head("postfix/smtp", recipient.pid, message);
    line << reason(recipient, remote.hosts[i]);
    line.end_line();
  }
}

void PostfixServer::write_recipient(const Message& message, const Recipient& recipient,
                                    std::string_view relay, double connecting, double sending) {
  const double before = seconds_between(message.born, message.active);
  const double waiting = seconds_between(message.active, recipient.contact);
  out() << "to=<" << address_of(recipient) << ">, relay=" << relay
        << ", delay=" << delay_text(before + waiting + connecting + sending)
        << ", delays=" << delay_text(before) << '/' << delay_text(waiting) << '/'
        << delay_text(connecting) << '/' << delay_text(sending);
}

void PostfixServer::write_status(const Message& message, const Recipient& recipient) {
  const Verdict& verdict = recipient.verdict;
  const double duration = seconds_between(recipient.contact, now());
  head(recipient.ours ? "postfix/lmtp" : "postfix/smtp", recipient.pid, message);
  if (recipient.ours) {
    const std::string address = address_of(recipient);
    write_recipient(message, recipient, "mx1.example.org[private/dovecot-lmtp]", 0.01, duration);
    out() << ", dsn=2.0.0, status=sent (250 2.0.0 <" << address << "> "
          << Hex{message.salt * 31, 12} << " Saved)";
    out().end_line();
    return;
  }
  const Remote& remote = remote_of(recipient);
  const MailHost& host =
      verdict.ending == Ending::deferred ? remote.hosts.back() : remote.hosts.front();
  const bool unreached = no_session(verdict.trouble) || verdict.trouble == Trouble::unresolved;
  const bool connected = !unreached && verdict.trouble != Trouble::greeting;
  write_recipient(message, recipient, unreached ? "none" : peer(host) + ":25",
                  connected ? duration * 0.4 : duration, connected ? duration * 0.6 : 0);
  out() << ", dsn=" << code_of(recipient) << ", status=" << status_of(verdict.ending) << " ("
        << reason(recipient, host) << ')';
  out().end_line();
}

void PostfixServer::write_suspended(const Message& message, const Recipient& recipient) {
  const Remote& remote = remote_of(recipient);
  head("postfix/error", error_pid, message);
  write_recipient(message, recipient, "none", 0, 0.01);
  out() << ", dsn=" << remote.closed_code
        << ", status=deferred (delivery temporarily suspended: " << remote.closed_reason << ')';
  out().end_line();
}

}  // namespace curfew::loggen
