#pragma once

#include <string_view>

#include "curfew/event.h"
#include "postfix/peer.h"

namespace curfew::postfix {

/// Why a delivery ended as it did: the text in the parentheses of a status line, or all of a line
/// about a server that was not the last one tried. Views into that text.
struct Reason {
  bool known = false;       ///< one of the SMTP client's sentences; else a local agent's free text
  bool suspended = false;   ///< quoted from an earlier attempt; this time nobody was asked
  bool incomplete = false;  ///< a reply whose end, with the stage, is missing
  Stage stage = Stage::unknown;
  Contacted contacted = Contacted::unknown;
  ErrorSource error_source = ErrorSource::none;
  ErrorClass error_class = ErrorClass::none;
  Peer peer;
  std::string_view text;         ///< the whole sentence
  std::string_view reply;        ///< what the remote said, its lines joined by a blank
  std::string_view lookup_name;  ///< of a failed DNS query
  std::string_view lookup_type;  ///< "MX", "A" ...
};

/// Reads a reason, also one that is a reply and nothing else ("250 2.0.0 Ok"), or a reply that a
/// content filter quotes from the server behind it.
Reason read_reason(std::string_view text) noexcept;

/// Writes stage, errors and reply into the event. The reply's code decides who is to blame: with
/// one it was the remote, without one it is what the reason says.
void set_reason(const Reason& reason, Event& event, Events& events);

}  // namespace curfew::postfix
