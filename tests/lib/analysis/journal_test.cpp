// Journals as systemd's own programs write and print them.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "lib/input/temporary_folder.h"
#include "parse/syslog_head.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/listener.h"
#include "time/wall_year.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

Instant instant_of(const Stamp& stamp) {
  return Instant(time::in_year(stamp.wall, 2026).time_since_epoch());
}

std::string length_of(std::string_view text) {
  std::string bytes;
  for (std::size_t shift = 0; shift < 64; shift += 8) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> shift & 0xff);
  }
  return bytes;
}

// The sample's lines as records of a journal; a value that is no clean text is given by its length.
std::string exported(std::size_t most) {
  std::ifstream log(CURFEW_SOURCE_DIR "/samples/postfix-remotes.log");
  std::string out;
  std::string line;
  std::uint64_t number = 0;
  while (number < most && std::getline(log, line)) {
    parse::SyslogHead head;
    REQUIRE(parse::read_syslog_head(line, head));
    ++number;
    const auto filed = std::chrono::microseconds(instant_of(head.stamp).time_since_epoch()).count();
    std::string message(head.body);
    if (number % 50 == 0) message += " \xe9\n";
    std::ostringstream record;
    record << "__REALTIME_TIMESTAMP=" << filed << "\n__MONOTONIC_TIMESTAMP=" << number
           << "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_HOSTNAME=" << head.host
           << "\nSYSLOG_FACILITY=2\nSYSLOG_IDENTIFIER=" << head.tag << "\nSYSLOG_PID=" << head.pid
           << "\nMESSAGE\n"
           << length_of(message) << message << "\n\n";
    out += record.str();
  }
  return out;
}

bool is_there(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

const std::string maker = "/lib/systemd/systemd-journal-remote";

struct Journal {
  Folder folder;
  std::string text = folder.path("x.export");
  std::string file = folder.path("x.journal");
};

// Null where systemd's programs are not here.
std::unique_ptr<Journal> make_journal(std::size_t most) {
  if (!std::filesystem::exists(maker)) {
    WARN("skipped: there is no " << maker);
    return nullptr;
  }
  auto journal = std::make_unique<Journal>();
  std::ofstream(journal->text, std::ios::binary) << exported(most);
  const std::string command =
      maker + " -o '" + journal->file + "' '" + journal->text + "' > /dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
  return journal;
}

struct Told {
  Texts events;
  LineCount lines;
};

// All but the numbers of the lines and what is less than a second.
Told read(const std::string& path, std::optional<Instant> since = std::nullopt) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  Analyzer analyzer(builtin_formats(), options);
  Told told;
  const test::Listener listener(
      analyzer, [&told](std::string_view, std::string_view, const Events& events) {
        for (const Event& event : events) {
          Event bare = event;
          bare.repeats = event.repeats == 0 ? 0 : 1;
          bare.time = std::chrono::floor<std::chrono::seconds>(event.time);
          told.events.push_back(describe(bare));
        }
      });
  const InputsRead done = analyzer.read_all(inputs_at(path, false, since));
  for (const Error& failure : done.failures) throw failure;
  told.lines = analyzer.report().lines;
  return told;
}

// False in a build without libsystemd, which says how to go on.
bool is_read(const Journal& journal) {
  try {
    open_file(journal.file);
    return true;
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::compressed);
    CHECK(error.remedy().find("journalctl --file") != std::string::npos);
    WARN("skipped: this build does not read journals");
    return false;
  }
}

}  // namespace

TEST_CASE("a journal's file gives the events of the text it was made from") {
  const auto journal = make_journal(3000);
  if (journal == nullptr || !is_read(*journal)) return;
  const Told told = read(journal->file);
  CHECK(told.events.size() > 1500);
  CHECK(told.lines.lines() == 3000);
  CHECK(told.lines.unknown == 0);
  CHECK(told.events == read(journal->text).events);
  CHECK(told.events == read(journal->folder.path(".")).events);  // with the text: its copy
}

TEST_CASE("what journalctl prints of a journal gives what its file gives") {
  const auto journal = make_journal(1500);
  if (journal == nullptr) return;
  if (!is_there("journalctl")) {
    WARN("skipped: there is no journalctl");
    return;
  }
  const Told text = read(journal->text);
  for (const std::string form :
       {"json", "json-pretty", "json-sse", "json-seq", "export", "verbose"}) {
    INFO(form);
    const std::string path = journal->folder.path(form);
    const std::string command = "TZ=UTC journalctl --no-pager --all --file '" + journal->file +
                                "' -o " + form + " > '" + path + '\'';
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(read(path).events == text.events);
  }
}

TEST_CASE("of a journal what is older than asked for is not read") {
  const auto journal = make_journal(3000);
  if (journal == nullptr || !is_read(*journal)) return;
  const Told all = read(journal->file);
  const Instant since(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) +
                      std::chrono::hours(16) + std::chrono::minutes(9) + std::chrono::seconds(30));
  const Told some = read(journal->file, since);
  CHECK(some.lines.lines() < all.lines.lines());
  REQUIRE(!some.events.empty());
  REQUIRE(some.events.size() < all.events.size());
  // A recipient's sender is known from earlier lines, so the first of them may tell less.
  CHECK(some.events.back() == all.events.back());
}

TEST_CASE("a journal that comes through a pipe is refused with the command that reads it") {
  try {
    std::vector<char> room(64);
    unpacked(text_source("standard input", "LPKSHHRH\x01\x02"))->read(room);
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::compressed);
    CHECK(error.remedy().find("journalctl") != std::string::npos);
  }
}

}  // namespace curfew::test
