#include "trace/ending.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace curfew::trace {
namespace {

Ending ending_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::delivered:
      return Ending::delivered;
    case Outcome::bounced:
      return Ending::bounced;
    case Outcome::expired:
      return Ending::expired;
    case Outcome::discarded:
      return Ending::discarded;
    case Outcome::deferred:
    case Outcome::held:
    case Outcome::interrupted:
      return Ending::deferred;
    case Outcome::unknown:
      break;
  }
  return Ending::open;
}

}  // namespace

// What a hop hands to the next one ends there.
Ending ending_of(const Trace& story) {
  std::map<std::pair<std::size_t, std::string_view>, Ending> last;
  for (const TraceStep& step : story.steps) {
    const bool handed_on = !story.hops[step.hop].next.empty();
    if (step.kind == EventKind::attempt) {
      if (handed_on && step.outcome == Outcome::delivered) continue;
      last[{step.hop, step.recipient}] = ending_of(step.outcome);
    } else if (step.kind == EventKind::message && step.state == MessageState::expired) {
      for (auto& [who, ending] : last) {
        if (who.first == step.hop && ending == Ending::deferred) ending = Ending::expired;
      }
    } else if (step.action == InboundAction::rejected || step.action == InboundAction::discarded) {
      const bool rejected = step.action == InboundAction::rejected;
      last[{step.hop, step.recipient}] = rejected ? Ending::rejected : Ending::discarded;
    } else if (step.state == MessageState::removed && step.reply_text.starts_with("requeued")) {
      std::erase_if(last, [&](const auto& one) {  // requeued: who still waits goes with it
        return one.first.first == step.hop && one.second == Ending::deferred;
      });
    }
  }
  if (last.empty()) return Ending::open;
  const Ending first = last.begin()->second;
  if (std::ranges::all_of(last, [&](const auto& one) { return one.second == first; })) return first;
  const bool waits = std::ranges::any_of(last, [](const auto& one) {
    return one.second == Ending::deferred || one.second == Ending::open;
  });
  return waits ? Ending::deferred : Ending::partly;
}

const char* name(Ending ending) noexcept {
  switch (ending) {
    case Ending::open:
      return "open";
    case Ending::deferred:
      return "deferred";
    case Ending::delivered:
      return "delivered";
    case Ending::partly:
      return "partly_delivered";
    case Ending::bounced:
      return "bounced";
    case Ending::expired:
      return "expired";
    case Ending::discarded:
      return "discarded";
    case Ending::rejected:
      return "rejected";
  }
  return "open";
}

}  // namespace curfew::trace
