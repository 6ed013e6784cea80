#include "exim/header_copy.h"

#include "text/cursor.h"

namespace curfew::exim {
namespace {

// "P Received: from ...", "* Subject: deleted"; header.c has the letters.
bool is_header(std::string_view line) noexcept {
  constexpr std::string_view types = "BCFIPRSTJ*";
  if (line.size() < 4 || line[1] != ' ' || types.find(line[0]) == types.npos) return false;
  const std::size_t colon = line.find(':', 2);
  return colon != line.npos && line.substr(2, colon - 2).find(' ') == line.npos;
}

}  // namespace

bool HeaderCopy::holds(std::string_view line) noexcept {
  if (inside_) return true;
  inside_ =
      line.starts_with("Envelope-from: <") || line.starts_with("Envelope-to: <") || is_header(line);
  return inside_ || line == "*** truncated ***";
}

}  // namespace curfew::exim
