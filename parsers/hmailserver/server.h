#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/parser.h"
#include "hmailserver/delivery.h"
#include "hmailserver/record.h"
#include "hmailserver/session.h"
#include "hmailserver/step.h"

namespace curfew::hmailserver {

/// What the log was seen to hold.
struct Seen {
  bool dialogues = false;    ///< SMTP is logged
  bool application = false;  ///< Application is logged
  bool deliveries = false;   ///< and there was something to deliver
  bool network = false;      ///< TCP/IP is logged
  bool awstats = false;

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(dialogues, application, deliveries, network, awstats);
  }
};

/// The server as its log shows it: the deliveries its threads are at, the sessions it has with
/// remotes, and which session belongs to which delivery. No record names both; the thread, the
/// address and the recipients tell (hMailServer 4 to 6).
///
/// Tells each recipient's outcome of an attempt once; a host that failed and was followed by
/// another is a session. Bounded: the longest unused delivery or session makes room.
class Server {
 public:
  Server();

  LineUse step(const Record& record, const Step& step, const Moment& at, Events& events);
  /// A record of a session in which the server is the client.
  LineUse talk(const Record& record, const Moment& at, Events& events);
  /// A message was just taken in: the next new number is its own.
  void accepted(const Moment& at) noexcept { accepted_ = at.time; }
  /// The record before had no end: this belongs to its text.
  void go_on(std::string_view text);
  void end_text() noexcept { unfinished_ = {}; }
  /// The log is over.
  void finish(Events& events);

