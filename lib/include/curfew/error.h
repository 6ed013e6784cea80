#pragma once

#include <stdexcept>
#include <string>

#include "curfew/export.h"

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

/// Thrown at the door, never on the path of lines. what() is one sentence that names the thing;
/// remedy() is what to do about it, or empty.
class CURFEW_API Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& sentence, std::string remedy = {});
  ErrorCode code() const noexcept { return code_; }
  const std::string& remedy() const noexcept { return remedy_; }

 private:
  ErrorCode code_;
  std::string remedy_;
};

}  // namespace curfew
