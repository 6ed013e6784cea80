#pragma once

#include <string>
#include <string_view>

#include "curfew/event.h"
#include "curfew/export.h"

namespace curfew {

/// Appends the event as one line of JSON, schema "curfew-event/1" (docs/events.md). What the event
/// does not say is absent. Valid UTF-8 whatever the log holds. `source` is the log's name.
CURFEW_API void append_ndjson(std::string& out, const Event& event, std::string_view format,
                              std::string_view source);

}  // namespace curfew
