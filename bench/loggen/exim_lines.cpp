#include <array>

#include "loggen/exim_server.h"

// The lines of Exim 4.96 with Debian's log_selector, as deliver.c, receive.c and transports/smtp.c
// print them.
namespace curfew::loggen {
namespace {

constexpr std::string_view cipher = "TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256";

// The end of a line becomes the two characters \n; inside quotes each backslash is doubled.
std::string escaped(std::string_view reply, std::string_view line_end) {
  std::string text;
  for (const char c : reply) {
    if (c == '\n') {
      text += line_end;
    } else {
      text += c;
    }
  }
  return text;
}

std::string peer(const MailHost& host) {
  return "H=" + host.name + " [" + host.ip + ']';
}

std::string tls_of(const MailHost& host) {
  return " X=" + std::string(cipher) + " CV=yes DN=\"CN=" + host.name + '"';
}

std::string stage(const Recipient& recipient, std::string_view sender, std::string_view address) {
  switch (recipient.verdict.trouble) {
    case Trouble::greeting:
      return "initial connection";
    case Trouble::mail_from:
      return "pipelined MAIL FROM:<" + std::string(sender) +
             "> SIZE=" + std::to_string(1000 + sender.size() * 37);
    case Trouble::rcpt_to:
      return "RCPT TO:<" + std::string(address) + '>';
    default:
      return "end of data";
  }
}

bool no_session(Trouble trouble) {
  return trouble == Trouble::refused || trouble == Trouble::timed_out;
}

std::string_view error_text(Trouble trouble) {
  return trouble == Trouble::refused ? "Connection refused" : "Connection timed out";
}

// transports/smtp.c, macros.h: ERRNO_RCPT4XX and so on; the system's number where it has one.
int number_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::mail_from:
      return -45;
    case Trouble::rcpt_to:
      return -44;
    case Trouble::end_of_data:
      return -46;
    case Trouble::refused:
      return 111;
    case Trouble::timed_out:
      return 110;
    case Trouble::lost:
      return -18;
    case Trouble::unresolved:
      return -1;
    default:
      return 0;
  }
}

}  // namespace

LineWriter& EximServer::head() {
  write_date_time(out(), now(), ' ');
  return out() << ' ';
}

LineWriter& EximServer::head(const Message& message) {
  return head() << message.id << ' ';
}

void EximServer::write_received(const Message& message) {
  LineWriter& line = head(message);
  const std::string sender = sender_of(message);
  line << "<= " << (sender.empty() ? "<>" : sender);
  if (message.notification) {
    line << " R=" << message.parent << " U=Debian-exim P=local";
  } else {
    const Client& client = client_of(message);
    line << " H=" << (client.name == "unknown" ? "(laptop)" : client.name) << " [" << client.ip
         << "] P=" << (message.outbound ? "esmtpsa" : "esmtps") << " X=" << cipher << " CV=no";
    if (message.outbound) line << " A=plain_server:" << sender;
  }
  line << " S=" << std::uint64_t{message.size};
  if (!message.notification) {
    line << " id=" << Hex{message.salt, 10} << '.' << message.salt % 99'999'989 << "@mail."
         << world().remotes[message.sender_remote].domain;
  }
  line.end_line();
}

// One line for each host that was tried; a single refused recipient has them only for the hosts
// before the last.
void EximServer::write_host_lines(const Message& message, const Recipient& recipient) {
  const Trouble trouble = recipient.verdict.trouble;
  if (trouble == Trouble::unresolved) return;
  const Remote& remote = remote_of(recipient);
  const std::size_t count = remote.hosts.size() - (trouble == Trouble::rcpt_to ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    LineWriter& line = head(message) << peer(remote.hosts[i]);
    if (no_session(trouble)) {
      line << ' ' << error_text(trouble);
    } else if (trouble == Trouble::lost) {
      line << ": Remote host closed connection in response to initial connection";
    } else {
      line << (trouble == Trouble::rcpt_to ? "" : ":")
           << " SMTP error from remote mail server after "
           << stage(recipient, sender_of(message), address_of(recipient)) << ": "
           << escaped(recipient.verdict.reply, "\\n");
    }
    line.end_line();
  }
}

void EximServer::write_delivered(const Message& message, const Recipient& recipient,
                                 std::uint8_t number) {
  LineWriter& line = head(message);
  const std::string address = address_of(recipient);
  if (recipient.ours) {
    line << "=> " << local_part(recipient.local) << " <" << address
         << "> R=local_user T=maildir_home";
    line.end_line();
    return;
  }
  const Recipient* const before = number == 0 ? nullptr : &message.recipients[number - 1U];
  const bool same_session = before != nullptr && before->remote == recipient.remote &&
                            before->tries == recipient.tries &&
                            before->verdict.ending == Ending::delivered;
  const MailHost& host = remote_of(recipient).hosts.front();
  line << (same_session ? "-> " : "=> ") << address << " R=dnslookup T=remote_smtp " << peer(host)
       << tls_of(host) << " C=\"" << escaped(recipient.verdict.reply, "\\\\n") << '"';
  line.end_line();
}

void EximServer::write_deferred(const Message& message, const Recipient& recipient) {
  const Trouble trouble = recipient.verdict.trouble;
  const std::string address = address_of(recipient);
  LineWriter& line = head(message);
  line << "== " << address << " R=dnslookup";
  if (trouble != Trouble::unresolved) line << " T=remote_smtp";
  line << " defer (" << std::to_string(number_of(trouble)) << ')';
  if (trouble == Trouble::unresolved) {
    line << ": host lookup did not complete";
  } else if (no_session(trouble)) {
    line << ": " << error_text(trouble);
  } else if (trouble == Trouble::lost) {
    line << ' ' << peer(remote_of(recipient).hosts.back())
         << ": Remote host closed connection in response to initial connection";
  } else {
    line << ' ' << peer(remote_of(recipient).hosts.back())
         << ": SMTP error from remote mail server after "
         << stage(recipient, sender_of(message), address) << ": "
         << escaped(recipient.verdict.reply, "\\n");
  }
  line.end_line();
}

void EximServer::write_bounced(const Message& message, const Recipient& recipient) {
  const MailHost& host = remote_of(recipient).hosts.front();
  const std::string address = address_of(recipient);
  head(message) << "** " << address << " R=dnslookup T=remote_smtp " << peer(host) << tls_of(host)
                << ": SMTP error from remote mail server after "
                << stage(recipient, sender_of(message), address) << ": "
                << escaped(recipient.verdict.reply, "\\n");
  out().end_line();
}

void EximServer::write_not_yet(const Message& message, const Recipient& recipient,
                               bool host_is_closed) {
  head(message) << "== " << address_of(recipient);
  if (host_is_closed) {
    out() << " R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for '"
          << remote_of(recipient).domain << '\'';
  } else {
    out() << " routing defer (-52): retry time not reached";
  }
  out().end_line();
}

void EximServer::write_retry_timeout(const Message& message, const Recipient& recipient) {
  head(message) << "** " << address_of(recipient) << ": retry timeout exceeded";
  out().end_line();
}

void EximServer::write_completed(const Message& message) {
  head(message) << "Completed";
  out().end_line();
}

void EximServer::write_queue_run(std::string_view which) {
  head() << which << " queue run: pid=" << std::uint64_t{queue_run_pid_};
  out().end_line();
}

}  // namespace curfew::loggen
