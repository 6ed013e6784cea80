// A log is found again by what it holds, whatever a rotation does to its files.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "lib/follow/followed.h"
#include "lib/input/pack.h"

namespace curfew::test {
namespace {

using Told = std::vector<std::string>;

void gzip(const std::string& path) {
  REQUIRE(std::system(("gzip -n '" + path + "'").c_str()) == 0);  // NOLINT
}

// Lines enough that the head is full.
std::string lines(const std::string& word, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += word + ' ' + std::to_string(i) + " of a longer line\n";
  return text;
}

}  // namespace

TEST_CASE("what was appended is read, and nothing twice") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  CHECK(told(take_all(files)) == Told{"appeared mail.log: one\n"});
  CHECK(told(take_all(files)).empty());
  append(path, "two\nthr");
  CHECK(told(take_all(files)) == Told{"grew mail.log: two\nthr"});
  append(path, "ee\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log: ee\n"});
}

TEST_CASE("bytes are told again until they are taken, and may be taken in part") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\ntwo\nthree\n");
  LogFiles files({path});
  CHECK(files.look().size() == 1);
  std::vector<LogChange> changes = files.look();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].size == 14);
  char room[4];
  REQUIRE(changes[0].bytes->read(room) == 4);
  files.take(changes[0].log, changes[0].bytes->position());
  CHECK(text_of(take_all(files)) == "two\nthree\n");
}

TEST_CASE("a log is renamed, its last lines come before those of the new file") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  take_all(files);
  fs::rename(path, folder.path("mail.log.1"));
  append(folder.path("mail.log.1"), "two\n");
  append(path, "three\n");
  CHECK(told(take_all(files)) ==
        Told{"renamed mail.log.1 < mail.log: two\n", "appeared mail.log: three\n"});
  append(path, "five\n");
  append(folder.path("mail.log.1"), "four\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log.1: four\n", "grew mail.log: five\n"});
}

TEST_CASE("rotated parts that are there are read first, the oldest before the others") {
  const Folder folder;
  folder.write("mail.log", "four\n");
  folder.write("mail.log.1", "three\n");
  folder.write("mail.log.2", "two\n");
  folder.write("mail.log.10", "one\n");
  folder.write("other.log", "not asked for\n");
  gzip(folder.path("mail.log.10"));
  gzip(folder.path("mail.log.2"));
  LogFiles files({folder.path("mail.log")});
  CHECK(text_of(take_all(files)) == "one\ntwo\nthree\nfour\n");
  CHECK(take_all(files).empty());
  LogFiles one({folder.path("mail.log.1")});
  CHECK(text_of(take_all(one)) == "three\n");
}

TEST_CASE("a log is renamed and compressed: nothing is read twice, also by another run") {
  const Folder folder;
  const std::string head = lines("front", 200);
  const std::string path = folder.write("mail.log", head);
  LogFiles files({path});
  take_all(files);
  const auto before = files.positions();
  REQUIRE(before.size() == 1);
  CHECK(before[0].second.head_size == LogPosition::most_head);
  append(path, "not seen before it was packed\n");
  fs::rename(path, folder.path("mail.log.1"));
  gzip(folder.path("mail.log.1"));
  folder.write("mail.log", "new\n");
  CHECK(told(take_all(files)) ==
        Told{"packed mail.log.1.gz < mail.log: not seen before it was packed\n",
             "appeared mail.log: new\n"});
  CHECK(take_all(files).empty());
  LogFiles later({path});
  for (const auto& [log, position] : files.positions()) later.know(log, position);
  CHECK(take_all(later).empty());
  LogFiles earlier({path});
  earlier.know(7, before[0].second);
  const std::vector<Seen> seen = take_all(earlier);
  CHECK(told(seen) == Told{"packed mail.log.1.gz < mail.log: not seen before it was packed\n",
                           "appeared mail.log: new\n"});
  CHECK(seen[0].log == 7);
  CHECK(seen[1].log == 8);
  fs::rename(folder.path("mail.log.1.gz"), folder.path("mail.log.2.gz"));
  CHECK(told(take_all(files)) == Told{"renamed mail.log.2.gz < mail.log.1.gz: "});
}

