#include <new>
#include <sstream>
#include <string>
#include <utility>

#include "c/analysis.h"
#include "c/boundary.h"
#include "c/handles.h"
#include "c/options.h"
#include "c/texts.h"
#include "curfew/c.h"
#include "curfew/report.h"
#include "text/memory_left.h"

namespace curfew::c {
namespace {

using Compose = Report (Analyzer::*)(bool with_buckets) const;

curfew_status tell(const curfew_analyzer* analyzer, Compose compose, int form, char** given,
                   std::size_t* length, curfew_error* error) noexcept {
  if (given != nullptr) *given = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&] {
    need(given, "there is no place for the text");
    need_form(form);
    const InUse analysis = use(analyzer);
    change(*analysis, [&] {
      const bool is_json = form == CURFEW_JSON;
      const Report report = (analysis->analyzer.*compose)(is_json);
      std::ostringstream out;
      out.exceptions(std::ios::badbit);        // else memory that runs out would cut the text
      if (is_json) text::check_memory_left();  // a JSON tree takes some when it is destroyed
      is_json ? write_json(report, out) : write_text(report, out);
      *given = give_text(out.view(), length);
    });
  });
}

}  // namespace
}  // namespace curfew::c

using curfew::Analyzer;
using namespace curfew::c;

curfew_status curfew_analyzer_new(const curfew_options* options, curfew_analyzer** analyzer,
                                  curfew_error* error) noexcept {
  if (analyzer != nullptr) *analyzer = nullptr;
  return guarded(error, [&] {
    need(analyzer, "there is no place for the analyzer");
    const curfew_options known = known_options(options);
    *analyzer = give_handle(std::make_shared<Analysis>(analyzer_options(known), known.events != 0));
  });
}

curfew_status curfew_analyzer_free(curfew_analyzer* analyzer, curfew_error* error) noexcept {
  return guarded(error, [&] {
    if (analyzer != nullptr) free_handle(analyzer);
  });
}

curfew_status curfew_analyzer_read_file(curfew_analyzer* analyzer, const char* path,
                                        curfew_error* error) noexcept {
  return guarded(error, [&] {
    need(path, "the path is null");
    const InUse analysis = use(analyzer);
    change(*analysis, [&] { analysis->analyzer.read(curfew::unpacked(curfew::open_file(path))); });
  });
}

curfew_status curfew_analyzer_report(curfew_analyzer* analyzer, int form, char** text,
                                     size_t* length, curfew_error* error) noexcept {
  return tell(analyzer, &Analyzer::report, form, text, length, error);
}

curfew_status curfew_analyzer_snapshot(curfew_analyzer* analyzer, int form, char** text,
                                       size_t* length, curfew_error* error) noexcept {
  return tell(analyzer, &Analyzer::snapshot, form, text, length, error);
}

curfew_status curfew_analyzer_events(curfew_analyzer* analyzer, char** lines, size_t* length,
                                     curfew_error* error) noexcept {
  if (lines != nullptr) *lines = nullptr;
  if (length != nullptr) *length = 0;
  return guarded(error, [&] {
    need(lines, "there is no place for the events");
    const InUse analysis = use(analyzer);
    if (!analysis->keeps_events) {
      throw Misuse{"the analyzer keeps no events", "Set events in curfew_options."};
    }
    change(*analysis, [&] {
      *lines = give_text(analysis->event_lines, length);
      analysis->event_lines.clear();
    });
  });
}
