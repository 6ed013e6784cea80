#include "servers/traffic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace curfew::servers {
namespace {

// How much is sent in each hour of UTC against the mean of a day.
constexpr std::array office = {0.05, 0.04, 0.03, 0.03, 0.05, 0.15, 0.5,  1.3, 2.3, 2.7, 2.6,  2.2,
                               1.7,  2.1,  2.5,  2.3,  1.7,  1.0,  0.55, 0.4, 0.3, 0.2, 0.15, 0.1};
constexpr double busiest = 2.7 * 1.3;

// Days differ, for each remote in its own way.
double volume(const Demand& demand, std::size_t remote, Time time) {
  const double share =
      demand.around_the_clock ? 1 : office[static_cast<std::size_t>(minute_of_day(time) / 60)];
  const auto today = static_cast<std::uint64_t>(day_number(time));
  const double of_day = Random(remote * 100'003 + today).uniform(0.7, 1.3);
  return share * of_day * (day_of_week(time) >= 5 ? demand.weekend : 1);
}

}  // namespace

Traffic::Traffic(World& world, Agenda& agenda, std::function<void(Message)> submit)
    : world_(world), agenda_(agenda), random_(world.random.next()), submit_(std::move(submit)) {}

void Traffic::start() {
  for (std::size_t i = 0; i < world_.remotes.size(); ++i) {
    next_message(i, world_.begin);
    newsletters(i);
  }
}

// By thinning: as many as in the busiest hour, kept by volume.
void Traffic::next_message(std::size_t remote, Time after) {
  const Demand& demand = world_.remotes[remote].demand;
  if (demand.per_day <= 0) return;
  Time time = after;
  do {
    time += static_cast<Time>(
        random_.exponential(static_cast<double>(day) / (demand.per_day * busiest)));
    if (time >= world_.end) return;
  } while (!random_.chance(volume(demand, remote, time) / busiest));
  agenda_.at(time, [this, remote, time] {
    submit_(written(remote, random_.chance(0.08) ? 2 + static_cast<int>(random_.below(4)) : 1));
    next_message(remote, time);
  });
}

void Traffic::newsletters(std::size_t remote) {
  const Demand& demand = world_.remotes[remote].demand;
  for (Time today = world_.begin; today < world_.end; today += day) {
    if (demand.newsletters_a_week == 0 || day_of_week(today) >= 5) continue;
    if (!random_.chance(demand.newsletters_a_week / 5.0)) continue;
    Time time = today + static_cast<Time>(random_.uniform(7.5, 16) * static_cast<double>(hour));
    for (int i = 0; i < demand.newsletter_size; ++i) {
      time += static_cast<Time>(random_.uniform(20, 120) * static_cast<double>(millisecond));
      agenda_.at(time, [this, remote] { submit_(written(remote, 1)); });
    }
  }
}

Recipient Traffic::recipient_at(std::size_t remote) {
  const Remote& to = world_.remotes[remote];
  const double popular = random_.uniform() * random_.uniform();
  Recipient made;
  made.remote = remote;
  made.domain = to.domains[random_.below(static_cast<std::uint32_t>(to.domains.size()))];
  made.address =
      "user" + std::to_string(static_cast<int>(popular * to.demand.recipients)) + '@' + made.domain;
  return made;
}

Message Traffic::written(std::size_t remote, int recipients) {
  Message message;
  message.number = ++messages_;
  const double popular = random_.uniform() * random_.uniform();
  message.sender =
      world_
          .senders[static_cast<std::size_t>(popular * static_cast<double>(world_.senders.size()))];
  message.size = static_cast<int>(random_.lognormal(9000, 1.3)) + 600;
  for (int i = 0; i < recipients; ++i) {
    Recipient one = recipient_at(remote);
    const auto same = [&](const Recipient& other) { return other.address == one.address; };
    if (std::ranges::none_of(message.recipients, same)) message.recipients.push_back(one);
  }
  if (random_.chance(0.03)) {
    const std::size_t other = random_.below(static_cast<std::uint32_t>(world_.remotes.size()));
    if (other != remote) message.recipients.push_back(recipient_at(other));
  }
  return message;
}

}  // namespace curfew::servers
