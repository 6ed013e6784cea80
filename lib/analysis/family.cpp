#include "analysis/family.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "time/wall_year.h"

namespace curfew::analysis {
namespace {

// Files that a server writes itself name no server: those of one folder are of one.
std::string_view folder_of(std::string_view path) noexcept {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// Whether lines of one may stand in the other: the same format, and a server in common.
bool may_share_lines(const Survey& one, const Survey& other) noexcept {
  if (one.format != other.format) return false;
  return std::ranges::any_of(one.hosts, [&other](const std::string& host) {
    return std::ranges::binary_search(other.hosts, host);
  });
}

bool same_family(const Survey& one, const Survey& other) noexcept {
  if (one.format != other.format || !may_share_lines(one, other)) return false;
  const bool nameless = one.hosts.size() == 1 && one.hosts.front().empty();
  return !nameless || folder_of(one.input->name) == folder_of(other.input->name);
}

Milliseconds between(Instant one, Instant other) noexcept {
  return one < other ? other - one : one - other;
}

// Moves the log's first event to another year and says so in its hints.
void set_year(Survey& log, int year, ClockSource source) {
  const WallTime wall = log.hints.zone.to_wall(*log.first);
  log.first = log.hints.zone.to_utc(time::in_year(wall, year));
  log.hints.year = year;
  log.hints.year_day = time::year_day(wall).number;
  log.hints.year_source = source;
}

int year_of(const Survey& log) {
  return time::year_of(log.hints.zone.to_wall(*log.first));
}

// The year that brings the log's first event nearest to that moment.
int year_near(const Survey& log, Instant moment) {
  const WallTime wall = log.hints.zone.to_wall(*log.first);
  const int middle = time::year_of(log.hints.zone.to_wall(moment));
  int best = middle;
  Milliseconds least = Milliseconds::max();
  for (const int year : {middle, middle - 1, middle + 1}) {
    const Milliseconds distance = between(log.hints.zone.to_utc(time::in_year(wall, year)), moment);
    if (distance < least) {
      least = distance;
      best = year;
    }
  }
  return best;
}

bool knows_zone(const Survey& log) noexcept {
  return log.hints.zone_source == ClockSource::learned;
}
bool knows_year(const Survey& log) noexcept {
  return !log.without_year || log.hints.year_source == ClockSource::learned;
}

// The log of the family nearest to `log` among those that know.
const Survey* nearest(const std::vector<Survey>& logs, const Survey& log,
                      bool (*knows)(const Survey&) noexcept, bool across_years) {
  const Survey* best = nullptr;
  Milliseconds least = Milliseconds::max();
  for (const Survey& other : logs) {
    if (&other == &log || !other.first || !knows(other) || !same_family(log, other)) continue;
    Instant mine = *log.first;
    if (across_years) {
      const WallTime wall = log.hints.zone.to_wall(mine);
      mine = log.hints.zone.to_utc(time::in_year(wall, year_near(log, *other.first)));
    }
    if (between(mine, *other.first) < least) {
      least = between(mine, *other.first);
      best = &other;
    }
  }
  return best;
}

void take_zone(Survey& log, const TimeZone& zone) {
  const WallTime wall = log.hints.zone.to_wall(*log.first);
  log.hints.zone = zone;
  log.hints.zone_source = ClockSource::learned;
  log.first = zone.to_utc(wall);
}

const Survey& earliest_of_family(const std::vector<Survey>& logs, const Survey& log) {
  const Survey* earliest = &log;
  for (const Survey& other : logs) {
    if (other.first && other.without_year && *other.first < *earliest->first &&
        same_family(log, other)) {
      earliest = &other;
    }
  }
  return *earliest;
}

// The year that was said is that of the first stamp of the earliest log; the others follow.
void say_year(std::vector<Survey>& logs, int year) {
  std::vector<int> years(logs.size(), year);
  std::vector<bool> follows(logs.size(), false);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (!logs[i].first || !logs[i].without_year) continue;
    const Survey& earliest = earliest_of_family(logs, logs[i]);
    follows[i] = &earliest != &logs[i];
    years[i] = year + year_of(logs[i]) - year_of(earliest);
  }
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (logs[i].first && logs[i].without_year) set_year(logs[i], years[i], ClockSource::option);
    logs[i].hints.year = years[i];
    logs[i].hints.year_source = ClockSource::option;
    if (!follows[i]) logs[i].hints.year_day = 0;
  }
}

}  // namespace

