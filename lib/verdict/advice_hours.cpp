#include <algorithm>

#include "verdict/advice_terms.h"

namespace curfew::verdict {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes retry_interval{15};
constexpr minutes a_day{24 * 60};
// By default hMailServer retries no longer than this.
constexpr minutes patience{4 * 60};

// A window in force: when it ends on its clock, and how long it lasts.
struct Opening {
  const Window& window;
  minutes at{};      // since the start of the period
  minutes latest{};  // likewise: no later than this
  minutes shut{};
};

Opening opening_of(const Window& window) {
  const minutes period = window.period == WindowPeriod::day ? a_day : 7 * a_day;
  const auto in_minutes = [](seconds time) { return std::chrono::floor<minutes>(time); };
  const minutes at = in_minutes(window.end->rounded);
  minutes shut = at - in_minutes(window.start->rounded);
  if (shut <= minutes(0)) shut += period;
  // How much later the interval ends, on the circle.
  const minutes later = (in_minutes(window.end->latest) - at + period) % period;
  return {.window = window,
          .at = at,
          .latest = at + (later < minutes(120) ? later : minutes(0)),
          .shut = shut};
}

// Of each window in force, in the order of the finding.
std::vector<Opening> openings_of(const Finding& finding) {
  std::vector<Opening> openings;
  for (const Window& one : finding.windows) {
    if (!one.ended && one.start && one.end) openings.push_back(opening_of(one));
  }
  return openings;
}

minutes longest_shut(const std::vector<Opening>& openings) {
  return std::ranges::max_element(openings, {}, &Opening::shut)->shut;
}

// What is ours of the waits is worth an effort only where it is more than the effort leaves.
bool is_worth_it(const Terms& terms) {
  const WaitShares* waits = terms.situation.waits;
  return waits == nullptr || waits->ours > retry_interval;
}

std::string with_waits(const Terms& terms, const std::string& text, const std::string& becomes) {
  const WaitShares* waits = terms.situation.waits;
  if (waits == nullptr) return text + '.';
  return text + ". The median wait is " + time_text(waits->median) +
         "; what our own schedule adds to theirs is " + time_text(waits->ours) +
         " (median) and becomes " + becomes + '.';
}

// POSIX counts hours west of UTC, so that the sign of a fixed distance is the other one.
std::string posix_name(const TimeZone& zone) {
  std::string name = zone.name();
  if (!zone.is_fixed()) return name;
  for (char& c : name) c = c == '+' ? '-' : c == '-' ? '+' : c;
  return name;
}

// A minute after, because an edge is known to the minute at best.
std::string cron_time(const Opening& opening, minutes at) {
  const bool weekly = opening.window.period == WindowPeriod::week;
  const std::int64_t minute = ((at + minutes(1)) % ((weekly ? 7 : 1) * a_day)).count();
  constexpr std::int64_t day = 24 * 60;
  return number(minute % 60) + ' ' + number(minute % day / 60) + " * * " +
         (weekly ? number((minute / day + 1) % 7) : "*");
}

void add_flushes(const Terms& terms, const Opening& opening, std::vector<std::string>& lines) {
  std::vector<minutes> times{opening.at};
  if (opening.latest - opening.at >= minutes(5)) times.push_back(opening.latest);
  for (const minutes at : times) {
    for (const std::string& domain : terms.domains) {
      const std::string line = cron_time(opening, at) + " root /usr/sbin/postqueue -s " + domain;
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
    }
  }
}

Advice for_postfix(const Terms& terms, const std::vector<Opening>& openings) {
  std::string domains;
  for (const std::string& domain : terms.domains) domains += ", " + domain;
  std::vector<std::string> lines{
      "# main.cf", "fast_flush_domains = $relay_domains" + domains,
      "# /etc/cron.d/curfew; a cron that ignores CRON_TZ needs the hour on its own clock"};
  std::string zone;
  for (const Opening& opening : openings) {
    const std::string its_own = posix_name(opening.window.zone);
    if (its_own != zone) lines.push_back("CRON_TZ=" + its_own);
    zone = its_own;
    add_flushes(terms, opening, lines);
  }
  if (terms.more_domains) lines.emplace_back("# and so for their other domains");
  return made("retry_after_opening", "postfix",
              with_waits(terms, "Tried at once when they open, mail leaves within minutes",
                         "a few minutes"),
              std::move(lines));
}

Advice for_exim(const Terms& terms) {
  std::vector<std::string> lines{"# begin retry, above the rule for all"};
  const std::string interval = number(retry_interval.count());
  for (const std::string& domain : terms.domains) {
    lines.push_back(domain + "  *  F,4d," + interval + 'm');
  }
  if (terms.more_domains) lines.emplace_back("# and so for their other domains");
  lines.push_back("# and a queue run as often: exim -q" + interval +
                  "m (Debian: QUEUEINTERVAL in /etc/default/exim4)");
  return made("retry_after_opening", "exim",
              with_waits(terms,
                         "Retried every " + interval +
                             " min, mail leaves at most that long after they open",
                         "about " + number(retry_interval.count() / 2) + " min"),
              std::move(lines));
}

// Its settings are for all remotes: there are none for one.
Advice for_hmailserver(const Terms& terms, minutes shut) {
  const std::int64_t retries = (shut.count() + 60) / retry_interval.count() + 1;
  const std::string interval = number(retry_interval.count());
  std::string text;
  if (shut >= patience) {
    text =
        "By default hMailServer gives up after 4 retries, an hour apart: mail for hours that "
        "are longer comes back. ";
  }
  return made(
      "retry_after_opening", "hmailserver",
      text +
          with_waits(
              terms,
              "Retried every " + interval + " min, mail leaves at most that long after they open",
              "about " + number(retry_interval.count() / 2) + " min") +
          " It is a setting for all remotes.",
      {"Settings > Protocols > SMTP > Delivery of e-mail", "Number of retries: " + number(retries),
       "Minutes between every retry: " + interval});
}

}  // namespace

std::optional<Advice> about_hours(const Terms& terms, std::string_view server) {
  const std::vector<Opening> openings = openings_of(terms.finding());
  if (openings.empty()) return std::nullopt;
  const minutes shut = longest_shut(openings);
  // There a long night costs mail, not only time.
  const bool gives_up = server == "hmailserver" && shut >= patience;
  if (!gives_up && !is_worth_it(terms)) return std::nullopt;
  if (server == "postfix") return for_postfix(terms, openings);
  if (server == "exim") return for_exim(terms);
  if (server == "hmailserver") return for_hmailserver(terms, shut);
  return std::nullopt;
}

std::optional<Advice> about_returned_mail(const Terms& terms) {
  const std::uint64_t returned = terms.finding().counts.returned;
  std::string text =
      "What they refuse in these hours they refuse for good: it goes back to the "
      "sender and is not tried again";
  if (returned != 0) {
    text += " (" + number(static_cast<std::int64_t>(returned)) +
            (returned == 1 ? " mail so far)" : " mails so far)");
  }
  text += ". Have mail for " + terms.domains.front() +
          (terms.domains.size() > 1 ? " and others" : "") +
          " sent outside the hours, or hold it on our server until they open (Postfix: a transport "
          "of its own, named in defer_transports meanwhile; Exim: queue_smtp_domains).";
  return made("send_outside", "", text, {});
}

}  // namespace curfew::verdict