TEST_CASE("a packed file that is being written waits until it is whole") {
  const Folder folder;
  const std::string text = lines("packed", 5000);
  const std::string path = folder.write("mail.log", text);
  LogFiles files({path});
  take_all(files);
  fs::rename(path, folder.path("mail.log.1"));
  folder.write("mail.log", "new\n");
  const std::string packed = pack(text, "gzip -c");
  folder.write("mail.log.1.gz", packed.substr(0, packed.size() / 2));
  CHECK(told(take_all(files)) ==
        Told{"renamed mail.log.1 < mail.log: ", "appeared mail.log: new\n"});
  folder.write("mail.log.1.gz", packed);
  CHECK(take_all(files).empty());
  fs::remove(folder.path("mail.log.1"));
  CHECK(told(take_all(files)) == Told{"packed mail.log.1.gz < mail.log.1: "});
}

TEST_CASE("a packed file that comes piece by piece is read when it is whole") {
  const Folder folder;
  const std::string text = lines("packed", 5000);
  const std::string packed = pack(text, "gzip -c");
  folder.write("mail.log.1.gz", packed.substr(0, packed.size() / 2));
  LogFiles files({folder.path("mail.log")});
  CHECK(take_all(files).empty());
  folder.write("mail.log.1.gz", packed);
  CHECK(told(take_all(files)) == Told{"appeared mail.log.1.gz: " + text});
}

TEST_CASE("a damaged packed file gives what can be read of it, once") {
  const Folder folder;
  const std::string text = lines("packed", 5000);
  const std::string packed = pack(text, "gzip -c");
  const std::string path = folder.write("mail.log.1.gz", packed.substr(0, packed.size() / 2));
  const ::timespec old[2] = {{.tv_sec = 1'700'000'000, .tv_nsec = 0},
                             {.tv_sec = 1'700'000'000, .tv_nsec = 0}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), old, 0) == 0);
  LogFiles files({folder.path("mail.log")});
  std::vector<LogChange> changes = files.look();
  REQUIRE(changes.size() == 1);
  std::string got;
  std::vector<char> room(1000);
  const auto read_on = [&] {
    while (const std::size_t size = changes[0].bytes->read(room)) got.append(room.data(), size);
  };
  CHECK_THROWS_AS(read_on(), Error);
  CHECK(got.size() > 1000);
  CHECK(text.starts_with(got));
  files.take(changes[0].log, changes[0].bytes->position());
  CHECK(files.look().empty());
}

TEST_CASE("a log is copied and emptied: the copy is read on, where there is one") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  take_all(files);
  append(path, "two\n");
  fs::copy(path, folder.path("mail.log.1"));
  SECTION("between two looks") {}
  SECTION("a look comes between the copy and the emptying") {
    CHECK(told(take_all(files)) == Told{"grew mail.log: two\n"});
  }
  fs::resize_file(path, 0);
  append(path, "three\n");
  const std::string text = text_of(take_all(files));
  CHECK((text == "two\nthree\n" || text == "three\n"));
  CHECK(take_all(files).empty());
  append(path, "four\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log: four\n"});
}

TEST_CASE("a log is copied, grows, and is emptied: the copy lacks what was read") {
  const Folder folder;
  const std::string text = lines("front", 200);
  const std::string path = folder.write("mail.log", text);
  LogFiles files({path});
  take_all(files);
  fs::copy(path, folder.path("mail.log.1"));
  append(path, "two\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log: two\n"});
  fs::resize_file(path, 0);
  append(path, "three\n");
  CHECK(told(take_all(files)) ==
        Told{"renamed mail.log.1 < mail.log: ", "appeared mail.log: three\n"});
  CHECK(take_all(files).empty());
}

TEST_CASE("a log is emptied without a copy: it is said that bytes may be lost") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  take_all(files);
  append(path, "lost\n");
  fs::resize_file(path, 0);
  CHECK(told(take_all(files)) == Told{"truncated mail.log: !", "appeared mail.log: "});
  append(path, "two\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log: two\n"});
  SECTION("where its copy comes later, it is read on") {
    folder.write("mail.log.1", "one\nlost\n");
    CHECK(told(take_all(files)) == Told{"returned mail.log.1 < mail.log: lost\n"});
  }
}

TEST_CASE("of a log without a bare name it is said, too, that bytes may be lost") {
  const Folder folder;
  const std::string path = folder.write("mail-20261130.log", "one\n");
  LogFiles files({folder.path("")});
  take_all(files);
  fs::resize_file(path, 0);
  CHECK(told(take_all(files)) ==
        Told{"truncated mail-20261130.log: !", "appeared mail-20261130.log: "});
  folder.write("mail.log.1", "old\n");
  take_all(files);
  fs::remove(folder.path("mail.log.1"));
  CHECK(told(take_all(files)) == Told{"vanished mail.log.1: "});
}

