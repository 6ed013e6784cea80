// A log that is fed gives what the same log gives when it is read, however it is cut, and at every
// moment what the log so far would give.
#include "curfew/analyzer.h"

#include <algorithm>
#include <filesystem>

#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/listener.h"
#include "support/logs.h"
#include "support/report_json.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

// Of each log: sanitized, whole ones take minutes. watch/replay and store/same read whole months.
constexpr std::size_t enough = 400'000;

AnalyzerOptions options() {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.system_zone = TimeZone::named("Europe/Berlin");
  return options;
}

// Of a log that is no log, nothing.
std::string read_whole(std::string_view text) {
  Analyzer analyzer(builtin_formats(), options());
  try {
    analyzer.read(text_source("log", text));
  } catch (const Error&) {
    return json(Analyzer(builtin_formats(), options()).report());
  }
  return json(analyzer.report());
}

std::string at_end(Analyzer& analyzer, Session& session) {
  try {
    session.finish();
  } catch (const Error&) {
    return json(Analyzer(builtin_formats(), options()).report());
  }
  return json(analyzer.report());
}

using Cut = std::size_t (*)(std::string_view rest);

std::size_t behind_lines(std::string_view rest, int lines) {
  std::size_t end = 0;
  while (lines-- != 0 && end < rest.size())
    end = std::min(rest.find('\n', end), rest.size() - 1) + 1;
  return end;
}

std::string feed(std::string_view text, Cut cut) {
  Analyzer analyzer(builtin_formats(), options());
  Session session = analyzer.session("log");
  while (!text.empty()) {
    const std::size_t size = std::min(text.size(), cut(text));
    try {
      session.feed(text.substr(0, size));
    } catch (const Error&) {
      break;
    }
    text.remove_prefix(size);
  }
  return at_end(analyzer, session);
}

constexpr Cut cuts[] = {
    [](std::string_view) { return std::size_t{1}; },
    [](std::string_view rest) { return behind_lines(rest, 1); },
    [](std::string_view rest) { return behind_lines(rest, 7); },
    [](std::string_view) { return std::size_t{64 * 1024}; },
    [](std::string_view rest) { return rest.size(); },
};

// Ours, and what stands beside the project.
std::vector<fs::path> all_logs() {
  return logs_in(
      {"/samples", "/tests/parsers", "/../shared/data/postfix", "/../shared/data/exim",
       "/../shared/data/hmailserver", "/../shared/data/other-servers", "/../shared/data/cases"},
      {".log", ".txt", ".xz"});
}

}  // namespace

