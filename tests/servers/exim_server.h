#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "servers/agenda.h"
#include "servers/journal.h"
#include "servers/message.h"
#include "servers/world.h"

namespace curfew::servers {

/// Exim 4.96 with Debian's configuration: its retry database, queue runs every half hour, and the
/// lines of its main log.
class EximServer {
 public:
  EximServer(World& world, Agenda& agenda, Journal& journal, const Settings& settings);
  void submit(Message message);

 private:
  /// An entry of the retry database: of a host, of a message at a host, of an address.
  struct Retry {
    Time first_failed = 0;
    Time next_try = 0;
    Time gap = 0;
    bool expired = false;
  };
  /// Recipients of a message at one remote, on their way through its hosts.
  struct Attempt {
    std::uint64_t message = 0;
    std::size_t remote = 0;
    std::vector<std::size_t> left{};
    Time time = 0;
    int source = 0;
    int use = 1;  // of the connection
  };
  struct Delivered {
    std::size_t remote = 0;
    std::size_t host = 0;
    int source = 0;
  };

  void queue_run();
  void run_next(std::deque<std::uint64_t> left, std::uint32_t pid);
  /// When the attempt is over.
  Time attempt(std::uint64_t number, bool queue_run);
  Time deliver(Attempt attempt, bool queue_run, const std::optional<Delivered>& on);
  std::vector<std::size_t> hosts_to_try(const Attempt& attempt, bool& all_expired);
  void skip(const Attempt& attempt, bool all_expired);
  void refused_whole(Attempt& attempt, std::size_t host, const Refusal& refusal, bool last);
  void answered(Attempt& attempt, std::size_t host, const Conversation& talk, bool last);
  void defer(const Attempt& attempt, std::size_t host, const Refusal& refusal,
             const std::string& retry_key);
  void fail(const Attempt& attempt, std::size_t host, const Refusal& refusal);
  void continue_on(const Delivered& delivered, Time time, int use);
  void finish(std::uint64_t number, Time time);
  bool failed(const std::string& key, Time time);

  std::string peer(const Attempt& attempt, std::size_t host) const;
  std::string host_key(std::size_t remote, std::size_t host) const;
  void write(Time time, const std::string& body);
  void write_arrival(const Message& message);

  World& world_;
  Agenda& agenda_;
  Journal& journal_;
  Random random_;
  bool relay_;
  std::map<std::uint64_t, Message> messages_;  // by age
  std::unordered_map<std::string, Retry> retries_;
  std::map<std::size_t, std::set<std::uint64_t>> waiting_;  // for a remote's hosts
  std::set<std::uint64_t> at_work_;
  std::optional<Delivered> delivered_;  // by the latest attempt
  std::uint32_t pid_ = 2000;
};

}  // namespace curfew::servers
