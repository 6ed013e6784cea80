// Fields that the tests of two other projects expect of Postfix messages, compared with ours. They
// were found by other people's patterns, so an error in common is unlikely.

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "parsers/postfix/shared_data.h"
#include "postfix/body.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using nlohmann::json;

/// How often each field was compared; printed, so that a test that compares nothing is seen.
using Compared = std::map<std::string, int>;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::string name_of(const Event& event) {
  if (event.kind == EventKind::message) return name(event.state);
  return name(event.outcome);
}

/// Postfix's status in our words.
std::string outcome_of(const std::string& status, const Event& event) {
  if (status == "sent") return event.outcome == Outcome::discarded ? "discarded" : "delivered";
  if (status.starts_with("undeliverable")) return "bounced";
  return status;
}

Milliseconds seconds(const std::string& text) {
  return Milliseconds(static_cast<std::int64_t>(std::stod(text) * 1000 + 0.5));
}

/// "to=<a>, relay=b, delay=1" cut at its commas.
std::map<std::string, std::string> attributes(const std::string& text) {
  std::map<std::string, std::string> result;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) {
    part.erase(0, part.find_first_not_of(' '));
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) continue;
    std::string value = part.substr(equals + 1);
    if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
    result[part.substr(0, equals)] = value;
  }
  return result;
}

void compare_attributes(const std::string& text, const Event& event, Compared& compared) {
  const auto expected = attributes(text);
  const auto compare = [&](const char* key, const auto& check) {
    const auto found = expected.find(key);
    if (found == expected.end()) return;
    ++compared[std::string("keyvalue ") + key];
    check(found->second);
  };
  compare("to", [&](const std::string& value) { CHECK(event.recipient == value); });
  compare("orig_to", [&](const std::string& value) { CHECK(event.original_recipient == value); });
  compare("delay", [&](const std::string& value) { CHECK(event.delay == seconds(value)); });
  compare("dsn", [&](const std::string& value) { CHECK(to_string(event.enhanced_code) == value); });
  compare("size", [&](const std::string& value) { CHECK(std::to_string(event.size) == value); });
  compare("from", [&](const std::string& value) { CHECK(event.sender == value); });
  compare("delays", [&](const std::string& value) {
    std::istringstream in(value);
    std::vector<std::string> parts;
    for (std::string part; std::getline(in, part, '/');) parts.push_back(part);
    REQUIRE(parts.size() == 4);
    CHECK(event.duration == seconds(parts[2]) + seconds(parts[3]));
  });
}

void compare_reply(std::string expected, const Event& event) {
  const std::size_t said = expected.find(" said: ");
  if (said != std::string::npos) expected = expected.substr(said + 7);
  const std::size_t stage = expected.rfind(" (in reply to ");
  if (stage != std::string::npos) expected = expected.substr(0, stage);
  if (expected.front() < '2' || expected.front() > '5') {  // the words of a local agent
    CHECK(event.reply.text == expected);
    return;
  }
  REQUIRE(expected.size() > 20);
  CHECK(std::to_string(event.reply.code) == expected.substr(0, 3));
  CHECK(to_string(event.reply.enhanced) == expected.substr(4, expected.find(' ', 4) - 4));
  CHECK(event.reply.text.ends_with(expected.substr(expected.size() - 8)));
}

Stage stage_named(const std::string& words) {
  static const std::map<std::string, Stage> stages = {
      {"RCPT TO", Stage::rcpt_to},
      {"RCPT", Stage::rcpt_to},
      {"MAIL FROM", Stage::mail_from},
      {"MAIL", Stage::mail_from},
      {"end of DATA", Stage::end_of_data},
      {"sending RCPT TO", Stage::rcpt_to},
      {"receiving the initial server greeting", Stage::banner}};
  return stages.at(words);
}

void compare_whyscream(const json& expected, const Event& event, Compared& compared) {
  const auto compare = [&](const char* key, const auto& check) {
    if (!expected.contains(key)) return;
    ++compared[key];
    const json& value = expected[key];
    check(value.is_string() ? value.get<std::string>() : value.dump());
  };
  compare("postfix_queueid", [&](const std::string& value) { CHECK(event.queue_id == value); });
  compare("postfix_status",
          [&](const std::string& value) { CHECK(name_of(event) == outcome_of(value, event)); });
  compare("postfix_from",
          [&](const std::string& value) { CHECK(event.sender == (value.empty() ? "<>" : value)); });
  compare("postfix_relay_hostname",
          [&](const std::string& value) { CHECK(event.remote_host == lower(value)); });
  compare("postfix_relay_ip", [&](const std::string& value) { CHECK(event.remote_ip == value); });
  compare("postfix_relay_port",
          [&](const std::string& value) { CHECK(std::to_string(event.remote_port) == value); });
  compare("postfix_smtp_response", [&](const std::string& value) { compare_reply(value, event); });
  for (const char* const key : {"postfix_smtp_stage", "postfix_smtp_lostconn_reason"}) {
    compare(key, [&](const std::string& value) { CHECK(event.stage == stage_named(value)); });
  }
  for (const char* const key : {"postfix_local_response", "postfix_pipe_response"}) {
    compare(key, [&](const std::string& value) { CHECK(event.reply.text == value); });
  }
  compare("postfix_error_response",
          [&](const std::string& value) { CHECK(value.ends_with(event.reply.text)); });
  compare("postfix_keyvalue_data", [&](const std::string& value) {
    const bool of_client = event.state == MessageState::removed;  // a milter's verdict names it
    if (!of_client) compare_attributes(value, event, compared);
  });
}

