#include <climits>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

#include <date/tz.h>

#include "curfew/error.h"
#include "curfew/time.h"
#include "text/cursor.h"
#include "time/zone_changes.h"

namespace curfew {

/// A zone of the database with the offsets of its years, which are asked for again and again: the
/// database takes a hundred times as long. May be shared by threads.
class TimeZone::Periods {
 public:
  struct Period {  // half-open, with one offset
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::chrono::seconds offset{};
  };

  explicit Periods(const date::time_zone& zone) : zone_(zone) {}

  /// The one of each zone, made when it is first asked for.
  static const Periods& of(const date::time_zone& zone);

  const date::time_zone& zone() const noexcept { return zone_; }
  Period at(std::int64_t second) const {
    std::call_once(once_, [this] { fill(); });
    if (second < periods_.front().begin || second >= periods_.back().end) return ask(second);
    return *std::ranges::prev(std::ranges::upper_bound(periods_, second, {}, &Period::begin));
  }

 private:
  // Logs lie in these years.
  static constexpr std::chrono::sys_days first = std::chrono::year(1990) / 1 / 1;
  static constexpr std::chrono::sys_days last = std::chrono::year(2060) / 1 / 1;

  Period ask(std::int64_t second) const {
    const date::sys_info info =
        zone_.get_info(std::chrono::sys_seconds(std::chrono::seconds(second)));
    return {.begin = info.begin.time_since_epoch().count(),
            .end = info.end.time_since_epoch().count(),
            .offset = info.offset};
  }
  void fill() const {
    std::vector<Period> periods;
    const std::int64_t end = std::chrono::sys_seconds(last).time_since_epoch().count();
    std::int64_t next = std::chrono::sys_seconds(first).time_since_epoch().count();
    for (; next < end; next = periods.back().end) periods.push_back(ask(next));
    periods_ = std::move(periods);
  }

