#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "curfew/input.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using Names = std::vector<std::string>;

// The names found, without the folder's own path.
Names names_in(const Folder& folder, bool below = false,
               const std::vector<RepeatingLogs>& repeating = {}) {
  Names names;
  const std::string path = folder.path("");
  for (const Input& input : inputs_at(path, below, std::nullopt, repeating)) {
    CHECK(input.found);
    CHECK_FALSE(input.once);
    names.push_back(input.name.substr(path.size()));
  }
  return names;
}

std::string content(const Input& input) {
  const auto source = input.open();
  std::array<char, 100> room{};
  return std::string(room.data(), source->read(room));
}

void make_folder(const Folder& folder, const std::string& name) {
  std::filesystem::create_directory(folder.path(name));
}

}  // namespace

TEST_CASE("a folder's files are its inputs, by name; of the folders below only when asked") {
  const Folder folder;
  folder.write("mail.log.1", "one");
  folder.write("mail.log", "two");
  folder.write(".mail.log.swp", "hidden");
  make_folder(folder, "mx1");
  folder.write("mx1/mail.log", "three");
  make_folder(folder, "mx1/old");
  folder.write("mx1/old/mail.log.2", "four");
  CHECK(names_in(folder) == Names{"mail.log", "mail.log.1"});
  CHECK(names_in(folder, true) ==
        Names{"mail.log", "mail.log.1", "mx1/mail.log", "mx1/old/mail.log.2"});
  const std::vector<Input> inputs = inputs_at(folder.path("."), true);
  REQUIRE(inputs.size() == 4);
  CHECK(content(inputs[2]) == "three");
  CHECK(inputs[2].size == 5);
}

TEST_CASE("links, pipes and devices in a folder are left alone") {
  const Folder folder;
  const Folder other;
  other.write("secret", "x");
  folder.write("mail.log", "one");
  make_folder(folder, "deep");
  std::filesystem::create_symlink(folder.path("mail.log"), folder.path("link"));
  std::filesystem::create_directory_symlink(other.path(""), folder.path("deep/elsewhere"));
  std::filesystem::create_directory_symlink(folder.path(""), folder.path("deep/round"));
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK(names_in(folder, true) == Names{"mail.log"});
}

TEST_CASE("a link that is named is followed, and so is a folder's") {
  const Folder folder;
  folder.write("mail.log", "one");
  std::filesystem::create_symlink(folder.path("mail.log"), folder.path("link"));
  const std::vector<Input> named = inputs_at(folder.path("link"));
  REQUIRE(named.size() == 1);
  CHECK_FALSE(named[0].found);
  CHECK(content(named[0]) == "one");
  const Folder other;
  std::filesystem::create_directory_symlink(folder.path(""), other.path("logs"));
  CHECK(inputs_at(other.path("logs")).size() == 1);
}

TEST_CASE("a pipe that is named can be read once") {
  const Folder folder;
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK(inputs_at(folder.path("pipe")).at(0).once);
  CHECK(inputs_at("-").at(0).once);
  CHECK(inputs_at("-").at(0).name == "standard input");
}

TEST_CASE("what is put in a found file's place is not read") {
  for (const bool link : {false, true}) {
    const Folder folder;
    const std::string path = folder.write("mail.log", "one");
    const std::vector<Input> inputs = inputs_at(folder.path(""));
    REQUIRE(inputs.size() == 1);
    folder.write("other", "secret");
    REQUIRE(::unlink(path.c_str()) == 0);
    if (link) {
      std::filesystem::create_symlink(folder.path("other"), path);
    } else {
      std::filesystem::rename(folder.path("other"), path);
    }
    try {
      inputs[0].open();
      FAIL_CHECK("was opened");
    } catch (const Error& error) {
      // A link is refused by the system.
      CHECK(error.hint() == (link ? Hint::none : Hint::read_again));
      CHECK(error.remedy() == (link ? "" : "Logs were being rotated, it seems."));
    }
  }
}

TEST_CASE("Exim's reject and panic logs beside its main log are not taken") {
  const std::vector<RepeatingLogs> repeating = builtin_formats().repeating_logs();
  const Folder folder;
  for (const char* const name : {"mainlog", "mainlog.1", "mainlog.2.gz", "rejectlog", "rejectlog.1",
                                 "paniclog", "exim_rejectlog-20261101"}) {
    folder.write(name, "x");
  }
  CHECK(names_in(folder, false, repeating) == Names{"mainlog", "mainlog.1", "mainlog.2.gz"});
  CHECK(names_in(folder).size() == 7);  // nobody said that they repeat anything
  const Folder alone;
  alone.write("rejectlog", "x");
  CHECK(names_in(alone, false, repeating) == Names{"rejectlog"});
  const Folder below;
  below.write("exim_mainlog", "x");
  make_folder(below, "other");
  below.write("other/exim_paniclog", "x");
  CHECK(names_in(below, true, repeating) == Names{"exim_mainlog", "other/exim_paniclog"});
}

TEST_CASE("a file that is named need not exist until it is opened") {
  const std::vector<Input> inputs = inputs_at("/nonexistent/mail.log");
  REQUIRE(inputs.size() == 1);
  CHECK_THROWS_AS(inputs[0].open(), Error);
}

TEST_CASE("an empty folder has no inputs") {
  const Folder folder;
  CHECK(inputs_at(folder.path("")).empty());
}

TEST_CASE("folders that lie very deep are not entered") {
  const Folder folder;
  std::string path;
  for (int depth = 0; depth < 40; ++depth) {
    path += "d/";
    make_folder(folder, path);
  }
  folder.write(path + "mail.log", "x");
  folder.write("d/d/mail.log", "x");
  CHECK(names_in(folder, true) == Names{"d/d/mail.log"});
}

}  // namespace curfew::test
