#include "parsers/hmailserver/simulator.h"

#include <algorithm>

#include "parsers/hmailserver/server_model.h"

namespace curfew::test::hmail {
namespace {

constexpr Clock start_of_log = 20468 * day + 6 * hour;  // 2026-01-15 06:00

std::string domain_of(const std::string& address) {
  return address.substr(address.rfind('@') + 1);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

void Simulator::tell(const Host* host, const std::string& recipient, Stage stage, int code,
                     Fate fate, Clock at) {
  Contact contact;
  contact.time = at;
  contact.number = message_->number;
  contact.attempt = message_->attempt;
  contact.sender = message_->sender.empty() ? "<>" : message_->sender;
  contact.recipient = recipient;
  if (host != nullptr) {
    contact.host = host->name;
    contact.ip = host->ip;
  }
  contact.dialogue = stage != Stage::dns && stage != Stage::connect;
  if (contact.dialogue) simulation_.last_dialogue = std::max(simulation_.last_dialogue, at);
  contact.stage = fate == Fate::delivered ? Stage::unknown : stage;
  contact.code = code;
  contact.outcome = fate == Fate::delivered ? Outcome::delivered
                    : fate == Fate::bounced ? Outcome::bounced
                                            : Outcome::deferred;
  if (const auto earlier = newest_.find(recipient); earlier != newest_.end()) {
    simulation_.contacts[earlier->second].last = false;
  }
  newest_[recipient] = simulation_.contacts.size();
  simulation_.contacts.push_back(contact);
  fates_[recipient] = fate;
}

void Simulator::arrive(Clock at, std::string sender, std::vector<std::string> recipients) {
  const std::size_t session = journal_.begin_session(at);
  journal_.add({at, "TCPIP", io_thread(), 0, "", "TCP - 192.0.2.99 connected to 192.0.2.1:25."});
  journal_.add({at + 5, "SMTPD", io_thread(), session, "192.0.2.99",
                "RECEIVED: MAIL FROM:<" + sender + ">"});
  journal_.add(
      {at + 30, "SMTPD", io_thread(), session, "192.0.2.99", "SENT: 250 Queued (0.016 seconds)"});
  due_.insert({at + 60, {0, std::move(sender), std::move(recipients), 0}});
}

void Simulator::arrivals() {
  constexpr const char* domains[] = {
      "curfew.example", "curfew.example", "curfew.example", "curfew.example",  "curfew.example",
      "good.example",   "good.example",   "good.example",   "good.example",    "grey.example",
      "dead.example",   "backup.example", "lossy.example",  "nowhere.example", "example.org"};
  constexpr const char* names[] = {"ann", "bob", "cy nobody", "dora", "eve full", "fred", "gus"};
  const Clock length = setup_.days * day;
  Clock at = start_of_log;
  while (at < start_of_log + length) {
    at += 1 + dice_.roll(2 * day / setup_.messages_a_day);
    std::vector<std::string> recipients;
    const std::int64_t count = dice_.roll(4) == 0 ? 2 + dice_.roll(4) : 1;
    for (std::int64_t i = 0; i < count; ++i) {
      std::string name = names[dice_.roll(7)];
      std::ranges::replace(name, ' ', '.');
      const char* const domain = domains[dice_.roll(15)];
      const std::string address =
          name + '@' + (setup_.one_domain && i != 0 ? domain_of(recipients.front()) : domain);
      if (std::ranges::find(recipients, address) == recipients.end()) recipients.push_back(address);
    }
    const bool burst = dice_.roll(5) == 0;
    const bool report = dice_.roll(12) == 0 && recipients.size() == 1;
    arrive(at, report ? "" : "user" + std::to_string(dice_.roll(5)) + "@example.org", recipients);
    if (burst) arrive(at + 3, "news@example.org", recipients);
  }
}

Simulation Simulator::run() {
  arrivals();
  while (!due_.empty()) {
    auto next = due_.begin();
    const Clock due = next->first;
    Message message = std::move(next->second);
    due_.erase(next);
    attempt(message, due);
  }
  simulation_.log = journal_.write();
  return std::move(simulation_);
}

void Simulator::attempt(Message& message, Clock due) {
  const auto free = std::ranges::min_element(free_at_);
  message_ = &message;
  now_ = std::max(due, *free);
  thread_ = 5000 + 4 * static_cast<int>(free - free_at_.begin());
  fates_.clear();
  newest_.clear();
  if (++message.attempt == 1) message.number = next_number_++;
  const std::string sender = !message.sender.empty()       ? message.sender
                             : setup_.version.empty_sender ? ""
                                                           : "<Empty>";
  application("Delivering message from " + sender + " to " + joined(message.recipients) +
              ". File: C:\\hMailServer\\Data\\{7C0A1B5E-0000-4000-8000-" +
              std::to_string(100000000000 + message.number) + "}.eml");
  std::map<std::string, std::vector<std::string>> groups;
  for (const std::string& recipient : message.recipients) {
    const std::string domain = domain_of(recipient);
    if (domain == "example.org") continue;
    groups[setup_.smarthost ? "smart.example.org" : domain].push_back(recipient);
  }
  for (const auto& [domain, recipients] : groups) deliver_group(domain, recipients);
  finish();
  *free = now_;
}

void Simulator::look_up(const std::string& domain) {
  if (setup_.smarthost) return application("Relaying to host " + domain + ".");
  lookup_record((setup_.version.lookups_as_smtpd ? "DNS - MX Lookup: " : "DNS MX lookup: ") +
                domain);
}

void Simulator::deliver_group(const std::string& domain,
                              const std::vector<std::string>& recipients) {
  look_up(domain);
  const std::vector<Host> hosts = Remotes::hosts_of(domain);
  if (hosts.empty()) {
    now_ += 4 * second;
    lookup_record("DNS - Query failure. Treating as temporary failure. Query: " + domain +
                  ", Type: 15, DnsQuery return value: 9002.");
    application("No mail servers could be found for the address " + recipients.front() + ".");
    for (const std::string& one : recipients) {
      tell(nullptr, one, Stage::dns, 0, Fate::deferred, now_);
    }
    return;
  }
  lookup_record("DNS - MX Result: " + std::to_string(hosts.size()) + " IP addresses were found.");
  for (const Host& host : hosts) {
    std::vector<std::string> left;
    for (const std::string& one : recipients) {
      const auto fate = fates_.find(one);
      if (fate == fates_.end() || fate->second == Fate::deferred) left.push_back(one);
    }
    if (left.empty()) return;
    const std::string port = setup_.smarthost ? "587" : "25";
    debug("Starting external delivery process. Server: " + host.name + " (" + host.ip +
          "), Port: " + port + ", Security: 2, User name: ");
    session_ = journal_.begin_session(tick());
    journal_.add(
        {now_, "DEBUG", thread_, session_, "", setup_.version.creating + std::string("{session}")});
    journal_.add({++now_, "TCPIP", thread_, 0, "",
                  "Connecting to " +
                      (setup_.version.host_names ? host.name : host.ip + ':' + port) + "..."});
    if (Remotes::is_dead(host.ip)) {
      fail_connect(host, left);
    } else {
      converse(host, left);
    }
    session_ = 0;
  }
}

void Simulator::finish() {
  std::vector<std::string> left;
  bool bounced = false;
  for (const auto& [recipient, fate] : fates_) {
    if (fate == Fate::deferred) left.push_back(recipient);
    bounced = bounced || fate == Fate::bounced;
  }
  const bool give_up = message_->attempt > setup_.retries;
  if (!left.empty()) {
    if (give_up) {
      application("Message could not be delivered. Returning error log to sender.");
      simulation_.expired.push_back(message_->number);
      bounced = true;
    } else {
      application("Message could not be delivered. Scheduling it for later delivery in " +
                  std::to_string(setup_.minutes_between) + " minutes.");
    }
  }
  application("Message delivery thread completed.");
  if (!left.empty() && !give_up) {
    Message again = *message_;
    again.recipients = left;
    due_.insert({now_ + setup_.minutes_between * minute, std::move(again)});
  }
  if (bounced && !message_->sender.empty()) {
    due_.insert({now_ + second, {0, "", {message_->sender}, 0}});
  }
}

Simulation simulate(const Setup& setup) {
  return Simulator(setup).run();
}

}  // namespace curfew::test::hmail
