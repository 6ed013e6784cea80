#include "text/terminal.h"

#include <array>
#include <cstdio>

#include "text/utf8.h"

namespace curfew::text {
namespace {

bool turns_or_hides(char32_t c) noexcept {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x061C || c == 0xFEFF || c == 0x2028 || c == 0x2029 ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

void append_for_terminal(std::string& out, std::string_view text, std::size_t most) {
  std::array<char, 24> written{};
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == most) {
      out += "...";
      return;
    }
    const Utf8 c = first_character(text);
    const bool control = c.code_point < 0x20 || (c.code_point >= 0x7F && c.code_point <= 0x9F);
    if (!c.valid || control) {
      std::snprintf(written.data(), written.size(), "\\x%02x", static_cast<unsigned>(c.code_point));
      out += written.data();
    } else if (turns_or_hides(c.code_point)) {
      std::snprintf(written.data(), written.size(), "<U+%04X>",
                    static_cast<unsigned>(c.code_point));
      out += written.data();
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length);
  }
}

std::size_t columns(std::string_view text) noexcept {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(first_character(text).length);
    ++count;
  }
  return count;
}

}  // namespace curfew::text
