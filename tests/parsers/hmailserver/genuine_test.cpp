#include <filesystem>
#include <fstream>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "exim/exim.h"
#include "hmailserver/hmailserver.h"
#include "postfix/postfix.h"
#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {
namespace {

// Records of real servers, from public reports. They are no part of the project.
const std::string shared_records = CURFEW_SOURCE_DIR "/../shared/data/hmailserver/";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({line, lines.size() + 1});
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::filesystem::path> corpus_of(const std::string& name) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(CURFEW_TESTS_DIR "/parsers/" + name + "/corpus")) {
    paths.push_back(entry.path());
  }
  REQUIRE_FALSE(paths.empty());
  return paths;
}

}  // namespace

TEST_CASE("genuine records are recognized and understood, one by one and as a log") {
  if (!std::filesystem::exists(shared_records)) {
    WARN("skipped: there is no " << shared_records);
    return;
  }
  std::size_t with_tabs = 0;
  std::size_t with_blanks = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared_records)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("source-templates") || name.find("bounce-text") != name.npos) continue;
    INFO(name);
    const std::string text = text_of(entry.path());
    const std::vector<Line> lines = lines_of(text);
    std::size_t records = 0;
    for (const Line& line : lines) {
      INFO(line.text);
      if (line.text.empty()) continue;
      CHECK(hmailserver::format()->recognize({&line, 1}) == 1);
      CHECK(parse_text(*hmailserver::format(), line.text).count.unknown == 0);
      ++records;
    }
    CHECK(parse_text(*hmailserver::format(), text).unknown_lines.empty());
    CHECK(builtin_formats().recognize(lines)->name() == "hmailserver");
    (name.find("mangled") == name.npos ? with_tabs : with_blanks) += records;
  }
  CHECK(with_tabs == 79);
  CHECK(with_blanks == 9);
}

TEST_CASE("logs of Postfix and Exim are not hMailServer's, nor is its log theirs") {
  for (const char* const other : {"postfix", "exim"}) {
    for (const std::filesystem::path& path : corpus_of(other)) {
      INFO(path);
      for (const CorpusCase& one : read_corpus(path.string())) {
        INFO(one.name);
        const std::vector<Line> lines = lines_of(one.input);
        CHECK(hmailserver::format()->recognize(lines) == 0);
      }
    }
  }
  for (const std::filesystem::path& path : corpus_of("hmailserver")) {
    INFO(path);
    for (const CorpusCase& one : read_corpus(path.string())) {
      if (one.name.find("none of hMailServer's") != one.name.npos) continue;
      INFO(one.name);
      const std::vector<Line> lines = lines_of(one.input);
      CHECK(hmailserver::format()->recognize(lines) > 0);
      CHECK(postfix::format()->recognize(lines) == 0);
      CHECK(exim::format()->recognize(lines) == 0);
    }
  }
}

}  // namespace curfew::test
