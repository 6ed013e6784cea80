// The same logs on one thread and on several.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/report.h"
#include "lib/input/pack.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

struct Told {
  std::string events;
  std::string report;
};

Told read(const std::string& path, unsigned threads, std::size_t batch) {
  AnalyzerOptions options;
  options.log_zone.emplace(TimeZone());
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.threads = threads;
  options.batch = batch;
  Analyzer analyzer(builtin_formats(), options);
  Told told;
  const test::Listener listener(
      analyzer, [&](std::string_view, std::string_view source, const Events& events) {
        for (const Event& event : events) {
          told.events += describe(event) + ' ' + std::string(source) + ':' +
                         std::to_string(event.line) + ' ' + std::string(event.log_host) + '\n';
        }
      });
  CHECK(analyzer.read_all(inputs_at(path, true)).failures.empty());
  std::ostringstream out;
  write_json(analyzer.report(true), out);
  told.report = out.str();
  return told;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void check_all(const std::string& path) {
  const Told one = read(path, 1, 256 * 1024);
  CHECK(one.events.size() > 1000);
  for (const unsigned threads : {2U, 3U, 8U}) {
    for (const std::size_t batch : {std::size_t{3000}, std::size_t{256} * 1024}) {
      INFO(path << ", " << threads << " threads, batches of " << batch);
      const Told told = read(path, threads, batch);
      CHECK(told.events == one.events);
      CHECK(told.report == one.report);
    }
  }
}

const std::string samples = CURFEW_SOURCE_DIR "/samples/";

}  // namespace

TEST_CASE("a log that is fed is reported amid it, on one thread or several") {
  const std::string text = text_of(CURFEW_SOURCE_DIR "/samples/cox-curfew.log");
  const auto reports = [&text](unsigned threads) {
    AnalyzerOptions options;
    options.threads = threads;
    options.batch = 3000;
    Analyzer analyzer(builtin_formats(), options);
    Session session = analyzer.session("log");
    std::ostringstream out;
    for (std::size_t at = 0; at < text.size(); at += text.size() / 10 + 1) {
      session.feed(std::string_view(text).substr(at, text.size() / 10 + 1));
      write_json(analyzer.snapshot(false), out);
    }
    session.finish();
    write_json(analyzer.report(true), out);
    return out.str();
  };
  CHECK(reports(2) == reports(1));
}

namespace {

// Counts lines, which may be told by several threads in turn.
struct LineTotal final : Consumer {
  void lines_read(std::size_t lines) override { total += lines; }
  bool counts_lines_alone() const noexcept override { return true; }
  void events(const EventBatch& /*batch*/) override { FAIL("nobody asked for events"); }
  std::size_t total = 0;
};

// Twelve servers, with remotes and codes in common.
std::vector<Input> servers_in(const Folder& folder) {
  const std::string cox = text_of(samples + "cox-curfew.log");
  const std::string remotes = text_of(samples + "postfix-remotes.log");
  for (int server = 0; server < 12; ++server) {
    const std::string& text = server % 3 == 0 ? cox : remotes;
    const std::size_t begin = text.find('\n', text.size() / 20 * static_cast<std::size_t>(server));
    const std::string name = "mx" + std::to_string(server);
    std::filesystem::create_directory(folder.path(name));
    folder.write(name + "/mail.log", text.substr(begin + 1));
  }
  std::vector<Input> inputs = inputs_at(folder.path(""), true);
  for (Input& input : inputs) input.host = input.folder;
  return inputs;
}

std::string report_of(const std::vector<Input>& inputs, unsigned threads, std::size_t& lines) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.threads = threads;
  Analyzer analyzer(builtin_formats(), options);
  LineTotal total;
  analyzer.add(total);
  CHECK(analyzer.read_all(inputs).failures.empty());
  std::ostringstream out;
  write_json(analyzer.report(true), out);
  lines = total.total;
  return out.str();
}

}  // namespace

