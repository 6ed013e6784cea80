#include "pager.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "environment.h"
#include "terminal.h"

namespace curfew::cli {
namespace {

// Machines without less are common enough (containers) to bear it silently.
constexpr const char* usual_pager = "command -v less > /dev/null && exec less -FRX; exec cat";

// While the pager runs, Ctrl-C is for it, and that it ends early is its reader's right.
class SignalsIgnored {
 public:
  SignalsIgnored() {
    for (std::size_t i = 0; i < signals.size(); ++i) before_[i] = std::signal(signals[i], SIG_IGN);
  }
  SignalsIgnored(const SignalsIgnored&) = delete;
  SignalsIgnored& operator=(const SignalsIgnored&) = delete;
  ~SignalsIgnored() { restore(); }

  void restore() const noexcept {
    for (std::size_t i = 0; i < signals.size(); ++i) std::signal(signals[i], before_[i]);
  }

 private:
  static constexpr std::array signals = {SIGINT, SIGQUIT, SIGPIPE};
  std::array<void (*)(int), signals.size()> before_ = {};
};

void write_all(int descriptor, std::string_view text) noexcept {
  while (!text.empty()) {
    const ::ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

[[noreturn]] void become(const std::string& command, int input) noexcept {
  ::dup2(input, STDIN_FILENO);
  std::signal(SIGXFSZ, SIG_DFL);  // it is we who ignore it
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

}  // namespace

std::string pager_of(const CommandLine& line) {
  if (line.has("no-pager") || line.has("output") || !output_is_terminal()) return {};
  if (const std::string_view kind = variable("TERM"); kind.empty() || kind == "dumb") return {};
  std::string pager = line.value("pager");
  if (pager.empty()) pager = std::getenv("PAGER") == nullptr ? usual_pager : variable("PAGER");
  return pager == "cat" ? std::string() : pager;
}

bool is_longer_than_terminal(std::string_view text) noexcept {
  struct ::winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return false;
  return std::ranges::count(text, '\n') >= size.ws_row;
}

bool show_through(const std::string& pager, std::string_view text) {
  std::array<int, 2> ends = {};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  // As git does: quit on one screen, keep colors, leave the screen as it is.
  ::setenv("LESS", "FRX", 0);
  ::setenv("LV", "-c", 0);
  const SignalsIgnored ignored;
  const ::pid_t child = ::fork();
  if (child == 0) {
    ignored.restore();
    become(pager, ends[0]);
  }
  ::close(ends[0]);
  if (child > 0) write_all(ends[1], text);
  ::close(ends[1]);
  if (child < 0) return false;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return !WIFEXITED(status) || (WEXITSTATUS(status) != 126 && WEXITSTATUS(status) != 127);
}

}  // namespace curfew::cli
