#include "definition/field.h"

#include <algorithm>

namespace curfew::definition {
namespace {

constexpr std::array<std::string_view, known_fields> names = {
    "text",           "time",
    "program",        "log_host",
    "instance",       "session_id",
    "queue_id",       "sender",
    "recipient",      "original_recipient",
    "message_id",     "client_host",
    "client_ip",      "remote_domain",
    "remote_host",    "remote_ip",
    "remote_port",    "remote_endpoint",
    "local_ip",       "local_endpoint",
    "reply",          "reply_code",
    "reply_enhanced", "reply_text",
    "enhanced_code",  "delay",
    "duration",       "size",
    "recipients",     "json"};

}  // namespace

std::string_view name_of(Field field) noexcept {
  return names[index_of(field)];
}

std::optional<Field> known_field(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Field>(found - names.begin());
}

}  // namespace curfew::definition
