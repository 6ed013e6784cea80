#include "correlate/correlator.h"

#include <algorithm>
#include <utility>

#include "correlate/correlator_state.h"

namespace curfew {
namespace {

using correlate::Keys;

void widen(Instant time, std::optional<Instant>& first, std::optional<Instant>& last) noexcept {
  if (!first || time < *first) first = time;
  if (!last || time > *last) last = time;
}

// Which of the events from `from` to `to` lie in the period is known by the slot.
void widen_by_slots(const Ledger& ledger, const Period& period, std::optional<Instant> from,
                    std::optional<Instant> to, std::optional<Instant>& first,
                    std::optional<Instant>& last) {
  if (!from || !to) return;
  for (TrafficSlot slot : ledger.traffic(period)) {
    slot.counts.rejected = 0;  // is no event of those
    if (slot.counts == Traffic{}) continue;
    const Instant begin = start_of(slot.slot);
    const Instant end = begin + slot_length - Milliseconds(1);
    widen(std::max(begin, *from), first, last);
    widen(std::min(end, *to), first, last);
  }
}

bool is_joined(EventKind kind) noexcept {
  return kind == EventKind::attempt || kind == EventKind::session || kind == EventKind::message;
}

}  // namespace

const char* name(Grouping grouping) noexcept {
  switch (grouping) {
    case Grouping::provider:
      return "provider";
    case Grouping::host:
      return "host";
    case Grouping::ip:
      return "ip";
    case Grouping::domain:
      return "domain";
  }
  return "provider";
}

Correlator::Correlator(Grouping grouping, std::shared_ptr<const Catalogue> catalogue)
    : state_(std::make_unique<State>(grouping, std::move(catalogue))) {}
Correlator::Correlator(const Correlator& other) {
  other.state_->contacts.finish();
  state_ = std::make_unique<State>(*other.state_);
}
Correlator Correlator::like(const Correlator& other) {
  Correlator empty(other.state_->remotes.grouping());
  empty.state_->period = other.state_->period;
  empty.state_->evidence_of_all = other.state_->evidence_of_all;
  if (other.state_->ledger.counts_alone()) empty.count_alone();
  return empty;
}
Correlator::~Correlator() = default;
Correlator::Correlator(Correlator&&) noexcept = default;
Correlator& Correlator::operator=(Correlator&&) noexcept = default;

Keys Correlator::State::keys_of(const Event& event) {
  if (!is_joined(event.kind)) return {};
  return {.message = messages.key_of(correlate::id_of(event)),
          .party = event.kind == EventKind::message ? text::HashPair{} : remotes.key_of(event)};
}

void Correlator::add(Events& events) {
  State& state = *state_;
  state.listener = &on_attempt;
  state.contact_listener = &on_contact;
  if (state.is_resting) wake();
  listen_to_counting();
  for (std::size_t i = 0; i < events.size(); ++i) {
    Event& event = events[i];
    const Keys keys = state.keys_of(event);
    const bool outbound = event.kind != EventKind::rejection && event.kind != EventKind::notice &&
                          event.kind != EventKind::connection;
    if (outbound) {
      widen(event.time, state.first_of_all, state.last_of_all);
      if (state.counted(event.time)) widen(event.time, state.first, state.last);
    }
    if (event.action == InboundAction::rejected && state.is_evidence(event.time)) {
      ++state.traffic_at(event.time).rejected;
    }
    switch (event.kind) {
      case EventKind::message:
        state.message(event, keys, events);
        break;
      case EventKind::attempt:
      case EventKind::session:
        state.attempt(event, keys, events);
        break;
      case EventKind::retry:
      case EventKind::destination:
      case EventKind::rejection:
      case EventKind::notice:
      case EventKind::connection:
        break;
    }
  }
}

// It may have been moved since.
void Correlator::listen_to_counting() {
  State& state = *state_;
  if (!on_counted) return;
  state.counting_listener = [this](const Contact& contact, const Ledger::Counted& counted) {
    on_counted(*this, contact, counted);
  };
  state.contacts.tell(&state.counting_listener);
}

void Correlator::count_only(const Period& period) {
  state_->period = period.in_whole_slots();
}

void Correlator::narrow_to(const Period& period) {
  State& state = *state_;
  state.period = period.in_whole_slots();
  if (!state.period.since && !state.period.until) return;
  state.evidence_of_all = true;
  const std::optional<Instant> first = std::exchange(state.first, std::nullopt);
  const std::optional<Instant> last = std::exchange(state.last, std::nullopt);
  widen_by_slots(state.ledger, state.period, first, last, state.first, state.last);
}

void Correlator::know_span(std::optional<Instant> first, std::optional<Instant> last) noexcept {
  state_->first = first;
  state_->last = last;
}

const Period& Correlator::period() const noexcept {
  return state_->period;
}

void Correlator::take_evidence_of_all() {
  state_->evidence_of_all = true;
}

void Correlator::count_alone() noexcept {
  state_->ledger.count_alone();
}

void Correlator::share_work() noexcept {
  if (!on_counted) state_->contacts.share();
}

bool Correlator::help() {
  return state_->contacts.help();
}

const Names& Correlator::names() const noexcept {
  return state_->names;
}
const Ledger& Correlator::ledger() const {
  state_->contacts.finish();
  return state_->ledger;
}

Ledger& Correlator::own_ledger() {
  state_->contacts.finish();
  return state_->ledger;
}

Totals Correlator::totals() const {
  Totals totals;
  for (const TrafficSlot& slot : state_->ledger.traffic(state_->period)) totals += slot.counts;
  totals.still_open = state_->messages.live() + state_->others_open;
  totals.dropped = state_->messages.dropped() + state_->others_dropped;
  return totals;
}

const RemoteFacts* Correlator::remote(Name remote) const noexcept {
  return state_->remotes.find(remote);
}

bool Correlator::too_many_remotes() const noexcept {
  return state_->remotes.too_many();
}

const CodeFacts* Correlator::code(Name remote, Name code) const noexcept {
  return state_->codes.find(remote, code);
}

void Correlator::wake() {
  state_->remotes.wake();
  state_->codes.wake();
  state_->is_resting = false;
}

void Correlator::rest() noexcept {
  state_->remotes.rest();
  state_->codes.rest();
  state_->is_resting = true;
}

void Correlator::settle() {
  listen_to_counting();
  state_->contacts.settle();
}

void Correlator::count_due() {
  listen_to_counting();
  state_->contacts.count_due();
}

void Correlator::add(const Correlator& other) {
  State& state = *state_;
  const State& theirs = *other.state_;
  state.ledger.add(theirs.ledger);
  state.remotes.add(theirs.remotes);
  state.codes.add(theirs.codes);
  state.others_open += theirs.messages.live() + theirs.others_open;
  state.others_dropped += theirs.messages.dropped() + theirs.others_dropped;
  const auto add_span = [](std::optional<Instant> from, std::optional<Instant> to,
                           std::optional<Instant>& first, std::optional<Instant>& last) {
    if (from) widen(*from, first, last);
    if (to) widen(*to, first, last);
  };
  if (theirs.period.since || theirs.period.until || !(state.period.since || state.period.until)) {
    add_span(theirs.first, theirs.last, state.first, state.last);
  } else {
    // When they counted nobody had chosen a period.
    widen_by_slots(theirs.ledger, state.period, theirs.first, theirs.last, state.first, state.last);
  }
  add_span(theirs.first_of_all, theirs.last_of_all, state.first_of_all, state.last_of_all);
}

std::optional<Instant> Correlator::first_event() const noexcept {
  return state_->first;
}
std::optional<Instant> Correlator::last_event() const noexcept {
  return state_->last;
}
std::optional<Instant> Correlator::first_of_all() const noexcept {
  return state_->first_of_all;
}
std::optional<Instant> Correlator::last_of_all() const noexcept {
  return state_->last_of_all;
}
std::optional<Instant> Correlator::last_evidence() const noexcept {
  return state_->evidence_of_all ? state_->last_of_all : state_->last;
}

}  // namespace curfew