TEST_CASE("a log that is fed gives what it gives when it is read, however it is cut") {
  std::size_t compared = 0;
  for (const fs::path& path : all_logs()) {
    const std::string text = unpacked_text(path, enough);
    const std::string whole = read_whole(text);
    for (const Cut& cut : cuts) {
      if (text.size() > 300'000 && cut("x\nx\n") == 1) continue;
      INFO(path << ", " << (&cut - cuts));
      CHECK((feed(text, cut) == whole));
      ++compared;
    }
  }
  CHECK(compared > 50);
}

TEST_CASE("a snapshot says what the log so far would say, and changes nothing") {
  std::size_t compared = 0;
  for (const fs::path& path : all_logs()) {
    const std::string text = unpacked_text(path, enough);
    Analyzer analyzer(builtin_formats(), options());
    Session session = analyzer.session("log");
    std::size_t fed = 0;
    std::uint64_t random = text.size();
    constexpr std::size_t moments = 2;  // of hundreds of logs, each at others
    for (std::size_t i = 0; i < moments && fed < text.size(); ++i) {
      random = random * 6364136223846793005U + 1442695040888963407U;
      const std::size_t size =
          std::min<std::size_t>(text.size() - fed, (random >> 33) % (text.size() / moments + 1));
      try {
        session.feed(std::string_view(text).substr(fed, size));
      } catch (const Error&) {
        fed = text.size();  // a mebibyte without mail
        break;
      }
      fed += size;
      INFO(path << ", " << fed);
      const std::string then = json(analyzer.snapshot());
      CHECK((then == read_whole(std::string_view(text).substr(0, fed))));
      CHECK((then == json(analyzer.snapshot())));
      CHECK((then == json(analyzer.report())));
      ++compared;
    }
    try {
      session.feed(std::string_view(text).substr(fed));
    } catch (const Error&) {
      continue;  // a mebibyte without mail
    }
    INFO(path);
    CHECK((at_end(analyzer, session) == read_whole(text)));
  }
  CHECK(compared > 50);
}

TEST_CASE("a log that is fed shows its window on the day on which it can be told") {
  const std::string text =
      unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/cox-curfew.log");
  Analyzer analyzer(builtin_formats(), options());
  Session session = analyzer.session("log");
  std::size_t first = 0;
  std::string_view rest = text;
  for (std::size_t lines = 0; !rest.empty(); lines += 250) {
    const std::size_t size = behind_lines(rest, 250);
    session.feed(rest.substr(0, size));
    rest.remove_prefix(size);
    const Report report = analyzer.snapshot(false);
    const bool found = std::ranges::any_of(report.findings, [](const ReportFinding& one) {
      return one.finding.kind == FindingKind::curfew;
    });
    if (found && first == 0) first = lines;
    CHECK(found == (first != 0));  // once told, it stays
  }
  CHECK(first > 1000);  // the refusals begin on the eighth day
  CHECK(first < 5000);
}

namespace {

// Each part is read by another process: all that goes from one to the next are bytes.
std::string feed_with_restarts(std::string_view text, Cut cut) {
  analysis::SessionState::Kept kept;
  for (bool first = true;; first = false) {
    analysis::AnalyzerState state(builtin_formats(), options());
    auto session = std::make_unique<analysis::SessionState>(state, "log", std::nullopt);
    if (!first) session->restore(kept);
    if (!first && session->is_recognized()) session->take_part();
    const std::size_t size = std::min(text.size(), cut(text));
    try {
      session->feed(text.substr(0, size));
      text.remove_prefix(size);
      if (text.empty()) {
        session->finish();
        return json(state.report(true));
      }
    } catch (const Error&) {
      return json(Analyzer(builtin_formats(), options()).report());
    }
    session->drain();
    std::optional<analysis::SessionState::Kept> now = session->keep();
    REQUIRE(now);
    kept = std::move(*now);
  }
}

std::size_t restart_size = 0;

}  // namespace

TEST_CASE("a session that is kept and restored gives what one gives that was never stopped") {
  std::size_t checked = 0;
  for (const fs::path& path : all_logs()) {
    const std::string text = unpacked_text(path);
    if (text.size() > 1'500'000) continue;
    CAPTURE(path.string());
    const std::string whole = read_whole(text);
    for (const std::size_t parts : {std::size_t{2}, std::size_t{7}}) {
      restart_size = text.size() / parts + 13;
      CHECK((feed_with_restarts(text, [](std::string_view) { return restart_size; }) == whole));
    }
    ++checked;
  }
  CHECK(checked > 20);
}

TEST_CASE("UTF-16 may be cut within a character") {
  std::string wide = "\xFF\xFE";
  for (const char c : unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/cox-curfew.log")
                          .substr(0, 300'000)) {
    wide += c;
    wide += '\0';
  }
  const std::string whole = read_whole(wide);
  CHECK(whole.find("\"cox.example\"") != std::string::npos);
  for (const Cut cut : {Cut([](std::string_view) { return std::size_t{1}; }),
                        Cut([](std::string_view) { return std::size_t{1001}; })}) {
    CHECK((feed(wide, cut) == whole));
  }
}

TEST_CASE("several servers are fed side by side into one report") {
  const std::string cox = unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/cox-curfew.log");
  const std::string other =
      unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/postfix-remotes.log");
  Analyzer analyzer(builtin_formats(), options());
  {
    Session one = analyzer.session("one");
    Session two = analyzer.session("two");
    for (std::size_t at = 0; at < std::max(cox.size(), other.size()); at += 10'000) {
      if (at < cox.size()) one.feed(std::string_view(cox).substr(at, 10'000));
      if (at < other.size()) two.feed(std::string_view(other).substr(at, 10'000));
    }
    CHECK(analyzer.snapshot().inputs.size() == 2);
  }
  const Report report = analyzer.report();
  REQUIRE(report.inputs.size() == 2);
  Analyzer apart(builtin_formats(), options());
  apart.read(text_source("one", cox));
  apart.read(text_source("two", other));
  CHECK(report.lines.lines() == apart.report().lines.lines());
  CHECK(report.totals.delivered == apart.report().totals.delivered);
}

TEST_CASE("what is no mail log is told when it is known, and once") {
  Analyzer analyzer(builtin_formats(), options());
  Session session = analyzer.session("log");
  const std::string words = "no mail was harmed\n";
  session.feed(words);
  CHECK_FALSE(session.is_recognized());
  CHECK_THROWS_AS(session.finish(), Error);
  session.feed(words);
  session.finish();
  CHECK(analyzer.report().inputs.empty());
  Session packed = analyzer.session("packed");
  CHECK_THROWS_AS(packed.feed("\x1f\x8b\x08" + std::string(100, '\0')), Error);
  Session empty = analyzer.session("empty");
  CHECK_THROWS_AS(empty.finish(), Error);
}

TEST_CASE("callbacks hear of a log that is fed what they hear of one that is read") {
  const std::string text =
      unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/hmailserver-curfew.log");
  const auto told = [&](unsigned threads, bool fed) {
    AnalyzerOptions chosen = options();
    chosen.threads = threads;
    Analyzer analyzer(builtin_formats(), chosen);
    std::size_t events = 0;
    const test::Listener listener(analyzer, [&](std::string_view, std::string_view,
                                                const Events& some) { events += some.size(); });
    if (fed) {
      Session session = analyzer.session("log");
      for (std::size_t at = 0; at < text.size(); at += 4096) {
        session.feed(std::string_view(text).substr(at, 4096));
      }
    } else {
      analyzer.read(text_source("log", text));
    }
    return events;
  };
  CHECK(told(1, false) > 100);
  CHECK(told(1, true) == told(1, false));
  CHECK(told(2, true) == told(1, false));
}

}  // namespace curfew::test
