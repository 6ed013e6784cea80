#include "report/sentence.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "curfew/report.h"
#include "detect/kinds.h"
#include "detect/window_days.h"
#include "report/calendar.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

std::string edge(const std::optional<Edge>& edge, WindowPeriod period) {
  if (!edge) return "an unknown time";
  return period == WindowPeriod::day ? time_of_day(edge->rounded) : time_of_week(edge->rounded);
}

std::string list_of_days(const std::array<bool, 7>& days) {
  std::string text;
  for (std::size_t first = 0; first < weekdays.size(); ++first) {
    if (!days[first]) continue;
    std::size_t last = first;
    while (last + 1 < weekdays.size() && days[last + 1]) ++last;
    if (!text.empty()) text += ", ";
    text += weekdays[first];
    if (last > first) text += (last == first + 1 ? ", " : "-") + std::string(weekdays[last]);
    first = last;
  }
  return text;
}

// "every day", "Mon-Fri", "Sat, Sun".
std::string days_of(const Window& window) {
  const std::array<bool, 7> days = detect::days_held(window);
  if (std::ranges::find(days, false) == days.end()) return "every day";
  const std::string text = list_of_days(days);
  if (!detect::leaves_out_untried(window)) return text;
  return text + (text == "Mon-Fri" ? " (weekends hardly tried)" : " (other days hardly tried)");
}

std::string from_to(const Window& window) {
  return "from " + edge(window.start, window.period) + " to " + edge(window.end, window.period);
}

bool names_weekdays(const Finding& finding) {
  return std::ranges::any_of(finding.windows, [](const Window& window) {
    return window.period == WindowPeriod::week || days_of(window) != "every day";
  });
}

std::string seconds_of(std::chrono::seconds time) {
  return duration(std::chrono::duration_cast<Milliseconds>(time));
}

std::string list(const std::vector<std::string>& words, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < most; ++i) {
    if (i != 0) text += ", ";
    text += words[i];
  }
  if (words.size() > most) text += " and " + grouped(words.size() - most) + " more";
  return text;
}

std::string with_code(const Finding& finding) {
  return finding.code.empty() ? std::string() : " with " + finding.code;
}

// Of a relay, or of a provider that takes mail for many: whose mail it is about.
std::string for_domains(const Finding& finding) {
  if (finding.domains.empty()) return {};
  if (finding.domains.size() == 1 && finding.domains.front() == finding.remote) return {};
  return " for " + list(finding.domains, 3);
}

std::string refused_of(std::uint64_t refused, std::uint64_t accepted) {
  return "refused " + grouped(refused) + " of " + counted(refused + accepted, "try", "tries");
}

const TimeZone& zone_of(const Finding& finding) {
  static const TimeZone utc;
  return finding.windows.empty() ? utc : finding.windows.front().zone;
}

// Who refuses: one address alone, where others accept.
std::string subject_of(const Finding& finding) {
  return finding.address.empty() ? finding.remote
                                 : finding.remote + " at [" + finding.address + ']';
}

std::string since_window(const Window& window) {
  std::string text = window.onset_known ? "since " + day_of(window.first_seen, window.zone)
                                        : "since before the log begins";
  if (window.ended) text += " until " + day_of(window.last_seen, window.zone);
  return text;
}

// Windows that began and ended alike are told in one breath.
std::string in_one_breath(std::span<const Window> windows) {
  std::string text;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (i != 0) text += i + 1 == windows.size() ? " and " : ", ";
    const bool same_days = i != 0 && windows[i].period == WindowPeriod::day &&
                           windows[i - 1].period == WindowPeriod::day &&
                           days_of(windows[i]) == days_of(windows[i - 1]);
    text += same_days ? from_to(windows[i]) : hours_of(windows[i]);
  }
  return text;
}

// How many windows from this one on began and ended alike.
std::size_t alike_from(const std::vector<Window>& windows, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < windows.size() && since_window(windows[end]) == since_window(windows[begin])) ++end;
  return end - begin;
}

struct Predicate {
  std::string verb;
  std::string rule = {};  // behind the code
};

Predicate windows_of(const Finding& finding) {
  const std::vector<Window> windows = in_force_first(finding);
  const std::span<const Window> first(windows.data(), alike_from(windows, 0));
  return {.verb = std::string(windows.front().ended ? "refused" : "refuses") + " our mail" +
                  for_domains(finding) + ' ' + in_one_breath(first) + " (" +
                  windows.front().zone.name() + ')'};
}

