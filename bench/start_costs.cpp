// What a run costs before it reads much: the system calls and page faults of the report of a log of
// one line, beyond those of `curfew --version`, which the loader has the same work with; and how
// often the log is opened. Clocks are noisy, these figures are not.
//
//   curfew_start_costs COMMAND LOG MOST-CALLS MOST-FAULTS
//
// 0: within the limits, 1: beyond them, 77: nobody may be watched here.

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr int skipped = 77;

struct Costs {
  long calls = 0;
  long faults = 0;
  long opened = 0;  // the log
};

[[noreturn]] void become(const std::vector<std::string>& words, bool is_watched) {
  if (is_watched && ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(skipped);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  ::_exit(skipped);
}

std::string text_at(pid_t process, std::uint64_t address, std::size_t size) {
  std::string text(size, '\0');
  const ::iovec here{.iov_base = text.data(), .iov_len = size};
  const ::iovec there{.iov_base = reinterpret_cast<void*>(address), .iov_len = size};
  const ssize_t got = ::process_vm_readv(process, &here, 1, &there, 1, 0);
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

void look(pid_t thread, const std::string& log, Costs& costs) {
  struct ::__ptrace_syscall_info call {};
  ::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof call, &call);
  if (call.op != PTRACE_SYSCALL_INFO_ENTRY) return;
  ++costs.calls;
  if (call.entry.nr != SYS_openat) return;
  if (text_at(thread, call.entry.args[1], log.size()) == log) ++costs.opened;
}

void check_end(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == skipped) std::exit(skipped);
  throw std::runtime_error("the command did not end as it should");
}

void watch(const std::vector<std::string>& words, const std::string& log, Costs& costs) {
  const pid_t process = ::fork();
  if (process == 0) become(words, true);
  int status = 0;
  ::waitpid(process, &status, 0);
  if (!WIFSTOPPED(status)) return check_end(status);
  const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
  if (::ptrace(PTRACE_SETOPTIONS, process, nullptr, options) != 0) std::exit(skipped);
  ::ptrace(PTRACE_SYSCALL, process, nullptr, nullptr);
  for (;;) {
    const pid_t thread = ::waitpid(-1, &status, __WALL);
    if (thread < 0) throw std::runtime_error("the command was lost");
    if (!WIFSTOPPED(status)) {
      if (thread == process) return check_end(status);
      continue;
    }
    const int signal = WSTOPSIG(status);
    const bool is_call = signal == (SIGTRAP | 0x80);
    if (is_call) look(thread, log, costs);
    const bool is_own = is_call || signal == SIGTRAP || signal == SIGSTOP;
    ::ptrace(PTRACE_SYSCALL, thread, nullptr, static_cast<long>(is_own ? 0 : signal));
  }
}

long faults_of(const std::vector<std::string>& words) {
  const pid_t process = ::fork();
  if (process == 0) become(words, false);
  int status = 0;
  struct ::rusage usage {};
  ::wait4(process, &status, 0, &usage);
  check_end(status);
  return usage.ru_minflt;
}

Costs costs_of(const std::vector<std::string>& words, const std::string& log) {
  Costs costs;
  watch(words, log, costs);
  costs.faults = faults_of(words);
  return costs;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "curfew_start_costs COMMAND LOG MOST-CALLS MOST-FAULTS\n";
    return 2;
  }
  const std::string command = argv[1];
  const std::string log = argv[2];
  const Costs start = costs_of({command, "--version"}, log);
  const Costs run = costs_of({command, "--no-config", log}, log);
  const long calls = run.calls - start.calls;
  const long faults = run.faults - start.faults;
  std::cout << "system calls: " << start.calls << ", and " << calls << " of the report (at most "
            << argv[3] << ")\npage faults: " << start.faults << ", and " << faults
            << " of the report (at most " << argv[4] << ")\nthe log was opened " << run.opened
            << " times (once)\n";
  const bool within = calls <= std::atol(argv[3]) && faults <= std::atol(argv[4]);
  return within && run.opened == 1 ? 0 : 1;
}
