#pragma once

#include "curfew/event.h"
#include "hmailserver/record.h"

namespace curfew::hmailserver {

/// Reads what the server answered a client with a 4xx or 5xx reply (type SMTPD, "SENT: 550 Unknown
/// user") and its own errors (type ERROR): an event of kind rejection or notice. False, and no
/// event, where the record says neither.
bool read_inbound(const Record& record, Event& event, Events& events);

}  // namespace curfew::hmailserver
