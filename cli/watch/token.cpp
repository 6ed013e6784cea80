#include "watch/token.h"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <system_error>

#include "small_file.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr std::size_t least = 16;
constexpr std::size_t most = 1024;

[[noreturn]] void fail(const std::string& path, const std::string& what, std::string remedy) {
  throw UsageError("--token-file " + path + ": " + what, std::move(remedy));
}

}  // namespace

std::string token_in(const std::string& path) {
  SecretFile secret = read_secret_file(path, most + 1, S_IRWXO);
  SmallFile& file = secret.file;
  if (file.error != 0) {
    fail(path, std::generic_category().message(file.error), "Check the path.");
  }
  if (!secret.is_regular) fail(path, "is no regular file", "Write the token to a file.");
  if (!secret.is_private) fail(path, "others may read it", "`chmod o= FILE` takes that from them.");
  while (!file.text.empty() && (file.text.back() == '\n' || file.text.back() == '\r')) {
    file.text.pop_back();
  }
  const bool is_plain = std::ranges::all_of(file.text, [](char c) { return c > ' ' && c <= '~'; });
  if (!is_plain || file.text.size() < least || file.text.size() > most) {
    fail(path, "holds no token of 16 to 1024 plain characters",
         "`openssl rand -hex 32 > FILE` makes one.");
  }
  return file.text;
}

}  // namespace curfew::cli
