#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "loggen/calendar.h"
#include "loggen/verdict.h"

namespace curfew::loggen {

struct Recipient {
  std::uint32_t remote = 0;  // in World::remotes
  std::uint32_t local = 0;   // for local_part()
  Ailment ailment = Ailment::none;
  bool ours = false;  // in a mailbox of this server
  bool done = false;
  std::uint32_t tries = 0;
  Moment next_try = Moment::min();
  Moment contact{};       // when the try that is under way began
  std::uint32_t pid = 0;  // of the process that makes it
  Verdict verdict;
};

/// A message in the queue of the made-up server.
struct Message {
  static constexpr int most_recipients = 5;

  std::string id;
  std::string parent;  // the message this one is the notification of
  Moment born{};
  Moment active{};  // when it was last taken up
  std::uint32_t size = 0;
  std::uint32_t client = 0;  // in World::clients
  std::uint32_t sender = 0;  // for local_part()
  std::uint32_t sender_remote = 0;
  std::uint32_t pid = 0;
  std::uint64_t salt = 0;  // makes its words its own
  bool outbound = true;    // from one of our users
  bool notification = false;
  bool bounced = false;
  std::uint32_t tries = 0;
  int pending = 0;  // recipients being tried now
  int recipient_count = 1;
  std::array<Recipient, most_recipients> recipients;
};

}  // namespace curfew::loggen
