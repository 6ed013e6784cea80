#pragma once

// A report as a mail, for whoever sends mails:
//
//     curfew::Mail mail;
//     mail.to = "root";
//     mail.subject = curfew::subject_of(curfew::Report());
//     mail.text = "Nothing needs you.\n";
//     curfew::write_mail(mail, std::cout);

#include <iosfwd>
#include <string>
#include <string_view>

#include "curfew/export.h"
#include "curfew/report.h"
#include "curfew/time.h"

namespace curfew {

/// What a mail is made of. All text is UTF-8.
struct Mail {
  std::string to;       ///< an address, or the name of a mailbox of this machine
  std::string from;     ///< likewise; empty: whoever sends it puts it in
  std::string subject;  ///< one line; what came from outside has been cleaned
  std::string report;   ///< which one it is, a word for filters: "daily"
  std::string text;     ///< the page, its lines ended by "\n"
  std::string html;     ///< the same for a browser; empty: there is none
  Instant date{};
  std::string host;  ///< of this machine, for the message's id
};

/// Whether a mail can be sent to it as it stands: one address without a name, quotation marks,
/// blanks and commas, or the name of a mailbox.
CURFEW_API bool is_mail_address(std::string_view text) noexcept;

/// RFC 5322, with text and page beside one another (multipart/alternative), ASCII, no line longer
/// than 76 characters but for that of a long address; lines end with "\n". The same mail gives the
/// same bytes, and the same id. Throws Error (bad_value) for what is no address or no word.
CURFEW_API void write_mail(const Mail& mail, std::ostream& out);

/// The gravest thing that a report says, in one line of plain words, cleaned.
CURFEW_API std::string subject_of(const Report& report);

}  // namespace curfew
