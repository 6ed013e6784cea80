#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verdict/advice.h"

namespace curfew::verdict {

/// Of a situation, what advice names.
struct Terms {
  const Situation& situation;
  /// Whose mail it is about, to be put into a configuration: never empty, never more than a few.
  std::vector<std::string> domains;
  bool more_domains = false;  ///< than these

  const Finding& finding() const { return *situation.finding; }
};
Terms terms_of(const Situation& situation);

/// Whether strangers' words may stand in a configuration.
bool is_plain_name(std::string_view name);

std::string number(std::int64_t n);
std::string time_text(Milliseconds time);
Advice made(const char* key, const char* server, std::string text, std::vector<std::string> lines);

/// Postfix: a transport of its own for these domains, so that nobody else's mail is touched.
/// `processes`: how many at once, or "-"; `option`: for master.cf, may be empty; `setting`: for
/// main.cf, likewise.
std::vector<std::string> own_transport(const Terms& terms, const std::string& processes,
                                       const std::string& option, const std::string& setting);
/// The name of that transport.
constexpr const char* transport_name = "slow";

/// Nothing where there is nothing to be said for that server.
std::optional<Advice> about_hours(const Terms& terms, std::string_view server);
std::optional<Advice> about_returned_mail(const Terms& terms);
std::optional<Advice> about_connections(const Terms& terms, std::string_view server);
std::optional<Advice> about_limit(const Terms& terms, std::string_view server);
std::optional<Advice> about_amount(const Terms& terms, std::string_view server);
std::optional<Advice> about_demand(const Terms& terms);
std::optional<Advice> about_greylist(const Terms& terms, std::string_view server);
std::optional<Advice> about_ipv6(std::string_view server);

}  // namespace curfew::verdict
