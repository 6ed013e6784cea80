#pragma once

#include <cstdint>
#include <string_view>

#include "curfew/lint.h"
#include "curfew/time.h"
#include "lint/silences.h"

namespace curfew::lint {

/// Looks at the stamps of one log, whatever its format.
class Stamps {
 public:
  explicit Stamps(const ClockHints& hints) : clock_(hints) {}

  /// The next line; what is odd about its stamp goes into `log`.
  void read(const Line& line, LintLog& log, Silences& silences);

 private:
  bool in_double_hour(const Stamp& stamp, Instant at);

  LogClock clock_;
  Instant previous_ = Instant::min();
  Instant minute_ = Instant::min();  // the last one asked about
  bool minute_is_double_ = false;
  std::uint64_t last_line_ = 0;
};

}  // namespace curfew::lint
