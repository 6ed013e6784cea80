#include "output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <iostream>
#include <system_error>

#include "curfew/error.h"
#include "pager.h"

namespace curfew::cli {
namespace {

[[noreturn]] void fail(const std::string& path) {
  const int error = errno;
  throw Error(ErrorCode::unreadable,
              path + ": cannot be written: " + std::generic_category().message(error));
}

// A device or a pipe is written to; a file put in its place would be there for everybody.
bool is_written_in_place(const std::string& path) {
  struct ::stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

Output::Output(std::string path, std::string pager, Readers readers)
    : path_(std::move(path)), pager_(std::move(pager)), readers_(readers) {
  if (path_.empty() || path_ == "-") {
    path_.clear();
    return;
  }
  if (!is_written_in_place(path_)) temporary_ = path_ + ".tmp-" + std::to_string(::getpid());
  file_.open(temporary_.empty() ? path_ : temporary_, std::ios::binary | std::ios::trunc);
  if (!file_) fail(path_);
}

Output::~Output() {
  if (!temporary_.empty()) std::remove(temporary_.c_str());
}

std::ostream& Output::stream() noexcept {
  if (!path_.empty()) return file_;
  return pager_.empty() ? std::cout : static_cast<std::ostream&>(page_);
}

void Output::finish() {
  if (path_.empty()) {
    if (!pager_.empty()) {
      const std::string text = page_.str();
      page_.str({});
      if (!is_longer_than_terminal(text) || !show_through(pager_, text)) std::cout << text;
    }
    if (!std::cout.flush()) fail("standard output");
    return;
  }
  file_.close();
  if (!file_) fail(path_);
  constexpr ::mode_t readable = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
  // Before it has its name, so that nobody who waits for it finds it closed.
  if (!temporary_.empty() && readers_ == Readers::everybody &&
      ::chmod(temporary_.c_str(), readable) != 0) {
    fail(path_);
  }
  if (!temporary_.empty() && std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_);
  temporary_.clear();
}

}  // namespace curfew::cli
