#include <algorithm>
#include <string>

#include "curfew/error.h"
#include "engine/http.h"

namespace curfew::engine {

std::string checked_url(const std::string& url) {
  const std::string remedy = "It is http://HOST:8123 or https://HOST:8443.";
  const bool is_plain = std::ranges::none_of(url, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f;
  });
  const std::size_t scheme = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
  if (url.find('@') != std::string::npos) {
    throw Error(ErrorCode::bad_value, "the engine's address holds a user or a password",
                "Anybody can read it there.", Hint::engine_user);
  }
  if (url.find_first_of("?#") != std::string::npos) {
    throw Error(ErrorCode::bad_value, "the engine's address holds a query", remedy);
  }
  if (scheme == 0 || url.size() == scheme || url[scheme] == '/' || !is_plain) {
    throw Error(ErrorCode::bad_value, url + ": no address of an engine", remedy);
  }
  return url.substr(0, url.find_last_not_of('/') + 1);
}

}  // namespace curfew::engine
