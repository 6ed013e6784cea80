#pragma once

#include <cstdint>
#include <string_view>

#include "hmailserver/record.h"

namespace curfew::hmailserver {

/// What a record says about a delivery, outside of the dialogue.
enum class StepKind : std::uint8_t {
  of_no_use,
  not_understood,
  delivering,        ///< an attempt begins: number, sender, recipients
  relaying,          ///< host
  looking_up,        ///< host: the domain whose mail exchangers are asked for
  lookup_failed,     ///< text
  no_servers,        ///< recipients: the first of those that are meant
  choosing_host,     ///< host, ip
  creating,          ///< session
  connecting,        ///< host (or ip) and port
  to_myself,         ///< text
  connect_failed,    ///< number, text
  connected,         ///< session
  handshake_failed,  ///< session, ip, text
  timed_out,         ///< session
  session_ended,     ///< session
  scheduled,
  returned,  ///< no retries are left
  held,
  completed,
  deleted,            ///< by a rule, a script, the virus scanner
  not_delivered,      ///< recipients: one of this machine
  refused_by_policy,  ///< host: the domain, text
  starting            ///< of the server
};

struct Step {
  StepKind kind = StepKind::of_no_use;
  std::string_view number;      ///< of the message
  std::string_view sender;      ///< "<>" is the null sender
  std::string_view recipients;  ///< joined by ", "
  std::string_view host;
  std::string_view ip;
  std::string_view text;
  std::uint64_t session = 0;
  std::uint16_t port = 0;
};

/// Needs: a record of type application, tcpip or debug, or one of session 0.
Step read_step(const Record& record) noexcept;

bool is_ip(std::string_view host) noexcept;

}  // namespace curfew::hmailserver
