#pragma once

#include <string>
#include <string_view>

#include "hmailserver/delivery.h"
#include "parse/dialogue.h"

namespace curfew::hmailserver {

inline constexpr std::string_view line_break = "[nl]";

/// A session of the server as a client: one connection, one message, a batch of its recipients.
struct Session {
  bool used = false;
  std::uint64_t id = 0;
  std::string ip;
  Moment first;
  Moment last;
  parse::Dialogue dialogue{{.line_break = line_break, .whole_replies = true, .auth_decides = true}};
  std::size_t delivery = 0;  ///< place in the table of deliveries, from 1; 0: not known
  /// It refused everybody before it named a recipient, and several deliveries may have been meant:
  /// the thread that goes on tells.
  bool unclaimed = false;
  Refusal refusal;
  Outcome outcome = Outcome::unknown;
  bool decided = false;  ///< nothing that comes can change a recipient's outcome
  bool etrn = false;     ///< asks for mail, brings none
  bool timed_out = false;
  bool handshake_failed = false;
  bool greeted = false;  ///< by EHLO, and taken
  Moment doubt;          ///< of a refused EHLO or STARTTLS: what is done next decides
  std::string doubted;   ///< its reply

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(used, id, ip, first, last, dialogue, delivery, unclaimed, refusal, decided, etrn,
            timed_out, handshake_failed, greeted, doubt, doubted);
    text::one_of(archive, outcome, Outcome::interrupted);
  }
};

}  // namespace curfew::hmailserver
