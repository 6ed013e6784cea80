#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "servers/agenda.h"
#include "servers/journal.h"
#include "servers/message.h"
#include "servers/world.h"

namespace curfew::servers {

/// Postfix 3.7 with its default configuration: queue manager, SMTP client, and their log lines.
class PostfixServer {
 public:
  PostfixServer(World& world, Agenda& agenda, Journal& journal, const Settings& settings);
  void submit(Message message);

 private:
  /// Recipients of a message at one destination.
  struct Delivery {
    std::uint64_t message = 0;
    std::vector<std::size_t> recipients;
    std::size_t remote = 0;
    Time active = 0;
  };
  /// A connection that is kept for the next message (smtp_connection_cache_on_demand).
  struct Kept {
    std::size_t host = 0;
    int uses = 0;
    Time until = 0;
  };
  /// qmgr's queue of a next hop (qmgr_queue.c); its window shrinks with failures.
  struct Destination {
    std::deque<Delivery> waiting;
    std::vector<Kept> kept;
    int busy = 0;
    int window = 5;
    double failed_cohorts = 0;
    double failure = 0;
    Time dead_until = 0;
    std::string dead_reason;
    std::string dead_dsn;
  };
  /// An attempt on its way through the hosts.
  struct Attempt {
    const Delivery* delivery = nullptr;
    std::uint32_t pid = 0;
    Time begin = 0;
    Time time = 0;
    std::vector<std::size_t> left;  // recipients still to be delivered
    bool failed_site = false;       // the destination is to blame, not the message
    std::string reason;             // of the last failure
    std::string dsn;
    bool keep_connection = false;
    std::optional<Kept> connection;  // in use
  };

  void activate(std::uint64_t number);
  void pump(const std::string& name);
  void deliver(const std::string& name, const Delivery& delivery);
  void try_hosts(Destination& destination, Attempt& attempt);
  void converse(Attempt& attempt, std::size_t host, bool last);
  void refused_whole(Attempt& attempt, std::size_t host, const Refusal& refusal, bool last);
  void answered(Attempt& attempt, std::size_t host, const Conversation& talk, bool last);
  void close(const std::string& name, const Delivery& delivery, const Attempt& attempt);
  void fail(const std::string& name, const Attempt& attempt);
  void suspend(const Delivery& delivery, const Destination& destination);
  void delivered(std::uint64_t number);
  void give_up(Message& message, bool expired);

  std::string next_hop(const Recipient& recipient) const;
  void write(Time time, const std::string& program, std::uint32_t pid, const std::string& body);
  void write_arrival(const Message& message);
  void write_status(const Attempt& attempt, const std::string& relay, std::size_t recipient,
                    Time connected, Time end, const std::string& dsn, const std::string& status,
                    const std::string& reason);

  World& world_;
  Agenda& agenda_;
  Journal& journal_;
  Random random_;
  bool relay_;
  std::unordered_map<std::uint64_t, Message> messages_;
  std::unordered_map<std::string, Destination> destinations_;
  Time queue_runs_;  // when the first of them is
};

}  // namespace curfew::servers
