#pragma once

#include <string_view>

#include "curfew/event.h"
#include "curfew/smtp.h"

namespace curfew::parse {

/// Reads "421 4.7.0 text" as a mail server logs it, with the lines of a longer reply joined by
/// `line_break`: one blank in Postfix, the two characters \n in Exim. RFC 5321 section 4.2.1.
///
/// The code is that of the last line, else of the first (a logger may have dropped the rest); the
/// enhanced code is that of the last line that has one. Text that does not begin with a code gives
/// code 0 and is kept whole. The text of a longer reply is written into `events`.
Reply read_reply(std::string_view raw, std::string_view line_break, Events& events);

}  // namespace curfew::parse
