// What a logger writes and what is read agree, whatever is done to the files in between: nothing is
// read twice, and nothing is lost but what no file held when it was looked at.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "lib/follow/followed.h"

namespace curfew::test {
namespace {

// What is written to one file after another name: it may stand in several files, in some of them
// only its front.
struct Content {
  std::string written;
  std::size_t readable = 0;  // as much as a look has found
};

struct File {
  std::size_t content = 0;
  std::size_t size = 0;
  bool is_packed = false;
};

class World {
 public:
  World(unsigned seed, bool restarts) : random_(seed), restarts_(restarts) {
    reopen();
    start();
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) step();
    look();
    check();
  }
  const std::string& story() const { return story_; }

 private:
  using Operation = void (World::*)();

  std::size_t below(std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most - 1)(random_);
  }
  std::string path(const std::string& name) const { return folder_.path(name); }
  void say(const std::string& what) { story_ += what + "; "; }

  void step() {
    static constexpr Operation operations[] = {
        &World::write,          &World::write,     &World::write,        &World::look,
        &World::look,           &World::rotate,    &World::rotate,       &World::pack,
        &World::copy_and_empty, &World::empty,     &World::write_to_old, &World::remove_old,
        &World::hide,           &World::show,      &World::copy,         &World::replace,
        &World::start_again,    &World::begin_line};
    (this->*operations[below(std::size(operations))])();
  }

  void append_to(const std::string& name, const std::string& text) {
    File& file = files_.at(name);
    append(path(name), text);
    contents_[file.content].written += text;
    file.size += text.size();
  }
  std::string line() {
    return std::to_string(++lines_) + std::string(1 + below(below(8) == 0 ? 2000 : 60), 'x') + '\n';
  }
  bool is_there(const std::string& name) const { return files_.contains(name); }
  bool may_write(const std::string& name) const {
    const auto file = files_.find(name);
    return file != files_.end() && !file->second.is_packed &&
           file->second.size == contents_[file->second.content].written.size();
  }

  void reopen() {
    contents_.emplace_back();
    files_["mail.log"] = {.content = contents_.size() - 1};
    folder_.write("mail.log", "");
  }
  void finish_line() {
    if (!unfinished_.empty() && may_write(unfinished_)) append_to(unfinished_, "end\n");
    unfinished_.clear();
  }

  void write() {
    finish_line();
    if (!is_there("mail.log")) return;
    say("write");
    std::string text;
    for (std::size_t i = below(5) + 1; i != 0; --i) text += line();
    append_to("mail.log", text);
  }
  void begin_line() {
    finish_line();
    if (!is_there("mail.log")) return;
    say("begin line");
    append_to("mail.log", std::to_string(++lines_) + "begun ");
    unfinished_ = "mail.log";
  }
  void write_to_old() {
    finish_line();
    if (!may_write("mail.log.1")) return;
    say("write to the old one");
    append_to("mail.log.1", line());
  }

