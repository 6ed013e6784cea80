#include "standard_descriptors.h"

#include <fcntl.h>
#include <unistd.h>

namespace curfew::cli {

void hold_standard_descriptors() noexcept {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0) continue;
    // What is written to standard output is lost, and must not seem to have arrived.
    const int access = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    // The lowest free number is this one. Where there are no devices, a folder holds the place.
    if (::open("/dev/null", access) < 0) ::open("/", O_RDONLY | O_DIRECTORY);
  }
}

}  // namespace curfew::cli
