#include "curfew/smtp.h"
#include "text/cursor.h"

namespace curfew {

std::string to_string(EnhancedCode code) {
  if (!code) return {};
  return std::to_string(code.status) + '.' + std::to_string(code.subject) + '.' +
         std::to_string(code.detail);
}

EnhancedCode take_enhanced_code(std::string_view& text) noexcept {
  if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5') || text[1] != '.') {
    return {};
  }
  text::Cursor cursor(text.substr(2));
  const auto digits = [&cursor](std::uint16_t& number) {
    unsigned value = 0;
    std::size_t n = 0;
    const std::string_view rest = cursor.rest();
    for (; n < rest.size() && text::is_digit(rest[n]); ++n) {
      if (n == 3) return false;
      value = value * 10 + static_cast<unsigned>(rest[n] - '0');
    }
    cursor.advance(n);
    number = static_cast<std::uint16_t>(value);
    return n != 0;
  };
  EnhancedCode code{.status = static_cast<std::uint8_t>(text[0] - '0'), .subject = 0, .detail = 0};
  if (!digits(code.subject) || !cursor.skip('.') || !digits(code.detail)) return {};
  if (!cursor.at_end() && cursor.peek() != ' ') return {};
  cursor.skip_blanks();
  text = cursor.rest();
  return code;
}

}  // namespace curfew
