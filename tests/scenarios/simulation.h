#pragma once

#include <functional>
#include <vector>

#include "scenarios/random.h"
#include "scenarios/scenario.h"

namespace curfew::scenarios {

enum class Server : std::uint8_t { postfix, exim, fixed };  // whose way of trying again

/// Our side: how much we send, when, how it is tried again.
struct Sender {
  double begin = 1'700'000'000;
  int days = 30;
  double per_day = 20;
  int busiest_hour = 14;  // of UTC; the volume falls off to both sides
  double night = 0.1;     // volume 12 hours off, as a share
  double weekend = 0.3;
  int batch = 0;          // messages at once, each day ...
  double batch_hour = 9;  // ... at this hour of UTC
  Server server = Server::postfix;
  bool waits_by_host = false;  // one refusal and all messages wait
  int recipients = 40;
  int senders = 12;
  double session = 2;  // seconds, median
  std::uint32_t most_sessions = 20;
};

/// What a remote sees of an attempt.
struct Tried {
  double time = 0;
  double first_time = 0;  // of the message
  std::uint32_t message = 0;
  std::uint32_t number = 1;
  std::uint32_t recipient = 0;
  std::uint32_t sender = 0;
  std::uint32_t sessions = 1;
};

/// Whether the remote refuses; told of what it accepted.
struct Remote {
  std::function<bool(const Tried&)> refuses;
  std::function<void(const Tried&)> accepted = [](const Tried&) {};
};

std::vector<Attempt> simulate(Random& random, const Sender& sender, const Remote& remote,
                              const std::string& name);

}  // namespace curfew::scenarios