TEST_CASE("a log that lost its end goes on behind what is left of it") {
  const Folder folder;
  const std::string text = lines("front", 200);
  const std::string path = folder.write("mail.log", text);
  LogFiles files({path});
  take_all(files);
  fs::resize_file(path, text.size() - 100);
  CHECK(told(take_all(files)) == Told{"truncated mail.log: !"});
  append(path, "after\n");
  CHECK(told(take_all(files)) == Told{"grew mail.log: after\n"});
}

TEST_CASE("a new file with an old inode is a new log") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  take_all(files);
  LogPosition position = files.positions()[0].second;
  folder.write("mail.log", "two\nand more\n");  // the same inode
  CHECK(told(take_all(files)) ==
        Told{"truncated mail.log: !", "appeared mail.log: two\nand more\n"});
  // In another run, under another name.
  struct ::stat status {};
  folder.write("other.log", "three\n");
  REQUIRE(::stat(folder.path("other.log").c_str(), &status) == 0);
  position.inode = status.st_ino;
  LogFiles later({folder.path("other.log")});
  later.know(1, position);
  CHECK(told(take_all(later)) == Told{"vanished mail.log: !", "appeared other.log: three\n"});
}

TEST_CASE("the identity of a small log grows with it") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "");
  LogFiles files({path});
  CHECK(told(take_all(files)) == Told{"appeared mail.log: "});
  std::string text;
  std::uint32_t last = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    append(path, line);
    text += line;
    CHECK(text_of(take_all(files)) == line);
    const LogPosition position = files.positions()[0].second;
    CHECK(position.offset == text.size());
    CHECK(position.head_size == std::min<std::size_t>(text.size(), LogPosition::most_head));
    CHECK(position.head_size >= last);
    last = position.head_size;
  }
}

TEST_CASE("two logs that begin alike are two logs") {
  const Folder folder;
  const std::string head = lines("the same front", 100);
  folder.write("a.log", head + "a\n");
  folder.write("b.log", head + "b\n");
  LogFiles files({folder.path("")});
  CHECK(text_of(take_all(files)) == head + "a\n" + head + "b\n");
  append(folder.path("a.log"), "one\n");
  append(folder.path("b.log"), "two\n");
  CHECK(told(take_all(files)) == Told{"grew a.log: one\n", "grew b.log: two\n"});
  fs::rename(folder.path("a.log"), folder.path("c.log"));
  fs::rename(folder.path("b.log"), folder.path("a.log"));
  fs::rename(folder.path("c.log"), folder.path("b.log"));
  CHECK(told(take_all(files)) == Told{"renamed b.log < a.log: ", "renamed a.log < b.log: "});
}

TEST_CASE("a log that begins as one that is gone, and then differs, is another one") {
  const Folder folder;
  const std::string head = lines("the same front", 100);
  const std::string path = folder.write("mail.log", head + "what the first one says\n");
  LogFiles files({path});
  take_all(files);
  const LogPosition position = files.positions()[0].second;
  const std::string other = head + "what the other one says, which is more\n";
  folder.write("mail.log", other);
  CHECK(text_of(take_all(files)) == other);
  LogFiles later({path});
  later.know(1, position);
  CHECK(text_of(take_all(later)) == other);
}

TEST_CASE("of two positions in one log the farther one is gone on from") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles first({path});
  take_all(first);
  LogFiles second({path});
  append(path, "two\n");
  take_all(second);
  append(path, "three\n");
  fs::copy(path, folder.path("copy"));  // another inode
  fs::rename(folder.path("copy"), path);
  LogFiles files({path});
  files.know(1, first.positions()[0].second);
  files.know(2, second.positions()[0].second);
  CHECK(text_of(take_all(files)) == "three\n");
}

TEST_CASE("bytes are those that were there at the look") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  std::vector<LogChange> changes = files.look();
  REQUIRE(changes.size() == 1);
  append(path, "two\n");
  CHECK(whole(*changes[0].bytes) == "one\n");
  files.take(changes[0].log, changes[0].bytes->position());
  CHECK(told(take_all(files)) == Told{"grew mail.log: two\n"});
  append(path, "three\n");
  changes = files.look();
  REQUIRE(changes.size() == 1);
  folder.write("mail.log", "another one, which is longer\n");
  CHECK(whole(*changes[0].bytes).empty());
  files.take(changes[0].log, changes[0].bytes->position());
  CHECK(text_of(take_all(files)) == "another one, which is longer\n");
}

