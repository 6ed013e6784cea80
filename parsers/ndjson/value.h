#pragma once

#include <cstdint>
#include <string_view>

#include "curfew/event.h"
#include "curfew/time.h"
#include "parse/envelope/json_object.h"

namespace curfew::ndjson {

// Each reads a member's value. False, and nothing written, where it has another type, is out of
// range or broken.

/// A string without its escapes: a piece of the line where it has none, else kept with the events.
/// Half of a surrogate pair becomes U+FFFD; the end of a line, which no line of a log holds, a
/// blank.
bool read_text(const parse::JsonMember& member, Events& events, std::string_view& text);
/// A whole number without sign, fraction or exponent, of at most `most`.
bool read_number(const parse::JsonMember& member, std::uint64_t most, std::uint64_t& number);
/// Seconds with up to three digits behind the point that count; at most ten before it, so that
/// nobody's sums overflow.
bool read_seconds(const parse::JsonMember& member, Milliseconds& time);
bool read_flag(const parse::JsonMember& member, bool& flag);
bool read_enhanced_code(const parse::JsonMember& member, EnhancedCode& code);
/// "2026-11-23T16:08:57.123Z", or with another offset.
bool read_time(const parse::JsonMember& member, Instant& time);
/// "-07:00".
bool read_offset(const parse::JsonMember& member, std::chrono::minutes& offset);

/// One of the names that the values up to `last` have.
template <typename Enum>
bool read_word(const parse::JsonMember& member, Enum last, Enum& value) {
  if (member.kind != parse::JsonMember::Kind::string) return false;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    if (member.value != name(static_cast<Enum>(i))) continue;
    value = static_cast<Enum>(i);
    return true;
  }
  return false;
}

}  // namespace curfew::ndjson
