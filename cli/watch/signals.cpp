#include "watch/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace curfew::cli {
namespace {

::sigset_t watched() noexcept {
  ::sigset_t set{};
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP}) sigaddset(&set, number);
  return set;
}

}  // namespace

Signals::Signals() {
  const ::sigset_t set = watched();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category());
}

Signals::~Signals() {
  ::close(descriptor_);
  const ::sigset_t set = watched();
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

std::vector<int> Signals::take() const {
  std::vector<int> numbers;
  ::signalfd_siginfo info{};
  while (::read(descriptor_, &info, sizeof info) == static_cast<::ssize_t>(sizeof info)) {
    numbers.push_back(static_cast<int>(info.ssi_signo));
  }
  return numbers;
}

}  // namespace curfew::cli
