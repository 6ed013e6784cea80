#include "report/sentence.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include "curfew/report.h"
#include "detect/kinds.h"
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

// "every day", "Mon-Fri", "Sat, Sun": days that were never tried are left out.
std::string days_of(const Window& window) {
  std::size_t known = 0;
  for (const OnDay on : window.days) known += on == OnDay::yes ? 1U : 0U;
  if (known == 0 || known == weekdays.size()) return "every day";
  bool some_off = false;
  for (const OnDay on : window.days) some_off = some_off || on == OnDay::no;
  std::string days;
  for (std::size_t first = 0; first < weekdays.size(); ++first) {
    if (window.days[first] != OnDay::yes) continue;
    std::size_t last = first;
    while (last + 1 < weekdays.size() && window.days[last + 1] == OnDay::yes) ++last;
    if (!days.empty()) days += ", ";
    days += weekdays[first];
    if (last > first) days += (last == first + 1 ? ", " : "-") + std::string(weekdays[last]);
    first = last;
  }
  if (!some_off) days += " (other days were not seen)";
  return days;
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

std::string share(std::uint64_t refused, std::uint64_t accepted) {
  return grouped(refused) + " of " + grouped(refused + accepted);
}

const TimeZone& zone_of(const Finding& finding) {
  static const TimeZone utc;
  return finding.windows.empty() ? utc : finding.windows.front().zone;
}

std::string window_sentence(const Finding& finding) {
  std::string text = finding.remote + " refuses ";
  for (std::size_t i = 0; i < finding.windows.size(); ++i) {
    if (i != 0) text += i + 1 == finding.windows.size() ? " and " : ", ";
    text += hours_of(finding.windows[i]);
  }
  const Window& window = finding.windows.front();
  text += " (" + window.zone.name() + ')' + with_code(finding);
  text += window.onset_known ? ", since " + day_of(window.first_seen, window.zone)
                             : ", since before the log begins";
  if (window.ended) text += " until " + day_of(window.last_seen, window.zone);
  const FindingCounts& counts = finding.counts;
  text += ": " + share(counts.inside_refused, counts.inside_accepted) + " contacts inside, " +
          share(counts.outside_refused, counts.outside_accepted) + " outside, " +
          std::to_string(window.occurrences_refused) + " of " +
          std::to_string(window.occurrences_refused + window.occurrences_accepted) +
          (window.period == WindowPeriod::day ? " days agree" : " weeks agree");
  return text;
}

std::string rule_sentence(const Finding& finding, const char* verb) {
  std::string text = finding.remote + ' ' + verb + with_code(finding);
  if (finding.rule) {
    const std::string rule = rule_of(*finding.rule, zone_of(finding));
    if (!rule.empty()) text += ": " + rule;
  }
  return text + " (" + share(finding.counts.refused, finding.counts.accepted) +
         " contacts refused)";
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
  std::string text = finding.remote + " refuses" + with_code(finding) + ' ' +
                     share(finding.counts.refused, finding.counts.accepted) + " contacts: ";
  if (finding.kind == FindingKind::ambiguous) {
    return text + "the log does not tell " + candidates_of(finding) + " apart";
  }
  const bool suspected = !finding.windows.empty();
  text += suspected ? "suspected " + hours_of(finding.windows.front()) + " (" +
                          finding.windows.front().zone.name() + ")"
                    : "not enough to tell a cause";
  if (!finding.missing.empty()) text += "; " + finding.missing;
  return text;
}

}  // namespace

std::string hours_of(const Window& window) {
  const std::string hours =
      "from " + edge(window.start, window.period) + " to " + edge(window.end, window.period);
  return window.period == WindowPeriod::day ? days_of(window) + ' ' + hours : "weekly " + hours;
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
  if (rule.model == Model::concurrency) return "from " + threshold + " sessions of ours on";
  if (rule.model == Model::greylist) {
    if (rule.delay < std::chrono::minutes(1)) return "first attempts are put off, retries accepted";
    return "accepted once a message has waited about " + seconds_of(rule.delay);
  }
  if (rule.model == Model::recipient || rule.model == Model::sender) return list(rule.keys, 3);
  if (rule.model == Model::block && rule.since) return "since " + wall_minutes(*rule.since, zone);
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
  switch (finding.kind) {
    case FindingKind::curfew:
      if (!finding.windows.empty()) return report::window_sentence(finding);
      break;
    case FindingKind::local:
      return "Many remotes at the same hours as " + finding.remote +
             " could not be reached or refused: look at our own network first";
    case FindingKind::ambiguous:
    case FindingKind::insufficient:
      return report::unsure_sentence(finding);
    default:
      break;
  }
  return report::rule_sentence(finding, detect::traits(finding.kind).verb);
}

}  // namespace curfew