  void rename(const std::string& from, const std::string& to) {
    fs::rename(path(from), path(to));
    files_[to] = files_.at(from);
    files_.erase(from);
    if (unfinished_ == from) unfinished_ = to;
  }
  void shift() {
    for (int i = 6; i > 0; --i) {
      for (const char* const end : {"", ".gz"}) {
        const std::string from = "mail.log." + std::to_string(i) + end;
        if (!is_there(from)) continue;
        if (i == 6) {
          fs::remove(path(from));
          files_.erase(from);
        } else {
          rename(from, "mail.log." + std::to_string(i + 1) + end);
        }
      }
    }
  }
  void rotate() {
    if (!is_there("mail.log")) return;
    say("rotate");
    shift();
    rename("mail.log", "mail.log.1");
    if (below(3) != 0) reopen();
  }
  void copy_and_empty() {
    if (!is_there("mail.log") || files_.at("mail.log").size == 0) return;
    finish_line();
    say("copy");
    shift();
    fs::copy(path("mail.log"), path("mail.log.1"));
    files_["mail.log.1"] = files_.at("mail.log");
    // With a restart a short copy of a small log is not known again.
    if (!restarts_ && below(3) == 0) look();
    if (!restarts_ && below(3) == 0) {
      write();
      if (below(2) == 0) look();
    }
    empty();
  }
  void empty() {
    if (!is_there("mail.log")) return;
    say("empty");
    fs::resize_file(path("mail.log"), 0);
    contents_.emplace_back();
    files_["mail.log"] = {.content = contents_.size() - 1};
    unfinished_.clear();
    if (below(2) == 0) write();
  }
  void pack() {
    const std::string name = "mail.log." + std::to_string(below(3) + 1);
    if (!is_there(name) || is_there(name + ".gz") || files_.at(name).size == 0) return;
    say("pack " + name);
    if (unfinished_ == name) finish_line();
    REQUIRE(std::system(("gzip -n '" + path(name) + "'").c_str()) == 0);  // NOLINT
    files_[name + ".gz"] = files_.at(name);
    files_.erase(name);
    files_.at(name + ".gz").is_packed = true;
  }
  void remove_old() {
    for (int i = 6; i > 1; --i) {
      for (const char* const end : {"", ".gz"}) {
        const std::string name = "mail.log." + std::to_string(i) + end;
        if (!is_there(name)) continue;
        say("remove " + name);
        fs::remove(path(name));
        files_.erase(name);
        return;
      }
    }
  }
  // The next file may get the inode of this one.
  void replace() {
    if (!is_there("mail.log")) return;
    say("replace");
    fs::remove(path("mail.log"));
    unfinished_.clear();
    reopen();
    write();
  }
  void hide() {
    if (hidden_ || !is_there("mail.log.1")) return;
    // What comes back shorter than it was read is known only at the look that misses the log.
    const File& file = files_.at("mail.log.1");
    if (file.size < contents_[file.content].written.size()) return;
    say("hide");
    finish_line();
    fs::rename(path("mail.log.1"), away_.path("hidden"));
    hidden_ = files_.at("mail.log.1");
    files_.erase("mail.log.1");
  }
  void show() {
    if (!hidden_ || is_there("mail.log.1")) return;
    say("show");
    fs::rename(away_.path("hidden"), path("mail.log.1"));
    files_["mail.log.1"] = *hidden_;
    hidden_.reset();
  }
  void copy() {
    if (!is_there("mail.log") || files_.at("mail.log").size == 0 || restarts_) return;
    finish_line();
    say("make a copy");
    fs::copy_file(path("mail.log"), path("mail.log.9"), fs::copy_options::overwrite_existing);
    files_["mail.log.9"] = files_.at("mail.log");
  }
  void start() { known_.emplace(std::vector<std::string>{path("mail.log")}); }
  void start_again() {
    if (!restarts_) return;
    say("start again");
    const auto positions = known_->positions();
    start();
    for (const auto& [log, position] : positions) known_->know(log, position);
    look();
  }

  void look() {
    say("look " + std::to_string(lines_));
    for (auto& [name, file] : files_) {
      Content& content = contents_[file.content];
      content.readable = std::max(content.readable, file.size);
    }
    // All of it, or part of it and then the rest.
    if (below(4) == 0) {
      for (LogChange& change : known_->look()) {
        if (change.bytes == nullptr) continue;
        std::vector<char> room(below(100) + 1);
        const std::size_t got = change.bytes->read(room);
        read_[change.log].append(room.data(), got);
        known_->take(change.log, change.bytes->position());
      }
    }
    for (const Seen& one : take_all(*known_)) {
      read_[one.log] += one.text;
      say("log " + std::to_string(one.log) + ' ' + short_of(told({one})));
    }
    for (const Seen& one : take_all(*known_)) {
      INFO(story_);
      CHECK(one.text.empty());
    }
  }

  void check() {
    INFO(story_);
    std::vector<std::string> expected;
    for (const Content& content : contents_) {
      if (content.readable != 0) expected.push_back(content.written.substr(0, content.readable));
    }
    std::vector<std::string> got;
    for (const auto& [log, text] : read_) {
      if (!text.empty()) got.push_back(text);
    }
    std::ranges::sort(expected);
    std::ranges::sort(got);
    const bool same = got == expected;
    INFO("read " << short_of(got) << "\nwritten " << short_of(expected));
    CHECK(same);
  }
  // The numbers of the lines.
  static std::string short_of(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
      for (const char c : text) {
        if (c != 'x') all += c == '\n' ? ' ' : c;
      }
      all += "| ";
    }
    return all;
  }

  std::mt19937 random_;
  bool restarts_;
  Folder folder_;
  Folder away_;
  std::optional<LogFiles> known_;
  std::vector<Content> contents_;
  std::map<std::string, File> files_;
  std::optional<File> hidden_;
  std::string unfinished_;  // the file whose last line is
  std::map<std::uint64_t, std::string> read_;
  std::uint64_t lines_ = 0;
  std::string story_;
};

}  // namespace

TEST_CASE("whatever is done to the files, what was written is read once") {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    INFO("seed " << seed);
    World world(seed, seed % 2 == 1);
    world.run(40);
  }
}

}  // namespace curfew::test
