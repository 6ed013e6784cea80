#include "c/analysis.h"

#include <utility>

#include "curfew/builtin_formats.h"
#include "curfew/event.h"

namespace curfew::c {

Analysis::Analysis(AnalyzerOptions options, bool keep_events)
    : analyzer(builtin_formats(), std::move(options)), keeps_events(keep_events) {
  if (keep_events) analyzer.add(*this);
}

void Analysis::events(const EventBatch& batch) {
  for (const Event& event : batch.events) {
    append_ndjson(event_lines, event, batch.format, batch.source);
  }
}

}  // namespace curfew::c
