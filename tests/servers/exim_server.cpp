#include "servers/exim_server.h"

#include <algorithm>

// deliver.c, retry.c, queue.c: when what is tried. What is said is in exim_client.cpp.
namespace curfew::servers {
namespace {

constexpr Time queue_interval = 30 * minute;
constexpr Time rule_ends = 4 * day;  // F,2h,15m; G,16h,1h,1.5; F,4d,6h
constexpr int most_on_connection = 500;

Time next_gap(Time failing, Time last) {
  if (failing < 2 * hour) return 15 * minute;
  if (failing < 16 * hour) return last < hour ? hour : last * 3 / 2;
  return 6 * hour;
}

std::string base62(std::uint64_t value, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value /= 62) {
    *digit = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[value % 62];
  }
  return text;
}

}  // namespace

EximServer::EximServer(World& world, Agenda& agenda, Journal& journal, const Settings& settings)
    : world_(world),
      agenda_(agenda),
      journal_(journal),
      random_(world.random.next()),
      relay_(settings.relay) {
  agenda_.at(world.begin + random_.below(1800) * second, [this] { queue_run(); });
}

void EximServer::submit(Message message) {
  message.born = agenda_.now();
  message.id = base62(static_cast<std::uint64_t>(message.born / second), 6) + '-' +
               base62(++pid_, 6) + '-' +
               base62(static_cast<std::uint64_t>(message.born % second) / 500, 2);
  write_arrival(message);
  const std::uint64_t number = message.number;
  messages_.emplace(number, std::move(message));
  agenda_.at(agenda_.now() + 60 * millisecond, [this, number] { attempt(number, false); });
}

// One after another; a queue run may last longer than the interval.
void EximServer::queue_run() {
  std::deque<std::uint64_t> all;
  for (const auto& [number, message] : messages_) all.push_back(number);
  const std::uint32_t pid = ++pid_;
  write(agenda_.now(), "Start queue run: pid=" + std::to_string(pid));
  run_next(std::move(all), pid);
  agenda_.at(agenda_.now() + queue_interval, [this] { queue_run(); });
}

void EximServer::run_next(std::deque<std::uint64_t> left, std::uint32_t pid) {
  while (!left.empty() && (!messages_.contains(left.front()) || at_work_.contains(left.front()))) {
    left.pop_front();
  }
  if (left.empty()) {
    write(agenda_.now(), "End queue run: pid=" + std::to_string(pid));
    return;
  }
  const std::uint64_t number = left.front();
  left.pop_front();
  const Time end = std::max(attempt(number, true), agenda_.now() + 4 * millisecond);
  agenda_.at(end, [this, left = std::move(left), pid] { run_next(left, pid); });
}

Time EximServer::attempt(std::uint64_t number, bool queue_run) {
  if (at_work_.contains(number) || !messages_.contains(number)) return agenda_.now();
  Message& message = messages_.at(number);
  Time end = agenda_.now();
  std::vector<std::size_t> remotes;
  for (const Recipient& one : message.recipients) {
    if (!one.done && std::ranges::find(remotes, one.remote) == remotes.end()) {
      remotes.push_back(one.remote);
    }
  }
  std::vector<Delivered> delivered;
  for (const std::size_t remote : remotes) {
    Attempt attempt{.message = number, .remote = remote, .time = agenda_.now()};
    attempt.source =
        static_cast<int>(random_.below(static_cast<std::uint32_t>(world_.sources.size())));
    for (std::size_t i = 0; i < message.recipients.size(); ++i) {
      const Recipient& one = message.recipients[i];
      if (!one.done && one.remote == remote) attempt.left.push_back(i);
    }
    delivered_.reset();
    end = std::max(end, deliver(attempt, queue_run, std::nullopt));
    if (delivered_) delivered.push_back(*delivered_);
  }
  finish(number, end);
  for (const Delivered& one : delivered) {
    agenda_.at(end, [this, one] { continue_on(one, agenda_.now(), 2); });
  }
  return end;
}

Time EximServer::deliver(Attempt attempt, bool queue_run, const std::optional<Delivered>& on) {
  Message& message = messages_.at(attempt.message);
  if (queue_run && !on) {
    std::erase_if(attempt.left, [&](std::size_t one) {
      const auto retry = retries_.find("R:" + message.recipients[one].address);
      if (retry == retries_.end() || retry->second.next_try <= attempt.time) return false;
      write(attempt.time, message.id + " == " + message.recipients[one].address +
                              " routing defer (-52): retry time not reached");
      return true;
    });
  }
  if (attempt.left.empty()) return attempt.time;
  bool all_expired = false;
  std::vector<std::size_t> hosts =
      on ? std::vector<std::size_t>{on->host} : hosts_to_try(attempt, all_expired);
  if (hosts.empty()) {
    skip(attempt, all_expired);
    return attempt.time;
  }
  const std::vector<std::size_t> asked = attempt.left;
  for (std::size_t i = 0; i < hosts.size() && !attempt.left.empty(); ++i) {
    const Conversation talk = world_.converse(attempt.remote, hosts[i], message, attempt.left,
                                              attempt.time, attempt.use, attempt.source);
    attempt.time = talk.end;
    const bool last = i + 1 == hosts.size();
    if (talk.whole) {
      refused_whole(attempt, hosts[i], *talk.whole, last);
    } else {
      answered(attempt, hosts[i], talk, last);
    }
  }
  world_.mark_asked(message, asked);
  return attempt.time;
}

