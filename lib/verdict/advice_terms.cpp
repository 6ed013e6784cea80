#include "verdict/advice_terms.h"

#include <algorithm>

namespace curfew::verdict {
namespace {

constexpr std::size_t most_domains = 3;

}  // namespace

// ".net" would be a whole domain of the top level to a table of a server's.
bool is_plain_name(std::string_view name) {
  char before = '.';
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!is_letter && c != '.' && c != '-') return false;
    if (before == '.' && !is_letter) return false;
    before = c;
  }
  return before != '.' && before != '-' && name.size() <= 253;
}

// Behind a relay only some of its domains are refused: those alone are meant then.
Terms terms_of(const Situation& situation) {
  Terms terms{.situation = situation, .domains = {}};
  const std::vector<std::string>& refused = situation.finding->domains;
  for (const std::string& domain : refused.empty() ? situation.domains : refused) {
    if (!is_plain_name(domain)) continue;
    if (terms.domains.size() == most_domains) {
      terms.more_domains = true;
      break;
    }
    terms.domains.push_back(domain);
  }
  if (terms.domains.empty()) terms.domains.emplace_back("their.domain.example");
  return terms;
}

std::string number(std::int64_t n) {
  return std::to_string(n);
}

std::string time_text(Milliseconds time) {
  const std::int64_t all = std::chrono::round<std::chrono::minutes>(time).count();
  if (all < 60) return number(all) + " min";
  return number(all / 60) + " h" + (all % 60 == 0 ? "" : ' ' + number(all % 60) + " min");
}

Advice made(const char* key, std::string text) {
  return {.key = key, .server = {}, .text = std::move(text), .lines = {}};
}

std::string in_their_words(const Situation& situation, RemedyKind kind) {
  std::string words;
  for (const Format* const format : situation.servers) {
    const ServerKnowledge* const server = format->server();
    const std::string_view own = server == nullptr ? std::string_view() : server->words_for(kind);
    if (own.empty()) continue;
    words += words.empty() ? " (" : "; ";
    words += server->title();
    words += ": ";
    words += own;
  }
  return words.empty() ? words : words + ')';
}

// A list of hosts that is not whole, or that untrusted words spoils, is none.
Remedy remedy_of(const Terms& terms, RemedyKind kind) {
  constexpr std::size_t most_hosts = 5;
  const Finding& finding = terms.finding();
  Remedy remedy;
  remedy.kind = kind;
  remedy.domains = terms.domains;
  remedy.more_domains = terms.more_domains;
  if (finding.hosts.size() <= most_hosts && std::ranges::all_of(finding.hosts, is_plain_name)) {
    remedy.hosts = finding.hosts;
  }
  if (is_plain_name(finding.remote)) remedy.remote = finding.remote;
  return remedy;
}

}  // namespace curfew::verdict
