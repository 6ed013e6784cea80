#include "curfew/catalogue.h"
#include "text/cursor.h"

namespace curfew {
namespace {

using text::is_alphanumeric;
using text::is_digit;

constexpr std::size_t near = 200;  // what stands farther in is no code of this reply

// "421 ", "550-", "550:", "(550)" at the front of the text.
bool is_code_at(std::string_view text) noexcept {
  if (text.size() < 3 || (text[0] != '4' && text[0] != '5')) return false;
  if (!is_digit(text[1]) || !is_digit(text[2])) return false;
  if (text.size() == 3) return true;
  return std::string_view(" -#<:;,)\t\r\n").find(text[3]) != std::string_view::npos;
}

std::size_t find_code(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size() && at < near; ++at) {
    const bool begins =
        at == 0 || (!is_alphanumeric(text[at - 1]) && text[at - 1] != '.' && text[at - 1] != '_');
    if (begins && is_code_at(text.substr(at))) return at;
  }
  return std::string_view::npos;
}

// The digits of one part, "7" of "5.7.1".
std::size_t take_number(std::string_view& text, std::uint16_t& number) noexcept {
  std::size_t size = 0;
  unsigned value = 0;
  while (size < text.size() && size < 4 && is_digit(text[size])) {
    value = value * 10 + static_cast<unsigned>(text[size] - '0');
    ++size;
  }
  number = static_cast<std::uint16_t>(value);
  text.remove_prefix(size);
  return size;
}

bool read_enhanced(std::string_view text, EnhancedCode& code) noexcept {
  if (text.size() < 5 || (text[0] != '4' && text[0] != '5') || text[1] != '.') return false;
  code.status = static_cast<std::uint8_t>(text[0] - '0');
  text.remove_prefix(2);
  const std::size_t subject = take_number(text, code.subject);
  if (subject == 0 || subject > 3 || !text.starts_with('.')) return false;
  text.remove_prefix(1);
  const std::size_t detail = take_number(text, code.detail);
  return detail != 0 && detail <= 3 && !text.starts_with('.');
}

EnhancedCode find_enhanced(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size() && at < near; ++at) {
    if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
    EnhancedCode code;
    if (read_enhanced(text.substr(at), code)) return code;
  }
  return {};
}

}  // namespace

Reply read_pasted_reply(std::string_view text) noexcept {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  Reply reply;
  reply.text = text;
  const std::size_t at = find_code(text);
  if (at == std::string_view::npos) {
    reply.enhanced = find_enhanced(text);
    return reply;
  }
  reply.code = static_cast<std::uint16_t>((text[at] - '0') * 100 + (text[at + 1] - '0') * 10 +
                                          (text[at + 2] - '0'));
  std::string_view rest = text.substr(at + 3);
  const std::size_t begin = rest.find_first_not_of(" -:;,)\t\r\n");
  rest.remove_prefix(begin == std::string_view::npos ? rest.size() : begin);
  if (at == 0) reply.text = rest;
  if (const EnhancedCode front = take_enhanced_code(rest)) {
    reply.enhanced = front;
    if (at == 0) reply.text = rest;
  } else {
    reply.enhanced = find_enhanced(text.substr(at));
  }
  return reply;
}

}  // namespace curfew
