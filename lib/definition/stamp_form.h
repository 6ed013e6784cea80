#pragma once

#include <string>
#include <string_view>

#include "curfew/time.h"

namespace curfew::definition {

/// How a server writes a moment.
class StampForm {
 public:
  /// "rfc3339" (also with a blank between date and time), "rfc3164", "tai64n", "epoch" (seconds,
  /// with a fraction or without), or a form in the letters of strftime: %Y %y %m %d %e %b %H %I %M
  /// %S %p %f (a fraction) %z %a. False, with what is wrong, where it is none of these.
  static bool read(std::string_view words, StampForm& form, std::string& wrong);

  /// Reads the whole text. False where it is no such moment.
  bool read_stamp(std::string_view text, Stamp& stamp) const noexcept;

 private:
  enum class Kind { rfc3339, rfc3164, tai64n, epoch, letters };
  Kind kind_ = Kind::rfc3339;
  std::string letters_;
};

}  // namespace curfew::definition
