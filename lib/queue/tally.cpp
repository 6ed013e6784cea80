#include "queue/tally.h"

#include <algorithm>
#include <tuple>

#include "smtp/domain.h"
#include "smtp/steady_text.h"

namespace curfew::queue {
namespace {

constexpr std::size_t longest_reason = 1000;

void widen(const Entry& entry, std::optional<Instant>& oldest, std::string* example) {
  if (!entry.arrived || (oldest && *oldest <= *entry.arrived)) return;
  oldest = entry.arrived;
  if (example != nullptr) *example = entry.id;
}

// What the remote said, without its name: Postfix' words before a reply.
std::string_view said_in(std::string_view reason) noexcept {
  for (const std::string_view before : {" said: ", " refused to talk to me: "}) {
    const std::size_t at = reason.find(before);
    if (at != reason.npos) return reason.substr(at + before.size());
  }
  return reason;
}

}  // namespace

// A reason that names another host of the remote is the same reason: "host x said: ...". So is one
// that our own server repeats without asking again.
WaitingMail* Tally::group_of(const Waiting& one) {
  const std::string domain(smtp::domain_of(one.address));
  constexpr std::string_view repeated = "delivery temporarily suspended: ";
  std::string_view reason = one.reason;
  if (reason.starts_with(repeated)) reason.remove_prefix(repeated.size());
  const std::string_view said = said_in(reason);
  std::string key = domain + '\n';
  smtp::append_steady(key, said);
  const auto found = places_.find(key);
  if (found != places_.end()) return &listing_.waiting[found->second];
  if (listing_.waiting.size() == QueueListing::most_groups) {
    listing_.more = true;
    return nullptr;
  }
  places_.emplace(std::move(key), listing_.waiting.size());
  WaitingMail& group = listing_.waiting.emplace_back();
  group.domain = domain;
  group.reason = reason.substr(0, longest_reason);
  const Classification classified = classifier_.classify({.reply = read_pasted_reply(said)});
  group.cause = classified.cause;
  group.provider = classified.provider;
  return &group;
}

void Tally::add(const Entry& entry) {
  ++listing_.messages;
  listing_.bytes += entry.size;
  listing_.held += entry.held ? 1U : 0U;
  listing_.recipients += entry.waiting.size();
  widen(entry, listing_.oldest, nullptr);
  for (const Waiting& one : entry.waiting) {
    WaitingMail* const group = group_of(one);
    if (group == nullptr) continue;
    ++group->recipients;
    if (group->example.empty()) group->example = entry.id;
    widen(entry, group->oldest, &group->example);
  }
}

QueueListing Tally::finish() {
  std::ranges::stable_sort(listing_.waiting, [](const WaitingMail& a, const WaitingMail& b) {
    return std::tuple(b.recipients, a.oldest.value_or(Instant::max())) <
           std::tuple(a.recipients, b.oldest.value_or(Instant::max()));
  });
  return std::move(listing_);
}

}  // namespace curfew::queue
