#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::shared_ptr<const Definition>> shipped() {
  std::vector<std::shared_ptr<const Definition>> all;
  const Formats formats = builtin_formats();
  for (const std::shared_ptr<const Format>& format : formats.all()) {
    if (auto definition = std::dynamic_pointer_cast<const Definition>(format)) {
      all.push_back(std::move(definition));
    }
  }
  return all;
}

// The lines of a definition's samples, as its file has them.
std::string sample_lines(const Definition& definition) {
  std::string lines;
  std::istringstream file{std::string(definition.toml())};
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "lines = '''") {
      inside = true;
    } else if (line == "'''") {
      inside = false;
    } else if (inside) {
      lines += line + '\n';
    }
  }
  return lines;
}

ClockHints hints_of_2026() {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  return hints;
}

}  // namespace

TEST_CASE("each definition that is shipped gives what its samples say") {
  REQUIRE_FALSE(shipped().empty());
  for (const auto& definition : shipped()) {
    INFO(definition->name());
    CHECK_NOTHROW(definition->prove());
    CHECK_FALSE(definition->unlogged().empty());
  }
}

TEST_CASE("no format takes lines of another's samples for its own") {
  const Formats formats = builtin_formats();
  for (const auto& definition : shipped()) {
    for (const std::shared_ptr<const Format>& other : formats.all()) {
      if (other->name() == definition->name()) continue;
      INFO(definition->name() << " and " << other->name());
      CHECK_NOTHROW(definition->prove_apart_from(*other));
    }
    std::vector<Line> lines;
    const std::string text = sample_lines(*definition);
    std::istringstream stream(text);
    std::vector<std::string> kept;
    for (std::string line; std::getline(stream, line);) kept.push_back(line);
    for (const std::string& line : kept) lines.push_back({line, lines.size() + 1});
    REQUIRE(formats.recognize(lines) != nullptr);
    CHECK(formats.recognize(lines)->name() == definition->name());
  }
}

TEST_CASE("what a definition reads does not depend on batches, ends of lines or cut lines") {
  for (const auto& definition : shipped()) {
    INFO(definition->name());
    const std::string text = sample_lines(*definition);
    const Parsed whole = parse_text(*definition, text, 0, hints_of_2026());
    REQUIRE_FALSE(whole.events.empty());
    CHECK(parse_text(*definition, text, 1, hints_of_2026()).events == whole.events);
    CHECK(parse_text(*definition, text, 7, hints_of_2026()).events == whole.events);
    CHECK(parse_text(*definition, with_crlf(text), 0, hints_of_2026()).events == whole.events);
    std::string prefixes;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      for (std::size_t n = 0; n <= line.size(); ++n) prefixes += line.substr(0, n) + '\n';
    }
    const Parsed parsed = parse_text(*definition, prefixes, 0, hints_of_2026());
    CHECK(parsed.count.lines() == static_cast<std::uint64_t>(std::ranges::count(prefixes, '\n')));
  }
}

// Pieces of lines cut out, doubled, and put where they do not belong.
TEST_CASE("lines that were tampered with are counted once and read the same one by one") {
  std::mt19937 random(7);
  for (const auto& definition : shipped()) {
    INFO(definition->name());
    const std::string text = sample_lines(*definition);
    for (int i = 0; i < 50; ++i) {
      std::string log = text;
      for (int k = 0; k < 20; ++k) {
        const std::size_t from = random() % log.size();
        const std::size_t size = std::min<std::size_t>(random() % 40, log.size() - from);
        const std::string piece = log.substr(from, size);
        if (k % 2 == 0) log.erase(from, size);
        log.insert(random() % log.size(), piece);
      }
      const Parsed whole = parse_text(*definition, log, 0, hints_of_2026());
      CHECK(parse_text(*definition, log, 1, hints_of_2026()).events == whole.events);
      const auto lines = static_cast<std::uint64_t>(std::ranges::count(log, '\n')) +
                         (log.ends_with('\n') ? 0U : 1U);
      CHECK(whole.count.lines() == lines);
    }
  }
}

// Genuine lines of others, which stay where they are. Which of them each definition has to know.
TEST_CASE("genuine lines of other servers are recognized and read") {
  const fs::path folder = fs::path(CURFEW_SOURCE_DIR).parent_path() / "shared/data/other-servers";
  if (!fs::exists(folder)) {
    WARN("skipped: there is no " << folder);
    return;
  }
  struct Genuine {
    const char* file;
    const char* format;
    std::size_t events;
    std::size_t unknown;
  };
  constexpr Genuine files[] = {
      {"sendmail.txt", "sendmail", 7, 0},
      {"opensmtpd.txt", "opensmtpd", 4, 0},
      {"qmail.txt", "qmail", 4, 0},
      {"haraka.txt", "haraka", 2, 0},
      {"maddy.txt", "maddy", 2, 0},
      {"stalwart.txt", "stalwart", 1, 0},
      {"stalwart-test-fixture_templated.txt", "stalwart", 0, 0},
      {"mdaemon_dsn-transcript.txt", "mdaemon", 1, 0},
      {"mdaemon-inbound.txt", "mdaemon", 0, 0},
      {"exchange-smtp-protocol.txt", "exchange", 0, 0},
      {"domino.txt", "domino", 0, 0},
  };
  const Formats formats = builtin_formats();
  for (const Genuine& one : files) {
    INFO(one.file);
    std::ifstream file(folder / one.file);
    REQUIRE(file);
    std::ostringstream text;
    text << file.rdbuf();
    const Format* const format = formats.find(one.format);
    REQUIRE(format != nullptr);
    const Parsed parsed = parse_text(*format, text.str(), 0, hints_of_2026());
    for (const std::string& event : parsed.events) UNSCOPED_INFO(event);
    for (const std::string& line : parsed.unknown_lines) UNSCOPED_INFO("unknown: " << line);
    CHECK(parsed.events.size() == one.events);
    CHECK(parsed.count.unknown == one.unknown);
  }
}

}  // namespace curfew::test
