#include "exim/advice.h"

#include "exim/knowledge.h"

// The specification: chapter 32 (retry rules), 30 (the smtp transport), 15 (disable_ipv6).

namespace curfew::exim {
namespace {

using std::chrono::minutes;

std::string hosts_of(const Remedy& remedy) {
  if (remedy.hosts.empty()) {
    return remedy.remote.empty() ? "their.hosts.example" : "*." + remedy.remote;
  }
  std::string list;
  for (const std::string& host : remedy.hosts) list += (list.empty() ? "" : " : ") + host;
  return list;
}

std::vector<std::string> retry_rules(const Remedy& remedy, const std::string& rule) {
  std::vector<std::string> lines{"# begin retry, above the rule for all"};
  for (const std::string& domain : remedy.domains) lines.push_back(domain + "  *  " + rule);
  return lines;
}

Advice after_opening(const Remedy& remedy) {
  const std::string interval = std::to_string(remedy.interval.count()) + 'm';
  std::vector<std::string> lines = retry_rules(remedy, "F,4d," + interval);
  if (remedy.more_domains) lines.emplace_back("# and so for their other domains");
  lines.push_back("# and a queue run as often: exim -q" + interval +
                  " (Debian: QUEUEINTERVAL in /etc/default/exim4)");
  return {.text = remedy.text, .lines = std::move(lines)};
}

// Never by a value above the default.
std::optional<Advice> in_time(const Remedy& remedy) {
  const minutes needed = std::chrono::ceil<minutes>(remedy.greylisted) + minutes(1);
  if (needed >= *knowledge().retries().first) return std::nullopt;
  const std::string interval = std::to_string(needed.count()) + 'm';
  std::vector<std::string> lines =
      retry_rules(remedy, "F,1h," + interval + "; F,2h,15m; G,16h,1h,1.5; F,4d,6h");
  lines.push_back("# and a queue run as often: exim -q" + interval);
  return Advice{.text = remedy.text, .lines = std::move(lines)};
}

Advice of_transport(const Remedy& remedy, const char* option) {
  return {.text = remedy.text,
          .lines = {"# in the smtp transport", option + std::to_string(remedy.limit)}};
}

}  // namespace

std::optional<Advice> advise(const Remedy& remedy) {
  constexpr std::int64_t usual_messages = 500;    // connection_max_messages
  constexpr std::int64_t usual_recipients = 100;  // max_rcpt
  switch (remedy.kind) {
    case RemedyKind::retry_after_opening:
      return after_opening(remedy);
    case RemedyKind::retry_in_time:
      return in_time(remedy);
    case RemedyKind::fewer_connections:
      return Advice{.text = remedy.why +
                            ". Exim has no limit but one: with serialize_hosts it opens one "
                            "connection at a time.",
                    .lines = {"# in the smtp transport", "serialize_hosts = " + hosts_of(remedy)}};
    case RemedyKind::fewer_messages_in_connection:
      if (remedy.limit >= usual_messages) return std::nullopt;
      return of_transport(remedy, "connection_max_messages = ");
    case RemedyKind::fewer_recipients:
      if (remedy.limit >= usual_recipients) return std::nullopt;
      return of_transport(remedy, "max_rcpt = ");
    case RemedyKind::slower:
      return Advice{.text = remedy.why +
                            ". Exim cannot be told so for one remote: " + remedy.otherwise + '.'};
    case RemedyKind::prefer_ipv4:
      return Advice{
          .text = remedy.text +
                  " Until it is right, IPv6 can be left out; it is a setting for all remotes.",
          .lines = {
              "# in the router that looks up remotes; or in the main part: disable_ipv6 = true",
              "ignore_target_hosts = <; ::/0"}};
    default:
      return std::nullopt;
  }
}

}  // namespace curfew::exim
