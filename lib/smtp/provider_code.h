#pragma once

#include <string_view>

namespace curfew::smtp {

/// The code a provider prints for its own support pages: "AUP#CXCNCT" (Cox), "TSS04" (Yahoo),
/// "S3140" (Microsoft). A view into `reply_text`; empty where there is none.
std::string_view find_provider_code(std::string_view reply_text);

}  // namespace curfew::smtp
