#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/random.h"
#include "servers/message.h"
#include "servers/remote.h"

namespace curfew::servers {

using scenarios::Random;

enum class Server : std::uint8_t { postfix, exim };

/// What is asked for on the command line.
struct Settings {
  std::uint64_t seed = 1;
  Server server = Server::postfix;
  int days = 30;
  int remotes = 300;
  bool relay = false;  // all mail goes through a smarthost
  std::string log;
  std::string truth;
};

/// Instead of a reply: what the stages lookup, connect and greeting may end in.
constexpr std::string_view no_name = "name service";
constexpr std::string_view timed_out = "Connection timed out";
constexpr std::string_view connection_refused = "Connection refused";
constexpr std::string_view lost_connection = "connection lost";

struct Refusal {
  Stage stage = Stage::rcpt;
  std::string reply;  // lines end in '\n', but the last
  Rule* rule = nullptr;

  bool is_final() const { return reply[0] == '5'; }
};

/// One conversation with one host, about some recipients of a message.
struct Conversation {
  std::optional<Refusal> whole;                    // before any RCPT
  std::vector<std::optional<Refusal>> recipients;  // else of each
  Time connected = 0;
  Time end = 0;
};

/// All that is not our server: the remotes and the network between.
struct World {
  explicit World(const Settings& settings);

  Conversation converse(std::size_t remote, std::size_t host, const Message& message,
                        const std::vector<std::size_t>& recipients, Time begin, int use,
                        int source);
  /// Enters refusals in the books: of recipients, but as so many contacts.
  void count_refused(std::size_t remote, const Refusal& refusal, Message& message,
                     const std::vector<std::size_t>& recipients, std::uint64_t contacts, Time time);
  void count_accepted(std::size_t remote, std::uint64_t recipients);
  /// After the last host of an attempt.
  void mark_asked(Message& message, const std::vector<std::size_t>& recipients);
  /// Of a recipient whose mail went back to its sender because of its last refusal.
  void count_returned(Recipient& recipient);

  Random random;
  Time begin = 0;
  Time end = 0;
  std::vector<Remote> remotes;
  std::vector<Rule> ours;  // of our network and name server; no remote is to blame
  std::vector<std::string> senders;
  std::vector<std::string> sources;  // our addresses

 private:
  std::optional<Refusal> refusal(Remote& remote, const Asking& asking, Stage stage);

  std::vector<Rule*> last_rules_;  // by Recipient::refused_by
};

}  // namespace curfew::servers