TEST_CASE("servers that are read at once give what they give one after the other") {
  const Folder folder;
  const std::vector<Input> inputs = servers_in(folder);
  REQUIRE(inputs.size() == 12);
  std::size_t lines = 0;
  const std::string one = report_of(inputs, 1, lines);
  CHECK(lines > 10'000);
  for (const unsigned threads : {2U, 3U, 8U, 40U}) {
    std::size_t same_lines = 0;
    CHECK((report_of(inputs, threads, same_lines) == one));
    CHECK(same_lines == lines);
  }
}

TEST_CASE("counts alone are those beside findings, and nothing else is found") {
  std::size_t findings_in_all = 0;
  for (const char* const log :
       {"cox-curfew.log", "postfix-remotes.log", "hmailserver-curfew.log"}) {
    const auto report_of = [&](bool findings, unsigned threads) {
      AnalyzerOptions options;
      options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
      options.findings = findings;
      options.threads = threads;
      Analyzer analyzer(builtin_formats(), options);
      CHECK(analyzer.read_all(inputs_at(samples + log)).failures.empty());
      return analyzer.report();
    };
    const auto rows = [](const Report& report) {
      std::ostringstream out;
      write_csv(report, out);
      return out.str();
    };
    const Report whole = report_of(true, 1);
    findings_in_all += whole.findings.size();
    for (const unsigned threads : {1U, 2U}) {
      const Report counts = report_of(false, threads);
      CHECK((rows(counts) == rows(whole)));
      CHECK(counts.totals == whole.totals);
      CHECK(counts.findings.empty());
    }
  }
  CHECK(findings_in_all != 0);
}

TEST_CASE("what is wrong with logs is told in their order, on one thread or several") {
  const Folder folder;
  std::vector<Input> inputs;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "log" + std::to_string(i);
    if (i % 3 == 0) folder.write(name, "no mail log\n");
    if (i % 3 == 1) folder.write(name, text_of(samples + "cox-curfew.log").substr(0, 20'000));
    inputs.push_back(inputs_at(folder.path(name), false).front());
  }
  const auto failures = [&](unsigned threads) {
    AnalyzerOptions options;
    options.threads = threads;
    Analyzer analyzer(builtin_formats(), options);
    std::string told;
    for (const Error& error : analyzer.read_all(inputs).failures)
      told += std::string(error.what()) + '\n';
    return told;
  };
  const std::string one = failures(1);
  CHECK(std::ranges::count(one, '\n') >= 8);
  for (const unsigned threads : {2U, 8U}) CHECK(failures(threads) == one);
}

TEST_CASE("several threads give what one gives, for each format") {
  check_all(samples + "cox-curfew.log");
  check_all(samples + "postfix-remotes.log");
  check_all(samples + "hmailserver-curfew.log");
}

TEST_CASE("several threads give what one gives where logs of a server overlap, packed and plain") {
  const std::string text = text_of(samples + "postfix-remotes.log");
  std::string even;
  std::string odd;
  std::istringstream lines(text);
  bool turn = false;
  for (std::string line; std::getline(lines, line); turn = !turn)
    (turn ? odd : even) += line + '\n';
  const Folder folder;
  folder.write("even.log", even);
  folder.write("odd.log.gz", pack(odd, "gzip -c"));
  check_all(folder.path("."));
}

TEST_CASE("several threads give what one gives of lines in envelopes and of repeated ones") {
  const std::string text = text_of(samples + "postfix-remotes.log");
  std::istringstream lines(text);
  std::string packed;
  std::string repeated;
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    // Docker's json-file driver; the sample holds no quotes or backslashes to be escaped.
    if (line.find_first_of("\"\\") != std::string::npos) continue;
    packed +=
        R"({"log":")" + line + R"(\n","stream":"stdout","time":"2026-11-23T16:00:00Z"})" + '\n';
    repeated += line + '\n';
    if (count % 10 == 0) {
      repeated += line.substr(0, line.find(": ")) + ": message repeated 2 times: [" +
                  line.substr(line.find(": ") + 1) + "]\n";
    }
  }
  const Folder folder;
  folder.write("envelopes.log", packed);
  check_all(folder.path("envelopes.log"));
  folder.write("repeated.log", repeated);
  check_all(folder.path("repeated.log"));
}

}  // namespace curfew::test
