#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <date/tz.h>

#include "curfew/error.h"
#include "curfew/time.h"
#include "text/cursor.h"

namespace curfew {
namespace {

using std::chrono::seconds;

const date::time_zone* zone_of(const void* zone) noexcept {
  return static_cast<const date::time_zone*>(zone);
}

std::int64_t seconds_of(Instant at) noexcept {
  return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

// "+02:00", "-7", "UTC+5:45", "GMT-0330"
bool read_fixed(std::string_view name, std::chrono::minutes& offset) noexcept {
  text::Cursor cursor(name);
  if (!cursor.skip("UTC")) cursor.skip("GMT");
  const bool west = cursor.peek() == '-';
  if (!cursor.skip('+') && !cursor.skip('-')) return false;
  const std::string_view digits = cursor.take_while(text::is_digit);
  int hours = 0;
  int minutes = 0;
  text::Cursor number(digits.size() > 2 ? digits.substr(0, digits.size() - 2) : digits);
  if (!number.take_number(hours)) return false;
  if (digits.size() > 4) return false;
  if (digits.size() > 2) {
    text::Cursor(digits.substr(digits.size() - 2)).take_number(minutes);
  } else if (cursor.skip(':') && (!cursor.take_number(minutes))) {
    return false;
  }
  if (!cursor.at_end() || hours > 14 || minutes > 59) return false;
  const int total = hours * 60 + minutes;
  offset = std::chrono::minutes(west ? -total : total);
  return true;
}

std::string fixed_name(std::chrono::minutes offset) {
  if (offset.count() == 0) return "UTC";
  const long total = std::labs(static_cast<long>(offset.count()));
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "UTC%c%02ld:%02ld", offset.count() < 0 ? '-' : '+',
                total / 60, total % 60);
  return name.data();
}

}  // namespace

TimeZone TimeZone::fixed(std::chrono::minutes offset) {
  TimeZone zone;
  zone.name_ = fixed_name(offset);
  zone.fixed_offset_ = offset;
  return zone;
}

TimeZone TimeZone::named(std::string_view name) {
  if (name == "UTC" || name == "Z" || name == "GMT") return {};
  if (name == "local") return system();
  std::chrono::minutes offset{};
  if (read_fixed(name, offset)) return fixed(offset);
  TimeZone zone;
  try {
    zone.zone_ = date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    throw Error(ErrorCode::unknown_zone, std::string(name) + ": no such time zone",
                "Zones are written as in Europe/Berlin, America/Phoenix, UTC or +02:00; "
                "`ls /usr/share/zoneinfo` lists them (package tzdata).");
  }
  zone.name_ = std::string(name);
  return zone;
}

TimeZone TimeZone::system() {
  // The date library reads /etc/localtime alone; TZ comes first for every other program.
  const char* variable = std::getenv("TZ");
  if (variable != nullptr && *variable != '\0') {
    const std::string_view name = *variable == ':' ? variable + 1 : variable;
    try {
      return named(name == "local" ? "UTC" : name);
    } catch (const Error&) {
      // A POSIX rule such as "EST5EDT4" that is no file: go on with the machine's zone.
    }
  }
  try {
    const date::time_zone* current = date::current_zone();
    const std::string& name = current->name();
    if (name == "UTC" || name == "Etc/UTC") return {};
    TimeZone zone;
    zone.zone_ = current;
    zone.name_ = name;
    return zone;
  } catch (const std::exception&) {
    return {};
  }
}

seconds TimeZone::offset(Instant at) const {
  if (zone_ == nullptr) return fixed_offset_;
  const std::int64_t second = seconds_of(at);
  if (second < period_.begin || second >= period_.end) {
    const date::sys_info info =
        zone_of(zone_)->get_info(std::chrono::sys_seconds(seconds(second)));
    period_ = {.begin = info.begin.time_since_epoch().count(),
               .end = info.end.time_since_epoch().count(),
               .offset = info.offset};
  }
  return period_.offset;
}

Instant TimeZone::to_utc(WallTime wall, Instant not_before) const {
  if (zone_ == nullptr) return Instant(wall.time_since_epoch() - fixed_offset_);
  // Well inside the cached period there is nothing to look up: a change moves clocks by far less
  // than a day.
  constexpr std::int64_t margin = 24 * 60 * 60;
  const Instant guess(wall.time_since_epoch() - period_.offset);
  const std::int64_t second = seconds_of(guess);
  if (second >= period_.begin + margin && second < period_.end - margin) return guess;

  const date::local_seconds local(std::chrono::floor<seconds>(wall.time_since_epoch()));
  const date::local_info info = zone_of(zone_)->get_info(local);
  const Instant first(wall.time_since_epoch() - info.first.offset);
  offset(first);  // fills the cache
  if (info.result == date::local_info::ambiguous && first < not_before) {
    return Instant(wall.time_since_epoch() - info.second.offset);
  }
  return first;
}

}  // namespace curfew
