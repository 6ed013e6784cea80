#pragma once

#include "curfew/trace.h"
#include "page/text.h"

namespace curfew::trace {

/// Where the message is, and why, in one sentence without a period: "waiting since ...: cox.example
/// refuses every day from 17:00 to 07:00 with 421 AUP#CXCNCT; it opens at 2020-06-24 07:00".
page::Text why_of(const Trace& story, const TimeZone& zone);

}  // namespace curfew::trace
