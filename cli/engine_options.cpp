#include "engine_options.h"

#include <sys/stat.h>

#include <system_error>
#include <utility>

#include "environment.h"
#include "small_file.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr const char* user_variable = "CURFEW_CLICKHOUSE_USER";
constexpr const char* password_variable = "CURFEW_CLICKHOUSE_PASSWORD";
constexpr const char* manner =
    "Its first line is the user, its second the password; `chmod 600` keeps it ours.";

std::string secret_in(const std::string& path) {
  constexpr std::size_t most = 4096;
  SecretFile secret = read_secret_file(path, most, S_IRWXG | S_IRWXO);
  const std::string named = "--credentials " + path + ": ";
  if (secret.file.error != 0) {
    throw UsageError(
        named + "cannot be read: " + std::generic_category().message(secret.file.error), manner);
  }
  if (!secret.is_regular) throw UsageError(named + "no file", manner);
  if (!secret.is_private) throw UsageError(named + "others may read it", manner);
  return std::move(secret.file.text);
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
