#include "postfix/delivery.h"

#include <algorithm>

#include "postfix/reason.h"
#include "postfix/status_line.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

struct Status {
  std::string_view word;
  Outcome outcome;
  bool probe;
};

// soft_bounce makes a bounce a deferral; the deliverable family answers an address check.
constexpr Status statuses[] = {
    {"deferred", Outcome::deferred, false},
    {"sent", Outcome::delivered, false},
    {"bounced", Outcome::bounced, false},
    {"SOFTBOUNCE", Outcome::deferred, false},
    {"deliverable", Outcome::delivered, true},
    {"undeliverable", Outcome::bounced, true},
    {"undeliverable-but-not-cached", Outcome::bounced, true},
};

const Status* find_status(std::string_view word) noexcept {
  const auto* const found = std::ranges::find(statuses, word, &Status::word);
  return found == std::end(statuses) ? nullptr : found;
}

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b,
                            [](char x, char y) { return text::to_lower(x) == text::to_lower(y); });
}

// A failed query about another name than the recipient's domain: that of an MX host, or of the host
// or domain a transport sends to.
void set_lookup(const Reason& reason, Event& event, Events& events) {
  event.remote_kind = RemoteKind::smtp;
  if (same_name(reason.lookup_name, domain_of(event.recipient))) return;
  if (reason.lookup_type == "MX") {
    event.remote_domain = reason.lookup_name;
    return;
  }
  set_remote({.host = reason.lookup_name, .ip = {}, .port = 0, .socket = false}, Program::mail,
             event, events);
  if (event.error_class == ErrorClass::no_such_domain) {
    event.error_class = ErrorClass::no_mail_host;
  }
}

// `asked`: an agent of this machine tried and gives its reason.
void set_local_words(std::string_view words, bool asked, Event& event) noexcept {
  while (words.ends_with(' ')) words.remove_suffix(1);  // pipe(8) leaves one behind output
  event.reply = {.code = 0, .enhanced = {}, .text = words};
  event.remote_kind = RemoteKind::local;
  event.contacted = Contacted::no;
  if (event.outcome == Outcome::delivered || event.outcome == Outcome::discarded) return;
  event.error_source = ErrorSource::local;
  event.error_class = ErrorClass::local_error;
  if (asked) event.contacted = Contacted::yes;
}

// Nobody is named in relay=: a failed connect or query, an echo of one, or a local agent.
void conclude_without_relay(const Reason& reason, Program program, Event& event, Events& events) {
  if (event.outcome == Outcome::delivered && !event.probe) event.outcome = Outcome::discarded;
  if (!reason.known) {
    set_local_words(reason.text, false, event);
    if (!event.cut) return;
    event.remote_kind = RemoteKind::unknown;  // what is left of a sentence tells nothing
    event.contacted = Contacted::unknown;
    event.error_source = ErrorSource::none;
    event.error_class = ErrorClass::none;
    return;
  }
  set_reason(reason, event, events);
  event.contacted = reason.contacted == Contacted::unknown ? Contacted::no : reason.contacted;
  if (reason.peer.named()) set_remote(reason.peer, program, event, events);
  if (!reason.lookup_name.empty()) set_lookup(reason, event, events);
}

void conclude_with_peer(const Peer& relay, const Reason& reason, Program program, Event& event,
                        Events& events) {
  if (reason.known || !reason.reply.empty()) {
    set_reason(reason, event, events);
  } else {
    set_local_words(reason.text, true, event);
  }
  event.contacted = reason.contacted == Contacted::unknown ? Contacted::yes : reason.contacted;
  set_remote(relay, program, event, events);
  if (event.outcome != Outcome::delivered) return;
  event.error_source = ErrorSource::none;
  event.error_class = ErrorClass::none;
  event.stage = Stage::unknown;
}

Outcome outcome_of(const Status& status, EnhancedCode verdict) noexcept {
  const bool may_change = status.probe && verdict.status == 4;
  return may_change ? Outcome::deferred : status.outcome;
}

void set_attributes(const StatusLine& line, Event& event) noexcept {
  event.recipient = line.recipient.empty() ? std::string_view("<>") : line.recipient;
  event.original_recipient = line.original_recipient;
  event.enhanced_code = line.enhanced_code;
  event.delay = line.delay;
  event.duration = line.duration;
  event.reused = line.connection_use > 1;
  event.connection_use = static_cast<std::uint16_t>(std::clamp(line.connection_use, 0, 65535));
  event.cut = line.cut;
}

}  // namespace

bool read_delivery(const Text& text, Events& events) {
  StatusLine line;
  if (!read_status_line(text.words, text.full, line)) return false;
  const Status* const status = find_status(line.status);
  if (status == nullptr) return false;
  Event& event = events.add();
  event.kind = EventKind::attempt;
  event.outcome = outcome_of(*status, line.enhanced_code);
  event.probe = status->probe;
  event.queue_id = text.queue_id;
  set_attributes(line, event);
  if (line.relay_kind == RelayKind::service) {
    set_local_words(line.reason, true, event);
    return true;
  }
  const Reason reason = read_reason(line.reason);
  if (line.relay_kind == RelayKind::peer) {
    conclude_with_peer(line.relay, reason, text.program, event, events);
  } else {
    conclude_without_relay(reason, text.program, event, events);
  }
  return true;
}

}  // namespace curfew::postfix
