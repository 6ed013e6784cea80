#include "curfew/parser.h"

namespace curfew {

LineCount& LineCount::operator+=(const LineCount& other) noexcept {
  reported += other.reported;
  ignored += other.ignored;
  unknown += other.unknown;
  return *this;
}

void Parser::count_unknown(const Line& line) {
  ++count_.unknown;
  if (unknown_listener_) unknown_listener_(line);
}

}  // namespace curfew