  const date::time_zone& zone_;
  mutable std::once_flag once_;
  mutable std::vector<Period> periods_;
};

// Never destroyed: zones that outlive it may still be asked.
const TimeZone::Periods& TimeZone::Periods::of(const date::time_zone& zone) {
  static std::mutex lock;
  static auto* const known = new std::map<const date::time_zone*, Periods>;
  const std::lock_guard<std::mutex> one_at_a_time(lock);
  return known->try_emplace(&zone, zone).first->second;
}

namespace {

using std::chrono::seconds;

std::int64_t seconds_of(Instant at) noexcept {
  return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

// "02:00", "7", "5:45", "0330"
bool read_distance(std::string_view text, std::chrono::minutes& distance) noexcept {
  text::Cursor cursor(text);
  std::string_view hour_digits = cursor.take_while(text::is_digit);
  std::string_view minute_digits;
  if (cursor.skip(':')) {
    minute_digits = cursor.take_while(text::is_digit);
    if (minute_digits.size() != 2) return false;
  } else if (hour_digits.size() > 2) {
    minute_digits = hour_digits.substr(hour_digits.size() - 2);
    hour_digits.remove_suffix(2);
  }
  int hours = 0;
  int minutes = 0;
  if (hour_digits.size() > 2 || !text::Cursor(hour_digits).take_number(hours)) return false;
  text::Cursor(minute_digits).take_number(minutes);
  distance = std::chrono::minutes(hours * 60 + minutes);
  return cursor.at_end() && minutes <= 59 && distance <= std::chrono::hours(14);
}

// "+02:00", "-7", "UTC+5:45", "GMT-0330": what is in front of UTC lies east of it.
bool read_fixed(std::string_view name, std::chrono::minutes& offset) noexcept {
  text::Cursor cursor(name);
  if (!cursor.skip("UTC")) cursor.skip("GMT");
  const bool west = cursor.peek() == '-';
  if (!cursor.skip('+') && !cursor.skip('-')) return false;
  if (!read_distance(cursor.rest(), offset)) return false;
  if (west) offset = -offset;
  return true;
}

// "MST7", "<+0545>-5:45", "UTC0": POSIX counts west of UTC. Rules with a summer time are not read.
bool read_posix(std::string_view rule, std::chrono::minutes& offset) noexcept {
  text::Cursor cursor(rule);
  std::string_view abbreviation;
  if (cursor.skip('<')) {
    if (!cursor.take_until('>', abbreviation)) return false;
  } else {
    abbreviation = cursor.take_while(text::is_letter);
  }
  if (abbreviation.size() < 3) return false;
  const bool east = cursor.skip('-');
  if (!east) cursor.skip('+');
  if (!read_distance(cursor.rest(), offset)) return false;
  if (!east) offset = -offset;
  return true;
}

// What date gives, or throws. That there is no memory left is no fault of the zone's: the C library
// then opens no file, and only errno still tells why.
template <typename Load>
decltype(auto) with_memory(Load load) {
  errno = 0;
  try {
    return load();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    if (errno == ENOMEM) throw std::bad_alloc();
    throw;
  }
}

constexpr std::string_view database = "/usr/share/zoneinfo/";

// A file of the database, and neither a table of it nor one of its other editions.
bool is_zone(const std::string& name) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  constexpr std::string_view magic = "TZif";
  if (name.empty() || name.front() == '/' || name == "Factory" || name.starts_with("posix/") ||
      name.starts_with("right/") || name.find_first_not_of(letters) != std::string::npos) {
    return false;
  }
  std::ifstream file(std::string(database) + name, std::ios::binary);
  std::array<char, magic.size()> front{};
  file.read(front.data(), front.size());
  return file && std::string_view(front.data(), front.size()) == magic;
}

// Never destroyed: date keeps to itself what a zone is made of.
struct Zones {
  std::mutex lock;
  std::map<std::string, const date::time_zone*> loaded;
  std::vector<const date::time_zone*> made;  // some could not be loaded
};

// date::locate_zone lists all folders of the database before it gives one zone, with some 700 calls
// of the system; so each is made here, as it makes them. The zone's file is read at once, so that a
// broken one is found at the door. Throws what date throws.
const date::time_zone& located(const std::string& name) {
  static auto* const zones = new Zones;
  const std::lock_guard<std::mutex> one_at_a_time(zones->lock);
  if (const auto found = zones->loaded.find(name); found != zones->loaded.end()) {
    return *found->second;
  }
  return with_memory([&]() -> const date::time_zone& {
    if (!is_zone(name)) throw std::runtime_error(name);
    zones->made.reserve(zones->made.size() + 1);
    zones->made.push_back(new date::time_zone(name, date::detail::undocumented{}));
    const date::time_zone* const zone = zones->made.back();
    zone->get_info(std::chrono::sys_seconds{});
    zones->loaded.emplace(name, zone);
    return *zone;
  });
}

// The machine's, by the link that names it; where there is no link date knows other places.
std::string name_of_current() {
  std::array<char, PATH_MAX> path{};
  std::string_view target;
  if (::realpath("/etc/localtime", path.data()) != nullptr) target = path.data();
  if (target.starts_with(database)) return std::string(target.substr(database.size()));
  return with_memory([] { return date::current_zone(); })->name();
}

bool is_utc(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 6> names = {"UTC",     "Z",       "GMT",
                                                     "Etc/UTC", "Etc/GMT", "Etc/UCT"};
  return std::ranges::find(names, name) != names.end();
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
  if (is_utc(name)) return {};
  if (name == "local") return system();
  std::chrono::minutes offset{};
  if (read_fixed(name, offset)) return fixed(offset);
  TimeZone zone;
  try {
    zone.zone_ = &Periods::of(located(std::string(name)));
  } catch (const std::bad_alloc&) {
    throw;
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
  if (const char* variable = std::getenv("TZ"); variable != nullptr) {
    std::string_view rule = variable;
    if (rule.starts_with(':')) rule.remove_prefix(1);
    std::chrono::minutes offset{};
    if (rule.empty()) return {};
    if (read_posix(rule, offset)) return fixed(offset);
    try {
      return named(rule == "local" ? "UTC" : rule);
    } catch (const Error&) {
      // A rule with a summer time that is no file: go on with the machine's zone.
    }
  }
  try {
    std::string name = name_of_current();
    if (is_utc(name)) return {};
    TimeZone zone;
    zone.zone_ = &Periods::of(located(name));
    zone.name_ = std::move(name);
    return zone;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return {};
  }
}

// What was kept of another one is set; whatever it is, this is a zone behind it.
bool TimeZone::find_again(bool is_of_database) {
  const std::string name = std::move(name_);
  const seconds east = std::exchange(fixed_offset_, {});
  *this = {};
  if (is_of_database) {
    try {
      *this = named(name);
    } catch (const Error&) {
      return false;
    }
    return !is_fixed();
  }
  constexpr seconds day(24 * 60 * 60);
  if (east < -day || east > day) return false;
  *this = fixed(std::chrono::floor<std::chrono::minutes>(east));
  return name_ == name;
}

seconds TimeZone::offset(Instant at) const {
  return zone_ == nullptr ? fixed_offset_ : zone_->at(seconds_of(at)).offset;
}

Instant TimeZone::to_utc(WallTime wall, Instant not_before) const {
  if (zone_ == nullptr) return Instant(wall.time_since_epoch() - fixed_offset_);
  // A change moves clocks by far less than a day: well inside a period there is nothing to ask.
  constexpr std::int64_t margin = 2 * 24 * 60 * 60;
  const std::int64_t as_if_utc = seconds_of(Instant(wall.time_since_epoch()));
  const Periods::Period period = zone_->at(as_if_utc);
  if (as_if_utc >= period.begin + margin && as_if_utc < period.end - margin) {
    return Instant(wall.time_since_epoch() - period.offset);
  }
  const date::local_seconds local(std::chrono::floor<seconds>(wall.time_since_epoch()));
  const date::local_info info = zone_->zone().get_info(local);
  const Instant first(wall.time_since_epoch() - info.first.offset);
  if (info.result == date::local_info::ambiguous && first < not_before) {
    return Instant(wall.time_since_epoch() - info.second.offset);
  }
  return first;
}

}  // namespace curfew

namespace curfew::time {
namespace {

// The third column; lines that begin with a number sign are comments.
std::vector<std::string> names_of_table(const char* path) try {
  std::vector<std::string> names;
  errno = 0;
  std::ifstream table(path);
  if (!table && errno == ENOMEM) throw std::bad_alloc();
  table.exceptions(std::ios_base::badbit);  // else it keeps to itself that there is no memory
  std::string line;
  while (std::getline(table, line)) {
    if (line.empty() || line.front() == '#') continue;
    text::Cursor cursor(line);
    std::string_view column;
    if (!cursor.take_until('\t', column) || !cursor.take_until('\t', column)) continue;
    if (!cursor.take_until('\t', column)) column = cursor.rest();
    names.emplace_back(column);
  }
  return names;
} catch (const std::ios_base::failure&) {
  return {};  // half a table is worse than the database
}

std::vector<std::string> names_of_database() {
  std::vector<std::string> names;
  try {
    const date::tzdb& all = with_memory([]() -> const date::tzdb& { return date::get_tzdb(); });
    for (const date::time_zone& zone : all.zones) {
      const std::string& name = zone.name();
      if (name.find('/') != std::string::npos && !name.starts_with("Etc/")) names.push_back(name);
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    // Without a database there is UTC.
  }
  return names;
}

// A zone that cannot be read is no zone.
bool is_readable(const std::string& name) {
  try {
    TimeZone::named(name);
    return true;
  } catch (const Error&) {
    return false;
  }
}

std::vector<std::string> all_names() {
  std::vector<std::string> names = names_of_table("/usr/share/zoneinfo/zone1970.tab");
  if (names.empty()) names = names_of_database();
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase_if(names, [](const std::string& name) { return !is_readable(name); });
  names.insert(names.begin(), "UTC");
  return names;
}

}  // namespace

std::vector<ZoneChange> changes_of(const TimeZone& zone, Instant begin, Instant end) {
  std::vector<ZoneChange> changes;
  if (zone.is_fixed()) return changes;
  const date::time_zone& found = located(zone.name());
  date::sys_info info = found.get_info(std::chrono::floor<seconds>(begin));
  while (info.end < end) {
    const date::sys_info next = found.get_info(info.end);
    const auto shift = std::chrono::floor<std::chrono::minutes>(next.offset - info.offset);
    if (shift.count() != 0 && info.end > begin) {
      changes.push_back({.at = Instant(info.end), .shift = shift});
    }
    info = next;
  }
  return changes;
}

const std::vector<std::string>& zone_names() {
  static const std::vector<std::string> names = all_names();
  return names;
}

}  // namespace curfew::time
