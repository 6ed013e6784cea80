#include "support/corpus.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/catch.h"

namespace curfew::test {
namespace {

std::string clean(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\x%02x", byte);
      result += escaped.data();
    } else {
      result += c;
    }
  }
  return result;
}

void add(std::string& words, const char* key, std::string_view value) {
  if (!value.empty()) words += std::string(" ") + key + '=' + clean(value);
}

std::string seconds(Milliseconds time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%lld.%03d", static_cast<long long>(time.count() / 1000),
                static_cast<int>(time.count() % 1000));
  std::string result = text.data();
  while (result.back() == '0') result.pop_back();
  if (result.back() == '.') result.pop_back();
  return result;
}

std::string remote_of(const Event& event) {
  std::string remote(event.remote_host);
  if (!event.remote_ip.empty()) remote += '[' + std::string(event.remote_ip) + ']';
  if (event.remote_port != 0) remote += ':' + std::to_string(event.remote_port);
  return remote;
}

std::string reply_of(const Reply& reply) {
  std::string words;
  if (reply.code != 0) words += ' ' + std::to_string(reply.code);
  if (reply.enhanced) words += ' ' + to_string(reply.enhanced);
  if (!reply.text.empty()) words += " \"" + clean(reply.text) + '"';
  return words.empty() ? words : " reply=" + words.substr(1);
}

void add_inbound(std::string& words, const Event& event) {
  if (event.severity != Severity::none) add(words, "severity", name(event.severity));
  if (event.action != InboundAction::none) add(words, "action", name(event.action));
  if (event.reject_reason != RejectReason::none) add(words, "reason", name(event.reject_reason));
  std::string client(event.client_host);
  if (!event.client_ip.empty()) client += '[' + std::string(event.client_ip) + ']';
  const bool of_arrival = event.kind == EventKind::message && event.action == InboundAction::none;
  if (!of_arrival) add(words, "client", client);
  add(words, "program", event.program);
  add(words, "login", event.login);
  add(words, "tls", event.tls);
  add(words, "delays", event.delays);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string summary(const Parsed& parsed) {
  std::string text;
  for (const std::string& event : parsed.events) text += event + '\n';
  if (parsed.count.ignored != 0) text += "ignored " + std::to_string(parsed.count.ignored) + '\n';
  if (parsed.count.unknown != 0) text += "unknown " + std::to_string(parsed.count.unknown) + '\n';
  return text;
}

void check_properties(const Format& format, const CorpusCase& one, const ClockHints& hints,
                      bool inbound) {
  const std::string whole = summary(parse_text(format, one.input, 0, hints, inbound));
  CHECK(summary(parse_text(format, one.input, 1, hints, inbound)) == whole);
  CHECK(summary(parse_text(format, one.input, 7, hints, inbound)) == whole);
  CHECK(summary(parse_text(format, one.input, 1, hints, inbound, Parsers::one_each)) == whole);
  CHECK(summary(parse_text(format, with_crlf(one.input), 0, hints, inbound)) == whole);
  std::string prefixes;
  for (const std::string& line : lines_of(one.input)) {
    for (std::size_t n = 0; n <= line.size(); ++n) prefixes += line.substr(0, n) + '\n';
  }
  const Parsed parsed = parse_text(format, prefixes, 0, hints, inbound);
  CHECK(parsed.count.lines() == static_cast<std::uint64_t>(std::ranges::count(prefixes, '\n')));
}

}  // namespace

