#include "detect/local_trouble.h"

#include <algorithm>
#include <bitset>
#include <functional>
#include <map>
#include <set>

#include "detect/compose.h"
#include "detect/counts.h"
#include "detect/rotation.h"

namespace curfew::detect {
namespace {

using correlate::RemoteAggregate;

constexpr std::size_t least_remotes = 3;
constexpr double alike = 0.6;  // Jaccard

// When a finding's remote refuses: minutes of the UTC day, or slots since 1970.
struct Times {
  std::size_t finding = 0;
  std::vector<long> times;  // sorted
};

Times window_minutes(std::size_t index, const Finding& finding) {
  constexpr long in_day = 24 * 60;
  std::set<long> minutes;
  for (const Window& window : finding.windows) {
    if (window.period != WindowPeriod::day || !window.start || !window.end) continue;
    TimeZone zone = window.zone;
    const long east = zone.offset(window.last_seen).count() / 60;
    const long start = window.start->estimate.count() / 60 - east;
    long length = (window.end->estimate - window.start->estimate).count() / 60;
    if (length <= 0) length += in_day;
    for (long i = 0; i < length; ++i) minutes.insert(modulo(start + i, in_day));
  }
  return {.finding = index, .times = {minutes.begin(), minutes.end()}};
}

Times outage_slots(std::size_t index, const Finding& finding) {
  std::set<long> slots;
  if (finding.rule) {
    for (const auto& [from, to] : finding.rule->spans) {
      for (Slot slot = slot_of(from); slot < slot_of(to); ++slot) slots.insert(slot);
    }
  }
  return {.finding = index, .times = {slots.begin(), slots.end()}};
}

bool is_alike(const Times& a, const Times& b) {
  if (a.times.empty() || b.times.empty()) return false;
  if (a.times.back() < b.times.front() || b.times.back() < a.times.front()) return false;
  std::vector<long> both;
  std::ranges::set_intersection(a.times, b.times, std::back_inserter(both));
  const double either = static_cast<double>(a.times.size() + b.times.size() - both.size());
  return !both.empty() && static_cast<double>(both.size()) >= alike * either;
}

using Hours = std::bitset<24>;  // of UTC

// The hours in which each remote was tried.
class TriedHours {
 public:
  explicit TriedHours(const std::vector<RemoteAggregate>& remotes) : remotes_(remotes) {}

  std::size_t remotes_tried(const Times& minutes) {
    if (by_remote_.empty()) fill();
    Hours hours;
    for (const long minute : minutes.times) hours.set(static_cast<std::size_t>(minute / 60));
    std::size_t count = 0;
    for (const auto& [remote, tried] : by_remote_) count += (tried & hours).any() ? 1U : 0U;
    return count;
  }

 private:
  void fill() {
    for (const RemoteAggregate& remote : remotes_) {
      Hours& hours = by_remote_[remote.remote];
      each_series(remote, [&](const correlate::SlotSeries& series) {
        for (const correlate::SlotCounts& slot : series) {
          hours.set(static_cast<std::size_t>(modulo(slot.slot, slots_in_day) / 4));
        }
      });
    }
  }

  const std::vector<RemoteAggregate>& remotes_;
  std::map<Name, Hours> by_remote_;
};

bool tried_in(const correlate::SlotSeries& series, const Times& slots) {
  for (const correlate::SlotCounts& counts : series) {
    if (counts.slot > slots.times.back()) return false;
    if (counts.slot < slots.times.front()) continue;
    if (std::ranges::binary_search(slots.times, long{counts.slot})) return true;
  }
  return false;
}

// Remotes that were tried in one of these slots.
std::size_t remotes_tried(const std::vector<RemoteAggregate>& remotes, const Times& slots) {
  std::set<Name> tried;
  for (const RemoteAggregate& remote : remotes) {
    bool any = false;
    each_series(remote,
                [&](const correlate::SlotSeries& series) { any = any || tried_in(series, slots); });
    if (any) tried.insert(remote.remote);
  }
  return tried.size();
}

// Remotes that share a host are one party, whatever they are grouped by.
std::size_t parties(const std::vector<std::size_t>& same, const std::vector<Finding>& findings) {
  std::set<std::string> known;
  std::size_t count = 0;
  for (const std::size_t index : same) {
    const Finding& finding = findings[index];
    bool met = !known.insert(finding.remote).second;
    for (const std::string& host : finding.hosts) met = !known.insert(host).second || met;
    count += met ? 0U : 1U;
  }
  return count;
}

// Those alike are looked at once, as one group: there may be thousands.
void mark_shared(const std::vector<Times>& all,
                 const std::function<std::size_t(const Times&)>& tried,
                 std::vector<Finding>& findings) {
  std::vector<bool> grouped(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (grouped[i]) continue;
    std::vector<std::size_t> same;
    for (std::size_t k = i; k < all.size(); ++k) {
      if (grouped[k] || !is_alike(all[i], all[k])) continue;
      grouped[k] = true;
      same.push_back(all[k].finding);
    }
    const std::size_t count = same.size() < least_remotes ? 0 : parties(same, findings);
    if (count < least_remotes || 2 * count < tried(all[i])) continue;
    for (const std::size_t index : same) {
      findings[index].candidates = {findings[index].kind};
      findings[index].kind = FindingKind::local;
      findings[index].id = id_of(findings[index]);
    }
  }
}

}  // namespace

void find_local_trouble(const std::vector<RemoteAggregate>& remotes,
                        std::vector<Finding>& findings) {
  std::vector<Times> windows;
  std::vector<Times> outages;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].kind == FindingKind::curfew) windows.push_back(window_minutes(i, findings[i]));
    if (findings[i].kind == FindingKind::outage) outages.push_back(outage_slots(i, findings[i]));
  }
  TriedHours hours(remotes);
  mark_shared(
      windows, [&](const Times& minutes) { return hours.remotes_tried(minutes); }, findings);
  mark_shared(
      outages, [&](const Times& slots) { return remotes_tried(remotes, slots); }, findings);
}

}  // namespace curfew::detect
