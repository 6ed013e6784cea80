#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "curfew/builtin_formats.h"
#include "curfew/definition.h"
#include "curfew/input.h"
#include "support/catch.h"

// A definition of Postfix beside the parser of code: what both read has to be the same.

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

const fs::path shared_logs = fs::path(CURFEW_SOURCE_DIR).parent_path() / "shared/data";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The fields that both fill, by the line.
std::map<std::uint64_t, std::string> read(const Format& format, const fs::path& log) {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  const std::unique_ptr<Parser> parser = format.make(hints);
  const std::unique_ptr<Source> source = unpacked(open_file(log.string()));
  LineReader reader(*source);
  Events events;
  std::map<std::uint64_t, std::string> all;
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    events.clear();
    parser->parse(lines, events);
    for (const Event& event : events) {
      std::ostringstream text;
      const bool asked_remote = event.kind == EventKind::attempt &&
                                event.remote_kind == RemoteKind::smtp &&
                                event.contacted != Contacted::no;
      if (asked_remote) {
        text << "attempt " << rfc3339(event.time) << ' ' << event.log_host << ' '
             << event.session_id << ' ' << event.queue_id << ' ' << name(event.outcome) << " to "
             << event.recipient << '/' << event.original_recipient << ' ' << event.remote_host
             << '[' << event.remote_ip << "]:" << event.remote_port << " dsn "
             << to_string(event.enhanced_code) << ' ' << event.delay.count();
        const bool answered = event.reply.code != 0 && event.contacted == Contacted::yes;
        if (answered) {
          text << ' ' << event.reply.code << ' ' << to_string(event.reply.enhanced) << ' '
               << event.reply.text << ' ' << name(event.contacted) << ' '
               << name(event.error_source);
        }
        const bool by_command = event.stage == Stage::rcpt_to || event.stage == Stage::mail_from ||
                                event.stage == Stage::data || event.stage == Stage::end_of_data;
        if (answered && by_command) text << ' ' << name(event.stage);
      } else if (event.kind == EventKind::message &&
                 (event.state == MessageState::queued || event.state == MessageState::removed)) {
        text << "message " << name(event.state) << ' ' << rfc3339(event.time) << ' '
             << event.queue_id << ' ' << event.sender << ' ' << event.size;
      }
      if (!text.str().empty()) all[event.line] = text.str();
    }
  }
  return all;
}

}  // namespace

TEST_CASE("Postfix by a definition is what the parser of code says, in all fields that both know") {
  // Its own samples are proved here, whatever logs there are.
  const std::string file = CURFEW_TESTS_DIR "/lib/definition/postfix.toml";
  const auto by_definition = Definition::read(text_of(file), file);
  const fs::path log = shared_logs / "postfix/generated-real.log.xz";
  if (!fs::exists(log)) {
    WARN("skipped: there is no " << log);
    return;
  }
  const Formats formats = builtin_formats();
  const std::map<std::uint64_t, std::string> code = read(*formats.find("postfix"), log);
  const std::map<std::uint64_t, std::string> definition = read(*by_definition, log);
  std::size_t same = 0;
  std::size_t without_reply = 0;
  for (const auto& [line, text] : definition) {
    const auto other = code.find(line);
    INFO(line);
    REQUIRE(other != code.end());
    same += text == other->second ? 1U : 0U;
    // Replies that the code looks for in other text: "This is not an SMTP reply 450 4.7.1 after
    // garbage", "SASL authentication failed; server ... said: 535-5.7.8 ...?535 5.7.8 ...".
    const bool by_code_alone =
        other->second.find("This is not an SMTP reply") != std::string::npos ||
        other->second.find("BadCredentials") != std::string::npos;
    if (by_code_alone) {
      ++without_reply;
    } else {
      CHECK(text == other->second);
    }
  }
  CHECK(same > 2000);
  CHECK(without_reply == 10);
  std::size_t missing = 0;
  for (const auto& [line, text] : code) {
    // Where nobody answered the remote stands in the text, in a form for each failure.
    if (text.starts_with("attempt") && text.find(" yes ") == std::string::npos) continue;
    missing += definition.contains(line) ? 0U : 1U;
  }
  CHECK(missing * 100 < definition.size());  // probes of addresses, messages that expired
}

}  // namespace curfew::test
