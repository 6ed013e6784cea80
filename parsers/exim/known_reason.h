#pragma once

#include <string_view>

#include "curfew/event.h"

namespace curfew::exim {

/// A text of Exim's own, or of the system, and what it means.
struct KnownReason {
  std::string_view begins;
  std::string_view contains;  ///< somewhere behind; empty when the beginning is enough
  Stage stage = Stage::unknown;
  ErrorSource source = ErrorSource::local;
  ErrorClass error = ErrorClass::local_policy;
  Contacted contacted = Contacted::no;
  Outcome outcome = Outcome::unknown;
  RemoteKind remote_kind = RemoteKind::unknown;
  bool host_follows = false;  ///< "name [address]" stands right behind the beginning
};

/// The system's words for a failed connection, alone or with ": " behind them.
const KnownReason* find_system_error(std::string_view text) noexcept;

/// What Exim says when no remote spoke.
const KnownReason* find_known_reason(std::string_view text) noexcept;

}  // namespace curfew::exim
