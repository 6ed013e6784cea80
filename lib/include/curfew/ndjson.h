#pragma once

#include <string>
#include <string_view>

#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/time.h"

namespace curfew {

/// Appends the event as one line of JSON, schema "curfew-event/1" (docs/events.md). What the event
/// does not say is absent. Valid UTF-8 whatever the log holds. `source` is the log's name, `zone`
/// the one in which its hours are drawn: who reads the events back draws them alike.
CURFEW_API void append_ndjson(std::string& out, const Event& event, std::string_view format,
                              std::string_view source, const TimeZone& zone = {});

}  // namespace curfew
