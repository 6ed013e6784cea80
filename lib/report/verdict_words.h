#pragma once

#include <string>

#include "curfew/report.h"

namespace curfew::report {

/// Whether a finding is our own doing, as far as the log tells.
enum class Fault : std::uint8_t { theirs, ours, nobodys, unknown };
Fault fault_of(const ReportFinding& one) noexcept;

/// "No", "Yes", "Perhaps not": the answer to "is it our fault?", in a sentence with its reason.
std::string fault_words(const ReportFinding& one);

/// "by chance less than once in a million logs; no other explanation fits nearly as well".
std::string how_sure(const Finding& finding);

/// "421 AUP#CXCNCT at banner: "<host> cmsmtp <ip> blocked."": the code, and with which words.
std::string reply_words(const ReportCode& code);

/// "which means, as Cox documents: more than 10 concurrent connections".
std::string claim_words(const ClaimCheck& check);

/// "127 messages waited 12 h 5 min (median), 16 h 28 min at most: ...".
std::string wait_words(const WaitShares& waits, bool closed_hours);

/// What it does in two or three words: "closed 17:00 to 07:00".
std::string label_of(const Finding& finding);

}  // namespace curfew::report
