#include "servers/postfix_server.h"

#include <algorithm>
#include <numeric>

// What qmgr does with messages: qmgr_active.c, qmgr_queue.c. The SMTP client is in
// postfix_client.cpp.
namespace curfew::servers {
namespace {

constexpr Time queue_run_delay = 300 * second;
constexpr Time minimal_backoff = 300 * second;
constexpr Time maximal_backoff = 4000 * second;
constexpr Time maximal_lifetime = 5 * day;
constexpr int initial_concurrency = 5;
constexpr int most_concurrency = 20;

}  // namespace

PostfixServer::PostfixServer(World& world, Agenda& agenda, Journal& journal,
                             const Settings& settings)
    : world_(world),
      agenda_(agenda),
      journal_(journal),
      random_(world.random.next()),
      relay_(settings.relay),
      queue_runs_(world.begin + random_.below(300) * second) {}

void PostfixServer::submit(Message message) {
  message.born = agenda_.now();
  const Time inode = 0x40000 + static_cast<Time>(message.number) % 60'000;
  std::string id;
  for (const auto& [value, digits] : {std::pair{message.born % second, 5}, std::pair{inode, 5}}) {
    for (int i = digits; i-- > 0;) id += "0123456789ABCDEF"[value >> (4 * i) & 15];
  }
  message.id = id;
  const std::uint64_t number = message.number;
  write_arrival(message);
  messages_.emplace(number, std::move(message));
  agenda_.at(agenda_.now() + 90 * millisecond, [this, number] { activate(number); });
}

std::string PostfixServer::next_hop(const Recipient& recipient) const {
  return relay_ ? world_.remotes[recipient.remote].hosts[0].name : recipient.domain;
}

void PostfixServer::activate(std::uint64_t number) {
  Message& message = messages_.at(number);
  const auto open =
      std::ranges::count_if(message.recipients, [](const Recipient& one) { return !one.done; });
  write(agenda_.now(), "qmgr", 641,
        message.id + ": from=<" + message.sender + ">, size=" + std::to_string(message.size) +
            ", nrcpt=" + std::to_string(open) + " (queue active)");
  std::vector<std::pair<std::string, Delivery>> deliveries;
  for (std::size_t i = 0; i < message.recipients.size(); ++i) {
    const Recipient& one = message.recipients[i];
    if (one.done) continue;
    const std::string hop = next_hop(one);
    auto same = std::ranges::find(deliveries, hop, [](const auto& entry) { return entry.first; });
    // Through a smarthost all domains go in one transaction; the books go by domain.
    if (same == deliveries.end() || same->second.remote != one.remote) {
      same = deliveries.insert(deliveries.end(), {hop, {number, {}, one.remote, agenda_.now()}});
    }
    same->second.recipients.push_back(i);
  }
  message.pending = static_cast<int>(deliveries.size());
  for (auto& [hop, delivery] : deliveries) {
    Destination& destination = destinations_[hop];
    if (destination.dead_until > agenda_.now()) {
      suspend(delivery, destination);
    } else {
      destination.waiting.push_back(std::move(delivery));
    }
  }
  for (const auto& [hop, delivery] : deliveries) pump(hop);
}

void PostfixServer::pump(const std::string& name) {
  Destination& destination = destinations_[name];
  while (!destination.waiting.empty() &&
         destination.busy < std::min(destination.window, most_concurrency)) {
    const Delivery delivery = std::move(destination.waiting.front());
    destination.waiting.pop_front();
    ++destination.busy;
    deliver(name, delivery);
  }
  // qmgr forgets a destination for which nothing is in its queue.
  if (destination.waiting.empty() && destination.busy == 0 &&
      destination.dead_until <= agenda_.now()) {
    const auto kept = std::move(destination.kept);
    destination = {};
    destination.kept = kept;
  }
}

void PostfixServer::close(const std::string& name, const Delivery& delivery,
                          const Attempt& attempt) {
  Destination& destination = destinations_[name];
  --destination.busy;
  if (attempt.failed_site) {
    fail(name, attempt);
  } else {
    destination.failed_cohorts = 0;
    if (destination.window < destination.busy + initial_concurrency) ++destination.window;
  }
  if (attempt.keep_connection && attempt.connection) {
    destination.kept.push_back(*attempt.connection);
    destination.kept.back().until = agenda_.now() + 2 * second;
  }
  delivered(delivery.message);
  pump(name);
}

// qmgr_queue_throttle(): after as many failures as the window is wide, which shrinks meanwhile, a
// destination is dead for minimal_backoff_time, and what waits for it goes to retry(8).
void PostfixServer::fail(const std::string& name, const Attempt& attempt) {
  Destination& destination = destinations_[name];
  if (destination.dead_until > agenda_.now()) return;
  destination.failed_cohorts += 1.0 / destination.window;
  if (destination.failed_cohorts < 1) {
    for (destination.failure -= 1; destination.failure - 0.5 < 0; destination.failure += 1) {
      --destination.window;
    }
    destination.window = std::max(destination.window, 1);
    return;
  }
  destination.dead_until = agenda_.now() + minimal_backoff;
  destination.dead_reason = attempt.reason;
  destination.dead_dsn = attempt.dsn;
  for (const Delivery& delivery : std::exchange(destination.waiting, {})) {
    suspend(delivery, destination);
  }
  const Time until = destination.dead_until;
  agenda_.at(until, [this, name] {
    Destination& revived = destinations_[name];
    revived.dead_until = 0;
    revived.window = initial_concurrency;
    revived.failed_cohorts = revived.failure = 0;
    pump(name);
  });
}

void PostfixServer::suspend(const Delivery& delivery, const Destination& destination) {
  Attempt attempt;
  attempt.delivery = &delivery;
  attempt.pid = 655;
  attempt.begin = agenda_.now();
  for (const std::size_t one : delivery.recipients) {
    write_status(attempt, "none", one, agenda_.now(), agenda_.now() + 8 * millisecond,
                 destination.dead_dsn, "deferred",
                 "delivery temporarily suspended: " + destination.dead_reason);
  }
  const std::uint64_t number = delivery.message;
  agenda_.at(agenda_.now() + 10 * millisecond, [this, number] { delivered(number); });
}

// The end of one of a message's deliveries; of the last, the message is done or put off.
void PostfixServer::delivered(std::uint64_t number) {
  Message& message = messages_.at(number);
  if (--message.pending > 0) return;
  const bool done = std::ranges::all_of(message.recipients, &Recipient::done);
  const Time age = agenda_.now() - message.born;
  if (done || age >= maximal_lifetime) {
    give_up(message, !done);
    messages_.erase(number);
    return;
  }
  const Time due = agenda_.now() + std::clamp(age, minimal_backoff, maximal_backoff);
  const Time runs = (due - queue_runs_ + queue_run_delay - 1) / queue_run_delay;
  const Time run = queue_runs_ + runs * queue_run_delay;
  agenda_.at(run + static_cast<Time>(random_.uniform(5, 400)) * millisecond,
             [this, number] { activate(number); });
}

void PostfixServer::give_up(Message& message, bool expired) {
  if (expired) {
    write(agenda_.now(), "qmgr", 641,
          message.id + ": from=<" + message.sender + ">, status=expired, returned to sender");
    for (Recipient& one : message.recipients) {
      if (!one.done) world_.count_returned(one);
    }
  }
  if (std::ranges::any_of(message.recipients, &Recipient::returned)) {
    const std::string id = "F" + message.id.substr(0, 4) + message.id.substr(5);
    write(agenda_.now(), "cleanup", 700,
          id + ": message-id=<" + date_time(agenda_.now(), 'T') + '.' + id + "@mail.ours.example>");
    write(agenda_.now(), "bounce", 701, message.id + ": sender non-delivery notification: " + id);
    write(agenda_.now(), "qmgr", 641, id + ": from=<>, size=3120, nrcpt=1 (queue active)");
    write(agenda_.now() + millisecond, "lmtp", 702,
          id + ": to=<" + message.sender +
              ">, relay=mail.ours.example[private/dovecot-lmtp], delay=0.03, "
              "delays=0.01/0/0.01/0.01, dsn=2.0.0, status=sent (250 2.0.0 <" +
              message.sender + "> Saved)");
    write(agenda_.now() + millisecond, "qmgr", 641, id + ": removed");
  }
  write(agenda_.now(), "qmgr", 641, message.id + ": removed");
}

}  // namespace curfew::servers
