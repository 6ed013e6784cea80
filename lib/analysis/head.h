#pragma once

#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/opened_log.h"
#include "curfew/analyzer.h"
#include "curfew/clock.h"
#include "curfew/input.h"
#include "curfew/parser.h"

namespace curfew::analysis {

/// The front of a log, held back to find out what the log is and what its clock shows, and the
/// whole log from its first byte on.
class Head {
 public:
  static constexpr std::size_t size = 1024 * 1024;

  /// Reads up to `size` bytes. Throws what the source throws at its first read; a source that fails
  /// later fails at that place of whole().
  explicit Head(Source& source);

  const Wrapping& wrapping() const noexcept { return wrapping_; }
  /// Null when no format recognized a line.
  const Format* recognize(const Formats& formats) const;
  /// What the first part's ids tell about zone and year.
  ClockHints learn(const Format& format, ClockHints hints, const TimeZone& system) const;
  /// What may be the matter when no format recognized a line; mostly empty.
  std::string_view remark() const;
  /// Its lines, as those of a log that no format recognized.
  void show(LogObserver& observer, const std::string& name) const;
  bool empty() const noexcept { return text_.empty(); }
  std::string_view front() const noexcept { return text_; }
  /// Front and rest as one source. The head and its source must outlive it.
  std::unique_ptr<Source> whole() const;

 private:
  Wrapping find_wrapping() const;

  Source& source_;
  std::string text_;
  std::exception_ptr failure_;
  Wrapping wrapping_;
};

}  // namespace curfew::analysis
