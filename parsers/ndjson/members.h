#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "curfew/event.h"
#include "curfew/time.h"

namespace curfew::ndjson {

/// What a line says beside its event.
struct Origin {
  std::uint64_t line = 0;     ///< of the log that the event was read from; 0: not said
  std::uint64_t repeats = 0;  ///< likewise
  std::string_view format;    ///< of that log
  Instant time{};
  std::chrono::minutes offset{};  ///< of the clock that the log's hours are drawn by

  /// The time as that clock showed it.
  Stamp stamp() const noexcept;
};

/// Reads one line, `{"schema":"curfew-event/1",...}`, the members in any order. Members that are
/// not known are passed over, as those whose value is null. False where the line is something else,
/// lacks what every event has, or a member's value is not of its type; the event is then
/// unspecified.
bool read_event(std::string_view line, Events& events, Event& event, Origin& origin);

/// Of such a line nothing but when; false as above, but without a look at the other members.
bool read_stamp(std::string_view line, Stamp& stamp);

}  // namespace curfew::ndjson
