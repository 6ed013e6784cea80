#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "curfew/engine.h"

namespace curfew::engine {

/// An address that was looked at: "http://host:8123" or with a path, without a slash at the end.
/// Throws Error (bad_value) where it is none, or holds a user, a password or a query; names no part
/// of it then that may be a secret.
std::string checked_url(const std::string& url);

/// Talks to one address. One thread at a time.
class Http {
 public:
  virtual ~Http() = default;
  /// Is given the answer as it comes, with its status.
  using Take = std::function<void(long status, std::string_view piece)>;
  /// Returns the status. `target` is behind the address: "/?query=...". Throws Error (unreadable)
  /// where the answer did not come, or not whole, and what `take` throws.
  virtual long post(const std::string& target, std::string_view body, const Take& take) = 0;
};

/// Throws Error: bad_value, as checked_url; unreadable where this build has none.
std::unique_ptr<Http> http_to(const EngineAddress& address);

}  // namespace curfew::engine
