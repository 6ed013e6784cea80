#include "lint/stamps.h"

#include <algorithm>

#include "parse/syslog_head.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::lint {
namespace {

struct Found {
  Stamp stamp;
  std::string_view server;
};

// "SMTPC"<tab>9284<tab>"2026-11-23 16:04:53.166"<tab>..., {"time":"2026-..."}: a stamp in quotes.
bool find_quoted(std::string_view text, Stamp& stamp) noexcept {
  constexpr std::size_t farthest = 200;
  text = text.substr(0, farthest);
  for (std::size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 1)) {
    text::Cursor cursor(text.substr(at + 1));
    if (time::read_iso8601(cursor, stamp)) return true;
  }
  return false;
}

bool find_stamp(std::string_view text, Found& found) noexcept {
  parse::SyslogHead head;
  if (parse::read_syslog_head(text, head)) {
    found = {.stamp = head.stamp, .server = head.host};
    return true;
  }
  text::Cursor cursor(text);
  found.server = {};
  return time::read_iso8601(cursor, found.stamp, true) || time::read_rfc3164(cursor, found.stamp) ||
         time::read_year_first(cursor, found.stamp) || find_quoted(text, found.stamp);
}

}  // namespace

void Stamps::read(const Line& line, LintLog& log, Silences& silences) {
  if (line.number == last_line_ || line.text.empty()) return;  // a repeated one
  last_line_ = line.number;
  Found found;
  if (!find_stamp(line.text, found)) {
    log.without_stamp.see(line.number);
    return;
  }
  constexpr std::chrono::seconds of_writers(5);
  constexpr std::chrono::days past_the_date(1);
  const Instant at = clock_.at(found.stamp);
  const Instant youngest = clock_.hints().newest;
  if (youngest != Instant::max() && at > youngest + past_the_date) {
    log.in_the_future.see(line.number);
  }
  if (previous_ != Instant::min() && at < previous_ - of_writers) {
    log.steps_back.see(line.number);
    log.farthest_back = std::max(log.farthest_back, previous_ - at);
  }
  previous_ = at;
  if (in_double_hour(found.stamp, at)) log.in_double_hour.see(line.number);
  silences.hear(found.server, at);
}

bool Stamps::in_double_hour(const Stamp& stamp, Instant at) {
  if (stamp.offset) return false;
  const Instant minute = std::chrono::floor<std::chrono::minutes>(at);
  if (minute == minute_) return minute_is_double_;
  minute_ = minute;
  const TimeZone& zone = clock_.hints().zone;
  const WallTime wall = zone.to_wall(at);
  minute_is_double_ = zone.to_utc(wall) != zone.to_utc(wall, Instant::max());
  return minute_is_double_;
}

}  // namespace curfew::lint
