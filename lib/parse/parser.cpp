#include "curfew/parser.h"

#include "curfew/error.h"
#include "parse/count_state.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew {

LineCount& LineCount::operator+=(const LineCount& other) noexcept {
  reported += other.reported;
  ignored += other.ignored;
  unknown += other.unknown;
  return *this;
}

LineCount& LineCount::operator-=(const LineCount& other) noexcept {
  reported -= other.reported;
  ignored -= other.ignored;
  unknown -= other.unknown;
  return *this;
}

bool Parser::keep(std::string& /*state*/) const {
  return false;
}

void Parser::restore(std::string_view /*state*/) {
  throw Error(ErrorCode::unreadable, "the parser of this format cannot go on from what was kept");
}

bool Parser::keep_with(std::string_view own, std::string& state) const {
  text::StateWriter writer(state);
  writer(count_, inbound_, clock_, dates_are_assumed_, own);
  return true;
}

std::string Parser::restore_base(std::string_view state) {
  std::string own;
  text::StateReader reader(state);
  reader(count_, inbound_, clock_, dates_are_assumed_, own);
  reader.end();
  return own;
}

void Parser::count_unknown(const Line& line) {
  ++count_.unknown;
  if (unknown_listener_) unknown_listener_(line);
}

}  // namespace curfew
