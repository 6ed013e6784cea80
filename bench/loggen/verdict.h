#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "loggen/calendar.h"
#include "loggen/world.h"

namespace curfew::loggen {

/// What is wrong with a recipient, wherever the mail comes from.
enum class Ailment : std::uint8_t { none, unknown_user, full, blocked };

enum class Ending : std::uint8_t { delivered, deferred, bounced };

/// Where a try ended, and how.
enum class Trouble : std::uint8_t {
  none,
  greeting,   // a reply instead of a welcome
  mail_from,  // replies to these commands
  rcpt_to,
  end_of_data,
  refused,     // nobody listens
  timed_out,   // nobody answers
  lost,        // hung up
  unresolved,  // no address found
};

struct Verdict {
  Ending ending = Ending::delivered;
  Trouble trouble = Trouble::none;
  std::string reply;  // the remote's words, its lines separated by LF; empty: it did not speak

  /// A failure of the host, which keeps all mail for it waiting.
  bool closes_host() const noexcept {
    return trouble == Trouble::greeting || trouble == Trouble::refused ||
           trouble == Trouble::timed_out || trouble == Trouble::lost;
  }
};

/// One try to hand a message to a remote.
struct Try {
  const Remote& remote;
  std::string_view recipient;  // the address
  Ailment ailment = Ailment::none;
  std::uint32_t number = 0;  // 0 is the first
  Moment at{};
  std::uint64_t salt = 0;
};

/// What the remote makes of it.
Verdict judge(const Try& attempt);

/// The RFC 3463 code Postfix derives from a reply: that of its last line, or D.0.0.
std::string enhanced_code(std::string_view reply);

}  // namespace curfew::loggen
