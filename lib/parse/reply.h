#pragma once

#include <string_view>

#include "curfew/event.h"
#include "curfew/smtp.h"

namespace curfew::parse {

/// Reads "421 4.7.0 text" as a mail server logs it, with the lines of a longer reply joined by
/// `line_break`: one blank, or the two characters \n. RFC 5321 section 4.2.1.
///
/// All lines of a reply share one code; the enhanced code is that of the last line that has one,
/// also of another class than the code (remotes do send "550 4.7.1"). A last line that the logger
/// dropped is not missed. Text that does not begin with a code gives code 0 and is kept whole. The
/// text of a longer reply is written into `events`.
Reply read_reply(std::string_view raw, std::string_view line_break, Events& events);

}  // namespace curfew::parse
