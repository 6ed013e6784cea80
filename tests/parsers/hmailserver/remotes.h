#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/smtp.h"

namespace curfew::test::hmail {

/// Milliseconds of the server's local time since 1970.
using Clock = std::int64_t;
constexpr Clock second = 1000;
constexpr Clock minute = 60 * second;
constexpr Clock hour = 60 * minute;
constexpr Clock day = 24 * hour;

/// The same numbers everywhere, from a seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  /// Evenly from 0 to below `sides`.
  std::int64_t roll(std::int64_t sides);

 private:
  std::uint64_t state_;
};

/// What a remote does with a recipient: the stage it refuses at (unknown: it takes the mail), and
/// the reply, lines joined by CRLF; no reply: it hangs up.
struct Manner {
  Stage stage = Stage::unknown;
  std::string reply;
};

/// A host a domain's mail may go to.
struct Host {
  std::string name;
  std::string ip;
};

/// The internet as the simulated server meets it.
class Remotes {
 public:
  /// In the order in which they are tried; none: the domain has no hosts.
  static std::vector<Host> hosts_of(std::string_view domain);
  static bool is_dead(std::string_view ip);
  /// What the host says to the session as a whole, before it hears of a recipient or behind all.
  Manner to_session(const Host& host, Clock now, Dice& dice);
  /// What it says to the recipient.
  Manner to_recipient(const Host& host, const std::string& pair, Clock now);

 private:
  std::map<std::string, Clock> greylist_;  // pair of sender and recipient: first seen
};

}  // namespace curfew::test::hmail
