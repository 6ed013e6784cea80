#include "json_text.h"

#include "curfew/error.h"

namespace curfew::cli {
namespace {

void append_unit(std::string& out, unsigned unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) out += digits[(unit >> shift) & 0xFU];
}

}  // namespace

// Cleaned text is valid UTF-8 without control characters; JSON is ASCII.
std::string json_text(std::string_view text) {
  const std::string clean = printable(text);
  std::string out = "\"";
  for (std::size_t i = 0; i < clean.size();) {
    const auto lead = static_cast<unsigned char>(clean[i++]);
    if (lead < 0x80) {
      if (lead == '"' || lead == '\\') out += '\\';
      out += static_cast<char>(lead);
      continue;
    }
    const unsigned more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    unsigned code = lead & (0x3FU >> more);
    for (unsigned k = 0; k < more; ++k) {
      code = (code << 6U) | (static_cast<unsigned char>(clean[i++]) & 0x3FU);
    }
    if (code >= 0x10000) {
      append_unit(out, 0xD800U + ((code - 0x10000U) >> 10U));
      code = 0xDC00U + ((code - 0x10000U) & 0x3FFU);
    }
    append_unit(out, code);
  }
  return out + '"';
}

}  // namespace curfew::cli
