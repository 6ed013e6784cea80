#include "exim/smarthost.h"

#include <algorithm>

#include "text/scan.h"

namespace curfew::exim {
namespace {

// Words of our own (a limit, a rule) are about no host.
bool is_about_host(const Event& event) noexcept {
  return event.stage == Stage::connect || event.error_class == ErrorClass::not_due;
}

}  // namespace

void Smarthost::settle(std::string_view transport, Event& event, Events& events) {
  if (text::find_word(transport, "smarthost") == std::string_view::npos) return;
  const std::string_view host = event.remote_host.empty() ? event.remote_ip : event.remote_host;
  if (host.empty()) {
    if (length_ == 0 || !is_about_host(event)) return;
    event.remote_host = events.keep({name_.data(), length_});
  } else if (host.size() <= name_.size()) {
    std::ranges::copy(host, name_.begin());
    length_ = static_cast<std::uint8_t>(host.size());
  }
}

}  // namespace curfew::exim
