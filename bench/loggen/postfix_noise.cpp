#include <array>

#include "loggen/postfix_server.h"

// What else stands in a mail server's log: strangers who knock, and other programs.
namespace curfew::loggen {
namespace {

LineWriter& operator<<(LineWriter& out, const Client& client) {
  return out << client.name << '[' << client.ip << ']';
}

constexpr std::array<std::string_view, 6> stages = {"AUTH",     "CONNECT", "EHLO",
                                                    "STARTTLS", "UNKNOWN", "RCPT"};
constexpr std::array<std::string_view, 3> statistics = {
    "max connection rate 7/60s for (smtp:", "max connection count 3 for (smtp:",
    "max message rate 5/60s for (smtp:"};

}  // namespace

void PostfixServer::noise() {
  const Client& client = world().clients[random().below(world().clients.size())];
  const std::uint32_t dice = random().below(100);
  if (dice < 74) {
    write_smtpd_noise(client, dice);
  } else {
    write_other_noise(client, dice);
  }
  out().end_line();
}

void PostfixServer::write_smtpd_noise(const Client& client, std::uint32_t dice) {
  const std::uint32_t pid = smtpd_.take();
  LineWriter& line = head("postfix/smtpd", pid);
  smtpd_.give_back(pid);
  if (dice < 26) {
    line << "NOQUEUE: reject: RCPT from " << client
         << ": 554 5.7.1 Service unavailable; Client host [" << client.ip
         << "] blocked using zen.dnsbl.example; https://dnsbl.example/query/ip/" << client.ip
         << "; from=<" << local_part(random().below(50'000)) << '@'
         << world().remotes[random().below(world().remotes.size())].domain << "> to=<"
         << local_part(random().below(50'000)) << "@example.org> proto=ESMTP helo=<"
         << (client.name == "unknown" ? "[127.0.0.1]" : client.name) << '>';
  } else if (dice < 44) {
    line << "warning: unknown[" << client.ip
         << "]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username="
         << local_part(random().below(500)) << "@example.org";
  } else if (dice < 58) {
    line << "lost connection after " << stages[random().below(stages.size())] << " from " << client;
  } else if (dice < 66) {
    line << "warning: hostname " << world().remotes[random().below(500)].hosts.front().name
         << " does not resolve to address " << client.ip << ": Name or service not known";
  } else if (dice < 70) {
    line << "SSL_accept error from " << client << ": lost connection";
  } else {
    line << "improper command pipelining after EHLO from " << client << ": QUIT\\r\\n";
  }
}

void PostfixServer::write_other_noise(const Client& client, std::uint32_t dice) {
  if (dice < 82) {
    LineWriter& line = head("postfix/anvil", 660);
    line << "statistics: " << statistics[random().below(statistics.size())] << client.ip << ") at ";
    write_rfc3164(line, now());
  } else if (dice < 90) {
    head("postfix/postscreen", 661)
        << "PREGREET " << std::uint64_t{11 + random().below(20)} << " after 0.0"
        << std::uint64_t{1 + random().below(9)} << " from [" << client.ip
        << "]:" << std::uint64_t{1024 + random().below(60'000)} << ": EHLO User\\r\\n";
  } else if (dice < 97) {
    head("dovecot", 420) << "imap-login: Login: user=<" << local_part(random().below(500))
                         << "@example.org>, method=PLAIN, rip=" << client.ip
                         << ", lip=192.0.2.25, mpid=" << std::uint64_t{random().below(90'000)}
                         << ", TLS, session=<" << Hex{random().next(), 16} << '>';
  } else {
    head("postfix/scache", 662) << "statistics: address lookup hits="
                                << std::uint64_t{random().below(30)}
                                << " miss=" << std::uint64_t{random().below(30)} << " success=48%";
  }
}

}  // namespace curfew::loggen
