#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "servers/clock.h"

namespace curfew::servers {

/// How far a conversation gets before it fails.
enum class Stage : std::uint8_t { lookup, connect, greeting, mail, rcpt, data };

/// What a remote sees of us, at one stage of one conversation.
struct Asking {
  Time time = 0;
  std::uint64_t message = 0;
  const std::string* sender = nullptr;
  const std::string* recipient = nullptr;  // from RCPT on
  std::size_t host = 0;
  int source = 0;  // which of our addresses
  int use = 1;     // messages of this connection, this one included
  int recipient_number = 1;
  int open_sessions = 0;  // of ours with this remote, this one not included
};

/// What a rule did to us.
struct Tally {
  std::uint64_t contacts = 0;
  std::uint64_t first_tries = 0;
  std::uint64_t returned = 0;  // recipients, by this rule or for waiting too long on it
  std::set<std::uint64_t> messages;
  std::map<std::int64_t, int> first_tries_by_day;
};

/// A reason of a remote's (or of our own network's) to refuse.
struct Rule {
  Stage stage = Stage::rcpt;
  std::vector<std::string> replies;  // one of them; with {fields}, see replies.h
  std::function<bool(const Asking&)> refuses;
  std::function<void(const Asking&)> accepted;  // may be empty
  std::uint64_t hosts = ~std::uint64_t{0};      // a bit for each
  int planted = -1;                             // index into the truth
  Tally tally;
};

struct Host {
  std::string name;
  std::string ip;
};

/// Our mail for a remote: how much, when.
struct Demand {
  double per_day = 1;
  bool around_the_clock = false;  // else in office hours
  double weekend = 0.15;
  int newsletters_a_week = 0;  // that many mails at once, each ...
  int newsletter_size = 0;
  double session_seconds = 1.2;  // median
  int recipients = 10;
};

struct OpenSession {
  std::size_t host = 0;
  Time begin = 0;
  Time end = 0;
};

/// A mail server, or a provider's several, that takes mail of some domains.
struct Remote {
  std::string name;
  std::vector<std::string> domains;
  std::vector<Host> hosts;
  bool equal_preference = false;  // of its hosts; else the first is tried first
  Demand demand;
  std::vector<Rule> rules;
  std::set<std::pair<std::string, std::string>> true_of_it;  // kinds of findings, of which reply
  bool planted = false;
  std::vector<OpenSession> open;
  std::uint64_t refused = 0;   // contacts
  std::uint64_t accepted = 0;  // recipients
  std::uint64_t first_tries = 0;
};

}  // namespace curfew::servers
