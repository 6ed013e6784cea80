#include "store_folder.h"

#include <unistd.h>

#include "curfew/store.h"
#include "environment.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr const char* of_the_system = "/var/lib/curfew";

// https://specifications.freedesktop.org/basedir-spec
std::string of_the_user() {
  const std::string data(variable("XDG_DATA_HOME"));
  if (data.starts_with('/')) return data + "/curfew";
  const std::string home(variable("HOME"));
  return home.empty() ? std::string(of_the_system) : home + "/.local/share/curfew";
}

}  // namespace

bool wants_store(const CommandLine& line) {
  const bool wanted = line.has("store") || line.has("store-dir");
  if (wanted && (!line.arguments.empty() || line.has("journal"))) {
    throw UsageError("--store: logs are named, too", "Either the store is reported, or logs are.");
  }
  return wanted;
}

std::string store_to_write(const CommandLine& line) {
  if (line.has("store-dir")) return line.value("store-dir");
  const std::string given(variable("STATE_DIRECTORY"));  // systemd.exec(5)
  if (!given.empty()) return given.substr(0, given.find(':'));
  return ::geteuid() == 0 ? std::string(of_the_system) : of_the_user();
}

std::string store_to_read(const CommandLine& line) {
  const std::string folder = store_to_write(line);
  const bool is_there = ::access((folder + "/curfew.db").c_str(), F_OK) == 0;
  return is_there || line.has("store-dir") ? folder : std::string(of_the_system);
}

void read_store(const CommandLine& line, Analyzer& analyzer, Daily* page) {
  const Store store(store_to_read(line), Store::Use::read);
  store.load(analyzer, page);
}

}  // namespace curfew::cli
