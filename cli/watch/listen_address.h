#pragma once

#include <string>

namespace curfew::cli {

/// A socket that takes connections. Closed, and a unix socket removed, when it goes.
class ListeningSocket {
 public:
  /// "127.0.0.1:9780", "[::1]:9780", "localhost:9780" or "unix:/path"; port 0 is any. Another
  /// address than this machine's own needs `anywhere`. Throws UsageError for what cannot be meant,
  /// Error (unreadable) for what the system refuses.
  ListeningSocket(const std::string& address, bool anywhere);
  ~ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  int descriptor() const noexcept { return descriptor_; }
  /// "http://127.0.0.1:9780/", "unix:/path".
  const std::string& name() const noexcept { return name_; }
  bool is_unix() const noexcept { return !path_.empty(); }

 private:
  void listen_at_path(const std::string& path);
  void listen_at_port(const std::string& address, bool anywhere);

  int descriptor_ = -1;
  std::string name_;
  std::string path_;  // of a unix socket
  unsigned long inode_ = 0;
};

}  // namespace curfew::cli
