#pragma once

#include <cstdint>
#include <string_view>

#include "curfew/smtp.h"
#include "curfew/time.h"
#include "text/names.h"

namespace curfew {

/// What is known of a contact's place among those of its message. Retries exist only because
/// something was refused, so they count apart.
enum class ContactStratum : std::uint8_t {
  retry,          ///< the recipient was tried before
  first,          ///< surely the first attempt
  first_at_host,  ///< surely the first at this host, after others of the remote
  unknown         ///< the log does not say when the message arrived
};

/// One contact with a remote. Or, where `asked` is false, what belongs to a remote and a code
/// without being one: an attempt that asked nobody, a recipient that was given up on.
struct Contact {
  Instant time{};            ///< when it began, as far as the log knows
  Milliseconds took{};       ///< until its end
  Name source = Name::none;  ///< our own address or host; none where it makes no difference
  Name remote = Name::none;
  Name host = Name::none;  ///< the host of the remote that answered; may be none
  Name code = Name::none;  ///< the refusal's group key; none: accepted
  ContactStratum stratum = ContactStratum::retry;
  /// The refusal is about the recipient's mailbox (enhanced code x.1.x or x.2.x), not about us.
  bool about_mailbox = false;
  bool says_greylisting = false;  ///< the refusal's own words are that one should try again later
  bool replied = true;            ///< false: DNS, the connection or the network failed
  bool returned = false;          ///< refused for good: the mail goes back to its sender
  bool reused = false;            ///< over a connection that had already delivered
  bool new_message = false;       ///< the message had not met this remote and code before
  bool newly_deferred = false;    ///< this remote had not deferred the message before
  bool passed_over = false;       ///< another host was asked next, in the same attempt
  bool asked = true;
  bool unresolved = false;       ///< not asked, because no name server said where the remote is
  bool deferred = false;         ///< not asked, and to be tried again
  bool expired = false;          ///< not asked, and given up on
  Cause cause = Cause::unknown;  ///< of the refusal
  std::uint16_t reply_code = 0;  ///< of the refusal; 0: none
  /// Of the recipient's earlier refusals, the code of the last, and how long ago a refusal with it
  /// was the first; none: it was not refused before.
  Name refused_before = Name::none;
  Milliseconds waited{-1};
  Name deferred_by = Name::none;    ///< the remote of that last refusal
  Milliseconds since_last{-1};      ///< the end, since the last attempt; negative: there was none
  Name domain = Name::none;         ///< the recipient's; may be none
  std::uint64_t address = 0;        ///< a hash of the host's IP address; 0: unknown
  std::string_view address_text{};  ///< the same as text; needed of refusals alone
  Milliseconds age{-1};             ///< since the message's first attempt; negative: unknown
  std::uint32_t sessions = 0;  ///< of ours open at the same moment, this one included; 0: unknown
  std::uint32_t most_sessions = 0;   ///< the same at most, where it is not sure; 0: not looked at
  bool sessions_exact = false;       ///< `most_sessions` is what there were
  std::uint32_t connection_use = 0;  ///< its number in its connection, from 1; 0: unknown
  std::uint32_t recipients = 0;      ///< of the message, so far; 0: unknown
  std::uint64_t size = 0;            ///< of the message, in bytes; 0: unknown
  std::string_view recipient{};      ///< may be empty
  std::string_view sender{};         ///< may be empty

  /// Without its views.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(time, took, source, remote, host, code, stratum, about_mailbox, says_greylisting,
            replied, returned, reused, new_message, newly_deferred, passed_over, asked, unresolved,
            deferred, expired, cause, reply_code, refused_before, waited, deferred_by, since_last,
            domain, address, age, sessions, most_sessions, sessions_exact, connection_use,
            recipients, size);
  }
};

}  // namespace curfew
