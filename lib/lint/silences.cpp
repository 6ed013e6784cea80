#include "lint/silences.h"

#include <algorithm>
#include <array>

namespace curfew::lint {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::size_t most_hours = 24 * 366 * 20;
constexpr std::size_t most_quiets = 100'000;

std::int64_t hour_of(Instant at) noexcept {
  return std::chrono::floor<hours>(at).time_since_epoch().count();
}

Milliseconds median(std::vector<Milliseconds> values) {
  if (values.empty()) return {};
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// How long silences are at each hour of day.
class Usual {
 public:
  Usual(const std::vector<Quiet>& quiets, Instant oldest, Instant newest, const TimeZone& zone)
      : zone_(zone) {
    const std::int64_t first = hour_of(oldest);
    const auto hours_seen = static_cast<std::size_t>(hour_of(newest) - first + 1);
    std::vector<Milliseconds> longest(std::min(hours_seen, most_hours));
    for (const Quiet& quiet : quiets) {
      const auto end = static_cast<std::size_t>(hour_of(quiet.to) - first);
      for (auto at = static_cast<std::size_t>(hour_of(quiet.from) - first);
           at <= end && at < longest.size(); ++at) {
        longest[at] = std::max(longest[at], quiet.to - quiet.from);
      }
    }
    std::array<std::vector<Milliseconds>, 24> of_hour;
    for (std::size_t i = 0; i < longest.size(); ++i) {
      of_hour[hour_of_day(first + static_cast<std::int64_t>(i))].push_back(longest[i]);
    }
    constexpr std::size_t enough_days = 3;
    const Milliseconds everywhere = median(longest);
    for (std::size_t i = 0; i < of_hour.size(); ++i) {
      usual_[i] = of_hour[i].size() < enough_days ? everywhere : median(of_hour[i]);
    }
  }

  // The most generous of the hours that it reached into.
  Milliseconds during(const Quiet& quiet) const {
    Milliseconds most{};
    const std::int64_t first = hour_of(quiet.from);
    const std::int64_t end = std::min(hour_of(quiet.to), first + 23);
    for (std::int64_t at = first; at <= end; ++at) most = std::max(most, usual_[hour_of_day(at)]);
    return most;
  }

 private:
  std::size_t hour_of_day(std::int64_t hour) const {
    const WallTime wall = zone_.to_wall(Instant(hours(hour)));
    return static_cast<std::size_t>(
        std::chrono::floor<hours>(wall - std::chrono::floor<days>(wall)).count());
  }

  const TimeZone& zone_;
  std::array<Milliseconds, 24> usual_{};
};

}  // namespace

void Silences::hear(std::string_view name, Instant at) {
  if (last_ == nullptr || last_name_ != name) {
    auto found = servers_.find(name);
    if (found == servers_.end()) {
      if (servers_.size() >= most_servers) name = "and others";
      found = servers_.try_emplace(std::string(name)).first;
      if (found->second.number == 0) found->second.number = servers_.size();
    }
    last_ = &found->second;
    last_name_ = found->first;
  }
  Server& server = *last_;
  if (server.newest == Instant::min()) {
    server.newest = at;
  } else if (at < server.newest) {
    fill(server, at);
  } else if (at - server.newest > shortest && server.quiets.size() < most_quiets) {
    server.quiets.push_back({.from = server.newest, .to = at});
  }
  server.newest = std::max(server.newest, at);
  server.oldest = std::min(server.oldest, at);
}

// Another log of the same server was not silent.
void Silences::fill(Server& server, Instant at) {
  const auto quiet = std::ranges::lower_bound(server.quiets, at, {}, &Quiet::to);
  if (quiet == server.quiets.end() || at <= quiet->from || at >= quiet->to) return;
  const Quiet rest{.from = at, .to = quiet->to};
  quiet->to = at;
  const bool keeps_front = quiet->to - quiet->from > shortest;
  const bool keeps_rest = rest.to - rest.from > shortest;
  if (keeps_front && keeps_rest) {
    if (server.quiets.size() < most_quiets) server.quiets.insert(quiet + 1, rest);
  } else if (keeps_rest) {
    *quiet = rest;
  } else if (!keeps_front) {
    server.quiets.erase(quiet);
  }
}

void Silences::add_unusual(const Server& server, const TimeZone& zone, std::vector<LintGap>& gaps) {
  const Usual usual(server.quiets, server.oldest, server.newest, zone);
  for (const Quiet& quiet : server.quiets) {
    const Milliseconds most = std::max(usual.during(quiet), shortest);
    if (quiet.to - quiet.from <= 3 * most) continue;
    gaps.push_back({.server = server.number, .from = quiet.from, .to = quiet.to, .usual = most});
  }
}

std::vector<LintGap> Silences::unusual(const TimeZone& zone) const {
  std::vector<LintGap> gaps;
  for (const auto& [name, server] : servers_) add_unusual(server, zone, gaps);
  std::ranges::sort(gaps, [](const LintGap& a, const LintGap& b) {
    if (a.to - a.from != b.to - b.from) return a.to - a.from > b.to - b.from;
    return a.from != b.from ? a.from < b.from : a.server < b.server;
  });
  return gaps;
}

}  // namespace curfew::lint
