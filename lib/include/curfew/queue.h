#pragma once

// What waits in a mail queue: listings of the servers' own programs, read in bounded memory and
// grouped by recipients' domain and reason. One thread at a time.
//
//     auto source = curfew::standard_input();
//     const curfew::QueueOptions options{.zone = curfew::TimeZone::system(), .now = {}};
//     const curfew::QueueListing listing = curfew::read_queue(*source, options);
//     curfew::write_text(listing, options.zone, 80, 20, std::cout);

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/catalogue.h"
#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/input.h"
#include "curfew/smtp.h"
#include "curfew/time.h"

namespace curfew {

/// What waits in a queue for one domain and one reason.
struct WaitingMail {
  std::string domain;  ///< of the recipients; a stranger's text
  std::string reason;  ///< of one of them, as the server states it; empty: it states none
  Cause cause = Cause::unknown;
  std::string_view provider;      ///< lives as long as the catalogue; may be empty
  std::uint64_t recipients = 0;   ///< not yet delivered to
  std::optional<Instant> oldest;  ///< arrival of the message that has waited longest
  std::string example;            ///< queue id of that message
};

/// A listing of a queue: what waits, for whom, since when, and why.
struct QueueListing {
  std::string form;  ///< "postqueue -j", "mailq", "exim -bp"; empty: no listing was recognized
  std::uint64_t messages = 0;
  std::uint64_t recipients = 0;
  std::uint64_t held = 0;  ///< messages that an administrator or the server put on hold (frozen)
  std::uint64_t bytes = 0;
  std::uint64_t unknown = 0;  ///< lines that were not understood
  std::optional<Instant> oldest;
  std::vector<WaitingMail> waiting;  ///< most recipients first
  bool more = false;                 ///< beyond `most_groups` the rest is only counted
  Hints hints;                       ///< for the page for people

  static constexpr std::size_t most_groups = 10'000;
};

struct QueueOptions {
  TimeZone zone;  ///< of stamps without an offset (mailq), and of what is written
  Instant now;    ///< when the listing was made: years, and ages of `exim -bp`, count from it
  std::shared_ptr<const Catalogue> catalogue = Catalogue::built_in();
};

/// The front of `mailq`, `postqueue -p`, `postqueue -j` (Postfix, showq(8)) or `exim -bp`.
CURFEW_API bool is_queue_listing(std::string_view front) noexcept;

/// Reads a listing in bounded memory. Throws what the source throws.
CURFEW_API QueueListing read_queue(Source& source, const QueueOptions& options);

/// A page for people, `width` columns wide; at most `top` groups, 0: all. Not stable.
CURFEW_API void write_text(const QueueListing& listing, const TimeZone& zone, std::size_t width,
                           std::size_t top, std::ostream& out);
/// One JSON object and a line end, "curfew-queue/1" (docs/json.md).
CURFEW_API void write_json(const QueueListing& listing, const TimeZone& zone, std::ostream& out);

}  // namespace curfew
