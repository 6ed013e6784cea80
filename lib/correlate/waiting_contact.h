#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "correlate/contact.h"
#include "correlate/ledger.h"

namespace curfew::correlate {

/// A contact as its log line tells it: logged at its end; needed in start order.
struct EndedContact {
  Contact contact;            ///< `time` and sessions are filled in later; views die with the batch
  bool estimated = false;     ///< `length` is the most it can be
  std::uint64_t session = 0;  ///< names our session: a process, a connection
  std::uint64_t line = 0;     ///< of the log
  Instant end{};
  Milliseconds length{-1};              ///< negative: not said
  Instant not_before = Instant::min();  ///< another host was tried until then, in the same session
};

/// A contact that waits for its turn. Of nearly all there is nothing to be kept but this, in one
/// cache line: they were accepted, and nothing of theirs had been refused before.
struct WaitingContact {
  Instant begin{};
  std::uint64_t session = 0;
  Ledger::WordHashes hashes;
  std::uint64_t address = 0;
  Name remote = Name::none;
  Name host = Name::none;
  Name domain = Name::none;
  std::int32_t length = -1;  // in milliseconds; negative: not said
  std::uint16_t source = 0;  // its place among all sources
  std::uint16_t connection_use = 0;
  // Bins of histograms (histogram.h): more is not counted of it.
  std::uint8_t age = 0;
  std::uint8_t recipients = 0;
  std::uint8_t kilobytes = 0;
  ContactStratum stratum : 2 = ContactStratum::retry;
  bool estimated : 1 = false;
  bool reused : 1 = false;
  bool new_message : 1 = false;
  bool is_detailed : 1 = false;  // most of it is kept elsewhere

  /// False where what was read cannot be.
  bool is_sound() const noexcept;
  template <class Archive>
  void each_field(Archive& archive) {
    ContactStratum its_stratum = stratum;
    std::array<bool, 4> flags{estimated, reused, new_message, is_detailed};
    archive(begin, session, hashes.recipient, hashes.sender, address, remote, host, domain, length,
            source, connection_use, age, recipients, kilobytes, its_stratum, flags);
    stratum = its_stratum;
    estimated = flags[0];
    reused = flags[1];
    new_message = flags[2];
    is_detailed = flags[3];
  }
};
static_assert(sizeof(WaitingContact) == 64);

/// Nothing where there is more to be kept of the contact. `source`: its place among all sources.
std::optional<WaitingContact> plain_contact(const EndedContact& ended, Instant begin,
                                            std::size_t source) noexcept;
/// What was counted of it. Needs: it has no details.
Contact contact_of(const WaitingContact& waiting, Name source) noexcept;

}  // namespace curfew::correlate
