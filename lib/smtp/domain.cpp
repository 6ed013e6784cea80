#include "smtp/domain.h"

#include <algorithm>
#include <cstring>

#include "smtp/public_suffix.h"
#include "text/cursor.h"

namespace curfew::smtp {

std::string_view domain_of(std::string_view address) noexcept {
  if (address.empty()) return {};  // its pointer may be null
  const void* const found = ::memrchr(address.data(), '@', address.size());
  if (found == nullptr) return {};
  const char* const begin = static_cast<const char*>(found) + 1;
  return {begin, static_cast<std::size_t>(address.data() + address.size() - begin)};
}

bool is_ip_address(std::string_view host) noexcept {
  if (host.empty()) return false;
  if (host.find(':') != std::string_view::npos) return true;
  return std::ranges::count(host, '.') == 3 &&
         std::ranges::all_of(host, [](char c) { return text::is_digit(c) || c == '.'; });
}

std::string_view registrable_domain(std::string_view host) noexcept {
  if (is_ip_address(host)) return host;
  const std::string_view found = registrable_part(host);
  return found.empty() ? host : found;
}

}  // namespace curfew::smtp
