#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "curfew/hints.h"

namespace curfew::test {

/// What a program says for a hint: "(do 7)".
inline std::string said(Hint hint) {
  return "(do " + std::to_string(static_cast<int>(hint)) + ')';
}

/// Words for every hint; the hint's data stand behind those of said().
inline Hints every_hint() {
  Hints hints;
  for (std::size_t i = 0; i < hint_count; ++i) {
    hints.set(static_cast<Hint>(i), said(static_cast<Hint>(i)) + "{}");
  }
  return hints;
}

inline bool has(std::string_view page, std::string_view words) {
  return page.find(words) != std::string_view::npos;
}

/// Whether a page tells what to type into the command: an option or another command.
inline bool names_a_command(std::string_view page) {
  for (std::size_t at = page.find("--"); at != std::string_view::npos;
       at = page.find("--", at + 1)) {
    const char next = at + 2 < page.size() ? page[at + 2] : ' ';
    if (next >= 'a' && next <= 'z') return true;
  }
  for (const char* const command : {"`curfew", "(curfew ", "<code>curfew ", "| curfew"}) {
    if (has(page, command)) return true;
  }
  return false;
}

}  // namespace curfew::test