/// "^%{POSTFIX_SMTP}$" is a pattern for messages of smtp.
postfix::Program program_of(const std::string& pattern) {
  const std::size_t begin = pattern.find("POSTFIX_") + 8;
  std::string program = lower(pattern.substr(begin, pattern.find('}') - begin));
  for (char& c : program) c = c == '_' ? '-' : c;
  if (program == "tls-features") program = "smtp";
  return postfix::program_named(program);
}

void compare_sekoia(const json& expected, const Event& event, Compared& compared) {
  const auto compare = [&](const char* path, const auto& check) {
    const json::json_pointer pointer(path);
    if (!expected.contains(pointer)) return;
    ++compared[path];
    const json& value = expected[pointer];
    check(value.is_string() ? value.get<std::string>() : value.dump());
  };
  compare("/postfix/queue_id/local",
          [&](const std::string& value) { CHECK(event.queue_id == value); });
  compare("/postfix/orig_to",
          [&](const std::string& value) { CHECK(event.original_recipient == value); });
  compare("/email/to/address/0",
          [&](const std::string& value) { CHECK(event.recipient == value); });
  compare("/email/from/address/0", [&](const std::string& value) { CHECK(event.sender == value); });
  compare("/action/name",
          [&](const std::string& value) { CHECK(name_of(event) == outcome_of(value, event)); });
  compare("/action/type",
          [&](const std::string& value) { CHECK(event.stage == stage_named(value)); });
  compare("/destination/ip", [&](const std::string& value) { CHECK(event.remote_ip == value); });
  compare("/destination/port",
          [&](const std::string& value) { CHECK(std::to_string(event.remote_port) == value); });
  compare("/destination/domain", [&](const std::string& value) {
    // The host of the relay, or where there is none the recipient's domain.
    const bool is_host = lower(value) == event.remote_host;
    const bool is_domain = event.recipient.ends_with('@' + value);
    CHECK((is_host || is_domain));
  });
}

std::string listed(const Compared& compared) {
  std::string text;
  for (const auto& [field, times] : compared) text += "\n  " + field + ": " + std::to_string(times);
  return text;
}

/// Calls `compare` with each line of a file of JSON objects.
template <typename Compare>
void for_each_object(const std::string& text, const Compare& compare) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) compare(json::parse(line));
}

}  // namespace

TEST_CASE("messages give the fields that a set of log patterns expects of them") {
  const auto text = shared_postfix_file("whyscream-grok-expected.jsonl");
  if (!text) return;
  Compared compared;
  for_each_object(*text, [&](const json& object) {
    const auto body = object["data"].get<std::string>();
    const postfix::Program program = program_of(object["pattern"].get<std::string>());
    const bool whole = body.find(": to=<") != std::string::npos || !body.starts_with("dane");
    if (program == postfix::Program::other || !whole) return;
    INFO(body);
    Events events;
    const LineUse use = postfix::read_body(program, body, events);
    const bool piece = body.starts_with("may");  // a value alone, no message
    if (!piece) CHECK(use != LineUse::unknown);
    if (use == LineUse::reported) compare_whyscream(object["results"], events[0], compared);
  });
  WARN("compared:" << listed(compared));
  CHECK(compared["postfix_status"] > 15);
  CHECK(compared["postfix_queueid"] > 40);
}

TEST_CASE("messages give the fields that an event collector expects of them") {
  const auto text = shared_postfix_file("sekoia-expected.jsonl.xz");
  if (!text) return;
  Compared compared;
  for_each_object(*text, [&](const json& object) {
    const auto body = object["input"].get<std::string>();
    INFO(body);
    Events events;
    const json& expected = object["expected"];
    const json::json_pointer tag("/log/syslog/appname");
    const std::string program = expected.contains(tag) ? expected[tag].get<std::string>() : "";
    const LineUse use = postfix::read_body(
        postfix::program_named(postfix::read_tag(program).program), body, events);
    if (program.starts_with("postfix/")) CHECK(use != LineUse::unknown);
    if (use == LineUse::reported) compare_sekoia(expected, events[0], compared);
  });
  WARN("compared:" << listed(compared));
  CHECK(compared["/action/name"] > 30);
  CHECK(compared["/postfix/queue_id/local"] > 50);
}

}  // namespace curfew::test
