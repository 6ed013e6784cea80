// What one server wrote, in several files: sessions and deliveries go on from file to file.

#include <algorithm>
#include <fstream>
#include <map>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

Texts lines_of(const std::string& sample) {
  std::ifstream log(std::string(CURFEW_SOURCE_DIR "/samples/") + sample, std::ios::binary);
  Texts lines;
  for (std::string line; std::getline(log, line);) lines.push_back(line + '\n');
  REQUIRE(lines.size() > 1000);
  return lines;
}

struct Told {
  Texts events;   // all but the numbers of the lines
  Texts sources;  // "name:line" of each
  LineCount lines;
  Texts warnings;
};

Told read(const std::string& path, std::size_t batch = 256 * 1024, const std::string& host = {}) {
  AnalyzerOptions options;
  options.log_zone = TimeZone();
  options.batch = batch;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  Analyzer analyzer(builtin_formats(), options);
  Told told;
  const test::Listener listener(
      analyzer, [&told](std::string_view, std::string_view source, const Events& events) {
        for (const Event& event : events) {
          Event bare = event;
          bare.repeats = event.repeats == 0 ? 0 : 1;
          told.events.push_back(describe(bare) + " host=" + std::string(event.log_host));
          told.sources.push_back(std::string(source) + ':' + std::to_string(event.line));
        }
      });
  std::vector<Input> inputs = inputs_at(path, true);
  for (Input& input : inputs) input.host = host;
  CHECK(analyzer.read_all(inputs).failures.empty());
  const Report report = analyzer.report();
  told.lines = report.lines;
  for (const Warning& warning : report.warnings) told.warnings.push_back(warning.key);
  return told;
}

// Cuts lines into files named by what `part` says of each; a continued line goes with the one
// before it.
template <typename Part>
void write_parts(const Folder& folder, const Texts& lines, const Part& part) {
  std::map<std::string, std::string> parts;
  std::string name;
  for (const std::string& line : lines) {
    const std::string own = part(line);
    if (!own.empty()) name = own;
    parts[name] += line;
  }
  CHECK(parts.size() > 1);
  for (const auto& [one, text] : parts) folder.write(one + ".log", text);
}

std::string day_of(const std::string& line) {
  const std::size_t at = line.find("\"2026-");
  return at == std::string::npos ? "" : line.substr(at + 1, 10);
}

std::string service_of(const std::string& line) {
  return line.substr(1, line.find('"', 1) - 1);
}

const std::string hmailserver = "hmailserver-curfew.log";

}  // namespace

TEST_CASE("hMailServer's files of a day each give what one file gives, over every midnight") {
  const Texts lines = lines_of(hmailserver);
  const Told whole = read(CURFEW_SOURCE_DIR "/samples/" + hmailserver);
  const Folder folder;
  write_parts(folder, lines, day_of);
  for (const std::size_t batch : {std::size_t{5000}, std::size_t{256} * 1024}) {
    const Told told = read(folder.path("."), batch);
    CHECK(told.events == whole.events);
    CHECK(told.lines == whole.lines);
    CHECK(told.warnings == whole.warnings);
  }
}

TEST_CASE("hMailServer's log of each service gives what one file gives") {
  const Texts lines = lines_of(hmailserver);
  const Told whole = read(CURFEW_SOURCE_DIR "/samples/" + hmailserver);
  const Folder folder;
  write_parts(folder, lines, service_of);
  for (const std::size_t batch : {std::size_t{5000}, std::size_t{256} * 1024}) {
    const Told told = read(folder.path("."), batch);
    CHECK(told.events == whole.events);
    CHECK(told.lines == whole.lines);
    CHECK(told.warnings == whole.warnings);
  }
}

TEST_CASE("an event names the line of the file it stands in, also from several files at once") {
  const Texts lines = lines_of(hmailserver);
  const Told whole = read(CURFEW_SOURCE_DIR "/samples/" + hmailserver);
  const Folder folder;
  write_parts(folder, lines, service_of);
  const Told told = read(folder.path("."));
  REQUIRE(told.sources.size() == whole.sources.size());
  std::map<std::string, Texts> texts;
  for (std::size_t i = 0; i < told.sources.size(); ++i) {
    const std::size_t colon = told.sources[i].rfind(':');
    const std::string path = told.sources[i].substr(0, colon);
    if (!texts.contains(path)) {
      std::ifstream log(path, std::ios::binary);
      for (std::string line; std::getline(log, line);) texts[path].push_back(line + '\n');
    }
    const auto here = std::stoul(told.sources[i].substr(colon + 1));
    const auto there = std::stoul(whole.sources[i].substr(whole.sources[i].rfind(':') + 1));
    REQUIRE(here >= 1);
    REQUIRE(texts[path].at(here - 1) == lines.at(there - 1));
  }
}

