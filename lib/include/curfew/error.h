#pragma once

// What the library throws, and how untrusted text is shown. An Error is a value: it may be kept
// and copied.
//
//     try {
//       throw curfew::Error(curfew::ErrorCode::unreadable, "a.log: no such file", "Look again.");
//     } catch (const curfew::Error& error) {
//       std::cerr << curfew::printable(error.what()) << ' ' << error.remedy();
//     }

#include <stdexcept>
#include <string>
#include <string_view>

#include "curfew/export.h"
#include "curfew/hints.h"

namespace curfew {

/// What went wrong while things were set up. A log line is never an error.
enum class ErrorCode {
  unreadable,      ///< a file that is missing, forbidden, a folder, or fails while it is read
  compressed,      ///< data this build does not unpack
  unknown_zone,    ///< a time zone that the system's database does not have
  bad_value,       ///< an option's value that cannot be meant
  unknown_format,  ///< a log format of that name does not exist, or none was recognized
  bad_pattern,     ///< a regular expression that does not compile
  bad_catalogue,   ///< a catalogue file that cannot be read as one, or an entry that is no use
  bad_definition,  ///< a definition of a log format that is wrong, or whose samples are not met
  archive,         ///< files in a file, or text in units of four bytes: no log as it is
};

/// Thrown at the door, never on the path of lines. what() is one sentence that names the thing, as
/// it was given: show it through printable();
/// remedy() is what to do about it, or empty; hint() is what a program can add in its own words.
class CURFEW_API Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& sentence, std::string remedy = {},
        Hint hint = Hint::none, std::string data = {});
  ErrorCode code() const noexcept { return code_; }
  const std::string& remedy() const noexcept { return remedy_; }
  Hint hint() const noexcept { return hint_; }
  const std::string& hint_data() const noexcept { return hint_data_; }
  /// What to do about it, with the program's words.
  std::string remedy(const Hints& hints) const { return hints.after(remedy_, hint_, hint_data_); }

 private:
  ErrorCode code_;
  Hint hint_;
  std::string remedy_;
  std::string hint_data_;
};

/// Untrusted text (of a log, a file's name) so that a terminal shows it and does nothing else,
/// as reports show it: what drives a terminal or is no UTF-8 as "\x1b", what turns text around or
/// is not seen as "<U+202E>".
CURFEW_API std::string printable(std::string_view text);

}  // namespace curfew
