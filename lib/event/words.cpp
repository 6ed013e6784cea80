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

}  // namespace curfew
