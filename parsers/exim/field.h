#pragma once

#include <string_view>

#include "curfew/event.h"
#include "text/cursor.h"

namespace curfew::exim {

/// "mx.example.net [192.0.2.7]:25*", the star for a connection that was used before.
struct Host {
  std::string_view name;
  std::string_view ip;
  std::string_view local_ip{};  // I=: our own address
  std::uint16_t port = 0;
  bool reused = false;
};

/// Reads the host that stands behind " H=", and what may follow its address: PRX=, I=, TFO. A name
/// alone (local deliveries) leaves `ip` empty.
Host read_host(text::Cursor& cursor) noexcept;

/// "<address>" without the brackets. A quoted local part may hold anything.
bool read_angle(text::Cursor& cursor, std::string_view& address) noexcept;

/// "\"text\"" without the quotes and with its backslashes; an end that is missing is forgiven.
bool read_quoted(text::Cursor& cursor, std::string_view& text) noexcept;

/// "3m45s", "1d2h", "0.166s" as Exim writes durations; negative when it is none.
Milliseconds read_duration(std::string_view text) noexcept;

/// Sets the event's remote; a name that only repeats the address is left out.
void set_remote(const Host& host, Event& event, Events& events);

}  // namespace curfew::exim
