#pragma once

#include <vector>

#include "servers/truth.h"
#include "servers/world.h"

namespace curfew::servers {

/// Gives remotes rules that the log should show, one variant after another of a shuffled list.
class Planter {
 public:
  Planter(World& world, const Settings& settings) : world_(world), settings_(settings) {}
  /// Every twelfth remote, and perhaps our own network.
  std::vector<Planted> plant();

 private:
  struct Variant {
    const char* kind;
    const char* name;
    void (Planter::*plant)(Remote& remote);
    bool postfix;
    bool exim;
    bool relay;
  };
  static const std::vector<Variant>& variants();

  void window_of_day(Remote& remote);
  void window_of_week(Remote& remote);
  void window_with_onset(Remote& remote);
  void window_with_end(Remote& remote);
  void two_windows(Remote& remote);
  void two_codes(Remote& remote);
  void window_that_moved(Remote& remote);
  void window_of_returns(Remote& remote);
  void window_of_one_host(Remote& remote);
  void window_and_greylist(Remote& remote);
  void window_with_varying_reply(Remote& remote);
  void window_behind_relay(Remote& remote);
  void quota_of_hour(Remote& remote);
  void quota_of_day(Remote& remote);
  void rate_of_minutes(Remote& remote);
  void concurrent_sessions(Remote& remote);
  void concurrent_sessions_at_two_hosts(Remote& remote);
  void messages_of_connection(Remote& remote);
  void recipients_of_message(Remote& remote);
  void block(Remote& remote);
  void block_of_one_host(Remote& remote);
  void block_with_onset(Remote& remote);
  void block_of_ipv6(Remote& remote);
  void block_of_source(Remote& remote);
  void outage(Remote& remote);
  void service_closed(Remote& remote);
  void full_mailbox(Remote& remote);
  void mailbox_full_in_the_evening(Remote& remote);
  void refused_sender(Remote& remote);
  void slow_greylist(Remote& remote);
  void trouble_of_ours();

  void add(Remote* remote, Rule rule, Planted planted);
  /// Hours in which this remote's mail arrives, in part.
  Hours hours(const Remote& remote);
  Time moment_within(double from, double to);  // shares of the log
  void hosts(Remote& remote, std::size_t count, bool equal);
  double spread(double from, double to);  // as much between 1 and 2 as between 10 and 20

  World& world_;
  const Settings& settings_;
  std::vector<Planted> planted_;
  const char* kind_ = "";
  const char* variant_ = "";
};

}  // namespace curfew::servers
