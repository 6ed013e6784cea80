#include "unfinished_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <system_error>

namespace curfew::cli {
namespace {

// Read by a handler, which may not take a lock or memory.
struct Slot {
  std::atomic<bool> taken = false;
  std::atomic<bool> armed = false;
  int folder = -1;
  std::array<char, 64> name = {};
};

std::array<Slot, 4> slots;  // a command writes two files at most

constexpr std::array ending = {SIGHUP,  SIGINT,  SIGQUIT, SIGABRT,   SIGPIPE, SIGALRM, SIGTERM,
                               SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF, SIGPOLL};

extern "C" void remove_and_end(int signal) {
  remove_unfinished_files();
  // The command ends by the signal, as its caller expects.
  std::signal(signal, SIG_DFL);
  ::raise(signal);
}

void listen_to_signals() noexcept {
  for (const int signal : ending) {
    struct ::sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) continue;
    action = {};
    action.sa_handler = remove_and_end;
    ::sigfillset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace

void remove_unfinished_files() noexcept {
  for (const Slot& slot : slots) {
    if (slot.armed) ::unlinkat(slot.folder, slot.name.data(), 0);
  }
}

UnfinishedFile::UnfinishedFile(int folder, const std::string& name) {
  auto* const free =
      std::ranges::find_if(slots, [](Slot& slot) { return !slot.taken.exchange(true); });
  if (free == slots.end() || name.size() >= free->name.size()) {
    throw std::system_error(ENAMETOOLONG, std::generic_category());
  }
  slot_ = static_cast<std::size_t>(free - slots.begin());
  free->folder = folder;
  std::ranges::copy(name, free->name.begin());
  free->name[name.size()] = '\0';
  listen_to_signals();
  free->armed = true;
}

UnfinishedFile::~UnfinishedFile() {
  Slot& slot = slots[slot_];
  if (slot.armed) ::unlinkat(slot.folder, slot.name.data(), 0);
  keep();
  slot.taken = false;
}

void UnfinishedFile::keep() noexcept {
  slots[slot_].armed = false;
}

}  // namespace curfew::cli
