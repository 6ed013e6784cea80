#include "curfew/trace.h"
#include "redact/places.h"

namespace curfew {
namespace {

TraceHop redacted_hop(const TraceHop& hop, const Redactor& redactor) {
  TraceHop shown = hop;
  shown.log_host = redactor.host(hop.log_host, HostRole::own);
  shown.instance = redactor.instance(hop.instance);
  shown.message_id = redactor.message_id(hop.message_id);
  shown.sender = redactor.address(hop.sender);
  shown.client_host = redactor.host(hop.client_host, HostRole::client);
  shown.client_ip = redactor.host(hop.client_ip, HostRole::client);
  return shown;
}

TraceStep redacted_step(const TraceStep& step, const Redactor& redactor) {
  TraceStep shown = step;
  const HostRole role =
      redact::is_private_address(step.remote_ip) ? HostRole::own : HostRole::remote;
  shown.recipient = redactor.address(step.recipient);
  shown.original_recipient = redactor.address(step.original_recipient);
  shown.remote_host = redactor.host(step.remote_host, role);
  shown.remote_ip = redactor.host(step.remote_ip, role);
  shown.reply_text = redactor.reply(step.reply_text);
  shown.source = redactor.source(step.source);
  shown.remote.clear();  // nothing more is to be explained
  shown.code.clear();
  return shown;
}

}  // namespace

Traces redacted(const Traces& traces, const Redactor& redactor) {
  if (!redactor.hides()) return traces;
  Traces shown = traces;
  // What was asked for may be an address, a message id or a queue id.
  shown.query.clear();
  for (Trace& story : shown.messages) {
    for (TraceHop& hop : story.hops) hop = redacted_hop(hop, redactor);
    for (TraceStep& step : story.steps) step = redacted_step(step, redactor);
    const bool is_domain = story.why.grouping == Grouping::domain;
    story.why.remote = is_domain ? redactor.domain(story.why.remote)
                                 : redactor.host(story.why.remote, HostRole::remote);
    story.why.code = redactor.reply(story.why.code);
  }
  return shown;
}

}  // namespace curfew
