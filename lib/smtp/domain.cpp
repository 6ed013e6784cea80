#include "smtp/domain.h"

#include <algorithm>
#include <cstring>

#include <libpsl.h>

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

std::string registrable_domain(const std::string& host) {
  if (is_ip_address(host)) return host;
  const char* const found = psl_registrable_domain(psl_builtin(), host.c_str());
  return found == nullptr ? host : found;
}

}  // namespace curfew::smtp
