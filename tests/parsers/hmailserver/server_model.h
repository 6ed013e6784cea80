#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/hmailserver/journal.h"
#include "parsers/hmailserver/simulator.h"

namespace curfew::test::hmail {

/// A text that lives as long as the program.
std::string_view interned(const std::string& text);

struct Message {
  std::uint64_t number = 0;  // given as it is first delivered
  std::string sender;
  std::vector<std::string> recipients;
  int attempt = 0;
};

/// One run: the queue of the server, and the attempt that is being made.
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

}  // namespace curfew::test::hmail
