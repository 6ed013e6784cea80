#include <algorithm>

#include "verdict/advice_terms.h"

namespace curfew::verdict {

using std::chrono::minutes;
using std::chrono::seconds;

// Only where mail is taken sooner than it is now, and never by a value above the server's default.
std::optional<Advice> about_greylist(const Terms& terms, std::string_view server) {
  const auto& rule = terms.finding().rule;
  const WaitShares* waits = terms.situation.waits;
  if (!rule || rule->delay < minutes(1) || waits == nullptr) return std::nullopt;
  constexpr std::int64_t postfix_default = 300;
  constexpr std::int64_t exim_default = 15;
  constexpr std::int64_t hmailserver_default = 60;
  const std::int64_t seconds_needed = rule->delay.count() + 30;
  const std::int64_t minutes_needed = (rule->delay.count() + 59) / 60 + 1;
  if (waits->median <= minutes(minutes_needed + 1)) return std::nullopt;
  const std::string text = "Mail is taken after a wait of at most " + time_text(rule->delay) +
                           ", and waited " + time_text(waits->median) +
                           " (median): a retry soon after that is all it takes.";
  if (server == "postfix" && seconds_needed < postfix_default) {
    return made("retry_in_time", "postfix", text + " It is a setting for all remotes.",
                {"# main.cf", "minimal_backoff_time = " + number(seconds_needed) + 's',
                 "queue_run_delay = " + number(seconds_needed) + 's'});
  }
  if (server == "exim" && minutes_needed < exim_default) {
    std::vector<std::string> lines{"# begin retry, above the rule for all"};
    for (const std::string& domain : terms.domains) {
      lines.push_back(domain + "  *  F,1h," + number(minutes_needed) +
                      "m; F,2h,15m; G,16h,1h,1.5; F,4d,6h");
    }
    lines.push_back("# and a queue run as often: exim -q" + number(minutes_needed) + 'm');
    return made("retry_in_time", "exim", text, std::move(lines));
  }
  if (server == "hmailserver" && minutes_needed < hmailserver_default) {
    return made("retry_in_time", "hmailserver", text + " It is a setting for all remotes.",
                {"Settings > Protocols > SMTP > Delivery of e-mail",
                 "Minutes between every retry: " + number(minutes_needed)});
  }
  return std::nullopt;
}

std::optional<Advice> about_ipv6(std::string_view server) {
  const std::string text =
      "An IPv6 address of theirs refuses us: check the PTR record of our IPv6 address, which many "
      "ask for.";
  if (server == "postfix") {
    return made(
        "prefer_ipv4", "postfix",
        text + " Until it is right, IPv4 can be tried first; it is a setting for all remotes.",
        {"# main.cf", "smtp_address_preference = ipv4"});
  }
  if (server == "exim") {
    return made("prefer_ipv4", "exim",
                text + " Until it is right, IPv6 can be left out; it is a setting for all remotes.",
                {"# in the router that looks up remotes; or in the main part: disable_ipv6 = true",
                 "ignore_target_hosts = <; ::/0"});
  }
  if (server == "hmailserver") return made("prefer_ipv4", "hmailserver", text, {});
  return std::nullopt;
}

}  // namespace curfew::verdict
