#include <memory>

#include "hmailserver/hmailserver.h"
#include "hmailserver/log.h"
#include "hmailserver/record.h"

namespace curfew::hmailserver {
namespace {

bool is_certain(std::string_view line) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.empty()) return false;
  Record record;
  if (line.front() == '"') return read_record(line, record);
  if (line.front() != '{') return is_awstats_line(line);
  std::string scratch;
  return read_json_record(line, record, scratch);
}

std::size_t recognize(Lines lines) {
  std::size_t certain = 0;
  for (const Line& line : lines) certain += is_certain(line.text) ? 1U : 0U;
  return certain;
}

std::unique_ptr<Parser> make(const ClockHints& hints) {
  return std::make_unique<Log>(hints);
}

bool stamp(std::string_view line, Stamp& stamp) {
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  Record record;
  if (line.empty()) return false;
  if (line.front() == '"') return read_record(line, record) && read_time(record.time, stamp);
  std::string scratch;
  return line.front() == '{' && read_json_record(line, record, scratch) &&
         read_time(record.time, stamp);
}

}  // namespace

constinit const Format format = {.name = "hmailserver",
                                 .title = "hMailServer (hmailserver_YYYY-MM-DD.log)",
                                 .recognize = recognize,
                                 .anchor = nullptr,
                                 .make = make,
                                 .stamp = stamp};

}  // namespace curfew::hmailserver
