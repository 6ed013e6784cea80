#pragma once

#include <cstdint>
#include <string_view>

#include "curfew/event.h"
#include "postfix/tag.h"
#include "text/cursor.h"

namespace curfew::postfix {

/// The other side as Postfix names it: "host[ip]", "host[ip]:port", "host[/path/of/socket]".
struct Peer {
  std::string_view host;
  std::string_view ip;
  std::uint16_t port = 0;
  bool socket = false;  ///< a UNIX-domain socket; the host is then our own name

  bool named() const noexcept { return !host.empty(); }
};

/// Reads one off the front; leaves the cursor where it was when there is none.
bool read_peer(text::Cursor& cursor, Peer& peer) noexcept;

/// Writes host (lower case, no dot at its end), address, port and kind into the event. What
/// has a socket, or stands on this machine and has no name but "localhost", is a content filter or
/// a mail store, no remote: the mail it took went to nobody.
void set_remote(const Peer& peer, Program program, Event& event, Events& events);

}  // namespace curfew::postfix
