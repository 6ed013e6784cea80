#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>
#include <utility>

#include "curfew/error.h"
#include "curfew/input.h"
#include "input/compression.h"
#include "input/files.h"
#include "input/journal.h"
#include "text/grouped.h"

namespace curfew {
namespace {

using input::ErrorRemedy;

ErrorRemedy remedy_for(int error, const std::string& path) {
  switch (error) {
    case ENOENT:
      return {.text = "Check the path.", .hint = Hint::standard_input};
    case EACCES:
      return {.text =
                  "Mail logs usually belong to group adm: run as root or as a member of that "
                  "group (`ls -l " +
                  path + "` shows whose it is)."};
    case EISDIR:
      return {.text = "Name the log files in it.", .hint = Hint::log_files, .hint_data = path};
    default:
      return {};
  }
}

}  // namespace

void input::fail(const std::string& name, int error, ErrorRemedy remedy) {
  if (error == ENOMEM) throw std::bad_alloc();  // no fault of the file's
  std::string reason = std::generic_category().message(error);
  if (!reason.empty()) {
    reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  }
  throw Error(ErrorCode::unreadable, name + ": " + reason, std::move(remedy.text), remedy.hint,
              std::move(remedy.hint_data));
}

namespace {

using input::fail;

class Descriptor final : public Source {
 public:
  Descriptor(int descriptor, std::string name, bool owned, std::optional<Instant> modified)
      : descriptor_(descriptor), owned_(owned), name_(std::move(name)), modified_(modified) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() override {
    if (owned_) ::close(descriptor_);
  }

  std::size_t read(std::span<char> room) override {
    while (error_ == 0) {
      const ssize_t got = ::read(descriptor_, room.data(), room.size());
      if (got >= 0) {
        given_ += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno == EAGAIN) {  // whoever else holds this pipe does not wait; we do
        ::pollfd readable{.fd = descriptor_, .events = POLLIN, .revents = 0};
        ::poll(&readable, 1, -1);
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    if (given_ == 0) fail(name_, error_, {});
    fail(name_ + ": could not be read beyond " + text::grouped(given_) + " bytes", error_,
         {.text = "What could be read was used."});
  }
  const std::string& name() const noexcept override { return name_; }
  std::optional<Instant> modified() const override { return modified_; }

 private:
  int descriptor_;
  bool owned_;
  std::string name_;
  std::optional<Instant> modified_;
  std::uint64_t given_ = 0;
  int error_ = 0;  // once it failed it stays so, whoever asks again
};

class Text final : public Source {
 public:
  Text(std::string name, std::string_view text) : name_(std::move(name)), rest_(text) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t n = std::min(room.size(), rest_.size());
    if (n != 0) std::memcpy(room.data(), rest_.data(), n);
    rest_.remove_prefix(n);
    return n;
  }
  const std::string& name() const noexcept override { return name_; }

 private:
  std::string name_;
  std::string_view rest_;
};

std::optional<Instant> modified_at(const struct ::stat& status) {
  if (!S_ISREG(status.st_mode)) return std::nullopt;
  return Instant(
      std::chrono::duration_cast<Milliseconds>(std::chrono::seconds(status.st_mtim.tv_sec) +
                                               std::chrono::nanoseconds(status.st_mtim.tv_nsec)));
}

// A pipe's default 64 KiB halves the throughput of a fast reader. Best effort.
void widen_pipe(int descriptor) noexcept {
#ifdef F_SETPIPE_SZ
  ::fcntl(descriptor, F_SETPIPE_SZ, 1024 * 1024);
#else
  static_cast<void>(descriptor);
#endif
}

}  // namespace

namespace {

bool begins_as_journal(int descriptor) noexcept {
  char front[input::journal_magic.size()];
  ssize_t got = 0;
  do {
    got = ::pread(descriptor, front, sizeof front, 0);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof front) &&
         std::string_view(front, sizeof front) == input::journal_magic;
}

// A regular file, or the journal in it.
std::unique_ptr<Source> opened(int descriptor, const std::string& path, const struct ::stat& status,
                               std::optional<Instant> since) {
  if (S_ISREG(status.st_mode) && begins_as_journal(descriptor)) {
    return input::journal_in(descriptor, path, modified_at(status), since);
  }
  return std::make_unique<Descriptor>(descriptor, path, true, modified_at(status));
}

}  // namespace

std::unique_ptr<Source> input::open_found(const std::string& path, const input::Identity& seen,
                                          std::optional<Instant> since) {
  // A pipe put in the file's place would block.
  const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
  const int descriptor = ::open(path.c_str(), flags);
  if (descriptor < 0) {
    const int error = errno;
    fail(path, error, remedy_for(error, path));
  }
  struct ::stat status {};
  const bool known = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
                     input::Identity{status.st_dev, status.st_ino} == seen;
  if (!known) {
    ::close(descriptor);
    throw Error(ErrorCode::unreadable, path + ": was replaced after its folder was read",
                "Logs were being rotated, it seems.", Hint::read_again);
  }
  return opened(descriptor, path, status, since);
}

std::unique_ptr<Source> open_file(const std::string& path, std::optional<Instant> since) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    const int error = errno;
    fail(path, error, remedy_for(error, path));
  }
  struct ::stat status {};
  if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    const int error = S_ISDIR(status.st_mode) ? EISDIR : errno;
    ::close(descriptor);
    fail(path, error, remedy_for(error, path));
  }
  if (S_ISFIFO(status.st_mode)) widen_pipe(descriptor);
  return opened(descriptor, path, status, since);
}

std::unique_ptr<Source> standard_input() {
  struct ::stat status {};
  std::optional<Instant> modified;
  if (::fstat(0, &status) == 0) {
    modified = modified_at(status);
    if (S_ISFIFO(status.st_mode)) widen_pipe(0);
  }
  return std::make_unique<Descriptor>(0, std::string(input::standard_input_name), false, modified);
}

std::unique_ptr<Source> text_source(std::string name, std::string_view text) {
  return std::make_unique<Text>(std::move(name), text);
}

}  // namespace curfew