// Hours that began at another time than those of the headline.
std::string other_windows_of(const Finding& finding) {
  const std::vector<Window> windows = in_force_first(finding);
  std::string text;
  for (std::size_t i = alike_from(windows, 0); i < windows.size();) {
    const std::size_t count = alike_from(windows, i);
    text += (windows[i].ended && !windows.front().ended ? "; earlier " : "; and ") +
            in_one_breath(std::span(windows).subspan(i, count)) + ", " + since_window(windows[i]);
    i += count;
  }
  return text;
}

// That many remotes at once could not be reached is about us.
Predicate trouble_of(const Finding& finding) {
  std::string text = "could not be reached at the same time";
  if (!finding.windows.empty()) {
    const std::vector<Window> windows = in_force_first(finding);
    text += ' ' + in_one_breath(windows) + " (" + windows.front().zone.name() + ')';
  } else if (finding.rule) {
    text += ": " + rule_of(*finding.rule, zone_of(finding));
  }
  return {.verb = text};
}

// A quota, a limit and a block go on with their rule; of the others it stands apart.
Predicate rule_predicate(const Finding& finding) {
  const std::string rule = finding.rule ? rule_of(*finding.rule, zone_of(finding)) : std::string();
  const char* const verb = detect::traits(finding.kind).verb;
  if (rule.empty()) return {.verb = verb + for_domains(finding)};
  switch (finding.kind) {
    case FindingKind::quota:
    case FindingKind::limit:
    case FindingKind::concurrency:
      return {.verb = "refuses our mail" + for_domains(finding), .rule = ' ' + rule};
    case FindingKind::block:
      return {.verb = "has blocked our mail" + for_domains(finding), .rule = ' ' + rule};
    default:
      return {.verb = verb + for_domains(finding), .rule = ": " + rule};
  }
}

bool has_window_sentence(const Finding& finding) {
  return finding.kind == FindingKind::curfew && !finding.windows.empty();
}

bool is_unsure(const Finding& finding) {
  return finding.kind == FindingKind::ambiguous || finding.kind == FindingKind::insufficient;
}

std::string candidates_of(const Finding& finding) {
  std::string text;
  for (std::size_t i = 0; i < finding.candidates.size(); ++i) {
    if (i != 0) text += i + 1 == finding.candidates.size() ? " or " : ", ";
    text += detect::traits(finding.candidates[i]).words;
  }
  return text;
}

// What it may be, where that is not sure.
Predicate guess_of(const Finding& finding) {
  const std::string refuses = "refuses our mail" + for_domains(finding);
  if (finding.kind == FindingKind::ambiguous) {
    return {.verb = refuses,
            .rule = ": it may be " + candidates_of(finding) + ", this log does not tell which"};
  }
  if (!finding.windows.empty()) {
    const Window window = in_force_first(finding).front();
    return {.verb = "may refuse our mail" + for_domains(finding) + ' ' + hours_of(window) + " (" +
                    window.zone.name() + ')'};
  }
  if (!finding.candidates.empty()) {
    return {.verb = refuses, .rule = ": it may be " + candidates_of(finding)};
  }
  return {.verb = refuses, .rule = ": too little mail to tell why"};
}

Predicate predicate_of(const Finding& finding) {
  if (finding.kind == FindingKind::local) return trouble_of(finding);
  if (is_unsure(finding)) return guess_of(finding);
  return has_window_sentence(finding) ? windows_of(finding) : rule_predicate(finding);
}

std::string who_of(const Finding& finding) {
  return finding.kind == FindingKind::local ? counted(finding.hosts.size(), "remote", "remotes")
                                            : subject_of(finding);
}

// Our own retries hide how long a greylist makes one wait: what was refused last and what was taken
// first are its bounds.
std::string patience_of(const Rule& rule) {
  if (rule.delay < std::chrono::minutes(1)) return "first tries are refused, retries accepted";
  constexpr std::chrono::seconds as_good_as_known(30);
  if (rule.delay - rule.least_delay <= as_good_as_known) {
    return "accepted after a wait of about " + seconds_of(rule.delay);
  }
  return "accepted after a wait of at most " + seconds_of(rule.delay);
}

}  // namespace

namespace {

// When a quota lets mail in again.
std::string reopening_of(const Finding& finding) {
  if (!finding.rule) return {};
  switch (finding.rule->model) {
    case Model::quota_minute:
      return "; mail is taken again a minute later";
    case Model::quota_sliding:
      return "; mail is taken again within an hour";
    case Model::quota_hour:
      return "; mail is taken again at the next full hour";
    case Model::quota_day:
      if (!finding.rule->reset_hour) return "; mail is taken again the next day";
      return "; mail is taken again at " + clock_hour(*finding.rule->reset_hour) + " UTC";
    default:
      return {};
  }
}

}  // namespace

