#include "small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace curfew::cli {
namespace {

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags)) {}
  ~Descriptor() {
    if (is_open()) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool is_open() const noexcept { return number_ >= 0; }
  int number() const noexcept { return number_; }

 private:
  int number_;
};

SmallFile read(const Descriptor& descriptor, std::size_t most) {
  SmallFile file;
  file.text.resize(most);
  std::size_t used = 0;
  while (used < most) {
    const ::ssize_t got = ::read(descriptor.number(), file.text.data() + used, most - used);
    if (got == 0) break;
    if (got > 0) {
      used += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      file.error = errno;
      break;
    }
  }
  file.text.resize(used);
  return file;
}

}  // namespace

SmallFile read_small_file(const std::string& path, std::size_t most) {
  const Descriptor descriptor(path, 0);
  if (!descriptor.is_open()) return {.text = {}, .error = errno};
  return read(descriptor, most);
}

SecretFile read_secret_file(const std::string& path, std::size_t most, unsigned others) {
  SecretFile secret;
  const Descriptor descriptor(path, O_NONBLOCK);  // a pipe without a writer would wait
  struct ::stat status {};
  if (!descriptor.is_open() || ::fstat(descriptor.number(), &status) != 0) {
    secret.file.error = errno;
    return secret;
  }
  secret.is_regular = S_ISREG(status.st_mode);
  secret.is_private = (status.st_mode & others) == 0;
  if (secret.is_regular && secret.is_private) secret.file = read(descriptor, most);
  return secret;
}

}  // namespace curfew::cli
