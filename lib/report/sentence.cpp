#include "report/sentence.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "curfew/report.h"
#include "detect/kinds.h"
#include "detect/window_days.h"
#include "report/numbers.h"

namespace curfew::report {
namespace {

constexpr std::array<const char*, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<const char*, 12> months{"January",   "February", "March",    "April",
                                             "May",       "June",     "July",     "August",
                                             "September", "October",  "November", "December"};

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string time_of_day(std::chrono::seconds into_day) {
  const std::int64_t minutes = (into_day.count() / 60) % (24 * 60);
  return two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

std::string time_of_week(std::chrono::seconds into_week) {
  const auto day = static_cast<std::size_t>(into_week / std::chrono::days(1)) % weekdays.size();
  return std::string(weekdays[day]) + ' ' + time_of_day(into_week % std::chrono::days(1));
}

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

std::string share(std::uint64_t refused, std::uint64_t accepted) {
  return grouped(refused) + " of " + grouped(refused + accepted);
}

const TimeZone& zone_of(const Finding& finding) {
  static const TimeZone utc;
  return finding.windows.empty() ? utc : finding.windows.front().zone;
}

// What there is to know beside the rule.
std::string remarks(const Finding& finding) {
  std::string text;
  if (finding.counts.returned != 0) {
    text += "; " + counted(finding.counts.returned, "was", "were") +
            " refused for good and went back to the senders";
  }
  if (!finding.source.empty()) text += "; only what " + finding.source + " sends is concerned";
  if (finding.taken_elsewhere)
    text += "; no mail is late because of it, for it was taken elsewhere";
  if (finding.year_guessed && names_weekdays(finding)) {
    text += "; the log states no year, so the days of the week rest on a guess";
  }
  if (finding.arrivals_unknown) {
    text +=
        "; the log does not say when messages arrived, so first attempts are not told from "
        "retries";
  }
  return text;
}

// Who refuses: one address alone, where others accept.
std::string subject_of(const Finding& finding) {
  return finding.address.empty() ? finding.remote
                                 : finding.remote + " at [" + finding.address + ']';
}

std::string since_of(const Window& window) {
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

std::string window_sentence(const Finding& finding) {
  const std::vector<Window> windows = in_force_first(finding);
  std::string text;
  for (std::size_t i = 0; i < windows.size();) {
    const std::string since = since_of(windows[i]);
    std::size_t end = i + 1;
    while (end < windows.size() && since_of(windows[end]) == since) ++end;
    const std::string hours = in_one_breath(std::span(windows).subspan(i, end - i));
    if (i == 0) {
      text = subject_of(finding) + (windows[i].ended ? " refused" : " refuses") +
             for_domains(finding) + ' ' + hours + " (" + windows[i].zone.name() + ')' +
             with_code(finding) + ", " + since;
    } else {
      text += (windows[i].ended && !windows.front().ended ? "; earlier " : "; and ") + hours +
              ", " + since;
    }
    i = end;
  }
  const FindingCounts& counts = finding.counts;
  const Occurrences seen = occurrences_of(finding);
  return text + ": " + share(counts.inside_refused, counts.inside_accepted) + " contacts inside, " +
         share(counts.outside_refused, counts.outside_accepted) + " outside, " +
         grouped(seen.refused) + " of " + grouped(seen.asked) + ' ' + seen.what;
}

// That many remotes at once could not be reached is about us.
std::string local_sentence(const Finding& finding) {
  std::string text =
      counted(finding.hosts.size(), "remote", "remotes") + " at once could not be reached";
  if (!finding.windows.empty()) {
    const std::vector<Window> windows = in_force_first(finding);
    text += ' ' + in_one_breath(windows) + " (" + windows.front().zone.name() + "), " +
            since_of(windows.front());
  } else if (finding.rule) {
    text += ", " + rule_of(*finding.rule, zone_of(finding));
  }
  return text + ": look at our own network and name server first";
}

std::string rule_sentence(const Finding& finding, const char* verb) {
  std::string text = subject_of(finding) + ' ' + verb + for_domains(finding) + with_code(finding);
  if (finding.rule) {
    const std::string rule = rule_of(*finding.rule, zone_of(finding));
    if (!rule.empty()) text += ": " + rule;
  }
  return text + " (" + share(finding.counts.refused, finding.counts.accepted) +
         " contacts refused)";
}

// Our own retries hide how long a greylist makes one wait: what was refused last and what was taken
// first are its bounds.
std::string patience_of(const Rule& rule) {
  if (rule.delay < std::chrono::minutes(1)) return "first attempts are put off, retries accepted";
  constexpr std::chrono::seconds as_good_as_known(30);
  if (rule.delay - rule.least_delay <= as_good_as_known) {
    return "accepted after a wait of about " + seconds_of(rule.delay);
  }
  return "accepted after a wait of at most " + seconds_of(rule.delay);
}

std::string candidates_of(const Finding& finding) {
  std::string text;
  for (std::size_t i = 0; i < finding.candidates.size(); ++i) {
    if (i != 0) text += i + 1 == finding.candidates.size() ? " or " : ", ";
    text += name(finding.candidates[i]);
  }
  return text;
}

std::string unsure_sentence(const Finding& finding) {
  std::string text = subject_of(finding) + " refuses" + for_domains(finding) + with_code(finding) +
                     ' ' + share(finding.counts.refused, finding.counts.accepted) + " contacts: ";
  if (finding.kind == FindingKind::ambiguous) {
    return text + "the log does not tell " + candidates_of(finding) + " apart";
  }
  if (!finding.windows.empty()) {
    const Window window = in_force_first(finding).front();
    text += "suspected " + hours_of(window) + " (" + window.zone.name() + ")";
  } else if (!finding.candidates.empty()) {
    text += "suspected " + candidates_of(finding);
  } else {
    text += "not enough to tell a cause";
  }
  if (!finding.missing.empty()) text += "; " + finding.missing;
  return text;
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
    seen.asked += window.occurrences_refused + window.occurrences_accepted;
  }
  if (finding.windows.size() > 1) return seen;
  const bool weekly =
      !finding.windows.empty() && finding.windows.front().period == WindowPeriod::week;
  seen.what = weekly ? "weeks agree" : "days agree";
  return seen;
}

std::string state_of(const Finding& finding) {
  if (!finding.active) return "not seen lately";
  std::string text = "in force when the log ends";
  if (finding.windows.empty()) return text;
  const Window window = in_force_first(finding).front();
  if (finding.next_opening) {
    text += "; shut now, opens again " + wall_minutes(*finding.next_opening, window.zone);
  } else if (finding.next_closing) {
    text += "; open now, closes " + wall_minutes(*finding.next_closing, window.zone);
  }
  return text;
}

std::string hours_of(const Window& window) {
  return (window.period == WindowPeriod::day ? days_of(window) : "weekly") + ' ' + from_to(window);
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
    return "so say its replies; the log does not tell how many are too many";
  }
  if (rule.model == Model::concurrency) return "from " + threshold + " sessions of ours on";
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
  const auto without_remarks = [&finding] {
    switch (finding.kind) {
      case FindingKind::local:
        return report::local_sentence(finding);
      case FindingKind::ambiguous:
      case FindingKind::insufficient:
        return report::unsure_sentence(finding);
      case FindingKind::curfew:
        if (!finding.windows.empty()) return report::window_sentence(finding);
        break;
      default:
        break;
    }
    return report::rule_sentence(finding, detect::traits(finding.kind).verb);
  };
  return without_remarks() + report::remarks(finding);
}

}  // namespace curfew
