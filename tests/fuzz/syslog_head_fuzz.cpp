// The input is one line.
#include <cstdint>

#include "fuzz/require.h"
#include "parse/syslog_head.h"

namespace curfew::fuzz {
namespace {

void check(std::string_view line) {
  parse::SyslogHead head;
  if (!parse::read_syslog_head(line, head)) return;
  require(!head.tag.empty());
  for (const std::string_view part : {head.host, head.tag, head.pid, head.body}) {
    require(lies_in(part, line));
  }
  require(line.ends_with(head.body));
  const auto day = std::chrono::floor<std::chrono::days>(head.stamp.wall);
  const std::chrono::year_month_day date{day};
  require(date.ok() && int(date.year()) >= 0 && int(date.year()) <= 9999);
  require(head.stamp.has_year || int(date.year()) == 2000);
  require(!head.stamp.offset ||
          (head.stamp.offset->count() > -15 * 60 && head.stamp.offset->count() < 15 * 60));
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
  curfew::fuzz::check(curfew::fuzz::text_of(input, size));
  return 0;
}
