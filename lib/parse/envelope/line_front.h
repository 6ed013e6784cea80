#pragma once

#include <string_view>

namespace curfew::parse {

/// Whether a line of a mail log may begin here: any stamp that take_loose_stamp knows; a record of
/// quoted fields; a JSON object.
bool begins_log_line(std::string_view text) noexcept;

/// The line without what people and their tools put in front of it: blanks, quotes of mail ("> "),
/// the file and the number that grep gives, the numbers of `cat -n`, a name that `kubectl logs
/// --prefix` and its like give, the mark of inline code. The line itself where no log line begins
/// behind such a front.
std::string_view without_front(std::string_view line) noexcept;

/// A line that tools put between those of a log: "```" or "~~~" above and below pasted text, with a
/// language or without; tail's "==> mail.log <=="; grep's "--" between groups.
bool is_between_lines(std::string_view line) noexcept;

}  // namespace curfew::parse
