#include "replacement.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "links.h"
#include "permissions.h"

namespace curfew::cli {
namespace {

[[noreturn]] void fail(int error) {
  throw std::system_error(error, std::generic_category());
}

// Hidden, so that nobody who reads the folder takes it for a log.
std::string unguessable_name() {
  std::array<unsigned char, 16> bytes = {};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<::ssize_t>(bytes.size())) {
    fail(errno);
  }
  constexpr const char* digits = "0123456789abcdef";
  std::string name = ".curfew-";
  for (const unsigned byte : bytes) {
    name += digits[byte >> 4U];
    name += digits[byte & 0xFU];
  }
  return name;
}

std::string link_to(int descriptor) {
  return "/proc/self/fd/" + std::to_string(descriptor);
}

// File systems without a disk of their own need not know how.
bool is_synced(int descriptor) noexcept {
  while (::fsync(descriptor) != 0) {
    if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP || errno == EROFS) return true;
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

Replacement::Replacement(std::string path) : path_(std::move(path)), name_(name_in_folder(path_)) {
  folder_ = ::open(folder_of(path_).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) fail(errno);
  try {
    struct ::stat before {};
    const bool replaces = ::fstatat(folder_, name_.c_str(), &before, AT_SYMLINK_NOFOLLOW) == 0;
    // Nobody whom the file before kept out reads the new one while it is written.
    const unsigned mode = replaces ? 0600U : 0666U;
    open_unnamed(mode);
    if (descriptor_ < 0) open_named(mode);
  } catch (...) {
    ::close(folder_);
    throw;
  }
}

Replacement::~Replacement() {
  unfinished_.reset();
  ::close(descriptor_);
  ::close(folder_);
}

// Where the file system or the kernel cannot do it, or the file could not be named later, there is
// none then.
void Replacement::open_unnamed(unsigned mode) {
  descriptor_ = ::openat(folder_, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (descriptor_ < 0 || ::faccessat(AT_FDCWD, link_to(descriptor_).c_str(), F_OK, 0) == 0) return;
  ::close(std::exchange(descriptor_, -1));
}

void Replacement::open_named(unsigned mode) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  temporary_ = unguessable_name();
  auto unfinished = std::make_unique<UnfinishedFile>(folder_, temporary_);
  descriptor_ = ::openat(folder_, temporary_.c_str(), flags, mode);
  if (descriptor_ < 0) {
    const int error = errno;
    unfinished->keep();  // whatever has that name is not ours
    fail(error);
  }
  unfinished_ = std::move(unfinished);
}

// Only rename() puts a file in the place of another, and it takes a name.
void Replacement::name_unnamed() {
  temporary_ = unguessable_name();
  unfinished_ = std::make_unique<UnfinishedFile>(folder_, temporary_);
  if (::linkat(AT_FDCWD, link_to(descriptor_).c_str(), folder_, temporary_.c_str(),
               AT_SYMLINK_FOLLOW) == 0) {
    return;
  }
  const int error = errno;
  unfinished_->keep();
  fail(error);
}

void Replacement::take_place(Readers readers) {
  // Before it has its name, so that nobody who waits for it finds it closed.
  const bool replaces = take_permissions_of(path_, descriptor_);
  if (readers == Readers::everybody) let_everybody_read(descriptor_, !replaces);
  if (!is_synced(descriptor_)) fail(errno);
  if (temporary_.empty()) name_unnamed();
  if (::renameat(folder_, temporary_.c_str(), folder_, name_.c_str()) != 0) fail(errno);
  unfinished_->keep();
  // The name, too, where the folder may be read; the file is whole without it.
  const int readable = ::openat(folder_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (readable < 0) return;
  static_cast<void>(is_synced(readable));
  ::close(readable);
}

}  // namespace curfew::cli
