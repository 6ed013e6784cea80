#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <thread>

#include "curfew/error.h"
#include "curfew/input.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

// Lets standard input be another file for the length of a test.
class StandardInput {
 public:
  explicit StandardInput(int descriptor) : before_(::dup(0)) { ::dup2(descriptor, 0); }
  ~StandardInput() {
    if (before_ >= 0) {
      ::dup2(before_, 0);
      ::close(before_);
    } else {
      ::close(0);
    }
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

 private:
  int before_;
};

std::string read_all(Source& source) {
  std::string text;
  std::array<char, 7> room{};
  while (const std::size_t n = source.read(room)) text.append(room.data(), n);
  return text;
}

}  // namespace

TEST_CASE("a file is read as it is, whatever its bytes") {
  const Folder folder;
  using std::string_literals::operator""s;
  const std::string text = "one\ntwo\r\n\0\xff three"s;
  const std::string path = folder.write("mail.log", text);
  const auto source = open_file(path);
  CHECK(read_all(*source) == text);
  CHECK(source->name() == path);
}

TEST_CASE("a file knows when it was last written to") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "x");
  const struct ::timespec times[2] = {{.tv_sec = 0, .tv_nsec = 0},
                                      {.tv_sec = 1591117307, .tv_nsec = 250'000'000}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  CHECK(open_file(path)->modified() == Instant(Milliseconds(1591117307250)));
  CHECK_FALSE(text_source("text", "x")->modified().has_value());
}

TEST_CASE("a file that is missing is an error with a remedy") {
  const Folder folder;
  try {
    open_file(folder.path("missing.log"));
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unreadable);
    CHECK(error.what() == folder.path("missing.log") + ": no such file or directory");
    CHECK(error.remedy() == "Check the path.");
    CHECK(error.hint() == Hint::standard_input);
  }
}

TEST_CASE("a folder is an error that names the files in it") {
  const Folder folder;
  try {
    open_file(folder.path("."));
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unreadable);
    CHECK(error.what() == folder.path(".") + ": is a directory");
    CHECK(error.remedy() == "Name the log files in it.");
    CHECK(error.hint() == Hint::log_files);
    CHECK(error.hint_data() == folder.path("."));
  }
}

TEST_CASE("a file that may not be read is an error with a remedy") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "x");
  REQUIRE(::chmod(path.c_str(), 0) == 0);
  if (::access(path.c_str(), R_OK) == 0) return;  // root reads everything
  try {
    open_file(path);
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.what() == path + ": permission denied");
    CHECK(error.remedy().find("group adm") != std::string::npos);
  }
}

TEST_CASE("a named pipe is read to its end") {
  const Folder folder;
  const std::string path = folder.path("pipe");
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&path] { std::ofstream(path) << "one\ntwo\n"; });
  const auto source = open_file(path);
  CHECK(read_all(*source) == "one\ntwo\n");
  writer.join();
  CHECK_FALSE(source->modified().has_value());
}

TEST_CASE("standard input is read and left open") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\ntwo\n");
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  {
    const StandardInput redirected(file);
    {
      const auto source = standard_input();
      CHECK(source->name() == "standard input");
      CHECK(source->modified().has_value());
      CHECK(read_all(*source) == "one\ntwo\n");
    }
    CHECK(::fcntl(0, F_GETFD) >= 0);
  }
  ::close(file);
}

TEST_CASE("a pipe that does not wait is waited for") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  {
    const StandardInput redirected(ends[0]);
    const auto source = standard_input();
    std::thread writer([end = ends[1]] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      static_cast<void>(!::write(end, "late\n", 5));
      ::close(end);
    });
    CHECK(read_all(*source) == "late\n");
    writer.join();
  }
  ::close(ends[0]);
}

TEST_CASE("standard input that is a folder is an error") {
  const Folder folder;
  const int descriptor = ::open(folder.path(".").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(descriptor >= 0);
  {
    const StandardInput redirected(descriptor);
    const auto source = standard_input();
    try {
      read_all(*source);
      FAIL_CHECK("no error");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::unreadable);
      CHECK(error.what() == std::string("standard input: is a directory"));
    }
  }
  ::close(descriptor);
}

}  // namespace curfew::test
