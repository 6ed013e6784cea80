#pragma once

#include <string>
#include <string_view>

#include "curfew/smtp.h"
#include "smtp/mask.h"

namespace curfew::smtp {

/// What refusals are counted under.
struct Refusal {
  Reply reply;
  EnhancedCode enhanced_code;  ///< the server's verdict, used where the reply has none
  ErrorClass error_class = ErrorClass::none;
  Stage stage = Stage::unknown;
  std::string_view remote_host;  ///< its name in the text is not part of the key
};

/// Writes the group key: "421 AUP#CXCNCT" where the text has a provider code, else code and
/// enhanced code "450 4.2.0", else code and masked text "421 too busy", else the local error
/// "connect timeout", "connection lost (rcpt_to)".
void append_group_key(std::string& out, const Refusal& refusal, std::string_view provider_code);

}  // namespace curfew::smtp
