#include <algorithm>
#include <cmath>

#include "verdict/advice_terms.h"

namespace curfew::verdict {
namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 86400;

// As many as are still taken: the rule names the first number that is refused.
std::int64_t most_taken(const Finding& finding) {
  if (!finding.rule || finding.rule->threshold < 2) return 0;
  return static_cast<std::int64_t>(finding.rule->threshold) - 1;
}

struct Amount {
  std::int64_t messages = 0;
  std::int64_t seconds = hour;
  const char* span = "an hour";

  double a_day() const {
    return static_cast<double>(messages) * static_cast<double>(day / seconds);
  }
};

std::optional<Amount> amount_of(const Finding& finding) {
  if (!finding.rule || finding.rule->threshold == 0) return std::nullopt;
  Amount amount{.messages = static_cast<std::int64_t>(finding.rule->threshold)};
  if (finding.rule->model == Model::quota_minute) {
    amount.seconds = minute;
    amount.span = "a minute";
  } else if (finding.rule->model == Model::quota_day) {
    amount.seconds = day;
    amount.span = "a day";
  }
  return amount;
}

bool exceeds(const Terms& terms, const Amount& amount) {
  return terms.situation.messages_a_day > amount.a_day();
}

// Exim's list of their hosts.
std::string hosts_of(const Terms& terms) {
  constexpr std::size_t most = 5;
  const Finding& finding = terms.finding();
  if (finding.hosts.empty() || finding.hosts.size() > most ||
      !std::ranges::all_of(finding.hosts, is_plain_name)) {
    return is_plain_name(finding.remote) ? "*." + finding.remote : "their.hosts.example";
  }
  std::string list;
  for (const std::string& host : finding.hosts) list += (list.empty() ? "" : " : ") + host;
  return list;
}

}  // namespace

std::optional<Advice> about_connections(const Terms& terms, std::string_view server) {
  const std::int64_t limit = most_taken(terms.finding());
  if (limit == 0) return std::nullopt;
  const std::string text = "They refuse when more than " + number(limit) +
                           " of our sessions are open; kept at that, none is refused for it.";
  if (server == "postfix") {
    return made("fewer_connections", "postfix", text, own_transport(terms, number(limit), "", ""));
  }
  if (server == "exim") {
    return made("fewer_connections", "exim",
                "They refuse when more than " + number(limit) +
                    " of our sessions are open. Exim has no limit but one: with serialize_hosts it "
                    "opens one connection at a time.",
                {"# in the smtp transport", "serialize_hosts = " + hosts_of(terms)});
  }
  if (server == "hmailserver") {
    return made("fewer_connections", "hmailserver", text + " It is a setting for all remotes.",
                {"Settings > Advanced > Performance", "Delivery threads: " + number(limit)});
  }
  return std::nullopt;
}

// Nothing where the server's own default is as low already.
std::optional<Advice> about_limit(const Terms& terms, std::string_view server) {
  constexpr std::int64_t postfix_recipients = 50;
  constexpr std::int64_t exim_recipients = 100;
  constexpr std::int64_t exim_messages = 500;
  const std::int64_t limit = most_taken(terms.finding());
  if (limit == 0) return std::nullopt;
  if (terms.finding().rule->model == Model::connection_messages) {
    const std::string text = "They take " + number(limit) +
                             (limit == 1 ? " message" : " messages") +
                             " in a connection and refuse the next; with a new connection after so "
                             "many, none is refused for it.";
    if (server == "postfix") {
      return made(
          "fewer_messages_in_connection", "postfix", text,
          own_transport(terms, "-", "smtp_connection_reuse_count_limit=" + number(limit), ""));
    }
    if (server == "exim" && limit < exim_messages) {
      return made("fewer_messages_in_connection", "exim", text,
                  {"# in the smtp transport", "connection_max_messages = " + number(limit)});
    }
    return std::nullopt;
  }
  const std::string text = "They take " + number(limit) +
                           (limit == 1 ? " recipient" : " recipients") +
                           " of a message at once and refuse the others; sent in portions, none is "
                           "refused for it.";
  if (server == "postfix" && limit < postfix_recipients) {
    return made("fewer_recipients", "postfix", text,
                own_transport(terms, "-", "",
                              std::string(transport_name) +
                                  "_destination_recipient_limit = " + number(limit)));
  }
  if (server == "exim" && limit < exim_recipients) {
    return made("fewer_recipients", "exim", text,
                {"# in the smtp transport", "max_rcpt = " + number(limit)});
  }
  return std::nullopt;
}

// Whether what we want to send fits at all: beyond the quota no schedule helps.
std::optional<Advice> about_demand(const Terms& terms) {
  const std::optional<Amount> amount = amount_of(terms.finding());
  const double wanted = terms.situation.messages_a_day;
  if (!amount || wanted <= 0) return std::nullopt;
  const std::string takes =
      "They take about " + number(amount->messages) + " messages " + amount->span;
  const std::string want =
      "we want to send about " + number(std::llround(std::max(1.0, wanted))) + " a day";
  if (exceeds(terms, *amount)) {
    return made("ask_for_more", "",
                takes + ", and " + want +
                    ": that is more, so sending slower does not help. Ask their postmaster for a "
                    "higher limit, or send less.",
                {});
  }
  if (amount->seconds == day) {
    return made("spread", "",
                takes + ", and " + want +
                    " on average, which fits: what is refused are days with more. Spread bulk mail "
                    "over days, or ask their postmaster for a higher limit.",
                {});
  }
  return std::nullopt;
}

// Where a burst would have to wait for minutes between two messages, slowing down costs more than
// the refusals do.
std::optional<Advice> about_amount(const Terms& terms, std::string_view server) {
  const std::optional<Amount> amount = amount_of(terms.finding());
  if (!amount || amount->seconds == day || exceeds(terms, *amount)) return std::nullopt;
  constexpr std::int64_t slowest = 120;
  const std::int64_t delay = (amount->seconds + amount->messages - 1) / amount->messages;
  const std::string takes =
      "They take about " + number(amount->messages) + " messages " + amount->span;
  if (server == "postfix" && delay <= slowest) {
    return made("slower", "postfix",
                takes + ": one every " + number(delay) +
                    " s stays below that, and a burst leaves one by one instead of being refused.",
                own_transport(terms, "-", "",
                              std::string(transport_name) +
                                  "_destination_rate_delay = " + number(delay) + 's'));
  }
  const char* known =
      server == "postfix" || server == "exim" || server == "hmailserver" ? server.data() : nullptr;
  if (known == nullptr) return std::nullopt;
  return made("slower", known,
              takes + ". " +
                  (server == "postfix" ? "Sent one by one, mail would wait longer than it does"
                   : server == "exim"  ? "Exim cannot be told so for one remote"
                                       : "hMailServer cannot be told so for one remote") +
                  ": have bulk mail handed over in portions below that.",
              {});
}

}  // namespace curfew::verdict
