#pragma once

#include <string_view>

#include "exim/field.h"

namespace curfew::exim {

/// Exim's account of why a host or an address was not served, taken apart. Read by its text alone:
/// the numbers in "defer (-53)" changed their meaning in 4.95 and are gone since 4.100.
struct Reason {
  Stage stage = Stage::unknown;
  ErrorSource source = ErrorSource::local;
  ErrorClass error = ErrorClass::local_error;
  Contacted contacted = Contacted::unknown;  ///< unknown: yes when a host stands beside it
  RemoteKind remote_kind = RemoteKind::unknown;
  Outcome outcome = Outcome::unknown;  ///< what the text says beyond deferred or failed
  std::string_view reply;              ///< the remote's words, codes and all; else empty
  std::string_view text;               ///< the whole account
  std::string_view recipient;          ///< of a refused RCPT TO, else empty
  Host host;                           ///< named inside the text, up to Exim 4.84
};

Reason read_reason(std::string_view text) noexcept;

/// Behind the name of the host where it is said a second time, "mx.example.net [192.0.2.7]: No
/// route to host"; empty where no more is said.
std::string_view without_host(std::string_view text) noexcept;

/// The system's words for a connection that failed: "Connection refused" and the like.
bool is_connect_error(std::string_view text) noexcept;

/// Fills stage, error, reply and, where the text names it, the remote.
void set_reason(const Reason& reason, Event& event, Events& events);

}  // namespace curfew::exim
