#include "watch/screen.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

namespace curfew::cli {
namespace {

// The alternate screen, without a cursor, cutting lines at its edge.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J";
constexpr std::string_view leave = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";

bool write_out(std::string_view text) noexcept {
  while (!text.empty()) {
    const ::ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

::winsize size_of_terminal() noexcept {
  ::winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    size.ws_col = 80;
    size.ws_row = 24;
  }
  return size;
}

}  // namespace

Screen::Screen() {
  has_keys_ = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0;
  take();
}

Screen::~Screen() {
  give_back();
}

void Screen::take() const {
  if (has_keys_) {
    ::termios keys = before_;
    keys.c_lflag &= ~static_cast<::tcflag_t>(ICANON | ECHO);
    keys.c_cc[VMIN] = 0;
    keys.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSANOW, &keys);
  }
  write_out(enter);
}

void Screen::give_back() const {
  write_out(leave);
  if (has_keys_) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

std::size_t Screen::width() const noexcept {
  return size_of_terminal().ws_col;
}

std::size_t Screen::height() const noexcept {
  return size_of_terminal().ws_row;
}

bool Screen::draw(const std::vector<std::string>& lines) const {
  std::string out = "\x1b[H";
  const std::size_t rows = std::min(lines.size(), height());
  for (std::size_t i = 0; i < rows; ++i) {
    out += lines[i] + "\x1b[0m\x1b[K";
    if (i + 1 != rows) out += "\r\n";
  }
  return write_out(out + "\x1b[0m\x1b[J");
}

bool Screen::wants_to_leave() const {
  if (!has_keys_) return false;
  bool leaves = false;
  char keys[64];
  ::pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  while (::poll(&ready, 1, 0) > 0) {
    const ::ssize_t got = ::read(STDIN_FILENO, keys, sizeof keys);
    if (got <= 0) break;
    const std::string_view pressed(keys, static_cast<std::size_t>(got));
    leaves = leaves || pressed.find_first_of("qQ\x03\x04") != std::string_view::npos;
  }
  return leaves;
}

}  // namespace curfew::cli
