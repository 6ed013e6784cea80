#include "trace/life.h"

#include <algorithm>

namespace curfew::trace {
namespace {

constexpr std::size_t look_back = 64;  // moments; recipients of a message are often tried together

bool is_untried(const Event& event) noexcept {
  return event.kind == EventKind::attempt && event.outcome == Outcome::deferred &&
         event.contacted == Contacted::no;
}

void set(std::string& member, std::string_view text) {
  if (member.empty() && !text.empty()) member = text.substr(0, Life::longest_text);
}

}  // namespace

bool Life::is_over_at(const Event& event) const noexcept {
  if (event.kind != EventKind::message || event.state != MessageState::received) return false;
  const bool other_id =
      !event.message_id.empty() && !hop.message_id.empty() && event.message_id != hop.message_id;
  return ended || other_id;
}

void Life::fill_hop(const Event& event) {
  set(hop.instance, event.instance);
  set(hop.message_id, event.message_id);
  set(hop.sender, event.sender);
  set(hop.client_host, event.client_host);
  set(hop.client_ip, event.client_ip);
  if (hop.size == 0) hop.size = event.size;
  if (event.kind != EventKind::message) return;
  if (event.state == MessageState::received && !hop.arrived) hop.arrived = event.time;
  if (event.state == MessageState::removed) {
    ended = true;
    if (!hop.removed) hop.removed = event.time;
  }
}

// Deferrals in a row for which our server did not try are one moment.
bool Life::fold(const Event& event) {
  if (!is_untried(event)) return false;
  const std::size_t least = moments_.size() - std::min(look_back, moments_.size());
  for (std::size_t i = moments_.size(); i > least; --i) {
    Moment& moment = moments_[i - 1];
    if (moment.facts.kind != EventKind::attempt) continue;
    if (text(moment.pieces[Moment::recipient]) != event.recipient) continue;
    if (moment.facts.contacted != Contacted::no || moment.facts.outcome != Outcome::deferred) {
      return false;
    }
    ++moment.facts.times;
    moment.facts.until = std::max(moment.facts.until, event.time);
    return true;
  }
  return false;
}

// A connection that was lost after the refusal tells nothing; other recipients' refusals do.
bool Life::is_end_of_refused(const Event& event) const noexcept {
  if (event.kind != EventKind::session || event.repeats == 0 || event.reply.code != 0) return false;
  const std::size_t least = moments_.size() - std::min(look_back, moments_.size());
  return std::any_of(moments_.begin() + static_cast<std::ptrdiff_t>(least), moments_.end(),
                     [&](const Moment& one) { return one.facts.line == event.repeats; });
}

// The attempt tells the same contact, and of whom.
void Life::drop_repeated(const Event& event) {
  if (event.repeats == 0 || event.kind == EventKind::session) return;
  const std::size_t least = moments_.size() - std::min(look_back, moments_.size());
  for (std::size_t i = moments_.size(); i > least; --i) {
    const TraceFacts& facts = moments_[i - 1].facts;
    if (facts.kind != EventKind::session || facts.line != event.repeats) continue;
    moments_.erase(moments_.begin() + static_cast<std::ptrdiff_t>(i - 1));
    return;
  }
}

Piece Life::keep(std::string_view given, Moment::Text which) {
  given = given.substr(0, longest_text);
  if (given.empty()) return {};
  // Retries say the same again.
  for (std::size_t i = moments_.size(); i > 0 && i + 4 > moments_.size(); --i) {
    const Piece& piece = moments_[i - 1].pieces[which];
    if (text(piece) == given) return piece;
  }
  const Piece piece{static_cast<std::uint32_t>(text_.size()),
                    static_cast<std::uint32_t>(given.size())};
  text_ += given;
  return piece;
}

void Life::add(const Event& event, std::uint32_t source, const Counted& counted) {
  const bool is_first_arrival = !hop.arrived;
  const bool was_ended = ended;
  fill_hop(event);
  if (only_counted) return;
  const bool message = event.kind == EventKind::message;
  if (message && event.state == MessageState::received && !is_first_arrival) return;
  // Of interest only where the log begins in the middle of a life.
  if (message &&
      (event.state == MessageState::queued || event.state == MessageState::sender_known) &&
      (hop.arrived || !moments_.empty())) {
    return;
  }
  if (event.kind == EventKind::retry || event.kind == EventKind::destination ||
      event.kind == EventKind::rejection || event.kind == EventKind::notice ||
      event.kind == EventKind::connection) {
    return;
  }
  if (message && event.state == MessageState::removed && was_ended) {
    if (event.reply.text.empty()) return;
    std::erase_if(moments_, [](const Moment& one) {  // this tells where it went
      return one.facts.state == MessageState::removed;
    });
  }
  if (fold(event) || is_end_of_refused(event)) return;
  drop_repeated(event);
  if (moments_.size() >= most_moments) {
    ++left_out;
    return;
  }
  Moment moment;
  TraceFacts& facts = moment.facts;
  facts.time = facts.until = event.time;
  facts.kind = event.kind;
  facts.state = event.state;
  facts.outcome = event.outcome;
  facts.contacted = event.contacted;
  facts.stage = event.stage;
  facts.error_source = event.error_source;
  facts.error_class = event.error_class;
  facts.remote_kind = event.remote_kind;
  facts.remote_port = event.remote_port;
  facts.reply_code = event.reply.code;
  facts.enhanced_code = event.reply.enhanced ? event.reply.enhanced : event.enhanced_code;
  facts.action = event.action;
  facts.reused = event.reused;
  facts.cut = event.cut;
  facts.duration = event.duration;
  facts.line = event.line;
  moment.source = source;
  moment.pieces = {keep(event.recipient, Moment::recipient),
                   keep(event.original_recipient, Moment::original),
                   keep(event.remote_host, Moment::host),
                   keep(event.remote_ip, Moment::ip),
                   keep(event.provider_code, Moment::provider_code),
                   keep(event.reply.text, Moment::reply),
                   keep(counted.remote, Moment::remote),
                   keep(counted.code, Moment::code)};
  moments_.push_back(moment);
}

void Life::forget_moments() {
  moments_ = {};
  text_ = {};
}

std::size_t Life::bytes() const noexcept {
  return sizeof(Life) + 256 + moments_.capacity() * sizeof(Moment) + text_.capacity();
}

TraceStep Life::step(const Moment& moment) const {
  TraceStep step;
  static_cast<TraceFacts&>(step) = moment.facts;
  step.recipient = text(moment.pieces[Moment::recipient]);
  step.original_recipient = text(moment.pieces[Moment::original]);
  step.remote_host = text(moment.pieces[Moment::host]);
  step.remote_ip = text(moment.pieces[Moment::ip]);
  step.provider_code = text(moment.pieces[Moment::provider_code]);
  step.reply_text = text(moment.pieces[Moment::reply]);
  step.remote = text(moment.pieces[Moment::remote]);
  step.code = text(moment.pieces[Moment::code]);
  return step;
}

bool Life::happened_in(const Period& period) const noexcept {
  return std::ranges::any_of(moments_, [&](const Moment& moment) {
    return period.contains(moment.facts.time) || period.contains(moment.facts.until);
  });
}

}  // namespace curfew::trace
