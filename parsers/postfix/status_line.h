#pragma once

#include <string_view>

#include "curfew/event.h"
#include "postfix/peer.h"

namespace curfew::postfix {

enum class RelayKind : std::uint8_t { none, service, peer };

/// The attributes of a status line. Views into it.
struct StatusLine {
  std::string_view recipient;
  std::string_view original_recipient;
  RelayKind relay_kind = RelayKind::none;
  Peer relay;
  int connection_use = 0;
  Milliseconds delay{-1};
  Milliseconds duration{-1};  ///< connection set-up and transmission: c and d of delays=a/b/c/d
  std::string_view delays;    ///< "a/b/c/d"
  EnhancedCode enhanced_code;
  std::string_view status;
  std::string_view reason;
  bool cut = false;
};

/// Takes the attributes in their fixed order and never looks backwards, so that neither an address
/// nor a reply can forge one. Attributes it does not know are passed over; Postfix before 2.3 has
/// no delays, no dsn and no port. `full`: see Text. False when the status is missing.
bool read_status_line(std::string_view text, bool full, StatusLine& line) noexcept;

/// "0.09", "71766": seconds with up to three decimals; negative when it is no number.
Milliseconds read_seconds(std::string_view text) noexcept;

}  // namespace curfew::postfix
