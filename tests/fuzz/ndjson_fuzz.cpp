#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "curfew/event.h"
#include "fuzz/require.h"

// The text's lines become what strangers choose in an event: what is written is one line of ASCII,
// JSON, and says the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  curfew::Event event;
  constexpr std::array names{"queue_id",      "sender",      "recipient", "message_id",
                             "remote_domain", "remote_host", "log_host",  "session_id",
                             "reply_text",    "client_host", "client_ip", "original_recipient",
                             "provider_code"};
  const std::array<std::string_view*, names.size()> fields{
      &event.queue_id,      &event.sender,      &event.recipient, &event.message_id,
      &event.remote_domain, &event.remote_host, &event.log_host,  &event.session_id,
      &event.reply.text,    &event.client_host, &event.client_ip, &event.original_recipient,
      &event.provider_code};
  for (std::string_view* const field : fields) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    *field = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  event.time = curfew::Instant(curfew::Milliseconds(static_cast<std::int64_t>(size) * 86'400'007));
  std::string out;
  curfew::append_ndjson(out, event, "postfix", text);
  curfew::fuzz::require(out.back() == '\n');
  out.pop_back();
  curfew::fuzz::require(std::ranges::all_of(out, [](char c) { return c >= ' ' && c < '\x7F'; }));
  const nlohmann::json read = nlohmann::json::parse(out);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view field = *fields[i];
    curfew::fuzz::require(read.contains(names[i]) == !field.empty());
    const bool is_ascii = std::ranges::all_of(field, [](char c) { return (c & 0x80) == 0; });
    curfew::fuzz::require(field.empty() || !is_ascii || read[names[i]] == field);
  }
  return 0;
}
