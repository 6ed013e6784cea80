#include "watch/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>
#include <system_error>

#include "curfew/error.h"
#include "usage_error.h"

namespace curfew::cli {
namespace {

constexpr const char* remedy = "Say 127.0.0.1:9780, [::1]:9780 or unix:/run/curfew.sock.";
// Those that wait until they are taken; what is taken is bounded elsewhere.
constexpr int backlog = 64;

union Address {
  ::sockaddr any;
  ::sockaddr_in v4;
  ::sockaddr_in6 v6;
  ::sockaddr_un path;
};

[[noreturn]] void fail(const std::string& address, int error) {
  throw Error(ErrorCode::unreadable,
              "--listen " + address + ": " + std::generic_category().message(error),
              error == EADDRINUSE ? "Something else listens there: choose another port." : "");
}

void set_host(Address& address, const std::string& host, std::uint16_t port,
              const std::string& given) {
  std::memset(&address, 0, sizeof address);
  if (::inet_pton(AF_INET, host.c_str(), &address.v4.sin_addr) == 1) {
    address.v4.sin_family = AF_INET;
    address.v4.sin_port = htons(port);
  } else if (::inet_pton(AF_INET6, host.c_str(), &address.v6.sin6_addr) == 1) {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_port = htons(port);
  } else {
    throw UsageError("--listen " + given + ": not an address of this machine", remedy);
  }
}

bool is_loopback(const Address& address) {
  if (address.any.sa_family == AF_INET) {
    return ntohl(address.v4.sin_addr.s_addr) >> 24U == 127;
  }
  return IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr) != 0;
}

std::uint16_t port_of(const Address& address) {
  return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

// One that nobody listens to any more was left by a command that was killed.
bool is_left_over(const Address& address, const struct ::stat& status) {
  if (!S_ISSOCK(status.st_mode)) return false;
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return false;
  const bool refused =
      ::connect(probe, &address.any, sizeof address.path) != 0 && errno == ECONNREFUSED;
  ::close(probe);
  return refused;
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& address, bool anywhere) {
  constexpr std::string_view unix_scheme = "unix:";
  try {
    if (address.starts_with(unix_scheme)) {
      listen_at_path(address.substr(unix_scheme.size()));
    } else {
      listen_at_port(address, anywhere);
    }
  } catch (...) {
    if (descriptor_ >= 0) ::close(descriptor_);
    throw;
  }
}

ListeningSocket::~ListeningSocket() {
  ::close(descriptor_);
  struct ::stat status {};
  if (!path_.empty() && ::lstat(path_.c_str(), &status) == 0 && status.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
}

void ListeningSocket::listen_at_path(const std::string& path) {
  Address address{};
  std::memset(&address, 0, sizeof address);
  address.path.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.path.sun_path) {
    throw UsageError("--listen unix:" + path + ": a socket's path has 1 to " +
                         std::to_string(sizeof address.path.sun_path - 1) + " characters",
                     remedy);
  }
  std::memcpy(static_cast<char*>(address.path.sun_path), path.data(), path.size());
  struct ::stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    if (!is_left_over(address, status)) {
      throw Error(ErrorCode::unreadable, "--listen unix:" + path + ": something is there already",
                  "Choose another path, or end what listens there.");
    }
    ::unlink(path.c_str());
  }
  descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ < 0) fail("unix:" + path, errno);
  // It is never open to others, not even at first.
  const ::mode_t before = ::umask(0117);
  const int bound = ::bind(descriptor_, &address.any, sizeof address.path);
  const int error = errno;
  ::umask(before);
  if (bound != 0) fail("unix:" + path, error);
  path_ = path;
  if (::lstat(path.c_str(), &status) == 0) inode_ = status.st_ino;
  if (::listen(descriptor_, backlog) != 0) fail("unix:" + path, errno);
  name_ = "unix:" + path;
}

void ListeningSocket::listen_at_port(const std::string& address, bool anywhere) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    throw UsageError("--listen " + address + ": names no port", remedy);
  }
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  if (host == "localhost") host = "127.0.0.1";
  const std::string digits = address.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    throw UsageError("--listen " + address + ": not a port", remedy);
  }
  Address bound{};
  set_host(bound, host, port, address);
  if (!is_loopback(bound) && !anywhere) {
    throw UsageError("--listen " + address + ": others could read it",
                     "Listen on 127.0.0.1; or say --listen-anywhere and give a --token-file.");
  }
  descriptor_ = ::socket(bound.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor_ < 0) fail(address, errno);
  const int yes = 1;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  ::socklen_t size = bound.any.sa_family == AF_INET ? sizeof bound.v4 : sizeof bound.v6;
  if (::bind(descriptor_, &bound.any, size) != 0) fail(address, errno);
  if (::listen(descriptor_, backlog) != 0) fail(address, errno);
  ::getsockname(descriptor_, &bound.any, &size);
  const bool is_v6 = bound.any.sa_family == AF_INET6;
  name_ =
      "http://" + (is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port_of(bound)) + '/';
}

}  // namespace curfew::cli
