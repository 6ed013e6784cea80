#pragma once

#include <string_view>

#include "curfew/event.h"
#include "curfew/parser.h"
#include "exim/recent_hosts.h"

namespace curfew::exim {

/// What is known of a line beside its body.
struct Context {
  Instant time{};
  std::uint64_t line = 0;
  std::string_view log_host;
  std::string_view pid;
  std::string_view id;
  bool cut = false;
  bool about_message = false;  ///< has an id, or stands in a message's transcript
};

/// A new event with the context's values.
Event& begin_event(const Context& context, Events& events);

/// Reads what follows stamp and id; one event at most.
LineUse read_body(std::string_view body, const Context& context, RecentHosts& hosts,
                  Events& events);

}  // namespace curfew::exim
