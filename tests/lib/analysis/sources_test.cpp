// What each of our own servers was refused, where a report is of several.

#include <algorithm>
#include <sstream>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"
#include "support/report_json.h"

namespace curfew::test {
namespace {

std::string line(const std::string& server, int minute, const std::string& remote, bool accepted) {
  const std::string time = minute < 10 ? "0" + std::to_string(minute) : std::to_string(minute);
  const std::string id = "4ABCDEF" + time + (accepted ? "A" : "B");
  return "2026-11-02T10:" + time + ":00.000000+00:00 " + server + " postfix/smtp[12]: " + id +
         ": to=<x@" + remote + ">, relay=mx." + remote +
         "[192.0.2.7]:25, delay=1, delays=0/0/0/1, dsn=" + (accepted ? "2" : "4") +
         ".0.0, status=" +
         (accepted ? "sent (250 ok)"
                   : "deferred (host mx." + remote +
                         "[192.0.2.7] said: 421 4.0.0 later (in reply to RCPT TO command))") +
         "\n";
}

// So many tries a minute apart, those refused first.
std::string tries(const std::string& server, const std::string& remote, int refused, int accepted) {
  std::string text;
  for (int i = 0; i < refused + accepted; ++i) text += line(server, i, remote, i >= refused);
  return text;
}

Report report_of(const Folder& folder) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.system_zone = TimeZone();
  Analyzer analyzer(builtin_formats(), options);
  CHECK(analyzer.read_all(inputs_at(folder.path("."), true)).failures.empty());
  return analyzer.report();
}

using Counts = std::vector<std::tuple<std::string, std::uint64_t, std::uint64_t>>;

Counts counts_of(const std::vector<ReportSource>& sources) {
  Counts counts;
  for (const ReportSource& one : sources) {
    counts.emplace_back(one.name, one.tally.refused(), one.tally.contacts());
  }
  return counts;
}

std::string text_of(const Report& report, std::size_t width = 100) {
  std::ostringstream out;
  write_text(report, out, {.width = width});
  return out.str();
}

}  // namespace

TEST_CASE("tries and refusals are told by server, where there are several") {
  const Folder folder;
  folder.write("a.log", tries("mx1", "one.example", 2, 3) + tries("mx1", "two.example", 0, 6));
  folder.write("b.log", tries("mx2", "one.example", 9, 1) + tries("mx2", "three.example", 1, 0));
  const Report report = report_of(folder);
  CHECK((counts_of(report.sources) == Counts{{"mx2", 10, 11}, {"mx1", 2, 11}}));
  const auto one = std::ranges::find(report.remotes, "one.example", &ReportRemote::name);
  REQUIRE(one != report.remotes.end());
  CHECK((counts_of(one->sources) == Counts{{"mx2", 9, 10}, {"mx1", 2, 5}}));

  const std::string text = text_of(report);
  CHECK(text.find("Refused of tries, by our 2 servers and sending addresses") != std::string::npos);
  CHECK(text.find("remote            mx2   mx1\n"
                  "all remotes     10/11  2/11\n"
                  "one.example      9/10   2/5\n"
                  "three.example     1/1     -\n") != std::string::npos);
  CHECK(text.find("two.example ") == std::string::npos);  // it refused nothing
  const Report hidden = redacted(report, Redactor(Redaction::publicly, RedactionKey{}));
  for (const std::string& page : {text_of(hidden), json(hidden)}) {
    CHECK(page.find("mx1") == std::string::npos);
    CHECK(page.find("mx2") == std::string::npos);
  }
  const std::string found = json(report);
  CHECK(found.find(R"("sources":[{"name":"mx2","counts":{)") != std::string::npos);
}

TEST_CASE("of one server nothing is told by server") {
  const Folder folder;
  folder.write("a.log", tries("mx1", "one.example", 2, 3));
  const Report report = report_of(folder);
  CHECK(report.sources.empty());
  CHECK(report.remotes.front().sources.empty());
  CHECK(text_of(report).find("by our") == std::string::npos);
  CHECK(json(report).find("\"sources\"") == std::string::npos);
}

TEST_CASE("of many servers those that were refused most are drawn, as many as there is room for") {
  const Folder folder;
  for (int i = 10; i < 40; ++i) {
    const std::string name = "mx" + std::to_string(i);
    folder.write(name + ".log", tries(name, "one.example", i, 1));
  }
  const Report report = report_of(folder);
  REQUIRE(report.sources.size() == 30);
  CHECK(report.sources.front().name == "mx39");
  const std::string narrow = text_of(report, 60);
  CHECK(narrow.find("by our 30 servers") != std::string::npos);
  CHECK(narrow.find("  mx39   mx38") != std::string::npos);
  CHECK(narrow.find("mx28") == std::string::npos);
  CHECK(text_of(report, 200).find("mx28") != std::string::npos);
}

}  // namespace curfew::test
