#include <algorithm>
#include <filesystem>

#include "exim/exim.h"
#include "parsers/exim/shared_log.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

std::vector<std::string> files_in(const std::string& path, std::string_view end) {
  std::vector<std::string> paths;
  if (is_absent(path)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    if (entry.path().string().ends_with(end)) paths.push_back(entry.path().string());
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace

TEST_CASE("our servers' main logs hold no line that is not understood") {
  for (const std::string& path : files_in(shared_exim + "matrix", ".mainlog")) {
    INFO(path);
    const Log log(text_of(path));
    CHECK(log.unknown.empty());
    CHECK(exim::format()->recognize(log.lines) * 100 > log.lines.size() * 95);
    check_each_outcome_is_an_attempt(log);
  }
}

TEST_CASE("a reject log tells nothing about deliveries") {
  for (const std::string& path : files_in(shared_exim + "matrix", ".rejectlog")) {
    INFO(path);
    const Log log(text_of(path));
    CHECK(log.unknown.empty());
    CHECK(log.events.empty());
    CHECK(exim::format()->recognize(log.lines) > 0);
  }
}

TEST_CASE("in other people's logs at most one line in a thousand is not understood") {
  for (const std::string& path : files_in(shared_exim, ".log")) {
    INFO(path);
    const Log log(text_of(path));
    CHECK(log.unknown.size() * 1000 <= log.lines.size());
    CHECK(exim::format()->recognize(log.lines) > 0);
    check_each_outcome_is_an_attempt(log);
  }
}

TEST_CASE("every outcome in Exim's own test logs is an attempt, in both generations") {
  const std::string path = shared_exim + "testsuite-4.80-4.96.tar.xz";
  if (is_absent(path)) return;
  for (const char* const version : {"4.80", "4.96"}) {
    INFO(version);
    const Log log(output_of("tar -xJOf '" + path + "' " + version + "/log"));
    check_each_outcome_is_an_attempt(log);
    for (const std::string& line : log.unknown) {
      const auto body = body_of(line);
      INFO(line);
      CHECK_FALSE((body && (has_outcome(*body) || body->starts_with("<= "))));
    }
  }
}

// All of it was looked at: words of ACLs, filters and tests, as docs/formats/exim.md has them.
// Fewer would mean that free text is taken for Exim's own.
TEST_CASE("in Exim's own test logs free text alone is not understood") {
  const std::string path = shared_exim + "testsuite-4.80-4.96.tar.xz";
  if (is_absent(path)) return;
  const auto unknown_lines = [&path](const std::string& version) {
    return Log(output_of("tar -xJOf '" + path + "' " + version + "/log")).unknown.size();
  };
  CHECK(unknown_lines("4.80") == 533);
  CHECK(unknown_lines("4.96") == 3138);
}

TEST_CASE("transcripts are recognized and read, and tell each contact once") {
  const std::string path = shared_exim + "transcripts.tar.xz";
  if (is_absent(path)) return;
  const Log names(output_of("tar -tJf '" + path + "'"));
  int refusals = 0;
  for (const Line& name : names.lines) {
    const bool verbose = name.text.find("-v-") != name.text.npos;
    const bool debug = name.text.find("-d-cox") != name.text.npos;
    if (!verbose && !debug) continue;
    INFO(name.text);
    const Log log(output_of("tar -xJOf '" + path + "' '" + std::string(name.text) + "'"));
    CHECK(exim::format()->recognize(log.lines) > 0);
    CHECK(log.unknown.empty());
    const auto contacts = std::ranges::count_if(log.events, is_contact);
    CHECK(contacts == std::ranges::count_if(log.lines, [](const Line& line) {
            return line.text.find("Connecting to ") != line.text.npos;
          }));
    if (name.text.find("-x_cox") == name.text.npos && !debug) continue;
    const auto contact = std::ranges::find_if(log.events, is_contact);
    CHECK(contact->kind == EventKind::session);
    CHECK(contact->stage == Stage::banner);
    CHECK(contact->reply.code == 421);
    CHECK(contact->remote_host == "cxr.mx.cox.example");
    ++refusals;
  }
  CHECK(refusals == 18);
}

}  // namespace curfew::test
