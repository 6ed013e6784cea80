#pragma once

#include <string_view>

#include "text/cursor.h"

namespace curfew::exim {

/// "final (parent, ...) <original>", with which delivery, deferral and failure lines begin. `final`
/// may be an address, a local part, "|command", "/file", ">autoreply" or ":blackhole:".
struct Addresses {
  std::string_view final;
  std::string_view original;

  /// `final` is an address, so the mail may have left the machine.
  bool final_is_address() const noexcept;
  /// Whom the line is about: the final address, else the one it came from.
  std::string_view recipient() const noexcept;
  /// The address before redirection, where it differs from the recipient.
  std::string_view redirected_from() const noexcept;
};

/// Leaves the cursor at the first field (" R=..."), at " defer", at ": text", or at the end.
Addresses read_addresses(text::Cursor& cursor) noexcept;

}  // namespace curfew::exim
