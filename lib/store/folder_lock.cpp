#include "store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "curfew/error.h"

namespace curfew::store {
namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  throw Error(ErrorCode::unreadable, path + ": " + std::generic_category().message(error),
              "Look at the owner and the permissions of the folder, or name another one.");
}

// What a store holds tells of people: nobody else reads it unless its owner lets them.
void make(const std::string& folder) {
  for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    const bool is_last = end == std::string::npos;
    if (::mkdir(part.c_str(), is_last ? 0700 : 0755) != 0 && errno != EEXIST) fail(part, errno);
    if (is_last) return;
  }
}

}  // namespace

FolderLock::FolderLock(const std::string& folder) {
  make(folder);
  const std::string path = folder + "/lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor_ < 0) fail(path, errno);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int error = errno;
  ::close(descriptor_);
  if (error != EWOULDBLOCK) fail(path, error);
  throw Error(ErrorCode::unreadable, folder + ": another program is collecting into it",
              "Nothing was read; what is new is collected by the next run.");
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace curfew::store
