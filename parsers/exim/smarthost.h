#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "curfew/event.h"
#include "text/state.h"

namespace curfew::exim {

/// The relay that a server without a way of its own hands all its mail to. Lines about one domain
/// or another ("retry time not reached for any host for 'example.net'") leave out that it is this
/// one host that is waited for; the transport's name tells: "remote_smtp_smarthost" (Debian),
/// "smarthost_smtp" (Exim's default configuration).
class Smarthost {
 public:
  /// Learns the host from the event, or names it where the line does not.
  void settle(std::string_view transport, Event& event, Events& events);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    text::text_in(archive, name_, length_);
  }

 private:
  std::array<char, 96> name_{};
  std::uint8_t length_ = 0;
};

}  // namespace curfew::exim
