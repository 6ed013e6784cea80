#include "verdict/advice.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "detect/kinds.h"

namespace curfew::verdict {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr minutes retry_interval{15};

std::string number(std::int64_t n) {
  return std::to_string(n);
}

std::string time_text(Milliseconds time) {
  const std::int64_t all = std::chrono::round<minutes>(time).count();
  if (all < 60) return number(all) + " min";
  return number(all / 60) + " h" + (all % 60 == 0 ? "" : ' ' + number(all % 60) + " min");
}

// What strangers may not choose: a name that goes into a configuration.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 253 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  }) && name.front() != '-';
}

// Of the situation, what the texts name.
struct Terms {
  const Situation& situation;
  std::string domain;     // "example.net", to be put into a configuration
  std::string transport;  // a name for a transport of its own: "to_example"

  const Finding& finding() const { return *situation.finding; }
};

Terms terms_of(const Situation& situation) {
  Terms terms{.situation = situation, .domain = "their.domain.example", .transport = "slow"};
  for (const std::string& domain : situation.domains) {
    if (!is_plain_name(domain)) continue;
    terms.domain = domain;
    break;
  }
  return terms;
}

Advice made(const char* key, const char* server, std::string text, std::vector<std::string> lines) {
  return {.key = key, .server = server, .text = std::move(text), .lines = std::move(lines)};
}

// --- hours -------------------------------------------------------------------------------------

struct Opening {
  int hour = 0;
  int minute = 0;
  std::string zone;
  minutes shut{};  // how long the window lasts
};

std::optional<Opening> opening_of(const Finding& finding) {
  if (finding.windows.empty()) return std::nullopt;
  const Window& window = finding.windows.front();
  if (!window.start || !window.end) return std::nullopt;
  constexpr auto day = std::chrono::days(1);
  const seconds end = window.end->rounded % seconds(day);
  seconds shut = window.end->rounded - window.start->rounded;
  if (shut.count() <= 0) {
    shut += window.period == WindowPeriod::day ? seconds(day) : seconds(day) * 7;
  }
  const auto into_day = std::chrono::floor<minutes>(end).count();
  return Opening{.hour = static_cast<int>(into_day / 60),
                 .minute = static_cast<int>(into_day % 60),
                 .zone = window.zone.name(),
                 .shut = std::chrono::floor<minutes>(shut)};
}

std::string effect_of_retries(const WaitShares* waits) {
  std::string text = "Retried every " + number(retry_interval.count()) +
                     " min, mail leaves at most that long after they open";
  if (waits == nullptr) return text + '.';
  return text + ": of the median wait of " + time_text(waits->median) + ", " +
         time_text(waits->theirs) + " were theirs and " + time_text(waits->ours) +
         " ours; ours becomes about " + number(retry_interval.count() / 2) + " min.";
}

Advice hours_postfix(const Terms& terms, const Opening& opening) {
  // A minute after, because the edge is known to the minute at best.
  const int minute = (opening.minute + 1) % 60;
  const int hour = (opening.hour + (opening.minute + 1) / 60) % 24;
  return made(
      "retry_after_opening", "postfix", effect_of_retries(terms.situation.waits),
      {"# main.cf", "maximal_backoff_time = " + number(retry_interval.count() * 60) + "s",
       "fast_flush_domains = $relay_domains, " + terms.domain,
       "# /etc/cron.d/curfew: try at once when they open", "CRON_TZ=" + opening.zone,
       number(minute) + ' ' + number(hour) + " * * * root /usr/sbin/postqueue -s " + terms.domain});
}

Advice hours_exim(const Terms& terms, const Opening& /*opening*/) {
  return made("retry_after_opening", "exim", effect_of_retries(terms.situation.waits),
              {"# begin retry, above the rule for all",
               terms.domain + "  *  F,5d," + number(retry_interval.count()) + "m",
               "# and a queue run as often: exim -q" + number(retry_interval.count()) +
                   "m (Debian: QUEUEINTERVAL in /etc/default/exim4)"});
}

Advice hours_hmailserver(const Terms& terms, const Opening& opening) {
  const std::int64_t retries = (opening.shut.count() + 60) / retry_interval.count() + 1;
  return made(
      "retry_after_opening", "hmailserver",
      "By default hMailServer gives up after 4 retries, an hour apart: mail for hours that "
      "are longer comes back. " +
          effect_of_retries(terms.situation.waits),
      {"Settings > Protocols > SMTP > Delivery of e-mail", "Number of retries: " + number(retries),
       "Minutes between every retry: " + number(retry_interval.count())});
}

// --- connections -------------------------------------------------------------------------------

std::int64_t connection_limit(const Terms& terms) {
  const ClaimCheck* claim = terms.situation.claim;
  if (claim != nullptr && claim->claim.kind == ClaimKind::concurrency && claim->claim.limit > 0) {
    return claim->claim.limit;
  }
  const auto& rule = terms.finding().rule;
  return rule && rule->threshold > 1 ? static_cast<std::int64_t>(rule->threshold) - 1 : 1;
}

