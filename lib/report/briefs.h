#pragma once

#include <string>
#include <vector>

#include "curfew/finding.h"

namespace curfew::report {

/// What is told of a finding that asks for nothing but to be known, in one line.
struct Brief {
  std::string text;
  const Finding* finding = nullptr;  ///< null where the line counts several
};

/// The lines for those of the findings that are to be known, in their order. What many remotes do
/// in the same way shares a line, unless each is asked for. Holds untrusted text.
std::vector<Brief> briefs_of(const std::vector<const Finding*>& findings, bool each);

}  // namespace curfew::report
