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

std::string registrable_domain(const std::string& host, std::string_view known) {
  if (is_ip_address(host)) return host;
  const psl_ctx_t* const list = psl_builtin();
  const bool below = !known.empty() && host.size() > known.size() && host.ends_with(known) &&
                     host[host.size() - known.size() - 1] == '.';
  if (!below) {
    const char* const found = psl_registrable_domain(list, host.c_str());
    return found == nullptr ? host : found;
  }
  // The list may have a longer suffix: then what is in front of that is registrable.
  const char* found = nullptr;
  for (const char* at = host.c_str(); at != host.c_str() + host.size() - known.size();) {
    if (psl_is_public_suffix(list, at) != 0) return found == nullptr ? host : found;
    found = at;
    at = std::strchr(at, '.') + 1;
  }
  return std::string(known);
}

}  // namespace curfew::smtp