  Seen& seen() noexcept { return seen_; }
  const Seen& seen() const noexcept { return seen_; }

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(deliveries_, sessions_, domains_, addresses_, unfinished_, seen_, first_, accepted_,
            swept_, highest_, last_stray_, tried_);
    if constexpr (Archive::is_reading) {
      if (!is_sound()) archive.damage();
    }
  }

 private:
  static constexpr std::size_t most_deliveries = 64;
  static constexpr std::size_t most_sessions = 128;
  static constexpr std::size_t most_facts = 256;
  static constexpr std::size_t most_tried = 4096;

  bool is_sound() const noexcept;

  // Steps of a delivery (server_steps.cpp).
  LineUse delivering(std::uint64_t thread, const Step& step, const Moment& at, Events& events);
  bool was_tried(std::string_view number) const noexcept;
  bool is_new(std::string_view number, const Moment& at) noexcept;
  LineUse thread_step(Delivery& delivery, const Step& step, const Moment& at, Events& events);

  // Contacts as the delivery's thread sees them (server_contacts.cpp).
  void choose_host(Delivery& delivery, const Step& step);
  bool connecting(Delivery& delivery, const Step& step, const Moment& at, Events& events);
  bool end_connect(Delivery& delivery, Events& events);
  bool no_servers(Delivery& delivery, const Step& step, const Moment& at, Events& events);
  bool by_policy(Delivery& delivery, const Step& step, const Moment& at, Events& events);
  LineUse connect_failed(std::uint64_t thread, const Step& step, const Moment& at, Events& events);
  LineUse lone_connect_failure(const Step& step, const Moment& at, Events& events);
  void session_step(const Step& step, Events& events);

  // How an attempt ends (server_conclusions.cpp).
  static Event& tell_message(MessageState state, const Delivery& delivery, const Moment& at,
                             Events& events);
  void hold_back(Delivery& delivery, const Moment& at, Events& events);
  bool tell_refused(Delivery& delivery, Events& events);
  void tell_unexplained(Delivery& delivery, const Moment& at, Events& events);
  void conclude(Delivery& delivery, const Moment* unexplained, Events& events);
  void complete(Delivery& delivery, const Moment& at, Events& events);
  void restart(Events& events);
  void close(Delivery& delivery, Events& events);

  // Sessions (server_sessions.cpp).
  Session& session_of(const Record& record, const Moment& at, Events& events);
  LineUse sent(Session& session, std::string_view text, const Moment& at, Events& events);
  LineUse received(Session& session, std::string_view text, const Moment& at, Events& events);
  LineUse quit(Session& session, const Moment& at, Events& events);
  LineUse answered_recipient(Session& session, const parse::Answer& answer, const Moment& at,
                             Events& events);
  LineUse refused_all(Session& session, const parse::Answer& answer, const Moment& at,
                      Events& events);
  LineUse taken(Session& session, const parse::Answer& answer, const Moment& at, Events& events);
  bool decide(Session& session, const Refusal& refusal, Outcome outcome, Events& events);
  bool take_claimed(Delivery& delivery, bool moved_on, Events& events);
  bool lose(Session& session, Events& events);
  void drop(Session& session, Events& events);
  void release(Session& session) noexcept;
  void sweep(const Moment& at, Events& events);

  // Which delivery a session is of (server_links.cpp).
  void link(Session& session, Delivery& delivery) noexcept;
  bool awaits(const Delivery& delivery, std::string_view ip) const noexcept;
  bool is_awaited(const Session& session) const noexcept;
  Session* claim(const Delivery& delivery, bool decided);
  void link_by_number(Session& session);
  void link_by_recipient(Session& session, std::string_view recipient, Events& events);
  bool is_over(const Delivery& delivery, const Session& next) const noexcept;
  bool is_free(const Delivery& delivery, const Session& next) const noexcept;
  void link_as_next(Session& session, std::string_view recipient, Events& events);
  Session* find_stray(const Delivery& delivery, bool& any) noexcept;
  void link_by_exclusion(Session& session);
  bool serves(std::string_view ip, const Delivery& delivery) const noexcept;
  std::string_view domain_served(std::string_view ip) const noexcept;
  std::string_view address_of(std::string_view host) const noexcept;
  void learn(std::string_view ip, const Delivery& delivery, std::string_view domain);
  Delivery* delivery_on(std::uint64_t thread) noexcept;
  Delivery* delivery_of(const Session& session) noexcept;
  Session* find_session(std::uint64_t id) noexcept;

  // What comes of it (server_outcomes.cpp).
  void fill(Refusal& refusal, const Session& session, const Moment& at);
  static void set_reply(Refusal& refusal, const parse::Answer& answer);
  bool find_domain(const Delivery& delivery, std::string_view ip,
                   std::string_view& domain) const noexcept;
  bool is_asked(const Session& session, std::string_view address) const noexcept;
  bool spread_alone(Session& session, const Refusal& refusal, Outcome outcome, Events& events);
  void note_unfinished(const Session& session, std::uint32_t refusal) noexcept;
  bool spread(Session& session, const Refusal& refusal, Outcome outcome, Events& events);
  void refuse(Delivery& delivery, Recipient& recipient, std::uint32_t refusal, Events& events);
  void settle(Delivery& delivery, Recipient& recipient, const Refusal& last, Outcome outcome,
              Events& events);
  void tell_earlier(Delivery& delivery, Recipient& recipient, const Refusal& next, Events& events);
  Event& tell(const Refusal& refusal, Outcome outcome, Events& events);
  void tell_recipient(const Refusal& refusal, const Delivery* delivery, std::string_view sender,
                      std::string_view recipient, Outcome outcome, Events& events);

  struct Unfinished {  // the reply of the newest record, when that had no end
    std::size_t delivery = 0;
    std::uint32_t refusal = 0;
    std::size_t session = 0;  // where no delivery is known yet

    template <class Archive>
    void each_field(Archive& archive) {
      archive(delivery, refusal, session);
    }
  };
  struct Fact {
    std::string of;
    std::string is;
    void set(std::string_view name, std::string_view value) {
      of.assign(name.substr(0, 255));
      is.assign(value.substr(0, 255));
    }
    template <class Archive>
    void each_field(Archive& archive) {
      archive(of, is);
    }
  };

  std::vector<Delivery> deliveries_;
  std::vector<Session> sessions_;
  std::vector<Fact> domains_;    // last delivered to at an address, a place for each hash
  std::vector<Fact> addresses_;  // of hosts whose names are logged, likewise
  Refusal scratch_;
  Unfinished unfinished_;
  Seen seen_;
  Instant first_{};
  Instant accepted_{};
  Instant swept_{};
  std::uint64_t highest_ = 0;
  std::uint64_t last_stray_ = 0;      // the line of a refusal that is of no known delivery
  std::vector<std::uint64_t> tried_;  // numbers, a place for each hash
};

}  // namespace curfew::hmailserver
