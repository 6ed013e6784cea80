// Runs of real mail servers, logged in many ways at once: whatever stands around the lines, the
// events are the same.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

const std::string shared = CURFEW_SOURCE_DIR "/../shared/data/";

using Texts = std::vector<std::string>;

std::optional<std::string> read_shared(const std::string& name) {
  const std::string path = shared + name;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: there is no " << path);
    return std::nullopt;
  }
  const std::string command = (path.ends_with(".xz") ? "xz -dc '" : "cat '") + path + '\'';
  std::FILE* const pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 64 * 1024> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe)) {
    text.append(block.data(), got);
  }
  REQUIRE(pclose(pipe) == 0);
  return text;
}

// The events of a log in words.
struct Reading {
  Texts whole;       // all but the log's host, the lines' numbers and fractions of a second
  Texts deliveries;  // recipient, outcome, reply and queue id of each attempt, sorted
  LineCount count;
};

std::string delivery(const Event& event) {
  std::string words(event.recipient);
  for (const std::string& word : {std::string(name(event.outcome)),
                                  std::to_string(event.reply.code), std::string(event.queue_id)}) {
    words += ' ' + word;
  }
  return words;
}

// The logs were cleaned of their laboratory's folders; the one that escapes slashes was not.
std::string without_folders(std::string words) {
  for (std::size_t at = 0; (at = words.find("[/", at)) != std::string::npos; ++at) {
    const std::size_t end = words.find(']', at);
    const std::size_t name = words.rfind('/', end);
    words.erase(at + 1, name - at);
  }
  return words;
}

Reading read(std::string_view text, std::size_t batch = 256 * 1024) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.batch = batch;
  Analyzer analyzer(builtin_formats(), options);
  Reading reading;
  const test::Listener listener(
      analyzer, [&reading](std::string_view, std::string_view, const Events& events) {
        for (const Event& event : events) {
          Event bare = event;
          bare.time = std::chrono::floor<std::chrono::seconds>(event.time);
          bare.log_host = {};
          bare.repeats = event.repeats == 0 ? 0 : 1;
          reading.whole.push_back(without_folders(describe(bare)));
          if (event.kind == EventKind::attempt)
            reading.deliveries.push_back(without_folders(delivery(event)));
        }
      });
  analyzer.read(text_source("log", text));
  std::ranges::sort(reading.deliveries);
  reading.count = analyzer.report().lines;
  CHECK(reading.count.unknown == 0);
  return reading;
}

std::uint64_t lines_in(std::string_view text) {
  const auto ends = static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  return ends + (text.empty() || text.back() == '\n' ? 0 : 1);
}

// The first log is the plainest; the others tell the same.
void check_same(const Texts& names) {
  std::optional<Reading> first;
  for (const std::string& one : names) {
    INFO(one);
    const std::optional<std::string> text = read_shared(one);
    if (!text) return;
    Reading reading = read(*text);
    REQUIRE(reading.whole.size() > 200);
    if (first) CHECK(reading.whole == first->whole);
    if (first) CHECK(reading.deliveries == first->deliveries);
    if (text->find('\n') != std::string::npos) CHECK(reading.count.lines() == lines_in(*text));
    if (!first) first = std::move(reading);
  }
}

void check_refused(const std::string& name, const std::string& remark) {
  const std::optional<std::string> text = read_shared(name);
  if (!text) return;
  try {
    read(*text);
    FAIL("it was read");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unknown_format);
    CHECK(error.remedy().find(remark) != std::string::npos);
  }
}

// What is missing in the smaller of two sorted lists; the smaller one has nothing of its own.
std::size_t missing(const Texts& all, const Texts& some) {
  CHECK(std::ranges::includes(all, some));
  return all.size() - some.size();
}

}  // namespace

TEST_CASE("what journalctl prints gives the same events in every form with a clock") {
  const std::string front = "postfix/envelopes/journal-";
  check_same({front + "short-iso-precise.log", front + "short-iso.log", front + "short.log",
              front + "short-precise.log", front + "short-full.log", front + "short-unix.log",
              front + "json.log"});
}