std::vector<Window> in_force_first(const Finding& finding) {
  std::vector<Window> windows = finding.windows;
  std::stable_partition(windows.begin(), windows.end(),
                        [](const Window& window) { return !window.ended; });
  return windows;
}

std::optional<Instant> onset_of(const Finding& finding) {
  const bool known = finding.windows.empty()
                         ? finding.rule && finding.rule->onset_known
                         : std::ranges::all_of(finding.windows, [](const Window& window) {
                             return window.onset_known;
                           });
  return known ? finding.first_refusal : std::nullopt;
}

Occurrences occurrences_of(const Finding& finding) {
  Occurrences seen;
  for (const Window& window : finding.windows) {
    seen.refused += window.occurrences_refused;
    seen.tried += window.occurrences_refused + window.occurrences_accepted;
  }
  if (finding.windows.size() > 1) {
    seen.unit = "times";
  } else if (!finding.windows.empty() && finding.windows.front().period == WindowPeriod::week) {
    seen.unit = "weeks";
  }
  return seen;
}

std::string words_of(const Occurrences& seen) {
  const std::string count = grouped(seen.refused) + " of " + grouped(seen.tried) + ' ' + seen.unit;
  return seen.unit == std::string_view("times") ? count : "on " + count;
}

std::string headline_of(const Finding& finding) {
  const Predicate predicate = predicate_of(finding);
  return who_of(finding) + ' ' + predicate.verb + predicate.rule;
}

std::string since_of(const Finding& finding, std::optional<Instant> log_begins) {
  if (has_window_sentence(finding)) {
    return since_window(in_force_first(finding).front()) + other_windows_of(finding);
  }
  if (finding.rule && finding.rule->since) return {};  // the headline has it
  if (!finding.first_refusal) return {};
  if (log_begins && *finding.first_refusal - *log_begins < std::chrono::days(1)) {
    return "since before the log begins";
  }
  return "first seen " + day_of(*finding.first_refusal, zone_of(finding));
}

std::string tries_of(const Finding& finding) {
  const FindingCounts& counts = finding.counts;
  if (!has_window_sentence(finding)) return refused_of(counts.refused, counts.accepted);
  const std::vector<Window> windows = in_force_first(finding);
  const Window& first = windows.front();
  const bool one = windows.size() == 1 && first.start && first.end;
  std::string text = refused_of(counts.inside_refused, counts.inside_accepted);
  text +=
      one ? " between " + edge(first.start, first.period) + " and " + edge(first.end, first.period)
          : " in these hours";
  if (counts.outside_refused + counts.outside_accepted == 0)
    return text + "; no tries at other hours";
  if (counts.outside_refused == 0) {
    return text + "; accepted all " + grouped(counts.outside_accepted) + " at other hours";
  }
  return text + ", and " + grouped(counts.outside_refused) + " of " +
         grouped(counts.outside_refused + counts.outside_accepted) + " at other hours";
}

std::vector<std::string> remarks_of(const Finding& finding) {
  std::vector<std::string> remarks;
  if (finding.counts.returned != 0) {
    remarks.push_back(counted(finding.counts.returned, "was", "were") +
                      " refused for good and went back to the senders");
  }
  if (!finding.source.empty()) {
    remarks.push_back("only what " + finding.source + " sends is concerned");
  }
  if (finding.taken_elsewhere) {
    remarks.emplace_back("no mail is late because of it: another host took it");
  }
  if (finding.year_guessed && names_weekdays(finding)) {
    remarks.emplace_back("the log states no year, so the days of the week rest on a guess");
  }
  if (finding.arrivals_unknown) {
    remarks.emplace_back(
        "the log does not say when messages arrived, so first tries are not told from retries");
  }
  if (is_unsure(finding) && !finding.missing.empty()) remarks.push_back(finding.missing);
  return remarks;
}

