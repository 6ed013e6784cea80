#include "output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <new>
#include <system_error>

#include "curfew/error.h"
#include "links.h"
#include "pager.h"
#include "terminal.h"

namespace curfew::cli {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw Error(ErrorCode::unreadable,
              name + ": cannot be written: " + std::generic_category().message(error));
}

// A device or a pipe is written to; a file put in its place would be there for everybody.
bool is_written_in_place(const std::string& path) noexcept {
  struct ::stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

// The one of ours that /dev/stdout, /dev/fd/3 or /proc/self/fd/3 stands for; -1: of another
// process.
int own_descriptor(const std::string& path) {
  const std::string name = name_in_folder(path);
  int descriptor = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), descriptor);
  if (error != std::errc{} || end != name.data() + name.size()) return -1;
  struct ::stat meant {};
  struct ::stat ours {};
  const bool same = ::stat(path.c_str(), &meant) == 0 && ::fstat(descriptor, &ours) == 0 &&
                    meant.st_dev == ours.st_dev && meant.st_ino == ours.st_ino;
  return same ? descriptor : -1;
}

// Opened anew, a file would be written from its front, over what others wrote to it before.
int open_again(const std::string& path) {
  const int descriptor = own_descriptor(path);
  if (descriptor < 0) return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY);
  if ((::fcntl(descriptor, F_GETFL) & O_ACCMODE) == O_RDONLY) {
    errno = EBADF;
    return -1;
  }
  return ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

}  // namespace

Output::Output(std::string path, std::string pager, Readers readers)
    : name_(std::move(path)), pager_(std::move(pager)), readers_(readers), stream_(nullptr) {
  // Too large a file is then a failure with a reason, and no signal.
  std::signal(SIGXFSZ, SIG_IGN);
  if (name_.empty() || name_ == "-") {
    name_ = "standard output";
    buffer_.emplace(STDOUT_FILENO);
  } else {
    pager_.clear();
    try {
      open(name_);
    } catch (const std::system_error& error) {
      fail(name_, error.code().value());
    }
  }
  stream_.rdbuf(&*buffer_);
  page_.exceptions(std::ios_base::badbit);  // else it keeps to itself that memory ran out
}

Output::~Output() {
  buffer_.reset();
  if (in_place_ >= 0) ::close(in_place_);
}

void Output::open(const std::string& path) {
  const Destination destination = destination_of(path);
  if (!destination.is_open_file && !is_written_in_place(destination.path)) {
    replacement_.emplace(destination.path);
    buffer_.emplace(replacement_->descriptor());
    return;
  }
  in_place_ = destination.is_open_file
                  ? open_again(destination.path)
                  : ::open(destination.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (in_place_ < 0) fail(path, errno);
  buffer_.emplace(in_place_);
}

void Output::check() const {
  if (buffer_->error() != 0) fail(name_, buffer_->error());
}

void Output::write_out() {
  stream_.flush();
  check();
}

void Output::finish() {
  if (!pager_.empty()) {
    const std::string text = page_.str();
    page_.str({});
    if (!is_longer_than_terminal(text) || !show_through(pager_, text)) stream_ << text;
  }
  write_out();
  if (!replacement_) return;
  try {
    replacement_->take_place(readers_);
  } catch (const std::system_error& error) {
    fail(name_, error.code().value());
  }
}

bool is_shown_on_terminal(std::string_view path) noexcept {
  return (path.empty() || path == "-") && output_is_terminal();
}

void print(std::string_view text) {
  Output output({});
  output.stream() << text;
  output.finish();
}

}  // namespace curfew::cli
