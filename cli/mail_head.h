#pragma once

#include "command_line.h"
#include "curfew/mail.h"

namespace curfew::cli {

/// A mail from and to whom --mail-from and --mail-to say, of now and of this machine; what it says
/// is still missing. `report` is a word for filters. Throws UsageError.
Mail mail_head(const CommandLine& line, const char* report);

/// How a page is written as the text of a mail.
TextOptions mail_text(TextOptions options);

}  // namespace curfew::cli
