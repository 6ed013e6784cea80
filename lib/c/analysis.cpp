#include "c/analysis.h"

#include <utility>

#include "curfew/builtin_formats.h"
#include "curfew/ndjson.h"

namespace curfew::c {

Analysis::Analysis(AnalyzerOptions options, bool keep_events)
    : analyzer(builtin_formats(), std::move(options)), keeps_events(keep_events) {
  if (!keep_events) return;
  analyzer.on_events = [this](std::string_view format, std::string_view source,
                              const Events& told) {
    for (const Event& event : told) append_ndjson(events, event, format, source);
  };
}

}  // namespace curfew::c