TEST_CASE("a log that begins as another one is read once it differs") {
  const Folder folder;
  folder.write("a.log", "front\nmore\n");
  LogFiles files({folder.path("")});
  take_all(files);
  folder.write("b.log", "front\n");
  CHECK(take_all(files).empty());
  append(folder.path("b.log"), "differs\n");
  CHECK(told(take_all(files)) == Told{"appeared b.log: front\ndiffers\n"});
}

TEST_CASE("of copies one is read, and when the other one grows, that one") {
  const Folder folder;
  folder.write("copy.log", "one\n");
  folder.write("mail.log", "one\n");
  LogFiles files({folder.path("")});
  const std::vector<Seen> seen = take_all(files);
  CHECK(text_of(seen) == "one\n");
  const std::string other = seen[0].name == "mail.log" ? "copy.log" : "mail.log";
  append(folder.path(other), "two\n");
  CHECK(text_of(take_all(files)) == "two\n");
  append(folder.path(other), "three\n");
  CHECK(text_of(take_all(files)) == "three\n");
}

TEST_CASE("a log vanishes and comes back") {
  const Folder folder;
  const std::string path = folder.write("mail.log", "one\n");
  LogFiles files({path});
  take_all(files);
  fs::rename(path, folder.path("elsewhere"));
  CHECK(told(take_all(files)) == Told{"vanished mail.log: !"});
  CHECK(files.missing() == Told{path});
  CHECK(take_all(files).empty());
  append(folder.path("elsewhere"), "two\n");
  fs::rename(folder.path("elsewhere"), path);
  CHECK(told(take_all(files)) == Told{"returned mail.log < mail.log: two\n"});
  CHECK(files.missing().empty());
}

TEST_CASE("a log may come later; what is no regular file is refused") {
  const Folder folder;
  LogFiles files({folder.path("mail.log")});
  CHECK(files.missing().size() == 1);
  CHECK(take_all(files).empty());
  CHECK(files.missing().size() == 1);
  folder.write("mail.log", "one\n");
  CHECK(told(take_all(files)) == Told{"appeared mail.log: one\n"});
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK_THROWS_AS(LogFiles({folder.path("pipe")}), Error);
  CHECK_THROWS_AS(LogFiles({"/dev/null"}), Error);
}

TEST_CASE("a link that is named is followed, where it leads to and when it leads elsewhere") {
  const Folder folder;
  fs::create_directory(folder.path("logs"));
  folder.write("logs/mail-20261129.log", "one\n");
  fs::create_symlink("logs/mail-20261129.log", folder.path("current"));
  LogFiles files({folder.path("current")});
  CHECK(text_of(take_all(files)) == "one\n");
  append(folder.path("logs/mail-20261129.log"), "two\n");
  CHECK(text_of(take_all(files)) == "two\n");
  folder.write("logs/mail-20261130.log", "four\n");
  fs::remove(folder.path("current"));
  fs::create_symlink("logs/mail-20261130.log", folder.path("current"));
  const std::vector<Seen> seen = take_all(files);
  CHECK(text_of(seen) == "four\n");
}

TEST_CASE("of a folder links are not followed, and what only repeats another log is left out") {
  const Folder folder;
  folder.write("mail.log", "one\n");
  folder.write("rejects", "one, rejected\n");
  folder.write(".hidden", "hidden\n");
  const Folder other;
  fs::create_symlink(other.write("x", "outside\n"), folder.path("link"));
  LogFiles files({folder.path("")}, {.below = false, .repeating = {{{"mail.log"}, {"rejects"}}}});
  CHECK(told(take_all(files)) == Told{"appeared mail.log: one\n"});
}

TEST_CASE("more logs than are told in one look come by turns, in order") {
  const Folder folder;
  std::string text;
  for (int i = 150; i > 0; --i) {
    const std::string line = "part " + std::to_string(i) + "\n";
    folder.write("mail.log." + std::to_string(i), line);
    text += line;
  }
  folder.write("mail.log", "last\n");
  LogFiles files({folder.path("mail.log")});
  std::string got;
  for (int i = 0; i < 3; ++i) got += text_of(take_all(files));
  CHECK(got == text + "last\n");
}

TEST_CASE("UTF-16 comes as it is, packed or not") {
  const Folder folder;
  const std::string wide(
      "\xFF\xFE"
      "a\0\n\0",
      6);
  const std::string other(
      "\xFF\xFE"
      "b\0\n\0"
      "c",
      7);
  folder.write("mail.log", other);
  folder.write("mail.log.1.gz", pack(wide, "gzip -c"));
  LogFiles files({folder.path("mail.log")});
  CHECK(text_of(take_all(files)) == wide + other);
}

}  // namespace curfew::test
