#include <cxxabi.h>
#include <unistd.h>
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#endif

#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "command_line.h"
#include "commands/commands.h"
#include "config.h"
#include "curfew/error.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "standard_descriptors.h"
#include "terminal.h"
#include "unfinished_file.h"
#include "usage.h"
#include "usage_error.h"
#include "written_files.h"

namespace {

using namespace curfew::cli;

// An option of another command is a mistake, not a wish to be ignored.
void check_options(const CommandLine& line, const Command& command) {
  for (const auto& [name, value] : line.values) {
    const Option* const option = find_option(name);
    if (option == nullptr || (option->commands & command.options) != 0) continue;
    throw UsageError("--" + name + ": not an option of `curfew " + std::string(command.name) + '`',
                     "`curfew help " + std::string(command.name) + "` lists them.");
  }
}

// A mistake in a file or a variable is hard to find when only the option is named.
template <typename Run>
int with_origins(const CommandLine& line, Run run) {
  const auto sentence = [&](const std::exception& error) {
    const std::string origin = origin_of_mistake(line, error.what());
    return error.what() + (origin.empty() ? std::string() : " (" + origin + ')');
  };
  try {
    return run();
  } catch (const UsageError& error) {
    throw UsageError(sentence(error), error.remedy());
  } catch (const curfew::Error& error) {
    throw curfew::Error(error.code(), sentence(error), error.remedy(), error.hint(),
                        error.hint_data());
  }
}

int run(const std::vector<std::string>& words) {
  if (words.empty() && input_is_terminal()) {
    std::cerr << short_usage();
    return wrong_use;
  }
  CommandLine line = read_command_line(words);
  if (line.has("version")) return run_version(line);
  if (line.has("help")) {
    print(usage(line.command));
    return done;
  }
  const Command& command = *find_command(line.command.empty() ? "report" : line.command);
  check_options(line, command);
  const std::vector<ConfigFile> config = add_settings(line, command);
  std::vector<ReadFile> read = files_read_by_options(line);
  for (const ConfigFile& file : config) {
    if (file.is_there) read.push_back({.path = file.path, .name = file.path});
  }
  keep_apart(line, read);
  return with_origins(line, [&] { return command.run(line); });
}

// The C library looks for it when an exception first passes through it, and ends the process where
// there is no memory for that.
void load_unwinder() {
#if __has_include(<execinfo.h>)
  void* frame = nullptr;
  ::backtrace(&frame, 1);
#endif
}

// Needs no memory itself.
int out_of_memory() noexcept {
  constexpr std::string_view sentence =
      "curfew: memory ran out\n"
      "  Nothing that was complete is lost. Give it more, or less to read at a time: --since, "
      "fewer "
      "logs, -j 1.\n";
  static_cast<void>(!::write(STDERR_FILENO, sentence.data(), sentence.size()));
  return internal_error;
}

// nlohmann/json's values take memory when they are destroyed; where there is none, that ends the
// process before the exception arrives here.
[[noreturn]] void end_by_exception() noexcept {
  const std::type_info* const type = abi::__cxa_current_exception_type();
  if (type != nullptr && *type == typeid(std::bad_alloc)) {
    remove_unfinished_files();
    std::_Exit(out_of_memory());
  }
  std::abort();
}

int guarded_run(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const UsageError& error) {
    complain(error.what(), error.remedy());
    return wrong_use;
  } catch (const curfew::Error& error) {
    complain(error);
    return error.code() == curfew::ErrorCode::unreadable ? internal_error : wrong_use;
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what(), "");
    return internal_error;
  }
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_descriptors();
  std::set_terminate(end_by_exception);
  try {
    std::ios::sync_with_stdio(false);
    load_unwinder();
    return guarded_run(argc, argv);
  } catch (const std::bad_alloc&) {  // to complain takes memory, too
    return out_of_memory();
  }
}
