#pragma once

// Whose mail was late or returned because of a finding (docs/affected.md), put together in one pass
// and bounded memory from what a Consumer is given. One thread at a time.
//
//     curfew::HeldMail held;  // fed by a Consumer with attempts and events
//     const curfew::Report report;
//     for (const curfew::ReportFinding& one : report.findings) {
//       curfew::write_csv(curfew::affected_by(report, one, held), std::cout);
//     }

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/hints.h"
#include "curfew/redact.h"
#include "curfew/report.h"
#include "curfew/time.h"

namespace curfew {

/// Messages by how they ended, when the log ended. A message to several recipients counts once, as
/// what is worst for its sender: returned, waiting, removed, late.
struct HeldEnds {
  std::uint64_t returned = 0;  ///< bounced, or given up
  std::uint64_t waiting = 0;
  std::uint64_t removed = 0;  ///< left the queue, and the log does not say how
  std::uint64_t late = 0;     ///< delivered after all

  std::uint64_t messages() const noexcept { return returned + waiting + removed + late; }
};

/// A sender of ours whose mail was late or returned.
struct AffectedSender {
  static constexpr std::size_t most_recipients = 1000;

  std::string sender;                   ///< "<>" is the null sender; empty: not known
  std::vector<std::string> recipients;  ///< each once, in the order of their first tries
  std::uint64_t more_recipients = 0;    ///< that are not among these; some may be counted twice
  HeldEnds ends;
  Instant first_try{};
  Instant last_try{};
  Milliseconds longest{};  ///< wait of a message, until its end or that of the log
};

/// Who was affected by a finding. Owns its text; senders, recipients and what is said of the
/// finding are texts from outside: writers clean them for their medium.
struct Affected {
  std::string version;
  TimeZone zone;        ///< times are drawn in it
  std::string finding;  ///< its id; empty where nothing was found
  std::string about;    ///< the finding as a sentence
  HeldEnds ends;        ///< of all senders
  std::vector<AffectedSender>
      senders;                 ///< returned mail first, then waiting, then the longest wait
  std::uint64_t not_kept = 0;  ///< messages, about, for which there was no room
  Hints hints;                 ///< for the page for people
};

/// Keeps the messages that a remote refused, or that our server did not try because of it, as a
/// Consumer is given attempts and events. Within bounds: where there is no room those go first that
/// were delivered.
class CURFEW_API HeldMail {
 public:
  /// Bytes for all of them.
  explicit HeldMail(std::size_t memory = std::size_t{64} << 20);
  ~HeldMail();
  HeldMail(HeldMail&&) noexcept;
  HeldMail& operator=(HeldMail&&) noexcept;

  void add(const Attempt& attempt);
  /// How messages end without an attempt.
  void add(const Events& events);

 private:
  friend CURFEW_API Affected affected_by(const Report& report, const ReportFinding& finding,
                                         const HeldMail& held);
  struct Kept;
  std::unique_ptr<Kept> kept_;
};

/// Whose mail that finding of the report held up or sent back.
CURFEW_API Affected affected_by(const Report& report, const ReportFinding& finding,
                                const HeldMail& held);
/// The same with pseudonyms; `report` is the one with pseudonyms. The redactor must have learned
/// from the events.
CURFEW_API Affected redacted(Affected affected, const Report& report, const Redactor& redactor);

struct AffectedTextOptions {
  std::size_t width = 100;  ///< columns
  std::size_t top = 20;     ///< senders; 0: all
  bool color = false;
  /// Sentences are broken at the width, too: for a terminal. What goes into a pipe is searched by
  /// line.
  bool break_lines = false;
};

/// For people; not stable.
CURFEW_API void write_text(const Affected& affected, std::ostream& out,
                           const AffectedTextOptions& options = {});
/// A row for each sender, with a line of names (RFC 4180). `top`: so many; 0: all.
CURFEW_API void write_csv(const Affected& affected, std::ostream& out, std::size_t top = 0);
/// "curfew-affected/1" (docs/affected.md). `top`: so many senders; 0: all.
CURFEW_API void write_json(const Affected& affected, std::ostream& out, std::size_t top = 0);

}  // namespace curfew
