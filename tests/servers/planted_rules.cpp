#include <algorithm>

#include "servers/planter.h"

// Remotes that refuse by something else than the clock.
namespace curfew::servers {

void Planter::quota_of_hour(Remote& remote) {
  remote.demand.per_day = spread(80, 300);
  remote.demand.around_the_clock = false;
  remote.demand.weekend = 0.2;
  // Clearly less than what is sent in the busiest hours, more than in the mean of all.
  const double busiest = remote.demand.per_day / 24 * 2.7 * 1.2;
  const int limit = static_cast<int>(busiest * world_.random.uniform(0.6, 0.8));
  add(&remote,
      quota_an_hour(Stage::rcpt, {"450 4.7.1 <{rcpt}>: too many messages from you in this hour"},
                    limit),
      {.limit = limit, .period = hour});
}

void Planter::quota_of_day(Remote& remote) {
  remote.demand.per_day = spread(40, 200);
  remote.demand.weekend = 0.2;
  // Less than what is sent on most working days; the weekend lets the rest through.
  const int limit =
      static_cast<int>(remote.demand.per_day * 1.2 * world_.random.uniform(0.75, 0.95));
  const auto zone = static_cast<Zone>(world_.random.below(3));
  Hours reset;
  reset.zone = zone;
  add(&remote,
      quota_a_day(Stage::mail, {"452 4.5.3 Daily limit of messages from [{ip}] exceeded"}, limit,
                  zone),
      {.hours = {reset}, .limit = limit, .period = day});
  planted_.back().hours.clear();
}

void Planter::rate_of_minutes(Remote& remote) {
  remote.demand.per_day = spread(60, 200);
  remote.demand.newsletters_a_week = 3;
  remote.demand.newsletter_size = 25 + static_cast<int>(world_.random.below(40));
  const Time period = world_.random.chance(0.5) ? minute : 10 * minute;
  const int limit = 8 + static_cast<int>(world_.random.below(12));
  add(&remote,
      rate(Stage::rcpt, {"421 4.7.0 <{rcpt}>: rate limit exceeded, slow down"}, limit, period),
      {.limit = limit, .period = period});
}

void Planter::concurrent_sessions(Remote& remote) {
  hosts(remote, 1, false);
  remote.demand.newsletters_a_week = 4;
  remote.demand.newsletter_size = 60 + static_cast<int>(world_.random.below(60));
  remote.demand.session_seconds = world_.random.uniform(2, 4);
  const int limit = 3 + static_cast<int>(world_.random.below(6));
  add(&remote,
      concurrency({"421 4.7.0 {host} Error: too many concurrent connections from {ip}"}, limit),
      {.limit = limit});
}

void Planter::concurrent_sessions_at_two_hosts(Remote& remote) {
  concurrent_sessions(remote);
  hosts(remote, 2, world_.random.chance(0.5));
}

void Planter::messages_of_connection(Remote& remote) {
  hosts(remote, 1, false);
  remote.demand.newsletters_a_week = 4;
  remote.demand.newsletter_size = 30 + static_cast<int>(world_.random.below(60));
  remote.demand.session_seconds = world_.random.uniform(0.8, 2);
  const int limit = 2 + static_cast<int>(world_.random.below(4));
  add(&remote,
      connection_messages({"421 4.4.2 too many messages in this connection, reconnect"}, limit),
      {.limit = limit});
}

void Planter::recipients_of_message(Remote& remote) {
  hosts(remote, 1, false);
  remote.demand.per_day = spread(60, 200);
  remote.demand.recipients = 200;
  const int limit = 2 + static_cast<int>(world_.random.below(2));
  add(&remote, message_recipients({"452 4.5.3 Error: too many recipients"}, limit),
      {.limit = limit});
}

void Planter::block(Remote& remote) {
  Random& random = world_.random;
  const Replies replies = {
      random.chance(0.5) ? "554 5.7.1 Service unavailable; Client host [{ip}] blocked using "
                           "bl.blocklist.example"
                         : "421 4.7.0 [{ip}] Our system has detected that you are not welcome"};
  remote.demand.per_day = spread(3, 20);
  add(&remote, always(Stage::greeting, replies, 0), {});
}

void Planter::block_of_one_host(Remote& remote) {
  hosts(remote, 2, false);
  Rule rule = always(Stage::greeting, {"421 4.7.1 {host}: [{ip}] is on our block list"}, 0);
  rule.hosts = 1;
  add(&remote, rule, {.host = remote.hosts[0].name});
}

void Planter::block_with_onset(Remote& remote) {
  const Time since = moment_within(0.3, 0.7);
  add(&remote,
      always(Stage::rcpt, {"451 4.7.1 <{rcpt}>: mail from [{ip}] refused, bad reputation"}, since),
      {.spans = {{since, never}}});
}

void Planter::block_of_ipv6(Remote& remote) {
  hosts(remote, 2, false);
  remote.hosts[1].name = remote.hosts[0].name;
  remote.hosts[0].ip = "2001:db8::" + std::to_string(1 + world_.random.below(9999));
  Rule rule = always(Stage::greeting, {"550 5.7.1 [2001:db8::25] no PTR record"}, 0);
  if (settings_.server == Server::exim) rule.replies = {"421 4.7.1 [2001:db8::25] no PTR record"};
  rule.hosts = 1;
  add(&remote, rule, {.host = remote.hosts[0].name});
}

void Planter::block_of_source(Remote& remote) {
  hosts(remote, 1, false);
  world_.sources = {"203.0.113.1", "203.0.113.2"};
  add(&remote,
      from_source(Stage::rcpt,
                  {"451 4.7.650 The mail server [{ip}] has been temporarily rate limited due to IP "
                   "reputation ({id})"},
                  1),
      {.host = world_.sources[1]});
}

void Planter::outage(Remote& remote) {
  std::vector<Span> spans;
  for (std::uint32_t i = 0; i < 1 + world_.random.below(3); ++i) {
    const Time begin = moment_within(0.1 + 0.3 * i, 0.3 + 0.3 * i);
    spans.push_back({begin, begin + static_cast<Time>(spread(120, 1200)) * minute});
  }
  const Replies how = {std::string(world_.random.chance(0.5) ? timed_out : connection_refused)};
  add(&remote, within_spans(Stage::connect, how, spans),
      {.acceptable = {"outage", "episodic"}, .spans = spans});
}

void Planter::service_closed(Remote& remote) {
  const Time begin = moment_within(0.2, 0.8);
  const std::vector<Span> spans = {{begin, begin + static_cast<Time>(spread(120, 900)) * minute}};
  add(&remote,
      within_spans(Stage::rcpt, {"421 4.3.2 <{rcpt}>: Service shutting down, try again later"},
                   spans),
      {.acceptable = {"outage", "episodic"}, .spans = spans});
}

void Planter::full_mailbox(Remote& remote) {
  remote.demand.per_day = spread(15, 90);
  add(&remote,
      recipients({"452 4.2.2 <{rcpt}>: mailbox is full"}, {"user0@" + remote.domains[0]}, {}, {}),
      {});
}

void Planter::mailbox_full_in_the_evening(Remote& remote) {
  remote.demand.per_day = spread(40, 120);
  Hours evening;
  evening.start = 13 * 60 + 30 * static_cast<int>(world_.random.below(4));
  evening.end = 6 * 60;
  add(&remote,
      recipients({"452 4.2.2 <{rcpt}>: mailbox is full"}, {"user0@" + remote.domains[0]}, {},
                 {evening}),
      {.hours = {evening}});
}

void Planter::refused_sender(Remote& remote) {
  remote.demand.per_day = spread(15, 90);
  add(&remote,
      from_sender(Stage::mail, {"450 4.7.1 <{from}>: Sender address rejected: blacklisted"},
                  world_.senders[world_.random.below(3)]),
      {});
}

void Planter::slow_greylist(Remote& remote) {
  remote.demand.per_day = spread(10, 60);
  remote.demand.recipients = 400;
  const Time delay = (2 + static_cast<Time>(world_.random.below(28))) * minute;
  add(&remote, greylist({"450 4.7.1 <{rcpt}>: Recipient address rejected: Greylisted"}, delay),
      {.delay = delay});
}

void Planter::trouble_of_ours() {
  Random& random = world_.random;
  kind_ = "local";
  if (random.chance(0.5)) {
    variant_ = "nightly";
    Hours when;
    when.start = static_cast<int>(random.below(24)) * 60;
    when.end = when.start + 20 + static_cast<int>(random.below(4)) * 10;
    add(nullptr, within_hours(Stage::connect, {std::string(timed_out)}, {when}), {.hours = {when}});
    return;
  }
  const Time begin = moment_within(0.2, 0.8);
  const std::vector<Span> spans = {{begin, begin + static_cast<Time>(spread(40, 400)) * minute}};
  const bool names = random.chance(0.4);
  variant_ = names ? "name_server" : "network";
  add(nullptr,
      within_spans(names ? Stage::lookup : Stage::connect,
                   {std::string(names ? no_name : timed_out)}, spans),
      {.acceptable = {"local"}, .spans = spans});
}

}  // namespace curfew::servers
