#include "parsers/exim/shared_log.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>

#include "exim/exim.h"
#include "exim/message_id.h"
#include "support/catch.h"
#include "text/cursor.h"

namespace curfew::test {

std::string output_of(const std::string& command) {
  std::FILE* const pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 64 * 1024> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe)) {
    text.append(block.data(), got);
  }
  REQUIRE(pclose(pipe) == 0);
  return text;
}

bool is_absent(const std::string& path) {
  if (std::filesystem::exists(path)) return false;
  WARN("skipped: there is no " << path);
  return true;
}

std::string text_of(const std::string& path) {
  return output_of((path.ends_with(".xz") ? "xz -dc '" : "cat '") + path + "'");
}

Log::Log(std::string whole, const ClockHints& hints) : text(std::move(whole)) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    lines.push_back({rest.substr(0, end), lines.size() + 1});
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const std::unique_ptr<Parser> parser = exim::format()->make(hints);
  parser->tell_unknown([this](const Line& line) { unknown.emplace_back(line.text); });
  parser->parse(lines, events);
  count = parser->count();
  CHECK(count.lines() == lines.size());
  CHECK(count.reported == events.size());
}

bool is_contact(const Event& event) {
  return event.contacted == Contacted::yes && event.repeats == 0;
}

// "2026-01-15 17:30:00.123 +0000 [17] id ": what stands before the body, read once more by other
// means.
std::optional<std::string_view> body_of(std::string_view line) {
  text::Cursor cursor(line);
  if (line.size() < 20 || line[4] != '-' || line[10] != ' ' || line[13] != ':') return {};
  cursor.take_word();
  cursor.skip(' ');
  cursor.take_word();
  cursor.skip(' ');
  if (cursor.peek() == '+' || cursor.peek() == '-') {
    if (text::is_digit(cursor.rest()[1])) {
      cursor.take_word();
      cursor.skip(' ');
    }
  }
  std::string_view pid;
  if (cursor.peek() == '[') cursor.take_until("] ", pid);
  const std::size_t id = exim::message_id_length(cursor.rest());
  cursor.advance(id);
  if (id != 0) cursor.skip(' ');
  return cursor.rest();
}

bool has_outcome(std::string_view body) {
  if (body.starts_with("** mua_wrapper is set but ")) return false;  // names no address
  constexpr std::string_view flags[] = {"=> ", "-> ", ">> ", "** ", "== "};
  return std::ranges::any_of(flags, [&](std::string_view one) { return body.starts_with(one); });
}

void check_each_outcome_is_an_attempt(const Log& log) {
  std::map<std::uint64_t, EventKind> kinds;
  for (const Event& event : log.events) kinds[event.line] = event.kind;
  for (const Line& line : log.lines) {
    const auto body = body_of(line.text);
    if (!body || !has_outcome(*body)) continue;
    INFO(line.text);
    const auto found = kinds.find(line.number);
    REQUIRE(found != kinds.end());
    REQUIRE(found->second == EventKind::attempt);
  }
}

}  // namespace curfew::test
