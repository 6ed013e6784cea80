#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/opened_log.h"
#include "curfew/analyzer.h"
#include "curfew/hints.h"
#include "curfew/input.h"
#include "curfew/parser.h"
#include "curfew/time.h"
#include "parse/other_servers.h"

namespace curfew::analysis {

/// What a stamp showed.
struct SeenOffset {
  std::chrono::minutes offset{};  ///< east of UTC
  Instant at;
};

/// What may be the matter with a log that is none, and what can be done about it.
struct HeadRemark {
  std::string text;  ///< mostly empty
  Hint hint = Hint::none;
};

/// The front of a log, held back to find out what the log is and what its clock shows, and the
/// whole log from its first byte on. All look at one copy of it.
class Head {
 public:
  static constexpr std::size_t size = 1024 * 1024;

  /// Reads up to `size` bytes; `tags` as of Wrapping. Throws what the source throws at its first
  /// read; a source that fails later fails at that place.
  Head(Source& source, const parse::StampedTags& tags);

  const Wrapping& wrapping() const noexcept { return wrapping_; }
  /// Null when no format recognized a line.
  const Format* recognize(const Formats& formats) const;
  /// What the first part's ids tell about zone and year.
  ClockHints learn(const Format& format, ClockHints hints, const TimeZone& system) const;
  /// The newest offset that the lines' own stamps show; none where one has no offset, or where the
  /// stamps are not the mail server's own.
  std::optional<SeenOffset> offset(const Format& format) const;
  /// The mail server that wrote most of what no format recognized; null where none did.
  const KnownServers::Server* other_server(const Formats& formats) const;
  /// Of a log of which no format recognized a line.
  HeadRemark remark(const Formats& formats) const;
  /// Its lines, as those of a log that no format recognized.
  void show(LogObserver& observer, const std::string& name) const;
  /// Throws what the source threw behind the front, if it did.
  void check() const;
  bool empty() const noexcept { return front_.size == 0; }
  std::string_view front() const noexcept { return front_.text(); }
  /// Its lines from the first on, a few at a time.
  OpenedLog open() const;
  /// What was read of the source.
  const Front& read() const noexcept { return front_; }
  /// The source behind the front. The source itself must outlive it.
  std::unique_ptr<Source> rest() const;

 private:
  void find_wrapping(const parse::StampedTags& tags);

  Source& source_;
  Front front_;
  std::exception_ptr failure_;
  Wrapping wrapping_;
  std::unique_ptr<Source> nothing_;  // behind the front, for who looks at it alone
  std::unique_ptr<OpenedLog> log_;
  Lines lines_;  // the first ones, of log_
};

}  // namespace curfew::analysis
