#pragma once

// What waits in a mail queue: listings of the servers' own programs, read in bounded memory and
// grouped by recipients' domain and reason. One thread at a time.
//
//     #include <curfew/builtin_formats.h>
//     auto source = curfew::standard_input();
//     curfew::QueueOptions options;
//     options.formats = curfew::builtin_formats();
//     const curfew::QueueListing listing = curfew::read_queue(*source, options);
//     curfew::write_text(listing, options.zone, 80, 20, std::cout);

#include <chrono>
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
#include "curfew/parser.h"
#include "curfew/smtp.h"
#include "curfew/time.h"

namespace curfew {

/// What waits in a queue for one domain and one reason.
struct WaitingMail {
  std::string domain;  ///< of the recipients; untrusted text
  std::string reason;  ///< of one of them, as the server states it; empty: it states none
  Cause cause = Cause::unknown;
  std::string_view provider;      ///< lives as long as the catalogue; may be empty
  std::uint64_t recipients = 0;   ///< not yet delivered to
  std::optional<Instant> oldest;  ///< arrival of the message that has waited longest
  std::string example;            ///< queue id of that message
};

/// A listing of a queue: what waits, for whom, since when, and why.
struct QueueListing {
  std::string form;  ///< the command that lists so; empty: no listing was recognized
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
  /// When the listing was made: years and ages count from it. Else it was made just now.
  Instant now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  std::shared_ptr<const Catalogue> catalogue = Catalogue::built_in();
  Formats formats;  ///< whose servers' listings are read (ServerKnowledge::queue_forms)
};

struct QueuedRecipient {
  std::string address;  ///< untrusted text
  std::string reason;   ///< why it waits, as the server states it; empty: it states none
  std::string said;     ///< of the reason, what the remote said; the reason itself where none did
};

/// A message of a listing.
struct QueuedMessage {
  std::string id;
  std::uint64_t size = 0;  ///< bytes
  std::optional<Instant> arrived;
  bool held = false;                     ///< as of QueueListing
  std::vector<QueuedRecipient> waiting;  ///< not yet delivered to
};

/// Reads one listing, line by line. One thread at a time.
class CURFEW_API QueueReader {
 public:
  virtual ~QueueReader() = default;
  /// Appends messages whose end is seen. False for a line that is not understood.
  virtual bool take(std::string_view line, std::vector<QueuedMessage>& messages) = 0;
  /// The listing is over: appends the last message. Called once.
  virtual void finish(std::vector<QueuedMessage>& /*messages*/) {}
};

/// A listing that a server's command prints. Const functions may be called from several threads.
class CURFEW_API QueueForm {
 public:
  virtual ~QueueForm() = default;
  /// The command: "mailq". Lives as long as this.
  virtual std::string_view name() const noexcept = 0;
  /// Whether a listing begins with the line.
  virtual bool begins(std::string_view line) const noexcept = 0;
  virtual std::unique_ptr<QueueReader> make(const QueueOptions& options) const = 0;
};

/// The listings that the formats' servers have, in the order in which they are asked. They live as
/// long as the formats.
CURFEW_API std::vector<const QueueForm*> queue_forms(const Formats& formats);

/// Whether a listing begins there: one of its first lines is of a form.
CURFEW_API bool is_queue_listing(std::string_view front, const Formats& formats);

/// Reads a listing in bounded memory. Throws what the source throws.
CURFEW_API QueueListing read_queue(Source& source, const QueueOptions& options);

/// A page for people, `width` columns wide; at most `top` groups, 0: all. Not stable.
CURFEW_API void write_text(const QueueListing& listing, const TimeZone& zone, std::size_t width,
                           std::size_t top, std::ostream& out);
/// One JSON object and a line end, "curfew-queue/1" (docs/json.md).
CURFEW_API void write_json(const QueueListing& listing, const TimeZone& zone, std::ostream& out);

}  // namespace curfew
