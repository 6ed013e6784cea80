#include "small_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace curfew::cli {

SmallFile read_small_file(const std::string& path, std::size_t most) {
  SmallFile file;
  file.text.resize(most);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return {.text = {}, .error = errno};
  std::size_t used = 0;
  while (used < most) {
    const ::ssize_t got = ::read(descriptor, file.text.data() + used, most - used);
    if (got == 0) break;
    if (got > 0) {
      used += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      file.error = errno;
      break;
    }
  }
  ::close(descriptor);
  file.text.resize(used);
  return file;
}

}  // namespace curfew::cli
