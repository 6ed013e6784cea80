#include "text/terminal.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "curfew/error.h"
#include "text/utf8.h"

namespace curfew::text {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, 15.0), which holds the marks
// of direction, too; separators of lines and paragraphs; the anchors of annotations.
constexpr auto turning_or_hidden = std::to_array<Range>({
    {0x00AD, 0x00AD},
    {0x034F, 0x034F},
    {0x061C, 0x061C},
    {0x115F, 0x1160},
    {0x17B4, 0x17B5},
    {0x180B, 0x180F},
    {0x200B, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0x3164, 0x3164},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},
    {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF},
});

bool turns_or_hides(char32_t c) noexcept {
  const auto range = std::ranges::lower_bound(turning_or_hidden, c, {}, &Range::last);
  return range != turning_or_hidden.end() && range->first <= c;
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

namespace curfew {

std::string printable(std::string_view text) {
  std::string out;
  text::append_for_terminal(out, text, text.size());
  return out;
}

}  // namespace curfew