std::vector<std::size_t> EximServer::hosts_to_try(const Attempt& attempt, bool& all_expired) {
  const Remote& remote = world_.remotes[attempt.remote];
  std::vector<std::size_t> hosts;
  all_expired = true;
  for (std::size_t i = 0; i < remote.hosts.size(); ++i) {
    const std::string key = host_key(attempt.remote, i);
    const auto host = retries_.find(key);
    const auto one = retries_.find(key + ':' + std::to_string(attempt.message));
    if (host == retries_.end() || !host->second.expired) all_expired = false;
    if (host != retries_.end() && host->second.next_try > attempt.time) continue;
    if (one != retries_.end() && one->second.next_try > attempt.time) continue;
    hosts.push_back(i);
  }
  if (remote.equal_preference && hosts.size() > 1 && random_.chance(0.5)) {
    std::swap(hosts.front(), hosts.back());
  }
  return hosts;
}

// Nobody is asked; and when all hosts have failed for longer than the rule goes, not ever.
void EximServer::skip(const Attempt& attempt, bool all_expired) {
  Message& message = messages_.at(attempt.message);
  for (const std::size_t one : attempt.left) {
    Recipient& recipient = message.recipients[one];
    const std::string transport =
        relay_ ? " R=smarthost T=remote_smtp_smarthost" : " R=dnslookup T=remote_smtp";
    if (all_expired) {
      write(attempt.time, message.id + " ** " + recipient.address + transport +
                              ": all hosts for '" + recipient.domain +
                              "' have been failing for a long time (and retry time not reached)");
      recipient.done = true;
      world_.count_returned(recipient);
    } else {
      write(attempt.time, message.id + " == " + recipient.address + transport +
                              " defer (-54): retry time not reached for any host for '" +
                              recipient.domain + '\'');
      waiting_[attempt.remote].insert(attempt.message);
    }
  }
}

// Enters a failure into the retry database; true when it has gone on for too long.
bool EximServer::failed(const std::string& key, Time time) {
  const auto [entry, is_new] = retries_.try_emplace(key);
  Retry& retry = entry->second;
  if (is_new) retry.first_failed = time;
  const Time failing = time - retry.first_failed;
  retry.gap = next_gap(failing, retry.gap);
  retry.next_try = time + retry.gap;
  retry.expired = failing >= rule_ends;
  return retry.expired;
}

// After a delivery, all that waits for this host goes over the same connection.
void EximServer::continue_on(const Delivered& delivered, Time time, int use) {
  std::set<std::uint64_t>& waiting = waiting_[delivered.remote];
  while (!waiting.empty() && use <= most_on_connection) {
    const std::uint64_t number = *waiting.begin();
    waiting.erase(waiting.begin());
    if (!messages_.contains(number) || at_work_.contains(number)) continue;
    Message& message = messages_.at(number);
    Attempt attempt{.message = number,
                    .remote = delivered.remote,
                    .time = time,
                    .source = delivered.source,
                    .use = use};
    for (std::size_t i = 0; i < message.recipients.size(); ++i) {
      const Recipient& one = message.recipients[i];
      if (!one.done && one.remote == delivered.remote) attempt.left.push_back(i);
    }
    if (attempt.left.empty()) continue;
    delivered_.reset();
    const Time end = deliver(attempt, false, delivered);
    finish(number, end);
    if (delivered_) {
      agenda_.at(end, [=, this] { continue_on(delivered, agenda_.now(), use + 1); });
    }
    return;
  }
}

void EximServer::finish(std::uint64_t number, Time time) {
  Message& message = messages_.at(number);
  if (!std::ranges::all_of(message.recipients, &Recipient::done)) {
    at_work_.insert(number);
    agenda_.at(time, [this, number] { at_work_.erase(number); });
    return;
  }
  if (std::ranges::any_of(message.recipients, &Recipient::returned)) {
    const std::string id = base62(static_cast<std::uint64_t>(time / second), 6) + '-' +
                           base62(++pid_, 6) + '-' +
                           base62(static_cast<std::uint64_t>(time % second) / 500, 2);
    write(time, id + " <= <> R=" + message.id + " U=Debian-exim P=local S=3120");
    write(time + millisecond, id + " => " + message.sender.substr(0, message.sender.find('@')) +
                                  " <" + message.sender + "> R=local_user T=maildir_home");
    write(time + millisecond, id + " Completed");
  }
  write(time, message.id + " Completed");
  messages_.erase(number);
}

}  // namespace curfew::servers
