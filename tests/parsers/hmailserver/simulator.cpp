#include "parsers/hmailserver/simulator.h"

#include <algorithm>
#include <map>
#include <set>

#include "parsers/hmailserver/journal.h"

namespace curfew::test::hmail {
namespace {

constexpr Clock start_of_log = 20468 * day + 6 * hour;  // 2026-01-15 06:00

struct Message {
  std::uint64_t number = 0;  // given as it is first delivered
  std::string sender;
  std::vector<std::string> recipients;
  int attempt = 0;
};

std::string domain_of(const std::string& address) {
  return address.substr(address.rfind('@') + 1);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string_view interned(const std::string& ip) {
  static std::set<std::string> all;
  return *all.insert(ip).first;
}

int code_of(const std::string& reply) {
  return reply.empty() ? 0 : std::stoi(reply.substr(0, 3));
}

class Simulator {
 public:
  explicit Simulator(const Setup& setup)
      : setup_(setup), dice_(setup.seed), journal_(setup.version, setup.logging) {
    free_at_.resize(static_cast<std::size_t>(setup.threads));
  }

  Simulation run();

 private:
  enum class Fate { delivered, bounced, deferred };

  void arrivals();
  void arrive(Clock at, std::string sender, std::vector<std::string> recipients);
  void attempt(Message& message, Clock due);
  void deliver_group(const std::string& domain, const std::vector<std::string>& recipients);
  void look_up(const std::string& domain);
  void fail_connect(const Host& host, const std::vector<std::string>& recipients);
  void converse(const Host& host, const std::vector<std::string>& recipients);
  bool greet(const Host& host, const Manner& manner, const std::vector<std::string>& recipients);
  bool authenticate(const Host& host);
  bool refused(Stage stage, const Host& host, const Manner& manner,
               const std::vector<std::string>& recipients);
  void finish();

  Clock tick() { return now_ += 15 + dice_.roll(90); }
  void application(const std::string& text) {
    journal_.add({tick(), "APPLICATION", thread_, 0, "",
                  "SMTPDeliverer - Message " + std::to_string(message_->number) + ": " + text});
  }
  void network(const std::string& text) { journal_.add({tick(), "TCPIP", thread_, 0, "", text}); }
  void lookup_record(const std::string& text) {
    if (!setup_.version.lookups_as_smtpd) return network(text);
    journal_.add({tick(), "SMTPD", thread_, 0, "TCP", text});
  }
  void debug(const std::string& text) {
    Entry entry{tick(), "DEBUG", thread_, session_, "", text};
    journal_.add(std::move(entry));
  }
  int io_thread() { return 8000 + 4 * static_cast<int>(dice_.roll(15)); }
  void sent(const Host& host, const std::string& text) {
    journal_.add({tick(), "SMTPC", io_thread(), session_, interned(host.ip), "SENT: " + text});
  }
  void received(const Host& host, const std::string& text) {
    now_ = journal_.add_reply({tick(), "SMTPC", io_thread(), session_, interned(host.ip), text});
  }
  void quit(const Host& host) {
    sent(host, masked_ ? "***" : "QUIT");
    if (dice_.roll(3) != 0) received(host, "221 2.0.0 bye");
  }
  void tell(const Host* host, const std::string& recipient, Stage stage, int code, Fate fate,
            Clock at);

  Setup setup_;
  Dice dice_;
  Journal journal_;
  Remotes remotes_;
  Simulation simulation_;
  std::multimap<Clock, Message> due_;
  std::vector<Clock> free_at_;
  std::uint64_t next_number_ = 1000;

  // Of the attempt being made.
  Message* message_ = nullptr;
  int thread_ = 0;
  Clock now_ = 0;
  std::size_t session_ = 0;
  bool masked_ = false;
  Clock session_began_ = 0;
  std::map<std::string, Fate> fates_;
  std::map<std::string, std::size_t> newest_;  // contact by recipient
};

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

void Simulator::fail_connect(const Host& host, const std::vector<std::string>& recipients) {
  for (const std::string& one : recipients) {
    tell(&host, one, Stage::connect, 0, Fate::deferred, now_);
  }
  now_ += 21 * second;
  const std::string text =
      "SMTPDeliverer - Message " + std::to_string(message_->number) +
      " - Connection failed: Host name: " + (setup_.version.host_names ? host.name : host.ip) +
      ", message: Es konnte keine Verbindung hergestellt werden";
  if (setup_.version.lookups_as_smtpd) {
    journal_.add({tick(), "SMTPC", io_thread(), 0, "TCP", text});
  } else {
    journal_.add({tick(), "DEBUG", io_thread(), 0, "", text});
  }
}

// True when the session is over.
bool Simulator::refused(Stage stage, const Host& host, const Manner& manner,
                        const std::vector<std::string>& recipients) {
  if (manner.stage != stage) return false;
  const bool silent = manner.reply.empty();
  if (!silent) received(host, manner.reply);
  const int code = code_of(manner.reply);
  for (const std::string& one : recipients) {
    const auto fate = fates_.find(one);
    const bool earlier = fate != fates_.end() && newest_.count(one) != 0 &&
                         simulation_.contacts[newest_[one]].ip == host.ip &&
                         simulation_.contacts[newest_[one]].time >= session_began_;
    if (earlier && (fate->second == Fate::bounced || code / 100 != 5)) continue;
    if (earlier) {  // it only gets worse
      simulation_.contacts.erase(simulation_.contacts.begin() +
                                 static_cast<std::ptrdiff_t>(newest_[one]));
      const std::size_t gone = newest_[one];
      newest_.erase(one);
      for (auto& [recipient, index] : newest_) index -= index > gone ? 1U : 0U;
    }
    tell(&host, one, stage, code, code / 100 == 5 ? Fate::bounced : Fate::deferred, now_);
  }
  if (silent) {
    now_ += minute;
  } else {
    quit(host);
  }
  return true;
}

bool Simulator::greet(const Host& host, const Manner& manner,
                      const std::vector<std::string>& recipients) {
  if (refused(Stage::banner, host, manner, recipients)) return false;
  received(host, "220-" + host.name + " ESMTP\r\n220 at your service");
  const bool old = setup_.version.host_names;  // no STARTTLS, so HELO unless a password is asked
  if (!old || setup_.smarthost) {
    sent(host, "EHLO mail.example.org");
    if (manner.stage == Stage::ehlo) {
      received(host, "502 5.5.1 what?");
      sent(host, "HELO mail.example.org");
      refused(Stage::ehlo, host, manner, recipients);
      return false;
    }
    received(host, "250-" + host.name + "\r\n250-STARTTLS\r\n250 SIZE 1000000");
    if (old || host.name != "mx.good.example") return true;
    sent(host, "STARTTLS");
    received(host, "220 go ahead");
    journal_.add(
        {tick(), "TCPIP", io_thread(), session_, "",
         "TCPConnection - TLS/SSL handshake completed. Session Id: {session}, Remote IP: " +
             host.ip + ", Version: TLSv1.3, Cipher: TLS_AES_256_GCM_SHA384, Bits: 256"});
    sent(host, "EHLO mail.example.org");
    received(host, "250-" + host.name + "\r\n250 SIZE 1000000");
    return true;
  }
  sent(host, "HELO mail.example.org");
  if (refused(Stage::ehlo, host, manner, recipients)) return false;
  received(host, "250 " + host.name);
  return true;
}

bool Simulator::authenticate(const Host& host) {
  sent(host, "AUTH LOGIN");
  received(host, "334 VXNlcm5hbWU6");
  sent(host, "dXNlcg==");
  received(host, "334 UGFzc3dvcmQ6");
  sent(host, "***");
  received(host, "235 2.7.0 welcome");
  return setup_.version.masks_mail_from;
}

void Simulator::converse(const Host& host, const std::vector<std::string>& recipients) {
  masked_ = false;
  now_ += 100;
  session_began_ = now_;
  journal_.add(
      {tick(), "DEBUG", io_thread(), session_, "", "TCP connection started for session {session}"});
  const Manner manner = remotes_.to_session(host, now_, dice_);
  const auto end = [&] {
    journal_.add({tick(), "DEBUG", io_thread(), session_, "", "Ending session {session}"});
  };
  if (!greet(host, manner, recipients)) return end();
  const bool mask = setup_.smarthost && authenticate(host);
  sent(host, mask ? "***" : "MAIL FROM:<" + message_->sender + ">");
  if (refused(Stage::mail_from, host, manner, recipients)) return end();
  received(host, "250 2.1.0 ok");
  std::vector<std::string> taken;
  for (const std::string& one : recipients) {
    sent(host, "RCPT TO:<" + one + ">");
    std::string pair = message_->sender + " " + one;
    std::ranges::replace(pair, '.', ' ');
    const Manner verdict = remotes_.to_recipient(host, pair, now_);
    if (verdict.stage == Stage::unknown) {
      received(host, "250 2.1.5 ok");
      taken.push_back(one);
      continue;
    }
    received(host, verdict.reply);
    const int code = code_of(verdict.reply);
    tell(&host, one, Stage::rcpt_to, code, code / 100 == 5 ? Fate::bounced : Fate::deferred, now_);
  }
  if (taken.empty()) {
    quit(host);
    return end();
  }
  sent(host, "DATA");
  if (refused(Stage::data, host, manner, recipients)) return end();
  received(host, "354 go ahead");
  sent(host, "\r\n.");
  if (refused(Stage::end_of_data, host, manner, recipients)) return end();
  received(host, "250 2.0.0 Ok: queued as 4D2F1");
  for (const std::string& one : taken) {
    tell(&host, one, Stage::end_of_data, 250, Fate::delivered, now_);
  }
  quit(host);
  end();
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

}  // namespace

Simulation simulate(const Setup& setup) {
  return Simulator(setup).run();
}

}  // namespace curfew::test::hmail
