#include "engine_options.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr const char* user_variable = "CURFEW_CLICKHOUSE_USER";
constexpr const char* password_variable = "CURFEW_CLICKHOUSE_PASSWORD";
constexpr const char* manner =
    "Its first line is the user, its second the password; `chmod 600` keeps it ours.";

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Looked at and read as one file, whatever happens to its name meanwhile.
std::string secret_in(const std::string& path) {
  const std::string named = "--credentials " + path + ": ";
  const auto fail = [&](int reason) -> UsageError {
    return UsageError(named + "cannot be read: " + std::generic_category().message(reason), manner);
  };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0) throw fail(errno);
  struct Closing {
    int descriptor;
    ~Closing() { ::close(descriptor); }
  } const closing{descriptor};
  struct ::stat status {};
  if (::fstat(descriptor, &status) != 0) throw fail(errno);
  if (!S_ISREG(status.st_mode)) throw UsageError(named + "no file", manner);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw UsageError(named + "others may read it", manner);
  }
  std::array<char, 4096> room{};
  const ::ssize_t got = ::read(descriptor, room.data(), room.size());
  if (got < 0) throw fail(errno);
  return {room.data(), static_cast<std::size_t>(got)};
}

std::string take_line(std::string& text) {
  const std::size_t end = text.find('\n');
  std::string line = text.substr(0, end);
  text.erase(0, end == std::string::npos ? end : end + 1);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

EngineAddress engine_address(const CommandLine& line, const std::string& url) {
  EngineAddress address;
  address.url = url;
  address.database = line.value("database");
  address.ca_file = line.value("ca");
  if (line.has("credentials")) {
    std::string text = secret_in(line.value("credentials"));
    address.user = take_line(text);
    address.password = take_line(text);
  } else {
    address.user = variable(user_variable);
    address.password = variable(password_variable);
  }
  return address;
}

}  // namespace curfew::cli