std::string state_of(const Finding& finding, std::optional<Instant> log_ends) {
  if (!finding.active) {
    if (!finding.last_refusal) return "Over";
    return "Over: last refusal " + day_of(*finding.last_refusal, zone_of(finding));
  }
  if (finding.windows.empty()) return "Still so when the log ends" + reopening_of(finding);
  const TimeZone zone = in_force_first(finding).front().zone;
  const auto at = [&zone](Instant time, std::optional<Instant> from) {
    const std::string minutes = wall_minutes(time, zone);
    const std::string clock = minutes.substr(minutes.size() - 5);
    if (from && minutes.substr(0, 10) == wall_minutes(*from, zone).substr(0, 10)) return clock;
    const auto day = std::chrono::floor<std::chrono::days>(zone.to_wall(time));
    const std::chrono::weekday weekday{std::chrono::sys_days(day.time_since_epoch())};
    return clock + " on " + weekdays.at(weekday.iso_encoding() - 1) + ' ' + day_of(time, zone);
  };
  const std::string now = log_ends ? " when the log ends (" + wall_minutes(*log_ends, zone) + ')'
                                   : std::string(" when the log ends");
  if (finding.next_opening)
    return "Closed" + now + ", opens at " + at(*finding.next_opening, log_ends);
  if (finding.next_closing)
    return "Open" + now + ", closes at " + at(*finding.next_closing, log_ends);
  return "Still so" + now;
}

std::string hours_of(const Window& window) {
  return (window.period == WindowPeriod::day ? days_of(window) : "weekly") + ' ' + from_to(window);
}

std::string short_hours_of(const Window& window) {
  if (window.period == WindowPeriod::week) {
    return edge(window.start, window.period) + " - " + edge(window.end, window.period);
  }
  const std::string days = list_of_days(detect::days_held(window));
  return (days == "Mon-Sun" ? "" : days + ' ') + edge(window.start, window.period) + '-' +
         edge(window.end, window.period);
}

std::string day_of(Instant at, const TimeZone& zone) {
  const auto day = std::chrono::floor<std::chrono::days>(zone.to_wall(at));
  const std::chrono::year_month_day date{std::chrono::sys_days(day.time_since_epoch())};
  return std::to_string(static_cast<unsigned>(date.day())) + ' ' +
         months[static_cast<unsigned>(date.month()) - 1] + ' ' +
         std::to_string(static_cast<int>(date.year()));
}

std::string rule_of(const Rule& rule, const TimeZone& zone) {
  const std::string threshold = grouped(rule.threshold);
  if (rule.model == Model::quota_minute) return "after " + threshold + " messages in a minute";
  if (rule.model == Model::quota_sliding) return "after " + threshold + " messages in 60 minutes";
  if (rule.model == Model::quota_hour) return "after " + threshold + " messages in a clock hour";
  if (rule.model == Model::quota_day) {
    std::string text = "after " + threshold + " messages a day";
    if (rule.reset_hour) text += ", counted from " + clock_hour(*rule.reset_hour) + " UTC";
    return text;
  }
  if (rule.model == Model::concurrency && rule.threshold == 0) {
    return "when too many of our sessions are open, as its replies say; the log does not tell how "
           "many";
  }
  if (rule.model == Model::concurrency) {
    return "when " + threshold + " or more of our sessions are open";
  }
  if (rule.model == Model::connection_messages) {
    return "from message " + threshold + " of a connection on";
  }
  if (rule.model == Model::message_recipients) {
    return "from recipient " + threshold + " of a message on";
  }
  if (rule.model == Model::greylist) return patience_of(rule);
  if (rule.model == Model::recipient || rule.model == Model::sender) return list(rule.keys, 3);
  if (rule.model == Model::block && rule.since) {
    if (!rule.onset_known) return "since before the log begins";
    return "since " + wall_minutes(*rule.since, zone) + ' ' + zone.name();
  }
  if ((rule.model == Model::outage || rule.model == Model::episodic) && !rule.spans.empty()) {
    const auto& last = rule.spans.back();
    return counted(rule.spans.size(), "time", "times") + ", last " +
           wall_minutes(last.first, zone) + " to " + wall_minutes(last.second, zone) + ' ' +
           zone.name();
  }
  return {};
}

}  // namespace curfew::report

namespace curfew {

std::string sentence(const Finding& finding) {
  const report::Predicate predicate = report::predicate_of(finding);
  const bool ours = finding.kind == FindingKind::local;
  std::string text = report::who_of(finding) + ' ' + predicate.verb +
                     (ours ? std::string() : report::with_code(finding)) + predicate.rule;
  if (ours) {
    if (!finding.windows.empty()) text += ", " + report::since_window(finding.windows.front());
    text += ": look at our own network and name server first";
  } else if (report::has_window_sentence(finding)) {
    const report::Occurrences seen = report::occurrences_of(finding);
    text += ", " + report::since_of(finding) + ": " + report::tries_of(finding) + "; " +
            report::words_of(seen);
  } else {
    text += " (" + report::tries_of(finding) + ')';
  }
  for (const std::string& remark : report::remarks_of(finding)) text += "; " + remark;
  return text;
}

}  // namespace curfew
