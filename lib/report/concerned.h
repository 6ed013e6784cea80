#pragma once

#include <string_view>

#include "curfew/finding.h"

namespace curfew::report {

/// Refusals of one recipient's mail by one remote with one code, and the times at which our own
/// server did not try because of it; as far as a finding may be about them. Views of the caller's.
struct Refusal {
  std::string_view remote;  ///< as it is counted (Attempt::remote)
  std::string_view code;    ///< Attempt::code
  std::string_view host;    ///< of the remote; empty: not said, as the next two
  std::string_view ip;
  std::string_view source;  ///< our own address, else our host
  std::string_view recipient;
  Instant first{};
  Instant last{};
  bool replied = false;  ///< the remote answered at all
};

/// Whether the finding explains it: the remote, the code, the part of either that the finding is
/// about, and the time from its first refusal to its last, or to the end of the log where it lasts.
bool is_about(const Finding& finding, const Refusal& refusal);

}  // namespace curfew::report
