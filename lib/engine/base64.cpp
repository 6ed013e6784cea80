#include "engine/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace curfew::engine {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_letter = 64;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_letter);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    table[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      const auto byte = i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U;
      three = three << 8U | byte;
    }
    for (std::size_t j = 0; j < 4; ++j) {
      const bool is_padding = i + j > bytes.size();
      text += is_padding ? '=' : letters[three >> (18U - 6U * j) & 63U];
    }
  }
  return text;
}

bool read_base64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t padding = 0;
    if (i + 4 == text.size()) {
      padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    }
    std::uint32_t three = 0;
    for (std::size_t j = 0; j < 4; ++j) {
      const std::uint8_t value =
          j + padding >= 4 ? 0 : values[static_cast<unsigned char>(text[i + j])];
      if (value == no_letter) return false;
      three = three << 6U | value;
    }
    for (std::size_t j = 0; j + padding < 3; ++j) {
      bytes += static_cast<char>(three >> (16U - 8U * j));
    }
  }
  return true;
}

}  // namespace curfew::engine
