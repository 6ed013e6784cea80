#include "servers/planter.h"

#include <algorithm>
#include <cmath>

namespace curfew::servers {

const std::vector<Planter::Variant>& Planter::variants() {
  using P = Planter;
  static const std::vector<Variant> table = {
      {"curfew", "day", &P::window_of_day, true, true, false},
      {"curfew", "day", &P::window_of_day, true, true, false},
      {"curfew", "day", &P::window_of_day, true, true, false},
      {"curfew", "week", &P::window_of_week, true, true, false},
      {"curfew", "onset", &P::window_with_onset, true, true, false},
      {"curfew", "ended", &P::window_with_end, true, true, false},
      {"curfew", "two_windows", &P::two_windows, true, true, false},
      {"curfew", "two_codes", &P::two_codes, true, true, false},
      {"curfew", "moved", &P::window_that_moved, true, true, false},
      {"curfew", "returns", &P::window_of_returns, true, true, false},
      {"curfew", "one_host", &P::window_of_one_host, true, true, false},
      {"curfew", "and_greylist", &P::window_and_greylist, true, true, false},
      {"curfew", "varying_reply", &P::window_with_varying_reply, true, true, false},
      {"curfew", "behind_relay", &P::window_behind_relay, true, true, true},
      {"quota", "hour", &P::quota_of_hour, true, true, false},
      {"quota", "day", &P::quota_of_day, true, true, false},
      {"quota", "rate", &P::rate_of_minutes, true, true, false},
      {"concurrency", "one_host", &P::concurrent_sessions, true, true, false},
      {"concurrency", "two_hosts", &P::concurrent_sessions_at_two_hosts, true, true, false},
      {"connection_messages", "connection", &P::messages_of_connection, true, false, false},
      {"message_recipients", "message", &P::recipients_of_message, true, true, false},
      {"block", "always", &P::block, true, true, false},
      {"block", "one_host", &P::block_of_one_host, true, true, false},
      {"block", "onset", &P::block_with_onset, true, true, false},
      {"block", "ipv6", &P::block_of_ipv6, true, true, false},
      {"block", "source", &P::block_of_source, false, true, false},
      {"outage", "unreachable", &P::outage, true, true, false},
      {"outage", "service", &P::service_closed, true, true, false},
      {"recipient", "mailbox", &P::full_mailbox, true, true, true},
      {"recipient", "evening", &P::mailbox_full_in_the_evening, true, true, false},
      {"sender", "sender", &P::refused_sender, true, true, false},
      {"greylist", "greylist", &P::slow_greylist, true, true, false}};
  return table;
}

std::vector<Planted> Planter::plant() {
  Random& random = world_.random;
  std::vector<Variant> wanted;
  for (const Variant& one : variants()) {
    const bool here = settings_.server == Server::exim ? one.exim : one.postfix;
    if (here && (!settings_.relay || one.relay)) wanted.push_back(one);
  }
  for (std::size_t i = wanted.size(); i-- > 1;) {
    std::swap(wanted[i], wanted[random.below(static_cast<std::uint32_t>(i) + 1)]);
  }
  const std::size_t every = 12;
  const std::size_t most = settings_.relay ? wanted.size() : world_.remotes.size() / every;
  for (std::size_t i = 0; i < most; ++i) {
    Remote& remote = world_.remotes[i * every + random.below(static_cast<std::uint32_t>(every))];
    remote.planted = true;
    if (random.chance(0.7)) {  // most have nothing else
      remote.rules.clear();
      remote.true_of_it.clear();
    }
    remote.demand.per_day = spread(6, 90);
    remote.demand.recipients = 10 + static_cast<int>(remote.demand.per_day * 2);
    remote.demand.around_the_clock = random.chance(0.4);
    remote.demand.weekend = remote.demand.around_the_clock ? 1 : random.uniform(0.1, 0.4);
    const Variant& variant = wanted[i % wanted.size()];
    kind_ = variant.kind;
    variant_ = variant.name;
    (this->*variant.plant)(remote);
  }
  if (random.chance(0.6)) trouble_of_ours();
  return std::move(planted_);
}

void Planter::add(Remote* remote, Rule rule, Planted planted) {
  if (planted.kind.empty()) planted.kind = kind_;
  planted.variant = variant_;
  if (planted.acceptable.empty()) planted.acceptable = {planted.kind};
  planted.reply = rule.replies.front();
  if (remote != nullptr) planted.remote = remote->name;
  rule.planted = static_cast<int>(planted_.size());
  // Before the background: what was planted is what happens.
  std::vector<Rule>& rules = remote == nullptr ? world_.ours : remote->rules;
  rules.insert(rules.begin(), std::move(rule));
  planted_.push_back(std::move(planted));
}

Hours Planter::hours(const Remote& remote) {
  Random& random = world_.random;
  Hours made;
  made.zone = static_cast<Zone>(random.below(3));
  int start = 0;  // of UTC
  int length = 0;
  if (remote.demand.around_the_clock) {
    start = static_cast<int>(random.below(24 * 60));
    length = 90 + static_cast<int>(random.below(12 * 60));
  } else {
    start = 6 * 60 + static_cast<int>(random.below(9 * 60));
    length = 60 + static_cast<int>(random.below(5 * 60));
    if (random.chance(0.4)) {  // the evening and the night
      start = 14 * 60 + static_cast<int>(random.below(3 * 60));
      length = 10 * 60 + static_cast<int>(random.below(7 * 60));
    }
  }
  const int step = random.chance(0.6) ? 60 : random.chance(0.7) ? 15 : 5;
  const auto offset = static_cast<int>((local(world_.begin, made.zone) - world_.begin) / minute);
  const int day_minutes = 24 * 60;
  made.start = (start + offset + day_minutes) / step * step % day_minutes;
  made.end = (made.start + std::max(length / step * step, step)) % day_minutes;
  return made;
}

Time Planter::moment_within(double from, double to) {
  const auto days = static_cast<double>(world_.end - world_.begin) / static_cast<double>(day);
  const double at = world_.random.uniform(from, to) * days;
  return world_.begin + static_cast<Time>(at * 24) * hour;
}

void Planter::hosts(Remote& remote, std::size_t count, bool equal) {
  const Host first = remote.hosts.front();
  remote.hosts.clear();
  for (std::size_t i = 0; i < count; ++i) {
    remote.hosts.push_back({"mx" + std::to_string(i + 1) + '.' + remote.name,
                            first.ip.substr(0, first.ip.rfind('.') + 1) + std::to_string(10 + i)});
  }
  remote.equal_preference = equal;
}

double Planter::spread(double from, double to) {
  return std::exp(world_.random.uniform(std::log(from), std::log(to)));
}

}  // namespace curfew::servers
