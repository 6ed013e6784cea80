#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::postfix {

/// What a failed connect means, by the system's words for it (strerror).
struct ConnectFailure {
  std::string_view words;
  ErrorClass error_class = ErrorClass::none;
  ErrorSource error_source = ErrorSource::network;
  Contacted contacted = Contacted::yes;  ///< no: the packet never left our machine
};

const ConnectFailure& connect_failure(std::string_view words) noexcept;

/// What a failed DNS query means: "Host not found, try again" ...
ErrorClass lookup_failure(std::string_view why) noexcept;

/// Sentences in which Postfix speaks of itself and names nobody.
struct OwnWords {
  std::string_view words;
  Stage stage = Stage::unknown;
  Contacted contacted = Contacted::unknown;
  ErrorSource error_source = ErrorSource::local;
  ErrorClass error_class = ErrorClass::local_error;
};

/// Null when the text does not begin with one.
const OwnWords* own_words(std::string_view text) noexcept;

}  // namespace curfew::postfix
