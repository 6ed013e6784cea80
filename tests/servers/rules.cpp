#include "servers/rules.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <unordered_map>

#include "scenarios/random.h"

namespace curfew::servers {
namespace {

using scenarios::Random;

Rule rule(Stage stage, const Replies& replies, std::function<bool(const Asking&)> refuses) {
  Rule made;
  made.stage = stage;
  made.replies = replies;
  made.refuses = std::move(refuses);
  return made;
}

bool has_day(unsigned days, int which) {
  return (days >> which & 1U) != 0;
}

// Accepts so many between two moments at which `period` changes.
Rule quota(Stage stage, const Replies& replies, int limit,
           std::function<std::int64_t(Time)> period) {
  struct Count {
    std::int64_t period = -1;
    int accepted = 0;
  };
  auto count = std::make_shared<Count>();
  Rule made = rule(stage, replies, [=](const Asking& asking) {
    return count->period == period(asking.time) && count->accepted >= limit;
  });
  made.accepted = [=](const Asking& asking) {
    const std::int64_t now = period(asking.time);
    if (count->period != now) *count = {now, 0};
    ++count->accepted;
  };
  return made;
}

}  // namespace

bool Hours::hold(Time time) const {
  if (time < since || time >= until) return false;
  const Time clock = local(time, zone);
  const int now = minute_of_day(clock);
  const int today = day_of_week(clock);
  if (start < end) return now >= start && now < end && has_day(days, today);
  return (now >= start && has_day(days, today)) || (now < end && has_day(days, (today + 6) % 7));
}

Rule within_hours(Stage stage, const Replies& replies, const std::vector<Hours>& hours) {
  return rule(stage, replies, [=](const Asking& asking) {
    return std::ranges::any_of(hours, [&](const Hours& one) { return one.hold(asking.time); });
  });
}

Rule within_spans(Stage stage, const Replies& replies, const std::vector<Span>& spans) {
  return rule(stage, replies, [=](const Asking& asking) {
    return std::ranges::any_of(spans, [&](const Span& one) {
      return one.first <= asking.time && asking.time < one.second;
    });
  });
}

Rule quota_an_hour(Stage stage, const Replies& replies, int limit) {
  return quota(stage, replies, limit, [](Time time) { return time / hour; });
}

Rule quota_a_day(Stage stage, const Replies& replies, int limit, Zone zone) {
  return quota(stage, replies, limit, [=](Time time) { return day_number(local(time, zone)); });
}

Rule rate(Stage stage, const Replies& replies, int limit, Time period) {
  auto lately = std::make_shared<std::deque<Time>>();
  Rule made = rule(stage, replies, [=](const Asking& asking) {
    while (!lately->empty() && lately->front() <= asking.time - period) lately->pop_front();
    return static_cast<int>(lately->size()) >= limit;
  });
  made.accepted = [=](const Asking& asking) { lately->push_back(asking.time); };
  return made;
}

Rule concurrency(const Replies& replies, int limit) {
  return rule(Stage::greeting, replies,
              [=](const Asking& asking) { return asking.open_sessions >= limit; });
}

Rule connection_messages(const Replies& replies, int limit) {
  return rule(Stage::mail, replies, [=](const Asking& asking) { return asking.use > limit; });
}

Rule message_recipients(const Replies& replies, int limit) {
  return rule(Stage::rcpt, replies,
              [=](const Asking& asking) { return asking.recipient_number > limit; });
}

Rule always(Stage stage, const Replies& replies, Time since) {
  return rule(stage, replies, [=](const Asking& asking) { return asking.time >= since; });
}

Rule from_source(Stage stage, const Replies& replies, int source) {
  return rule(stage, replies, [=](const Asking& asking) { return asking.source == source; });
}

Rule from_sender(Stage stage, const Replies& replies, const std::string& sender) {
  return rule(stage, replies, [=](const Asking& asking) { return *asking.sender == sender; });
}

Rule greylist(const Replies& replies, Time delay) {
  auto known = std::make_shared<std::unordered_map<std::string, Time>>();
  return rule(Stage::rcpt, replies, [=](const Asking& asking) {
    const auto [entry, is_new] =
        known->try_emplace(*asking.sender + ' ' + *asking.recipient, asking.time);
    return is_new || asking.time - entry->second < delay;
  });
}

Rule recipients(const Replies& replies, const std::set<std::string>& addresses,
                const std::vector<Span>& spans, const std::vector<Hours>& hours) {
  const auto when = [=](Time time) {
    return (spans.empty() && hours.empty()) ||
           std::ranges::any_of(
               spans, [=](const Span& one) { return one.first <= time && time < one.second; }) ||
           std::ranges::any_of(hours, [=](const Hours& one) { return one.hold(time); });
  };
  return rule(Stage::rcpt, replies, [=](const Asking& asking) {
    return addresses.contains(*asking.recipient) && when(asking.time);
  });
}

Rule some_messages(const Replies& replies, double share, std::uint64_t salt) {
  return rule(Stage::data, replies, [=](const Asking& asking) {
    return Random(salt + asking.message * 977).chance(share);
  });
}

Rule some_attempts(Stage stage, const Replies& replies, double share, std::uint64_t salt) {
  auto random = std::make_shared<Random>(salt);
  return rule(stage, replies, [=](const Asking&) { return random->chance(share); });
}

}  // namespace curfew::servers