std::string with_crlf(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

std::string describe(const Event& event) {
  std::string words = name(event.kind);
  if (event.kind == EventKind::message) words += std::string(" ") + name(event.state);
  if (event.outcome != Outcome::unknown) words += std::string(" ") + name(event.outcome);
  words += ' ' + rfc3339(event.time);
  add(words, "host", event.log_host);
  add(words, "instance", event.instance);
  add(words, "session", event.session_id);
  add(words, "queue", event.queue_id);
  add(words, "from", event.sender);
  add(words, "to", event.recipient);
  add(words, "orig_to", event.original_recipient);
  add(words, "id", event.message_id);
  if (event.kind == EventKind::message && event.action == InboundAction::none) {
    add(words, "client", event.client_host);
    add(words, "client_ip", event.client_ip);
  }
  add(words, "domain", event.remote_domain);
  add(words, "remote", remote_of(event));
  if (event.remote_kind != RemoteKind::unknown) add(words, "kind", name(event.remote_kind));
  add_inbound(words, event);
  if (event.stage != Stage::unknown) add(words, "stage", name(event.stage));
  if (event.contacted != Contacted::unknown) add(words, "contacted", name(event.contacted));
  if (event.error_source != ErrorSource::none) add(words, "source", name(event.error_source));
  if (event.error_class != ErrorClass::none) add(words, "error", name(event.error_class));
  if (event.probe) words += " probe";
  if (event.reused) words += " reused";
  if (event.cut) words += " cut";
  if (event.repeats != 0) words += " repeats=" + std::to_string(event.repeats);
  words += reply_of(event.reply);
  add(words, "dsn", to_string(event.enhanced_code));
  if (event.delay.count() >= 0) add(words, "delay", seconds(event.delay));
  if (event.duration.count() >= 0) add(words, "duration", seconds(event.duration));
  if (event.size != 0) add(words, "size", std::to_string(event.size));
  return words;
}

std::vector<CorpusCase> read_corpus(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file);
  std::vector<CorpusCase> cases;
  bool expecting = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      cases.push_back({.name = line.substr(3), .input = {}, .expected = {}});
      expecting = false;
    } else if (cases.empty()) {
      continue;
    } else if (line == "--") {
      expecting = true;
    } else if (!expecting) {
      cases.back().input += line + '\n';
    } else if (!line.empty()) {
      cases.back().expected += line + '\n';
    }
  }
  return cases;
}

void write_corpus(const std::string& path, const std::string& head,
                  const std::vector<CorpusCase>& cases) {
  std::ofstream file(path);
  file << head;
  for (const CorpusCase& one : cases) {
    file << "== " << one.name << '\n' << one.input << "--\n" << one.expected << '\n';
  }
}

Parsed parse_text(const Format& format, std::string_view text, std::size_t batch,
                  const ClockHints& hints, bool inbound, Parsers parsers) {
  std::vector<std::string> texts = lines_of(text);
  std::vector<Line> lines;
  for (std::string& one : texts) {
    std::string_view view = one;
    if (view.ends_with('\r')) view.remove_suffix(1);
    lines.push_back({view, lines.size() + 1});
  }
  if (batch == 0) batch = std::max<std::size_t>(lines.size(), 1);

  Parsed parsed;
  const auto make = [&] {
    std::unique_ptr<Parser> parser = format.make(hints);
    parser->tell_unknown(
        [&parsed](const Line& line) { parsed.unknown_lines.emplace_back(line.text); });
    parser->reads_inbound = inbound;
    return parser;
  };
  std::unique_ptr<Parser> parser = make();
  Events events;
  for (std::size_t at = 0; at < lines.size(); at += batch) {
    events.clear();
    parser->parse(Lines(lines).subspan(at, std::min(batch, lines.size() - at)), events);
    for (const Event& event : events) parsed.events.push_back(describe(event));
    std::string state;
    if (parsers != Parsers::one_each || !parser->keep(state)) continue;
    parser = make();
    parser->restore(state);
  }
  events.clear();
  parser->finish(events);
  for (const Event& event : events) parsed.events.push_back(describe(event));
  parsed.count = parser->count();
  CHECK(parsed.count.lines() == lines.size());
  return parsed;
}

void check_corpus(const Format& format, const std::string& folder, const ClockHints& hints,
                  bool inbound) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path().string());
  }
  std::ranges::sort(paths);
  REQUIRE_FALSE(paths.empty());
  const bool bless = std::getenv("CURFEW_BLESS") != nullptr;
  for (const std::string& path : paths) {
    std::vector<CorpusCase> cases = read_corpus(path);
    REQUIRE_FALSE(cases.empty());
    for (CorpusCase& one : cases) {
      INFO(path << " == " << one.name);
      const std::string got = summary(parse_text(format, one.input, 0, hints, inbound));
      if (bless) {
        one.expected = got;
      } else {
        CHECK(got == one.expected);
      }
      check_properties(format, one, hints, inbound);
    }
    if (!bless) continue;
    std::ifstream file(path);
    std::string head;
    for (std::string line; std::getline(file, line) && !line.starts_with("== ");)
      head += line + '\n';
    write_corpus(path, head, cases);
  }
}

}  // namespace curfew::test