TEST_CASE("the multi-line forms of journalctl give what its first thousand lines give") {
  const auto plain = read_shared("postfix/envelopes/journal-short-iso-precise.log");
  if (!plain) return;
  std::size_t end = 0;
  for (int i = 0; i < 1000; ++i) end = plain->find('\n', end) + 1;
  const Reading first = read(std::string_view(*plain).substr(0, end));
  CHECK(first.count.lines() == 1000);
  for (const char* const name : {"export-1000.log", "verbose-1000.log"}) {
    INFO(name);
    const auto text = read_shared(std::string("postfix/envelopes/journal-") + name);
    if (!text) return;
    const Reading reading = read(*text);
    CHECK(reading.whole == first.whole);
    CHECK(reading.count.reported == first.count.reported);
    CHECK(reading.count.lines() == lines_in(*text));
  }
}

TEST_CASE("the templates of rsyslog give the same events, glued records and JSON too") {
  const std::string front = "postfix/envelopes/rsyslog-";
  check_same({front + "iso.log", front + "rfc3164.log", front + "pri.log", front + "rfc5424.log",
              front + "jsonf.log", front + "forwardformat-nonl.log"});
}

TEST_CASE("what rsyslog has, the journal has; 116 lines were lost on the way") {
  const auto journal = read_shared("postfix/envelopes/journal-json.log");
  const auto rsyslog = read_shared("postfix/envelopes/rsyslog-jsonf.log");
  if (!journal || !rsyslog) return;
  const Reading all = read(*journal);
  const Reading some = read(*rsyslog);
  CHECK(all.count.lines() - some.count.lines() == 116);
  CHECK(all.count.reported - some.count.reported == 55);
  CHECK(missing(all.deliveries, some.deliveries) < 55);
}

TEST_CASE("a container's log gives what the log inside gives") {
  const std::string front = "postfix/envelopes/SYNTHETIC-docker-";
  check_same({"postfix/generated-real.log.xz", front + "json-file.log", front + "logs-t.log"});
}

TEST_CASE("logs without a time of day are refused, and the reason is told") {
  check_refused("postfix/envelopes/journal-short-monotonic.log", "short-monotonic");
  check_refused("postfix/envelopes/journal-cat.log", "cat");
}

TEST_CASE("the events do not depend on where the batches end") {
  for (const char* const name : {"journal-json.log", "journal-export-1000.log",
                                 "journal-verbose-1000.log", "SYNTHETIC-docker-json-file.log",
                                 "SYNTHETIC-docker-logs-t.log", "rsyslog-forwardformat-nonl.log"}) {
    INFO(name);
    const auto text = read_shared(std::string("postfix/envelopes/") + name);
    if (!text) return;
    std::string_view front = std::string_view(*text).substr(0, 200'000);
    const bool glued = front.find('\n') == std::string_view::npos;
    front = front.substr(0, glued ? front.rfind("<22>") : front.rfind('\n') + 1);
    const Reading whole = read(front);
    for (const std::size_t batch : {std::size_t(1), std::size_t(997)}) {
      const Reading reading = read(front, batch);
      CHECK(reading.whole == whole.whole);
      CHECK(reading.count == whole.count);
    }
  }
}

TEST_CASE("Exim through syslog gives what its own log gives") {
  for (const std::string front : {"exim/syslog/sl-default-", "exim/syslog/sl-noTS-"}) {
    const auto own = read_shared(front + "mainlog");
    if (!own) return;
    const Reading plain = read(*own);
    CHECK(plain.deliveries.size() > 100);
    for (const char* const name :
         {"syslog-traditional.log", "syslog-rfc3339.log", "syslog-5424.log"}) {
      INFO(front << name);
      const auto text = read_shared(front + name);
      if (!text) return;
      const Reading reading = read(*text);
      CHECK(reading.deliveries == plain.deliveries);
      CHECK(reading.count.reported == plain.count.reported);
      CHECK(reading.count.lines() == lines_in(*text));
    }
  }
}

}  // namespace curfew::test
