#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "curfew/claim.h"
#include "curfew/correlator.h"
#include "curfew/export.h"
#include "curfew/finding.h"

namespace curfew {

/// Whether the cause a remote states fits what the log shows. no_figure: it names no limit that
/// could be tested. cannot_tell: the log lacks what is needed, or shows both. clock: the refusals
/// follow the clock, which the stated cause would not.
enum class ClaimVerdict : std::uint8_t { fits, does_not_fit, no_figure, cannot_tell, clock };

CURFEW_API const char* name(ClaimVerdict verdict) noexcept;
/// "does not fit", "cannot be told from this log" ...
CURFEW_API const char* describe(ClaimVerdict verdict) noexcept;
/// What is stated, with its figures: "more than 10 concurrent connections".
CURFEW_API std::string stated_cause(const Claim& claim);

/// A stated cause put to the test.
struct ClaimCheck {
  Claim claim;
  ClaimVerdict verdict = ClaimVerdict::cannot_tell;
  std::string provider;        ///< who states it; may be empty
  std::string text;            ///< the numbers that show it, in one sentence
  std::uint64_t refusals = 0;  ///< looked at
  std::uint64_t refusals_meeting = 0;
  std::uint64_t acceptances = 0;
  std::uint64_t acceptances_meeting = 0;
  std::optional<std::uint64_t> most_at_refusal;  ///< of what the limit counts
  bool exact = true;                             ///< false: at most so many
};

/// Whose wait it was: of mail that a finding held up and that was delivered after all, the time the
/// remote did not take mail, and the time after it did until our own server tried again.
struct WaitShares {
  std::uint64_t deliveries = 0;
  Milliseconds median{};  ///< of the whole wait
  Milliseconds longest{};
  Milliseconds theirs{};  ///< median
  Milliseconds ours{};    ///< median
  double ours_share = 0;  ///< of the sum of all waits
};

/// What to do, in the words of the server's own configuration.
struct Advice {
  std::string key;     ///< "retry_after_opening", "fewer_connections" ...; stable, for machines
  std::string server;  ///< format name: "postfix"; empty: for any
  std::string text;    ///< why, and what it changes
  std::vector<std::string> lines;  ///< to be put into the configuration, or to be run
};

/// What to think of a finding, and what to do about it.
struct Verdict {
  std::optional<ClaimCheck> claim;  ///< absent where nothing that could be tested is stated
  std::optional<WaitShares> waits;  ///< absent where nothing was delivered after all
  std::vector<Advice> advice;
};

}  // namespace curfew
