#include "engine/record.h"

#include <algorithm>

#include "curfew/version.h"
#include "engine/base64.h"
#include "engine/contact_rows.h"
#include "engine/tab_separated.h"
#include "text/hash.h"
#include "text/state.h"

namespace curfew::engine {
namespace {

constexpr std::uint64_t seed = 0xC2B2AE3D27D4EB4FU;  // the same in every run

}  // namespace

const char* const record_columns =
    "record,generation,push,contacts,first,last,grouping,name,version,pushed,notes,counts";

std::uint64_t record_of(const analysis::ServerNotes& notes, Grouping grouping) {
  std::vector<std::uint64_t> heads;
  for (const analysis::LogOrigin& log : notes.logs) heads.push_back(log.head);
  std::ranges::sort(heads);
  std::string bytes;
  text::StateWriter writer(bytes);
  writer(grouping, heads);
  return text::hash(bytes, seed);
}

std::uint64_t generation_of(const analysis::ServerNotes& notes) noexcept {
  std::uint64_t bytes = 0;
  for (const analysis::LogOrigin& log : notes.logs) bytes += log.bytes;
  return bytes;
}

std::uint64_t push_of(const std::vector<analysis::Survey*>& logs, const AnalyzerOptions& options,
                      bool is_repeatable) {
  std::string bytes;
  text::StateWriter writer(bytes);
  writer(std::string_view(CURFEW_VERSION), options.grouping, options.inbound);
  for (const analysis::Survey* const log : logs) {
    const Input* const input = log->input;
    if (!is_repeatable || input == nullptr || input->once || input->size == 0) {
      return text::random_seed();
    }
    const ClockHints& hints = log->hints;
    writer(log->front, input->size, log->host, log->format->name(), hints.zone.name(), hints.year,
           hints.newest);
  }
  return text::hash(bytes, seed);
}

void append_row(const Record& record, Grouping grouping, const std::string& counts,
                std::string& rows) {
  const auto number = [&rows](std::uint64_t value) {
    append_number(value, rows);
    rows += '\t';
  };
  const auto word = [&rows](std::string_view text) {
    append_escaped(text, rows);
    rows += '\t';
  };
  number(record.record);
  number(record.generation);
  number(record.push);
  number(record.contacts);
  word(time_text(record.first));
  word(time_text(record.last));
  word(curfew::name(grouping));
  word(record.notes.logs.empty() ? std::string_view() : record.notes.logs.front().name);
  word(CURFEW_VERSION);
  word(time_text(record.pushed));
  word(base64(analysis::packed(record.notes)));
  rows += base64(counts);
  rows += '\n';
}

}  // namespace curfew::engine