void settle_clocks(std::vector<Survey>& logs, std::optional<int> year) {
  for (Survey& log : logs) {
    const bool lacks = log.first && log.without_offset && !knows_zone(log) &&
                       log.hints.zone_source != ClockSource::option;
    if (!lacks) continue;
    const Survey* const known = nearest(logs, log, knows_zone, log.without_year);
    // The zone's own rules, where the neighbor learned them; a fixed distance else.
    if (known != nullptr) take_zone(log, known->hints.zone);
  }
  std::vector<const Survey*> neighbors(logs.size(), nullptr);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (logs[i].first && !knows_year(logs[i])) {
      neighbors[i] = nearest(logs, logs[i], knows_year, true);
    }
  }
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (neighbors[i] == nullptr) continue;
    set_year(logs[i], year_near(logs[i], *neighbors[i]->first), ClockSource::learned);
  }
  if (year) say_year(logs, *year);
}

namespace {

bool comes_before(std::optional<Instant> first, const std::string& name,
                  std::optional<Instant> other_first, const std::string& other_name) noexcept {
  const Instant at = first.value_or(Instant::max());
  const Instant other_at = other_first.value_or(Instant::max());
  return at != other_at ? at < other_at : name < other_name;
}

}  // namespace

bool comes_before(const LogOrigin& one, const LogOrigin& other) noexcept {
  return comes_before(one.first, one.name, other.first, other.name);
}

void order(std::vector<LogOrigin>& logs) {
  std::ranges::stable_sort(
      logs, [](const LogOrigin& one, const LogOrigin& other) { return comes_before(one, other); });
}

void order(std::vector<Survey>& logs) {
  std::ranges::stable_sort(logs, [](const Survey& one, const Survey& other) {
    return comes_before(one.first, one.input->name, other.first, other.input->name);
  });
}

namespace {

bool names_no_host(const Survey& log) {
  return std::ranges::binary_search(log.hosts, std::string());
}

// A single folder tells nothing: it may be named for the program. Neither do folders beside the
// logs: "backup".
bool folders_are_hosts(const std::vector<Survey>& logs) {
  std::set<std::string_view> folders;
  for (const Survey& log : logs) {
    if (names_no_host(log)) folders.insert(log.input->folder);
  }
  return folders.size() > 1 && !folders.contains({});
}

}  // namespace

void name_hosts(std::vector<Survey>& logs) {
  const bool by_folder = folders_are_hosts(logs);
  for (Survey& log : logs) {
    log.host = !log.input->host.empty() ? log.input->host : by_folder ? log.input->folder : "";
    if (log.host.empty() || !names_no_host(log)) continue;
    log.hosts.erase(log.hosts.begin());
    const auto place = std::ranges::lower_bound(log.hosts, log.host);
    if (place == log.hosts.end() || *place != log.host) log.hosts.insert(place, log.host);
  }
}

std::vector<std::vector<Survey*>> by_server(std::vector<Survey>& logs) {
  std::vector<std::size_t> server(logs.size());
  for (std::size_t i = 0; i < logs.size(); ++i) {
    server[i] = i;
    for (std::size_t k = 0; k < i; ++k) {
      const bool same = logs[i].first && logs[k].first && same_family(logs[i], logs[k]);
      if (!same || server[k] == server[i]) continue;
      // A log of several servers joins theirs.
      const std::size_t least = std::min(server[i], server[k]);
      const std::size_t most = std::max(server[i], server[k]);
      std::replace(server.begin(), server.begin() + static_cast<std::ptrdiff_t>(i) + 1, most,
                   least);
    }
  }
  std::vector<std::vector<Survey*>> servers(logs.size());
  for (std::size_t i = 0; i < logs.size(); ++i) servers[server[i]].push_back(&logs[i]);
  std::erase_if(servers, [](const auto& one) { return one.empty(); });
  return servers;
}

std::vector<std::vector<std::size_t>> same_fronts(const std::vector<Survey>& logs) {
  std::map<std::string_view, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (logs[i].first && !logs[i].input->once) places[logs[i].front].push_back(i);
  }
  std::vector<std::vector<std::size_t>> sets;
  for (auto& [front, set] : places) {
    if (set.size() > 1) sets.push_back(std::move(set));
  }
  std::ranges::sort(sets);
  return sets;
}

const LogOrigin& best_known(const std::vector<LogOrigin>& logs) {
  const auto found = std::ranges::find_if(logs, [](const LogOrigin& log) {
    return log.zone_source == ClockSource::learned && log.without_offset;
  });
  return found != logs.end() ? *found : logs.front();
}

}  // namespace curfew::analysis
