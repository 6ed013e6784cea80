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

/// Whether untrusted text may stand in a configuration.
bool is_plain_name(std::string_view name);

std::string number(std::int64_t n);
std::string time_text(Milliseconds time);
/// Advice to anybody, whatever server they run.
Advice made(const char* key, std::string text);
/// " (TITLE: WORDS; TITLE: WORDS)" of the servers that have words for it; empty where none has.
std::string in_their_words(const Situation& situation, RemedyKind kind);

/// A remedy of that kind, with what of the terms may stand in a configuration.
Remedy remedy_of(const Terms& terms, RemedyKind kind);

/// Nothing where nothing helps.
std::optional<Remedy> against_hours(const Terms& terms, const RetryFacts& retries);
std::optional<Remedy> against_connections(const Terms& terms);
std::optional<Remedy> against_limit(const Terms& terms);
std::optional<Remedy> against_amount(const Terms& terms);
std::optional<Remedy> against_greylist(const Terms& terms);
std::optional<Remedy> against_ipv6(const Terms& terms);

/// Nothing where there is nothing to be said.
std::optional<Advice> about_returned_mail(const Terms& terms);
std::optional<Advice> about_demand(const Terms& terms);

}  // namespace curfew::verdict
