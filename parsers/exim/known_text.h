#pragma once

#include <string_view>

namespace curfew::exim {

/// A text that Exim writes and that says nothing about our deliveries: clients that were turned
/// away, connections, queue runs, the daemon, signatures, copies of a message's own log.
/// Texts of ACLs (logwrite) and filters are the administrator's own and are not known.
bool is_known_text(std::string_view body) noexcept;

/// Known, and too particular for another program's log: fit to recognize the format by.
bool is_telling_text(std::string_view body) noexcept;

}  // namespace curfew::exim
