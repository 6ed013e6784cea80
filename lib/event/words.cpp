#include "curfew/event.h"

namespace curfew {

const char* name(EventKind kind) noexcept {
  switch (kind) {
    case EventKind::attempt:
      return "attempt";
    case EventKind::session:
      return "session";
    case EventKind::message:
      return "message";
    case EventKind::retry:
      return "retry";
    case EventKind::destination:
      return "destination";
    case EventKind::rejection:
      return "rejection";
    case EventKind::notice:
      return "notice";
    case EventKind::connection:
      return "connection";
  }
  return "attempt";
}

const char* name(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::unknown:
      return "unknown";
    case Outcome::delivered:
      return "delivered";
    case Outcome::deferred:
      return "deferred";
    case Outcome::bounced:
      return "bounced";
    case Outcome::expired:
      return "expired";
    case Outcome::held:
      return "held";
    case Outcome::discarded:
      return "discarded";
    case Outcome::interrupted:
      return "interrupted";
  }
  return "unknown";
}

const char* name(Contacted contacted) noexcept {
  switch (contacted) {
    case Contacted::unknown:
      return "unknown";
    case Contacted::yes:
      return "yes";
    case Contacted::no:
      return "no";
  }
  return "unknown";
}

const char* name(RemoteKind kind) noexcept {
  switch (kind) {
    case RemoteKind::unknown:
      return "unknown";
    case RemoteKind::smtp:
      return "smtp";
    case RemoteKind::lmtp:
      return "lmtp";
    case RemoteKind::local:
      return "local";
  }
  return "unknown";
}

const char* name(MessageState state) noexcept {
  switch (state) {
    case MessageState::none:
      return "none";
    case MessageState::received:
      return "received";
    case MessageState::queued:
      return "queued";
    case MessageState::sender_known:
      return "sender_known";
    case MessageState::removed:
      return "removed";
    case MessageState::frozen:
      return "frozen";
    case MessageState::thawed:
      return "thawed";
    case MessageState::expired:
      return "expired";
  }
  return "none";
}

const char* name(InboundAction action) noexcept {
  switch (action) {
    case InboundAction::none:
      return "none";
    case InboundAction::rejected:
      return "rejected";
    case InboundAction::warned:
      return "warned";
    case InboundAction::held:
      return "held";
    case InboundAction::discarded:
      return "discarded";
  }
  return "none";
}

const char* name(RejectReason reason) noexcept {
  switch (reason) {
    case RejectReason::none:
      return "none";
    case RejectReason::dnsbl:
      return "dnsbl";
    case RejectReason::greylisted:
      return "greylisted";
    case RejectReason::unknown_user:
      return "unknown_user";
    case RejectReason::relay_denied:
      return "relay_denied";
    case RejectReason::rate:
      return "rate";
    case RejectReason::helo:
      return "helo";
    case RejectReason::client:
      return "client";
    case RejectReason::sender:
      return "sender";
    case RejectReason::recipient:
      return "recipient";
    case RejectReason::sender_policy:
      return "sender_policy";
    case RejectReason::size:
      return "size";
    case RejectReason::content:
      return "content";
    case RejectReason::tls:
      return "tls";
    case RejectReason::auth:
      return "auth";
    case RejectReason::protocol:
      return "protocol";
    case RejectReason::server:
      return "server";
    case RejectReason::policy:
      return "policy";
  }
  return "none";
}

const char* name(Severity severity) noexcept {
  switch (severity) {
    case Severity::none:
      return "none";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
    case Severity::fatal:
      return "fatal";
    case Severity::panic:
      return "panic";
  }
  return "none";
}

}  // namespace curfew
