#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "curfew/event.h"
#include "definition/facts.h"
#include "definition/plan.h"
#include "parse/dialogue.h"

namespace curfew::definition {

/// Where and when a line of a dialogue stands.
struct LinePlace {
  Instant time{};
  std::uint64_t number = 0;
};

/// The SMTP dialogues in a log, told apart by their session, and what their replies mean for each
/// recipient. Bounded: the session that was not heard of for longest makes room.
class Transcripts {
 public:
  explicit Transcripts(const Plan& plan);

  /// A line that a rule with `smtp` knows. Appends the events it completes.
  void read(SmtpStep step, const Row& row, const LinePlace& place, Events& events);
  /// Adds what the row's session is known to be about to the row; texts live as long as `events`.
  void add_context(Row& row, Events& events);

  std::uint64_t given_up() const noexcept { return given_up_; }

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    std::size_t count = sessions_.size();
    archive(count, current_, clock_, given_up_);
    if constexpr (Archive::is_reading) {
      if (count > most_sessions) return archive.damage();
      sessions_.assign(count, Session(manner_));
    }
    for (Session& session : sessions_) {
      archive(session);
      if constexpr (Archive::is_reading) {
        if (!is_sound(session)) archive.damage();
      }
    }
  }

 private:
  struct Session {
    explicit Session(const parse::Dialogue::Manner& manner) : dialogue(manner) {}
    std::string id;
    std::uint64_t used = 0;  ///< a counter: the lowest was not heard of for longest
    parse::Dialogue dialogue;
    std::vector<std::pair<Field, std::string>> context;
    bool fresh = true;       ///< nothing was said yet
    bool inbound = false;    ///< we are the server: of no interest
    bool decided = false;    ///< what became of the transaction was told
    bool delivered = false;  ///< something was handed over in this connection

    template <class Archive>
    void each_field(Archive& archive) {
      archive(id, used, dialogue, context, fresh, inbound, decided, delivered);
    }
  };
  static constexpr std::size_t most_sessions = 128;
  static constexpr std::size_t longest_value = 512;
  static constexpr std::size_t longest_command = 512;  // RFC 5321 section 4.5.3.1.4

  bool is_sound(const Session& session) const;
  Session* find(const Row& row);
  Session& session_of(const Row& row);
  void begin(Session& session);
  void remember(Session& session, const Row& row);
  void sent(Session& session, std::string_view text);
  void received(Session& session, std::string_view text, const LinePlace& place, Events& events);
  void closed(Session& session, const LinePlace& place, Events& events);
  void delivered(Session& session, const parse::Answer& answer, const LinePlace& place,
                 Events& events);
  void refused(Session& session, const parse::Answer& answer, const LinePlace& place,
               Events& events);
  void tell(Session& session, const parse::Answer& answer, std::string_view recipient,
            Outcome outcome, const LinePlace& place, Events& events);
  Outcome outcome_of(const parse::Answer& answer) const noexcept;

  const Plan& plan_;
  parse::Dialogue::Manner manner_;
  std::vector<Session> sessions_;
  std::size_t current_ = 0;
  std::uint64_t clock_ = 0;
  std::uint64_t given_up_ = 0;
};

}  // namespace curfew::definition
