#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "curfew/error.h"
#include "environment.h"
#include "hints.h"
#include "usage_error.h"

namespace curfew::cli {

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

void complain(std::string_view sentence, std::string_view remedy) {
  std::cerr << "curfew: " << printable(sentence) << '\n';
  if (!remedy.empty()) std::cerr << "  " << printable(remedy) << '\n';
}

void complain(const Error& error) {
  complain(error.what(), error.remedy(hints()));
}

}  // namespace curfew::cli
