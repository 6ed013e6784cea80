#include "queue/tally.h"

#include <algorithm>
#include <tuple>

#include "smtp/domain.h"
#include "smtp/steady_text.h"

namespace curfew::queue {
namespace {

constexpr std::size_t longest_reason = 1000;

void widen(const QueuedMessage& entry, std::optional<Instant>& oldest, std::string* example) {
  if (!entry.arrived || (oldest && *oldest <= *entry.arrived)) return;
  oldest = entry.arrived;
  if (example != nullptr) *example = entry.id;
}

}  // namespace

// A reason that names another host of the remote is the same reason: what was said counts.
WaitingMail* Tally::group_of(const QueuedRecipient& one) {
  const std::string domain(smtp::domain_of(one.address));
  std::string key = domain + '\n';
  smtp::append_steady(key, one.said);
  const auto found = places_.find(key);
  if (found != places_.end()) return &listing_.waiting[found->second];
  if (listing_.waiting.size() == QueueListing::most_groups) {
    listing_.more = true;
    return nullptr;
  }
  places_.emplace(std::move(key), listing_.waiting.size());
  WaitingMail& group = listing_.waiting.emplace_back();
  group.domain = domain;
  group.reason = one.reason.substr(0, longest_reason);
  const Classification classified = classifier_.classify({.reply = read_pasted_reply(one.said)});
  group.cause = classified.cause;
  group.provider = classified.provider;
  return &group;
}

void Tally::add(const QueuedMessage& entry) {
  ++listing_.messages;
  listing_.bytes += entry.size;
  listing_.held += entry.held ? 1U : 0U;
  listing_.recipients += entry.waiting.size();
  widen(entry, listing_.oldest, nullptr);
  for (const QueuedRecipient& one : entry.waiting) {
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
