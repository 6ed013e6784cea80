#include "postfix/session.h"

#include "postfix/reason.h"
#include "text/scan.h"

namespace curfew::postfix {

bool read_session(const Text& text, Events& events) {
  // Without an id only a connection that failed is told; far more lines tell of TLS.
  if (text.queue_id.empty() && !text::starts_with(text.words, "connect to ")) return false;
  const Reason reason = read_reason(text.words);
  const bool about_a_server = reason.peer.named() || reason.error_source == ErrorSource::tls ||
                              reason.error_source == ErrorSource::dns;
  if (!reason.known || reason.suspended || !about_a_server) return false;
  if (text.queue_id.empty() && reason.stage != Stage::connect) return false;
  Event& event = events.add();
  event.kind = EventKind::session;
  event.outcome = Outcome::deferred;  // the message goes on to the next host, or waits
  event.queue_id = text.queue_id;
  event.cut = text.full || reason.incomplete;
  set_reason(reason, event, events);
  event.contacted = reason.contacted;
  if (reason.peer.named()) set_remote(reason.peer, text.program, event, events);
  return true;
}

}  // namespace curfew::postfix
