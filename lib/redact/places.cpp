#include "redact/places.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/cursor.h"

namespace curfew::redact {
namespace {

using text::Cursor;

bool read_ipv4(std::string_view ip, std::array<std::uint8_t, 4>& bytes) noexcept {
  Cursor cursor(ip);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i != 0 && !cursor.skip('.')) return false;
    if (!cursor.take_number(bytes[i])) return false;
  }
  return cursor.at_end();
}

std::string_view without_tag(std::string_view ip) noexcept {
  if (ip.starts_with("IPv6:") || ip.starts_with("ipv6:")) ip.remove_prefix(5);
  if (ip.starts_with("::ffff:") && ip.find('.') != std::string_view::npos) ip.remove_prefix(7);
  return ip;
}

bool is_hex(char c) noexcept {
  return text::is_digit(c) || (text::to_lower(c) >= 'a' && text::to_lower(c) <= 'f');
}

// RFC 6761, 6762, 8375, 9476, and what administrators use.
constexpr std::string_view inside[] = {
    ".local",  ".localdomain", ".lan",     ".internal", ".intranet",
    ".intern", ".corp",        ".private", ".home",     ".home.arpa",
};

}  // namespace

bool is_private_address(std::string_view ip) noexcept {
  ip = without_tag(ip);
  std::array<std::uint8_t, 4> b{};
  if (read_ipv4(ip, b)) {
    return b[0] == 10 || (b[0] == 172 && b[1] >= 16 && b[1] < 32) || (b[0] == 192 && b[1] == 168) ||
           (b[0] == 169 && b[1] == 254) || (b[0] == 100 && b[1] >= 64 && b[1] < 128);
  }
  if (ip.size() < 4 || ip.find(':') == std::string_view::npos) return false;
  const char first = text::to_lower(ip[0]);
  const char second = text::to_lower(ip[1]);
  if (first != 'f') return false;
  return second == 'c' || second == 'd' ||
         (second == 'e' && std::string_view("89abAB").find(ip[2]) != std::string_view::npos);
}

bool is_internal_name(std::string_view host) noexcept {
  if (host.empty() || host == "localhost" || host == "localhost.localdomain") return false;
  if (host.find('.') == std::string_view::npos) return true;
  return std::ranges::any_of(inside, [&](std::string_view end) { return host.ends_with(end); });
}

bool is_address(std::string_view text) noexcept {
  text = without_tag(text);
  std::array<std::uint8_t, 4> bytes{};
  if (read_ipv4(text, bytes)) return true;
  return std::ranges::count(text, ':') >= 2 && std::ranges::any_of(text, is_hex) &&
         std::ranges::all_of(text, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_full_name(std::string_view text) noexcept {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || text.size() - dot < 3) return false;
  const std::string_view last = text.substr(dot + 1);
  const bool worded = std::ranges::all_of(last, text::is_letter) || last.starts_with("xn--");
  return worded && text.find("..") == std::string_view::npos;
}

}  // namespace curfew::redact
