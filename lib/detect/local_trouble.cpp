#include "detect/local_trouble.h"

#include <algorithm>
#include <bitset>
#include <functional>
#include <set>

#include "detect/compose.h"
#include "detect/counts.h"
#include "detect/rotation.h"

namespace curfew::detect {
namespace {

using correlate::HostSlots;
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
  std::vector<long> both;
  std::ranges::set_intersection(a.times, b.times, std::back_inserter(both));
  const double either = static_cast<double>(a.times.size() + b.times.size() - both.size());
  return !both.empty() && static_cast<double>(both.size()) >= alike * either;
}

void each_slot(const RemoteAggregate& remote, const std::function<bool(Slot)>& take) {
  const auto all = [&](const std::vector<HostSlots>& hosts) {
    for (const HostSlots& host : hosts) {
      for (const correlate::SlotCounts& slot : host.slots) {
        if (!take(slot.slot)) return false;
      }
    }
    return true;
  };
  if (!all(remote.hosts)) return;
  for (const correlate::CodeAggregate& code : remote.codes) {
    if (!all(code.hosts)) return;
  }
}

// Remotes that were tried at one of these times.
std::size_t remotes_tried(const std::vector<RemoteAggregate>& remotes,
                          const std::function<bool(Slot)>& at) {
  std::set<Name> tried;
  for (const RemoteAggregate& remote : remotes) {
    each_slot(remote, [&](Slot slot) {
      if (!at(slot)) return true;
      tried.insert(remote.remote);
      return false;
    });
  }
  return tried.size();
}

std::function<bool(Slot)> hours_of(const Times& minutes) {
  std::bitset<24> hours;
  for (const long minute : minutes.times) hours.set(static_cast<std::size_t>(minute / 60));
  return [hours](Slot slot) {
    return hours[static_cast<std::size_t>(modulo(slot, slots_in_day) / 4)];
  };
}

std::function<bool(Slot)> slots_of(const Times& slots) {
  return [&slots](Slot slot) { return std::ranges::binary_search(slots.times, long{slot}); };
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

void mark_shared(const std::vector<Times>& all,
                 const std::function<std::function<bool(Slot)>(const Times&)>& when,
                 const std::vector<RemoteAggregate>& remotes, std::vector<Finding>& findings) {
  std::set<std::size_t> shared;
  if (all.size() < least_remotes) return;
  for (const Times& one : all) {
    if (one.times.empty() || shared.contains(one.finding)) continue;
    std::vector<std::size_t> same;
    for (const Times& other : all) {
      if (is_alike(one, other)) same.push_back(other.finding);
    }
    const std::size_t count = parties(same, findings);
    if (count < least_remotes) continue;
    const std::size_t tried = remotes_tried(remotes, when(one));
    if (2 * count >= tried) shared.insert(same.begin(), same.end());
  }
  for (const std::size_t index : shared) {
    findings[index].candidates = {findings[index].kind};
    findings[index].kind = FindingKind::local;
    findings[index].id = id_of(findings[index]);
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
  mark_shared(windows, hours_of, remotes, findings);
  mark_shared(outages, slots_of, remotes, findings);
}

}  // namespace curfew::detect
