#include <algorithm>

#include "verdict/advice_terms.h"

namespace curfew::verdict {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes retry_interval{15};
constexpr minutes a_day{24 * 60};

// The window in force: when it ends on its clock, and how long it lasts.
struct Opening {
  const Window& window;
  minutes at{};      // since the start of the period
  minutes latest{};  // likewise: no later than this
  minutes shut{};
};

std::optional<Opening> opening_of(const Finding& finding) {
  const auto in_force = std::ranges::find_if(
      finding.windows, [](const Window& one) { return !one.ended && one.start && one.end; });
  if (in_force == finding.windows.end()) return std::nullopt;
  const minutes period = in_force->period == WindowPeriod::day ? a_day : 7 * a_day;
  const auto in_minutes = [](seconds time) { return std::chrono::floor<minutes>(time); };
  const minutes at = in_minutes(in_force->end->rounded);
  minutes shut = at - in_minutes(in_force->start->rounded);
  if (shut <= minutes(0)) shut += period;
  // How much later the interval ends, on the circle.
  const minutes later = (in_minutes(in_force->end->latest) - at + period) % period;
  return Opening{.window = *in_force,
                 .at = at,
                 .latest = at + (later < minutes(120) ? later : minutes(0)),
                 .shut = shut};
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
  constexpr std::size_t sign = 3;  // behind "UTC"
  if (!zone.is_fixed() || name.size() <= sign) return name;
  name[sign] = name[sign] == '+' ? '-' : '+';
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

Advice for_postfix(const Terms& terms, const Opening& opening) {
  std::string domains;
  for (const std::string& domain : terms.domains) domains += ", " + domain;
  std::vector<std::string> lines{
      "# main.cf", "fast_flush_domains = $relay_domains" + domains,
      "# /etc/cron.d/curfew; a cron that ignores CRON_TZ needs the hour on its own clock",
      "CRON_TZ=" + posix_name(opening.window.zone)};
  std::vector<minutes> times{opening.at};
  if (opening.latest - opening.at >= minutes(5)) times.push_back(opening.latest);
  for (const minutes at : times) {
    for (const std::string& domain : terms.domains) {
      lines.push_back(cron_time(opening, at) + " root /usr/sbin/postqueue -s " + domain);
    }
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
Advice for_hmailserver(const Terms& terms, const Opening& opening) {
  constexpr minutes by_default{4 * 60};
  const std::int64_t retries = (opening.shut.count() + 60) / retry_interval.count() + 1;
  const std::string interval = number(retry_interval.count());
  std::string text;
  if (opening.shut >= by_default) {
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
  const std::optional<Opening> opening = opening_of(terms.finding());
  if (!opening) return std::nullopt;
  // There a long night costs mail, not only time.
  constexpr minutes patience{4 * 60};
  const bool gives_up = server == "hmailserver" && opening->shut >= patience;
  if (!gives_up && !is_worth_it(terms)) return std::nullopt;
  if (server == "postfix") return for_postfix(terms, *opening);
  if (server == "exim") return for_exim(terms);
  if (server == "hmailserver") return for_hmailserver(terms, *opening);
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
