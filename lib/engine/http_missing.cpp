#include "curfew/error.h"
#include "engine/http.h"

// A build without libcurl.

namespace curfew {

bool has_engine() noexcept {
  return false;
}

namespace engine {

std::unique_ptr<Http> http_to(const EngineAddress& address) {
  throw Error(ErrorCode::unreadable, checked_url(address.url) + ": this build cannot talk to it",
              "Build with libcurl (Debian: libcurl4-openssl-dev).");
}

}  // namespace engine
}  // namespace curfew