std::vector<std::string> own_transport(const Terms& terms, std::string setting) {
  return {"# master.cf",
          terms.transport + " unix - - y - - smtp",
          "# main.cf",
          "transport_maps = hash:/etc/postfix/transport",
          std::move(setting),
          "# /etc/postfix/transport, then: postmap /etc/postfix/transport",
          terms.domain + "  " + terms.transport + ':'};
}

Advice connections(const Terms& terms, std::string_view server) {
  const std::int64_t limit = connection_limit(terms);
  const std::string text = "They refuse when more than " + number(limit) +
                           " of our sessions are open; kept at that, none is refused for it.";
  if (server == "postfix") {
    return made("fewer_connections", "postfix", text,
                own_transport(
                    terms, terms.transport + "_destination_concurrency_limit = " + number(limit)));
  }
  if (server == "exim") {
    return made(
        "fewer_connections", "exim",
        "Exim has no limit but one: with serialize_hosts it opens one connection at a time.",
        {"# in the smtp transport", "serialize_hosts = *." + terms.domain});
  }
  return made("fewer_connections", "hmailserver", text,
              {"Settings > Advanced > Performance", "Delivery threads: " + number(limit)});
}

// --- amounts -----------------------------------------------------------------------------------

struct Amount {
  std::int64_t messages = 0;
  std::int64_t seconds = 3600;
};

std::optional<Amount> amount_of(const Terms& terms) {
  const auto& rule = terms.finding().rule;
  if (terms.finding().kind == FindingKind::quota && rule && rule->threshold > 0) {
    Amount amount{.messages = static_cast<std::int64_t>(rule->threshold), .seconds = 3600};
    if (rule->model == Model::quota_minute) amount.seconds = 60;
    if (rule->model == Model::quota_day) amount.seconds = 86400;
    return amount;
  }
  return std::nullopt;
}

Advice amounts(const Terms& terms, const Amount& amount, std::string_view server) {
  const std::int64_t delay = (amount.seconds + amount.messages - 1) / amount.messages;
  const std::string text = "They take about " + number(amount.messages) + " messages in " +
                           number(amount.seconds / 60) + " min: one every " + number(delay) +
                           " s stays below that.";
  if (server == "postfix") {
    return made(
        "slower", "postfix", text,
        own_transport(terms, terms.transport + "_destination_rate_delay = " + number(delay) + "s"));
  }
  if (server == "exim") {
    return made(
        "slower", "exim",
        text + " Exim sends as fast as it can; what can be set is one connection at a time.",
        {"# in the smtp transport", "serialize_hosts = *." + terms.domain,
         "connection_max_messages = " + number(std::max<std::int64_t>(1, amount.messages / 10))});
  }
  return made("slower", "hmailserver", text + " hMailServer cannot be told so for one remote.", {});
}

// --- greylisting -------------------------------------------------------------------------------

Advice greylisting(const Terms& terms, std::string_view server) {
  const auto& rule = terms.finding().rule;
  constexpr std::int64_t usual = 300;
  const std::int64_t delay = rule && rule->delay >= minutes(1) ? rule->delay.count() : usual;
  const std::string text = "First attempts are put off and taken after about " +
                           number(delay / 60) + " min; a retry soon after that is all it takes.";
  if (server == "postfix") {
    return made("retry_in_time", "postfix", text,
                {"# main.cf", "minimal_backoff_time = " + number(delay + 30) + "s",
                 "queue_run_delay = " + number(std::min<std::int64_t>(300, delay + 30)) + "s"});
  }
  if (server == "exim") {
    return made("retry_in_time", "exim", text,
                {"# begin retry, above the rule for all",
                 terms.domain + "  *  F,1h," + number((delay + 59) / 60 + 1) +
                     "m; F,2h,15m; G,16h,1h,1.5; F,4d,6h"});
  }
  return made("retry_in_time", "hmailserver", text,
              {"Settings > Protocols > SMTP > Delivery of e-mail",
               "Minutes between every retry: " + number((delay + 59) / 60 + 1)});
}

// --- the rest ----------------------------------------------------------------------------------

void add_for_servers(const Terms& terms, std::vector<Advice>& advice) {
  const Finding& finding = terms.finding();
  const std::optional<Opening> opening = opening_of(finding);
  const std::optional<Amount> amount = amount_of(terms);
  for (const std::string& server : terms.situation.servers) {
    if (server != "postfix" && server != "exim" && server != "hmailserver") continue;
    if (finding.kind == FindingKind::curfew && opening) {
      advice.push_back(server == "postfix" ? hours_postfix(terms, *opening)
                       : server == "exim"  ? hours_exim(terms, *opening)
                                           : hours_hmailserver(terms, *opening));
    } else if (finding.kind == FindingKind::concurrency) {
      advice.push_back(connections(terms, server));
    } else if (amount) {
      advice.push_back(amounts(terms, *amount, server));
    } else if (finding.kind == FindingKind::greylist) {
      advice.push_back(greylisting(terms, server));
    }
  }
}

}  // namespace

std::vector<Advice> advise(const Situation& situation) {
  std::vector<Advice> advice;
  const Terms terms = terms_of(situation);
  add_for_servers(terms, advice);
  const detect::KindTraits& kind = detect::traits(situation.finding->kind);
  if (kind.advice != nullptr) advice.push_back(made(kind.advice_key, "", kind.advice, {}));
  return advice;
}

}  // namespace curfew::verdict