TEST_CASE("errors that have a file of their own are read where they happened, and once") {
  const Texts lines = lines_of("postfix-remotes.log");
  const Told whole = read(CURFEW_SOURCE_DIR "/samples/postfix-remotes.log");
  const Folder folder;
  std::string mail;
  std::string copies;
  for (const std::string& line : lines) {
    mail += line;
    if (line.find("warning:") != std::string::npos || line.find("deferred") != std::string::npos) {
      copies += line;
    }
  }
  folder.write("mail.log", mail);
  folder.write("mail.err", copies);
  const Told told = read(folder.path("."));
  CHECK(told.events.size() == whole.events.size());
  CHECK(std::ranges::is_permutation(told.events, whole.events));
  CHECK(told.lines == whole.lines);
  CHECK(told.warnings == Texts{"same_lines"});
}

TEST_CASE("folders of several servers name the hosts of lines that name none") {
  const Texts lines = lines_of("cox-curfew.log");
  std::string text;
  for (const std::string& line : lines) text += line;
  const Folder folder;
  std::filesystem::create_directories(folder.path("mx1/exim4"));
  std::filesystem::create_directories(folder.path("mx2"));
  folder.write("mx1/exim4/mainlog", text.substr(0, text.rfind('\n', text.size() / 2) + 1));
  folder.write("mx2/mainlog", text.substr(text.rfind('\n', text.size() / 2) + 1));
  const Told told = read(folder.path("."));
  const auto of = [&told](const std::string& host) {
    return std::ranges::count_if(told.events,
                                 [&](const std::string& one) { return one.ends_with(host); });
  };
  CHECK(of(" host=mx1") > 1000);
  CHECK(of(" host=mx2") > 1000);
  CHECK(of(" host=") == 0);
  CHECK(told.lines.lines() == lines.size());
  const Told one = read(folder.path("mx1"));
  CHECK(one.events.front().ends_with(" host="));
  const Told said = read(folder.path("mx1"), 256 * 1024, "mail");
  CHECK(std::ranges::all_of(said.events,
                            [](const std::string& event) { return event.ends_with("host=mail"); }));
}

TEST_CASE("a log of many servers joins theirs, in whatever order they are found") {
  // Seven servers' own logs, each from a minute of its own on, and the central copy of all.
  std::string central;
  const Folder folder;
  for (int server = 1; server <= 7; ++server) {
    std::string own;
    for (int second = 10; second < 60; ++second) {
      own += "2026-04-03T10:0" + std::to_string(8 - server) + ':' + std::to_string(second) +
             "+00:00 mx" + std::to_string(server) + " postfix/smtp[7]: 3AAAAAAAAA" +
             ": to=<b@cox.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, "
             "delays=0/0/1/0, dsn=2.0.0, status=sent (250 ok)\n";
    }
    folder.write("mx" + std::to_string(server), own);
    central.insert(0, own);
  }
  folder.write("central", central);
  folder.write("zcentral", "2026-04-03T10:00:00+00:00 mx1 cron[1]: x\n" + central);
  const Told told = read(folder.path("."));
  CHECK(told.events.size() == 7 * 50);
  CHECK(told.lines.lines() == 7 * 50 + 1);
}

TEST_CASE("equal lines of two logs count right in whatever order they come") {
  // Each second twice in one log and three times in the other, which has other lines, too.
  const auto sent = [](int second, const std::string& id) {
    return "2026-04-03T10:00:" + std::to_string(second) + "+00:00 mx1 postfix/smtp[7]: " + id +
           ": to=<b@cox.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, "
           "delays=0/0/1/0, dsn=2.0.0, status=sent (250 ok)\n";
  };
  std::string one;
  std::string other;
  for (int second = 10; second < 60; ++second) {
    for (int i = 0; i < 2; ++i) one += sent(second, "3AAAAAAAAA");
    for (int i = 0; i < 3; ++i) other += sent(second, "3AAAAAAAAA");
    other += sent(second, "3BBBBBBBBB");
  }
  const Folder folder;
  folder.write("one", one);
  folder.write("other", "2026-04-03T10:00:10+00:00 mx1 cron[1]: x\n" + other);
  for (const std::size_t batch : {std::size_t{300}, std::size_t{2000}, std::size_t{256} * 1024}) {
    CHECK(read(folder.path("."), batch).events.size() == 50 * 4);
  }
}

}  // namespace curfew::test
