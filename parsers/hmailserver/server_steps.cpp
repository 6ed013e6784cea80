#include <algorithm>

#include "hmailserver/server.h"
#include "text/cursor.h"

namespace curfew::hmailserver {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

}  // namespace

Server::Server() : tried_(most_tried) {
  deliveries_.reserve(most_deliveries);
  sessions_.reserve(most_sessions);
}

// Kept by an earlier run: every place is one.
bool Server::is_sound() const noexcept {
  const auto has_session = [this](const Delivery& delivery) {
    return delivery.session <= sessions_.size();
  };
  const auto has_delivery = [this](const Session& session) {
    return session.delivery <= deliveries_.size();
  };
  const bool facts_fit =
      domains_.size() == addresses_.size() && (domains_.empty() || domains_.size() == most_facts);
  if (deliveries_.size() > most_deliveries || sessions_.size() > most_sessions || !facts_fit ||
      tried_.size() != most_tried || !std::ranges::all_of(deliveries_, has_session) ||
      !std::ranges::all_of(sessions_, has_delivery)) {
    return false;
  }
  const Unfinished& at = unfinished_;
  return at.session <= sessions_.size() && at.delivery <= deliveries_.size() &&
         (at.delivery == 0 || deliveries_[at.delivery - 1].has_refusal(at.refusal));
}

LineUse Server::step(const Record& record, const Step& step, const Moment& at, Events& events) {
  if (first_ == Instant{}) first_ = at.time;
  const std::size_t before = events.size();
  sweep(at, events);
  switch (step.kind) {
    case StepKind::of_no_use:
      return LineUse::ignored;
    case StepKind::not_understood:
      return LineUse::unknown;
    case StepKind::starting:
      restart(events);
      break;
    case StepKind::delivering:
      return delivering(record.thread, step, at, events);
    case StepKind::connect_failed:
      return connect_failed(record.thread, step, at, events);
    case StepKind::connected:
    case StepKind::handshake_failed:
    case StepKind::timed_out:
    case StepKind::session_ended:
      session_step(step, events);
      break;
    default:
      if (Delivery* const delivery = delivery_on(record.thread)) {
        return thread_step(*delivery, step, at, events);
      }
  }
  return events.size() == before ? LineUse::ignored : LineUse::reported;
}

bool Server::was_tried(std::string_view number) const noexcept {
  std::uint64_t value = 0;
  text::Cursor(number).take_number(value);
  return tried_[value % tried_.size()] == value;
}

// A number is given to a message as it arrives, and they only grow. In a log's first hour the
// retries of older messages come along, so there it takes an arrival that was seen.
bool Server::is_new(std::string_view number, const Moment& at) noexcept {
  constexpr std::uint64_t out_of_order = 16;  // threads
  std::uint64_t value = 0;
  text::Cursor(number).take_number(value);
  std::uint64_t& place = tried_[value % tried_.size()];
  const bool tried = place == value;
  place = value;
  const bool grown = value > highest_;
  const bool recent = value + out_of_order > highest_;
  highest_ = std::max(highest_, value);
  if (tried || !recent) return false;
  if (at.time - first_ >= hours(1)) return true;
  return grown && accepted_ != Instant{} && at.time - accepted_ <= seconds(10);
}

LineUse Server::delivering(std::uint64_t thread, const Step& step, const Moment& at,
                           Events& events) {
  seen_.deliveries = true;
  Delivery* delivery = delivery_on(thread);
  if (delivery == nullptr) {
    const auto free = std::ranges::find(deliveries_, false, &Delivery::open);
    if (free != deliveries_.end()) {
      delivery = &*free;
    } else if (deliveries_.size() < most_deliveries) {
      delivery = &deliveries_.emplace_back();
    } else {
      delivery = &*std::ranges::min_element(deliveries_, {},
                                            [](const Delivery& one) { return one.started.line; });
    }
  }
  if (delivery->open) {  // its last line is missing
    conclude(*delivery, nullptr, events);
    delivery->open = false;
  }
  delivery->begin(thread, step.number, step.sender, step.recipients, at);
  delivery->retried = was_tried(step.number);
  const bool first = is_new(step.number, at);
  Event& event =
      tell_message(first ? MessageState::received : MessageState::queued, *delivery, at, events);
  event.sender = events.keep(step.sender);
  return LineUse::reported;
}

LineUse Server::thread_step(Delivery& delivery, const Step& step, const Moment& at,
                            Events& events) {
  const std::size_t before = events.size();
  bool told = false;
  switch (step.kind) {
    case StepKind::looking_up:
      told = end_connect(delivery, events);
      delivery.begin_domain(step.host);
      break;
    case StepKind::relaying:
      told = end_connect(delivery, events);
      delivery.begin_relay(step.host);
      break;
    case StepKind::lookup_failed:
      delivery.lookup_error.assign(step.text.substr(0, longest_reply));
      break;
    case StepKind::choosing_host:
      told = end_connect(delivery, events);
      choose_host(delivery, step);
      break;
    case StepKind::creating:
      told = end_connect(delivery, events);
      delivery.announced_session = step.session;
      break;
    case StepKind::connecting:
      told = connecting(delivery, step, at, events);
      break;
    case StepKind::to_myself:
      if (!delivery.connecting) delivery.begin_connect(at);
      delivery.connect_error.assign(step.text.substr(0, longest_reply));
      delivery.connect_source = ErrorSource::local;
      break;
    case StepKind::no_servers:
      told = no_servers(delivery, step, at, events);
      break;
    case StepKind::refused_by_policy:
      told = by_policy(delivery, step, at, events);
      break;
    case StepKind::not_delivered:
      if (Recipient* const recipient = delivery.find(step.recipients)) {
        delivery.let_go(*recipient, Standing::settled);
      }
      break;
    case StepKind::held:
      hold_back(delivery, at, events);
      break;
    case StepKind::scheduled:
      conclude(delivery, &at, events);
      delivery.to_be_retried = true;
      break;
    case StepKind::returned:
      conclude(delivery, &at, events);
      tell_message(MessageState::expired, delivery, at, events);
      break;
    case StepKind::completed:
    case StepKind::deleted:
      complete(delivery, at, events);
      break;
    default:
      break;
  }
  return told || events.size() != before ? LineUse::reported : LineUse::ignored;
}

}  // namespace curfew::hmailserver
