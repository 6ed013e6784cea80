#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "loggen/calendar.h"
#include "loggen/random.h"

namespace curfew::loggen {

/// How a remote treats our mail.
enum class Manner : std::uint8_t {
  open,          // takes nearly everything
  greylisting,   // refuses a message's first try
  busy,          // refuses some of everything, with the reasons of a large provider
  curfew,        // turns everybody away from 17:00 to 07:00, America/Phoenix
  unreachable,   // does not answer
  unresolvable,  // has a broken name server
};

struct MailHost {
  std::string name;
  std::string ip;
};

/// A domain we send to.
struct Remote {
  std::string domain;
  std::vector<MailHost> hosts;  // in the order of their MX preference
  Manner manner = Manner::open;
  std::uint32_t style = 0;  // which words it uses

  // What our server remembers of the last failure to reach it.
  Moment closed_until = Moment::min();
  Moment failing_since = Moment::min();  // Moment::min(): it works
  std::string closed_reason{};
  std::string closed_code{};
};

/// Somebody who connects to us.
struct Client {
  std::string name;  // "unknown" where the address has no name
  std::string ip;
};

/// Everybody our server talks to. Domains are under .example and .test, addresses are from the
/// blocks for benchmarks and documentation (RFC 2544, 5737, 3849).
class World {
 public:
  World(std::uint64_t seed, std::uint32_t domains);

  std::vector<Remote> remotes;
  std::vector<Client> clients;

  /// A few remotes get most of the mail.
  std::uint32_t pick_remote(Random& random) const;
  std::uint32_t pick_client(Random& random) const;

 private:
  void add_large_providers();
  void add_domains(std::uint32_t count);
  void add_clients(std::uint32_t count);
  std::string address();

  Random random_;
  std::uint32_t next_address_ = 0;
  std::vector<double> share_;  // cumulative
};

/// The local part a number stands for: "anna", "m.jansen", "billing.harbor17".
std::string local_part(std::uint32_t number);

/// Whether the clock of America/Phoenix, always UTC-7, shows 17:00 or later, or before 07:00.
constexpr bool is_curfew(Moment at) noexcept {
  return time_of_day(at) < 14 * 3600;  // 17:00-07:00 there is 00:00-14:00 UTC
}

}  // namespace curfew::loggen
