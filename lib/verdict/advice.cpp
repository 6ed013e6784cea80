#include "verdict/advice.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "detect/kinds.h"
#include "verdict/advice_terms.h"

namespace curfew::verdict {
namespace {

bool is_ipv6(std::string_view name) noexcept {
  return name.find(':') != std::string_view::npos;
}

// An address of theirs, or hosts known by nothing but such addresses.
bool is_about_ipv6(const Finding& finding) noexcept {
  return is_ipv6(finding.remote) || is_ipv6(finding.address) ||
         (!finding.hosts.empty() && std::ranges::all_of(finding.hosts, is_ipv6));
}

// Refused for good: there is no retry that could be made better.
bool is_for_good(const Finding& finding) noexcept {
  if (finding.counts.returned != 0) return finding.counts.returned * 2 > finding.counts.refused;
  return finding.code.starts_with('5');
}

// What a block or hours ask for is asked no more once they are over.
bool is_over(const Finding& finding) noexcept {
  return !finding.active &&
         (finding.kind == FindingKind::curfew || finding.kind == FindingKind::block);
}

// The same for all servers, but for how long each goes on trying.
std::optional<Remedy> remedy_against(const Terms& terms, const RetryFacts& retries) {
  const Finding& finding = terms.finding();
  switch (finding.kind) {
    case FindingKind::curfew:
      if (is_for_good(finding) || finding.taken_elsewhere) return std::nullopt;
      return against_hours(terms, retries);
    case FindingKind::block:
      if (is_about_ipv6(finding)) return against_ipv6(terms);
      return std::nullopt;
    case FindingKind::concurrency:
      return against_connections(terms);
    case FindingKind::limit:
      return against_limit(terms);
    case FindingKind::quota:
      return against_amount(terms);
    case FindingKind::greylist:
      if (finding.taken_elsewhere) return std::nullopt;
      return against_greylist(terms);
    default:
      return std::nullopt;
  }
}

std::optional<Advice> for_server(const Terms& terms, const Format& format) {
  const ServerKnowledge* const server = format.server();
  if (server == nullptr) return std::nullopt;
  const std::optional<Remedy> remedy = remedy_against(terms, server->retries());
  if (!remedy) return std::nullopt;
  std::optional<Advice> advice = server->advise(*remedy);
  if (!advice) return std::nullopt;
  advice->key = name(remedy->kind);
  advice->server = format.name();
  return advice;
}

// The letter is about this finding, whichever is the gravest.
Advice with_letter(Advice advice, const Finding& finding) {
  advice.hint = Hint::letter;
  advice.hint_data = finding.id;
  return advice;
}

// What they ask for is a name of ours: a reverse one, or the one we greet with.
std::optional<Advice> about_our_names(const Situation& situation) {
  const ClaimCheck* claim = situation.claim;
  if (claim == nullptr || claim->verdict == ClaimVerdict::clock ||
      claim->verdict == ClaimVerdict::does_not_fit) {
    return std::nullopt;
  }
  const std::string late =
      situation.finding->taken_elsewhere
          ? "No mail is late because of it: another host takes what this one refuses. "
          : "";
  if (claim->claim.kind == ClaimKind::ptr) {
    return made("mend_reverse_name",
                late +
                    "It is ours to mend, there is nothing to ask them: have whoever gives us our "
                    "address give it a reverse name (PTR) that leads back to it.");
  }
  if (claim->claim.kind == ClaimKind::helo) {
    return made("mend_greeting",
                late +
                    "It is ours to mend, there is nothing to ask them: greet with a full name "
                    "that leads to our address" +
                    in_their_words(situation, RemedyKind::greet_with_name) + '.');
  }
  return std::nullopt;
}

// That something was taken before is said only where it was.
Advice about_block(const Finding& finding) {
  std::string text = "Nothing is taken";
  if (!finding.address.empty() || !finding.of_remote.empty()) {
    text = "This host takes nothing of ours";
  } else if (finding.counts.accepted != 0) {
    text += " any more";
  }
  if (!finding.source.empty()) text += " from " + finding.source;
  return with_letter(made("write_to_postmaster", text + ": ask their postmaster."), finding);
}

std::optional<Advice> for_anybody(const Situation& situation) {
  const Finding& finding = *situation.finding;
  const detect::KindTraits& kind = detect::traits(finding.kind);
  if (std::optional<Advice> ours = about_our_names(situation)) return ours;
  if (finding.taken_elsewhere) {
    return with_letter(
        made("nothing_late",
             "No mail is late because of it: another host takes what this one refuses. Their "
             "postmaster may want to know."),
        finding);
  }
  if (finding.kind == FindingKind::block) return about_block(finding);
  if (kind.advice == nullptr) return std::nullopt;
  Advice advice = made(kind.advice_key, kind.advice);
  return kind.by_letter ? with_letter(std::move(advice), finding) : advice;
}

// Whose mail is late wants to hear it from us first.
std::optional<Advice> for_senders(const Situation& situation) {
  const Finding& finding = *situation.finding;
  if (attention_of(finding) != Attention::act || finding.taken_elsewhere) return std::nullopt;
  const bool late = situation.waits != nullptr;
  const bool returned = finding.counts.returned != 0;
  if (!late && !returned) return std::nullopt;
  Advice advice =
      made("tell_senders", std::string("Tell those whose mail ") + (late ? "is late" : "") +
                               (late && returned ? " or " : "") + (returned ? "came back." : "."));
  advice.hint = Hint::affected;
  advice.hint_data = finding.id;
  return advice;
}

}  // namespace

std::vector<Advice> advise(const Situation& situation) {
  std::vector<Advice> advice;
  const Finding& finding = *situation.finding;
  if (is_over(finding)) return advice;
  const Terms terms = terms_of(situation);
  const auto add = [&advice](std::optional<Advice> one) {
    if (one) advice.push_back(std::move(*one));
  };
  if (finding.kind == FindingKind::curfew && is_for_good(finding)) add(about_returned_mail(terms));
  std::optional<Advice> demand;
  if (finding.kind == FindingKind::quota) demand = about_demand(terms);
  if (demand) add(with_letter(*demand, finding));
  for (const Format* const server : situation.servers) add(for_server(terms, *server));
  if (!demand) add(for_anybody(situation));
  if (!advice.empty()) add(for_senders(situation));
  return advice;
}

}  // namespace curfew::verdict
