#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "usage_error.h"

namespace curfew::cli {
namespace {

std::string_view variable(const char* name) noexcept {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

// The character that begins the text, and its bytes; 0 bytes where there is no valid UTF-8.
struct Character {
  char32_t code = 0;
  std::size_t size = 0;
};

Character first_character(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80                   ? 1
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xF0 && lead < 0xF5 ? 4
                                                         : 0;
  if (size == 0 || size > text.size()) return {};
  if (size == 1) return {.code = lead, .size = 1};
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) return {};
    code = (code << 6U) | (byte & 0x3FU);
  }
  return {.code = code, .size = size};
}

// Control characters drive the terminal; those of writing direction make text look like other text.
bool is_harmful(char32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

}  // namespace

bool input_is_terminal() noexcept {
  return ::isatty(STDIN_FILENO) == 1;
}
bool output_is_terminal() noexcept {
  return ::isatty(STDOUT_FILENO) == 1;
}

bool errors_are_drawable() noexcept {
  return ::isatty(STDERR_FILENO) == 1 && variable("TERM") != "dumb";
}

std::size_t output_width() noexcept {
  constexpr std::size_t usual = 100;
  if (!output_is_terminal()) return usual;
  struct ::winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return usual;
  return size.ws_col;
}

bool wants_color(const CommandLine& line) {
  const std::string when = line.value("color");
  if (when == "always") return true;
  if (when == "never") return false;
  if (when != "auto") {
    throw UsageError("--color " + when + ": not known", "Say auto, always or never.");
  }
  if (!variable("NO_COLOR").empty()) return false;
  if (const std::string_view force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") {
    return true;
  }
  return output_is_terminal() && variable("TERM") != "dumb";
}

std::string printable(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.size == 0 || is_harmful(character.code)) {
      clean += '?';
    } else {
      clean += text.substr(0, character.size);
    }
    text.remove_prefix(character.size == 0 ? 1 : character.size);
  }
  return clean;
}

void complain(std::string_view sentence, std::string_view remedy) {
  std::cerr << "curfew: " << printable(sentence) << '\n';
  if (!remedy.empty()) std::cerr << "  " << printable(remedy) << '\n';
}

}  // namespace curfew::cli
