// Partial results of several servers, put together, are the report of all their logs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "lib/input/temporary_folder.h"
#include "support/catch.h"
#include "support/report_json.h"

namespace curfew::test {
namespace {

AnalyzerOptions options(bool apart) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.system_zone = TimeZone::named("Europe/Berlin");
  options.servers_apart = apart;
  return options;
}

std::string text_of(const std::string& sample) {
  std::ifstream file(std::string(CURFEW_SOURCE_DIR "/samples/") + sample, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Seven servers: a log in each folder, of one of them two.
std::vector<Input> servers_in(const Folder& folder) {
  const std::string cox = text_of("cox-curfew.log");
  const std::string remotes = text_of("postfix-remotes.log");
  const auto write = [&](const std::string& name, std::string_view text, std::size_t part) {
    std::filesystem::create_directory(folder.path(name));
    const std::size_t middle = text.find('\n', text.size() / 2 + text.size() / 50 * part) + 1;
    const std::size_t begin = text.find('\n', text.size() / 50 * part) + 1;
    folder.write(name + "/mail.log.1", std::string(text.substr(begin, middle - begin)));
    folder.write(name + "/mail.log", std::string(text.substr(middle)));
  };
  for (std::size_t i = 0; i < 3; ++i) write("exim" + std::to_string(i), cox, i);
  for (std::size_t i = 0; i < 3; ++i) {
    // Who writes its name into its log is known by it.
    std::string own = remotes;
    const std::string name = " mx" + std::to_string(i) + ' ';
    for (std::size_t at = 0; (at = own.find(" mail ", at)) != std::string::npos;) {
      own.replace(at, 6, name);
    }
    write("postfix" + std::to_string(i), own, i);
  }
  std::filesystem::create_directory(folder.path("windows"));
  folder.write("windows/hmailserver.log", text_of("hmailserver-curfew.log"));
  std::vector<Input> inputs = inputs_at(folder.path(""), true);
  for (Input& input : inputs) input.host = input.folder;
  return inputs;
}

std::string partial_of(const std::vector<Input>& inputs) {
  Analyzer analyzer(builtin_formats(), options(true));
  CHECK(analyzer.read_all(inputs).failures.empty());
  return analyzer.partial();
}

std::vector<Input> of_server(const std::vector<Input>& inputs, const std::string& server) {
  std::vector<Input> some;
  std::ranges::copy_if(inputs, std::back_inserter(some),
                       [&](const Input& input) { return input.folder == server; });
  return some;
}

std::vector<std::string> partials_of(const std::vector<Input>& inputs) {
  std::vector<std::string> partials;
  for (const char* server :
       {"exim0", "exim1", "exim2", "postfix0", "postfix1", "postfix2", "windows"}) {
    partials.push_back(partial_of(of_server(inputs, server)));
  }
  return partials;
}

std::string merged(const std::vector<std::string>& partials) {
  Analyzer analyzer(builtin_formats(), options(true));
  for (const std::string& partial : partials) analyzer.take(partial, "a.curfew");
  return json(analyzer.report());
}

std::string union_of(const std::vector<std::string>& partials) {
  Analyzer analyzer(builtin_formats(), options(true));
  for (const std::string& partial : partials) analyzer.take(partial, "a.curfew");
  return analyzer.partial();
}

std::string failure_of(const std::string& first, const std::string& second) {
  Analyzer analyzer(builtin_formats(), options(true));
  analyzer.take(first, "first.curfew");
  try {
    analyzer.take(second, "second.curfew");
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("partial results in any order, grouping and number give the report of all logs") {
  const Folder folder;
  const std::vector<Input> inputs = servers_in(folder);
  REQUIRE(inputs.size() == 13);
  Analyzer at_once(builtin_formats(), options(false));
  CHECK(at_once.read_all(inputs).failures.empty());
  const std::string whole = json(at_once.report());
  CHECK(whole.find("AUP#CXCNCT") != std::string::npos);

  const std::vector<std::string> partials = partials_of(inputs);
  CHECK((merged(partials) == whole));
  std::vector<std::string> backwards(partials.rbegin(), partials.rend());
  CHECK((merged(backwards) == whole));
  backwards.insert(backwards.end(), partials.begin(), partials.begin() + 4);
  CHECK((merged(backwards) == whole));

  const std::string some = union_of({partials[5], partials[0], partials[3]});
  const std::string others =
      union_of({partials[6], partials[2], partials[0], partials[1], partials[4]});
  CHECK((merged({some, others}) == whole));
  CHECK((union_of({some, others}) == union_of({others, some, others})));
  CHECK((union_of({some, others}) == partial_of(inputs)));
}

TEST_CASE("the same logs give the same partial result, and their report does not need them") {
  const Folder folder;
  const std::vector<Input> inputs = servers_in(folder);
  CHECK((partial_of(inputs) == partial_of(inputs)));
  Analyzer apart(builtin_formats(), options(true));
  CHECK(apart.read_all(inputs).failures.empty());
  Analyzer at_once(builtin_formats(), options(false));
  CHECK(at_once.read_all(inputs).failures.empty());
  CHECK((json(apart.report()) == json(at_once.report())));
  CHECK(apart.reading().lines == at_once.report().lines);
}

TEST_CASE("of a log that was read again when it had grown, the longer one counts") {
  const Folder folder;
  const std::string cox = text_of("cox-curfew.log");
  const std::string path = folder.path("mainlog");
  folder.write("mainlog", cox.substr(0, cox.size() / 2));
  const std::string earlier = partial_of(inputs_at(path));
  folder.write("mainlog", cox);
  const std::string later = partial_of(inputs_at(path));
  CHECK((union_of({earlier, later}) == later));
  CHECK((union_of({later, earlier}) == later));
  CHECK(earlier != later);
}

TEST_CASE("logs that were summarized in overlapping sets are refused: they would count twice") {
  const Folder folder;
  const std::string cox = text_of("cox-curfew.log");
  const auto line_at = [&](std::size_t part) { return cox.find('\n', cox.size() / 4 * part) + 1; };
  for (std::size_t i = 0; i < 3; ++i) {
    folder.write("mainlog." + std::to_string(3 - i),
                 cox.substr(line_at(i), line_at(i + 1) - line_at(i)));
  }
  const std::vector<Input> inputs = inputs_at(folder.path(""));
  const std::string first = partial_of({inputs[2], inputs[1]});
  const std::string second = partial_of({inputs[1], inputs[0]});
  const std::string sentence = failure_of(first, second);
  CHECK(sentence.starts_with("second.curfew: holds "));
  CHECK(
      sentence.ends_with("mainlog.3 as another partial result does, and each holds logs that the "
                         "other lacks"));
  CHECK(failure_of(first, partial_of(inputs)).empty());
}

TEST_CASE("what is no partial result, or one of another grouping, is refused") {
  const Folder folder;
  folder.write("mainlog", text_of("cox-curfew.log"));
  const std::string partial = partial_of(inputs_at(folder.path("mainlog")));
  const auto refused = [](std::string_view bytes) {
    Analyzer analyzer(builtin_formats(), options(true));
    CHECK_THROWS_AS(analyzer.take(bytes, "a.curfew"), Error);
    CHECK(analyzer.report().inputs.empty());
  };
  refused("");
  refused("curfew-partial/1\n");
  refused("curfew-partial/2\n" + partial.substr(17));
  for (std::size_t at = 0; at < partial.size(); at += 997) {
    std::string damaged = partial;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    refused(damaged);
    refused(std::string_view(partial).substr(0, at));
  }
  AnalyzerOptions by_host = options(true);
  by_host.grouping = Grouping::host;
  Analyzer analyzer(builtin_formats(), by_host);
  CHECK_THROWS_WITH(analyzer.take(partial, "a.curfew"),
                    "a.curfew: counts by provider, and the others by host");
}

TEST_CASE("addresses that were refused most are what they are shown as") {
  const Folder folder;
  folder.write("mail.log", text_of("postfix-remotes.log"));
  Analyzer analyzer(builtin_formats(), options(true));
  CHECK(analyzer.read_all(inputs_at(folder.path("mail.log"))).failures.empty());
  const std::string open = analyzer.partial();
  analyzer.rename_addresses([](std::string_view) { return "somebody@example.net"; });
  const std::string hidden = analyzer.partial();
  CHECK(hidden.find("somebody@example.net") != std::string::npos);
  const std::string text = text_of("postfix-remotes.log");
  std::size_t kept = 0;
  for (std::size_t at = text.find(" to=<"); at != std::string::npos; at = text.find(" to=<", at)) {
    at += 5;
    const std::string address = text.substr(at, text.find('>', at) - at);
    kept += open.find(address) != std::string::npos ? 1U : 0U;
    CHECK(hidden.find(address) == std::string::npos);
  }
  CHECK(kept > 10);
}

}  // namespace curfew::test
