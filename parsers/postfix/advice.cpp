#include "postfix/advice.h"

#include <algorithm>

#include "postfix/knowledge.h"

// postconf(5), transport(5), master(5), ETRN_README (fast_flush_domains, postqueue -s).

namespace curfew::postfix {
namespace {

using std::chrono::minutes;

constexpr minutes a_day{24 * 60};
constexpr const char* transport_name = "slow";
constexpr const char* for_all = " It is a setting for all remotes.";

void add_more_domains(const Remedy& remedy, std::vector<std::string>& lines) {
  if (remedy.more_domains) lines.emplace_back("# and so for their other domains");
}

// A transport of its own for these domains, so that nobody else's mail is touched. `processes`: how
// many at once, or "-"; `option`: for master.cf, may be empty; `setting`: for main.cf, likewise.
std::vector<std::string> own_transport(const Remedy& remedy, const std::string& processes,
                                       const std::string& option, const std::string& setting) {
  std::vector<std::string> lines{
      "# master.cf", std::string(transport_name) + " unix - - y - " + processes + " smtp"};
  if (!option.empty()) lines.push_back("  -o " + option);
  lines.emplace_back("# main.cf");
  lines.emplace_back("transport_maps = hash:/etc/postfix/transport");
  if (!setting.empty()) lines.push_back(std::string(transport_name) + setting);
  lines.emplace_back("# /etc/postfix/transport, then: postmap /etc/postfix/transport");
  for (const std::string& domain : remedy.domains) {
    lines.push_back(domain + "  " + transport_name + ':');
  }
  add_more_domains(remedy, lines);
  return lines;
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
  const std::int64_t minute = ((at + minutes(1)) % ((opening.weekly ? 7 : 1) * a_day)).count();
  constexpr std::int64_t day = 24 * 60;
  return std::to_string(minute % 60) + ' ' + std::to_string(minute % day / 60) + " * * " +
         (opening.weekly ? std::to_string((minute / day + 1) % 7) : "*");
}

void add_flushes(const Remedy& remedy, const Opening& opening, std::vector<std::string>& lines) {
  std::vector<minutes> times{opening.at};
  if (opening.latest - opening.at >= minutes(5)) times.push_back(opening.latest);
  for (const minutes at : times) {
    for (const std::string& domain : remedy.domains) {
      const std::string line = cron_time(opening, at) + " root /usr/sbin/postqueue -s " + domain;
      if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
    }
  }
}

Advice after_opening(const Remedy& remedy) {
  std::string domains;
  for (const std::string& domain : remedy.domains) domains += ", " + domain;
  std::vector<std::string> lines{
      "# main.cf", "fast_flush_domains = $relay_domains" + domains,
      "# /etc/cron.d/curfew; a cron that ignores CRON_TZ needs the hour on its own clock"};
  std::string zone;
  for (const Opening& opening : remedy.openings) {
    const std::string its_own = posix_name(opening.zone);
    if (its_own != zone) lines.push_back("CRON_TZ=" + its_own);
    zone = its_own;
    add_flushes(remedy, opening, lines);
  }
  add_more_domains(remedy, lines);
  return {.text = remedy.with_waits(
              "Try again at once when they open: mail then leaves within minutes", "a few minutes"),
          .lines = std::move(lines)};
}

// Never by a value above the default.
std::optional<Advice> in_time(const Remedy& remedy) {
  const std::chrono::seconds needed = remedy.greylisted + std::chrono::seconds(30);
  if (needed >= *knowledge().retries().first) return std::nullopt;
  const std::string seconds = std::to_string(needed.count()) + 's';
  return Advice{
      .text = remedy.text + for_all,
      .lines = {"# main.cf", "minimal_backoff_time = " + seconds, "queue_run_delay = " + seconds}};
}

}  // namespace

std::optional<Advice> advise(const Remedy& remedy) {
  constexpr std::int64_t usual_recipients = 50;  // default_destination_recipient_limit
  const std::string limit = std::to_string(remedy.limit);
  switch (remedy.kind) {
    case RemedyKind::retry_after_opening:
      return after_opening(remedy);
    case RemedyKind::retry_in_time:
      return in_time(remedy);
    case RemedyKind::fewer_connections:
      return Advice{.text = remedy.text, .lines = own_transport(remedy, limit, "", "")};
    case RemedyKind::fewer_messages_in_connection:
      return Advice{
          .text = remedy.text,
          .lines = own_transport(remedy, "-", "smtp_connection_reuse_count_limit=" + limit, "")};
    case RemedyKind::fewer_recipients:
      if (remedy.limit >= usual_recipients) return std::nullopt;
      return Advice{
          .text = remedy.text,
          .lines = own_transport(remedy, "-", "", "_destination_recipient_limit = " + limit)};
    case RemedyKind::slower:
      if (remedy.delay.count() == 0) return Advice{.text = remedy.text};
      return Advice{.text = remedy.text,
                    .lines = own_transport(
                        remedy, "-", "",
                        "_destination_rate_delay = " + std::to_string(remedy.delay.count()) + 's')};
    case RemedyKind::prefer_ipv4:
      return Advice{
          .text = remedy.text +
                  " Until it is right, IPv4 can be tried first; it is a setting for all remotes.",
          .lines = {"# main.cf", "smtp_address_preference = ipv4"}};
    default:
      return std::nullopt;
  }
}

}  // namespace curfew::postfix
