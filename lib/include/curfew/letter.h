#pragma once

#include <iosfwd>
#include <vector>

#include "curfew/export.h"
#include "curfew/redact.h"
#include "curfew/report.h"
#include "curfew/samples.h"

namespace curfew {

/// What a letter to a remote's postmaster is made of. Finding and report as they are in the log:
/// the letter hides people by itself.
struct Letter {
  const Report* report = nullptr;
  const ReportFinding* finding = nullptr;
  std::vector<Sample> refused;
  std::vector<Sample> accepted;
};

/// The letter as text: problem, since when, counts, our side, samples, the question. Lines are at
/// most 76 columns wide, but for replies.
CURFEW_API void write_letter(const Letter& letter, const Redactor& redactor, std::ostream& out);

/// The same as a message to be opened and sent by a mail program (RFC 5322, 8-bit UTF-8): a draft,
/// without date and sender.
CURFEW_API void write_letter_mail(const Letter& letter, const Redactor& redactor,
                                  std::ostream& out);

/// The samples as CSV.
CURFEW_API void write_letter_samples(const Letter& letter, const Redactor& redactor,
                                     std::ostream& out);

}  // namespace curfew
