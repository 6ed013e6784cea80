#include "text/json_string.h"

#include <algorithm>

#include "text/utf8.h"

namespace curfew::text {
namespace {

bool is_plain(char c) noexcept {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 0xFU];
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c < 0x10000) {
    append_unit(out, static_cast<unsigned>(c));
  } else {  // a surrogate pair
    append_unit(out, 0xD800U + static_cast<unsigned>((c - 0x10000) >> 10));
    append_unit(out, 0xDC00U + static_cast<unsigned>((c - 0x10000) & 0x3FF));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto end = std::ranges::find_if_not(text, is_plain);
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8 c = first_character(text);
    append_escaped(out, c.valid ? c.code_point : 0xFFFD);
    text.remove_prefix(c.length);
  }
  out += '"';
}

}  // namespace curfew::text
