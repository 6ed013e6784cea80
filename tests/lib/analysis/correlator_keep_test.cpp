// What a correlator knows can be kept as bytes and gone on with: nothing that comes of it changes.
#include <filesystem>
#include <string>

#include "correlate/correlator.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "curfew/report.h"
#include "report/compose.h"
#include "support/catch.h"
#include "support/lines.h"
#include "support/logs.h"
#include "support/report_json.h"
#include "text/state.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch_lines = 500;
// Sanitized it takes its time; tests/store/run keeps and restores what comes of whole logs.
constexpr std::size_t enough = 500'000;

std::string report_of(Correlator& correlator) {
  correlator.settle();
  Report report;
  report::compose(correlator, {.with_buckets = true, .threads = 1, .formats = nullptr}, report);
  return json(report);
}

std::string kept(const Correlator& correlator) {
  std::string state;
  text::StateWriter writer(state);
  std::string counts;
  correlator.keep_counts(counts);
  std::string live;
  correlator.keep_live(live);
  writer(counts, live);
  return state;
}

void restore(Correlator& correlator, std::string_view state) {
  std::string counts;
  std::string live;
  text::StateReader reader(state);
  reader(counts, live);
  reader.end();
  correlator.restore_counts(counts);
  correlator.restore_live(live);
}

void check_log(const Format& format, const std::string& text) {
  const std::vector<Line> lines = numbered_lines(text);
  Correlator whole;
  auto parts = std::make_unique<Correlator>();
  const std::unique_ptr<Parser> parser = format.make({});
  const std::unique_ptr<Parser> same = format.make({});
  std::size_t batch = 0;
  for (std::size_t at = 0; at < lines.size(); at += batch_lines) {
    const Lines some = Lines(lines).subspan(at, std::min(batch_lines, lines.size() - at));
    Events events;
    parser->parse(some, events);
    whole.add(events);
    Events again;
    same->parse(some, again);
    parts->add(again);
    if (++batch % 3 != 1) continue;
    const std::string state = kept(*parts);
    parts = std::make_unique<Correlator>();
    restore(*parts, state);
    CHECK(kept(*parts) == state);
  }
  CHECK(report_of(*parts) == report_of(whole));
  CHECK(parts->ledger().bytes() == whole.ledger().bytes());
}

void check_logs(const fs::path& folder) {
  std::size_t checked = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    CAPTURE(entry.path().string());
    try {
      const std::string text = unpacked_text(entry.path(), enough);
      const Formats formats = builtin_formats();
      const std::vector<Line> lines = numbered_lines(std::string_view(text).substr(0, 100'000));
      const Format* const format = formats.recognize(lines);
      if (format == nullptr) continue;
      check_log(*format, text);
      ++checked;
    } catch (const Error&) {
      // No log.
    }
  }
  CHECK(checked > 3);
}

}  // namespace

TEST_CASE("a correlator that was kept and restored goes on as if nothing had happened") {
  for (const char* folder : {"/samples", "/../shared/data/postfix", "/../shared/data/exim",
                             "/../shared/data/hmailserver", "/../shared/data/cases"}) {
    const fs::path root = std::string(CURFEW_SOURCE_DIR) + folder;
    if (!fs::exists(root)) {
      WARN("skipped: there is no " << root);
      continue;
    }
    check_logs(root);
  }
}

TEST_CASE("a kept correlator that was damaged is refused, or read as something else") {
  const Formats formats = builtin_formats();
  const std::string text =
      unpacked_text(fs::path(CURFEW_SOURCE_DIR) / "samples" / "cox-curfew.log", 100'000);
  const std::vector<Line> lines = numbered_lines(text);
  const std::unique_ptr<Parser> parser = formats.find("exim")->make({});
  Correlator correlator;
  Events events;
  parser->parse(lines, events);
  correlator.add(events);
  const std::string state = kept(correlator);
  for (std::size_t size = 0; size < state.size(); size += 101) {
    Correlator other;
    CHECK_THROWS_AS(restore(other, std::string_view(state).substr(0, size)), Error);
  }
  for (std::size_t at = 0; at < state.size(); at += 61) {
    std::string damaged = state;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
    Correlator other;
    try {
      restore(other, damaged);
    } catch (const Error&) {
      continue;
    }
    static_cast<void>(report_of(other));
  }
}

}  // namespace curfew::test
