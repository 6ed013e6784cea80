#include "smtp/domain.h"

#include <algorithm>

#include <libpsl.h>

#include "text/cursor.h"

namespace curfew::smtp {

std::string_view domain_of(std::string_view address) noexcept {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : address.substr(at + 1);
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
