#pragma once

#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "servers/remote.h"

namespace curfew::servers {

constexpr Time never = std::numeric_limits<Time>::max();
constexpr unsigned every_day = 127;  // a bit for each day of the week, Monday first
constexpr unsigned weekdays = 31;
constexpr unsigned weekend = 96;

/// Hours of a remote: minutes since midnight, an end before the start is on the day after. The days
/// are those on which they open.
struct Hours {
  Zone zone = Zone::utc;
  int start = 0;
  int end = 0;
  unsigned days = every_day;
  Time since = 0;
  Time until = never;

  bool hold(Time time) const;
};

using Span = std::pair<Time, Time>;
using Replies = std::vector<std::string>;

Rule within_hours(Stage stage, const Replies& replies, const std::vector<Hours>& hours);
Rule within_spans(Stage stage, const Replies& replies, const std::vector<Span>& spans);
/// Accepts so many recipients an hour or day of the clock.
Rule quota_an_hour(Stage stage, const Replies& replies, int limit);
Rule quota_a_day(Stage stage, const Replies& replies, int limit, Zone zone);
/// Accepts so many recipients in any stretch of that length.
Rule rate(Stage stage, const Replies& replies, int limit, Time period);
Rule concurrency(const Replies& replies, int limit);
Rule connection_messages(const Replies& replies, int limit);
Rule message_recipients(const Replies& replies, int limit);
Rule always(Stage stage, const Replies& replies, Time since);
Rule from_source(Stage stage, const Replies& replies, int source);
Rule from_sender(Stage stage, const Replies& replies, const std::string& sender);
Rule greylist(const Replies& replies, Time delay);
Rule recipients(const Replies& replies, const std::set<std::string>& addresses,
                const std::vector<Span>& spans, const std::vector<Hours>& hours);
/// Some messages, whenever they are tried.
Rule some_messages(const Replies& replies, double share, std::uint64_t salt);
/// Some attempts, whatever they are about.
Rule some_attempts(Stage stage, const Replies& replies, double share, std::uint64_t salt);

}  // namespace curfew::servers
