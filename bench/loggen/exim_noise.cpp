#include "loggen/exim_server.h"

// What else stands in Exim's main log: strangers who knock.
namespace curfew::loggen {

void EximServer::noise() {
  const Client& client = world().clients[random().below(world().clients.size())];
  const std::uint32_t dice = random().below(100);
  const std::string name = client.name == "unknown" ? "(User)" : client.name;
  LineWriter& line = head();
  if (dice < 42) {
    line << "H=" << name << " [" << client.ip << "] F=<" << local_part(random().below(50'000))
         << '@' << world().remotes[random().below(world().remotes.size())].domain
         << "> rejected RCPT <" << local_part(random().below(50'000))
         << (dice < 21 ? "@example.org>: Unrouteable address"
                       : "@example.com>: relay not permitted");
  } else if (dice < 62) {
    line << "no host name found for IP address " << client.ip;
  } else if (dice < 78) {
    line << "login_server authenticator failed for (User) [" << client.ip
         << "]: 535 Incorrect authentication data (set_id=" << local_part(random().below(500))
         << "@example.org)";
  } else if (dice < 90) {
    line << "TLS error on connection from " << name << " [" << client.ip
         << "] (recv): The TLS connection was non-properly terminated.";
  } else {
    line << "unexpected disconnection while reading SMTP command from " << name << " [" << client.ip
         << "] D=3s";
  }
  line.end_line();
}

}  // namespace curfew::loggen
