#include "definition/server_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "text/cursor.h"

namespace curfew::definition {
namespace {

using text::Cursor;
using text::TomlFile;
using text::TomlReader;
using text::TomlValue;

constexpr std::array<std::string_view, 5> server_keys = {"retry_seconds", "gives_up_hours",
                                                         "journal", "part", "advice"};
constexpr std::array<std::string_view, 4> server_part_keys = {"key", "field", "of_deliveries",
                                                              "text"};
constexpr std::array<std::string_view, 4> advice_keys = {"for", "text", "lines", "usual"};

constexpr std::size_t most_in_server = 64;  // of parts, and of lines of advice

constexpr std::array<std::pair<std::string_view, LoggedPart>, 6> logged_parts = {
    {{"remote_port", LoggedPart::remote_port},
     {"duration", LoggedPart::duration},
     {"delay", LoggedPart::delay},
     {"sender", LoggedPart::sender},
     {"reply", LoggedPart::reply},
     {"enhanced_code", LoggedPart::enhanced_code}}};

// The kinds that are told in a few words alone.
bool is_of_words(RemedyKind kind) noexcept {
  return kind == RemedyKind::hold_outside_hours || kind == RemedyKind::greet_with_name;
}

bool has_limit(RemedyKind kind) noexcept {
  return kind == RemedyKind::fewer_connections ||
         kind == RemedyKind::fewer_messages_in_connection || kind == RemedyKind::fewer_recipients;
}

bool has_time(RemedyKind kind) noexcept {
  return kind == RemedyKind::slower || kind == RemedyKind::retry_in_time ||
         kind == RemedyKind::retry_after_opening;
}

constexpr std::array<std::string_view, 4> placeholders = {"domain", "limit", "seconds", "minutes"};

bool is_placeholder(std::string_view name) noexcept {
  return std::ranges::find(placeholders, name) != placeholders.end();
}

bool is_of_name(char c) noexcept {
  return text::is_alphanumeric(c) || c == '_';
}

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

// The next "{word}", as it is written, and what stands before it; also "{ word }", and "{word" of a
// placeholder that is not closed. Braces around anything else are themselves.
bool take_placeholder(Cursor& cursor, std::string& before, std::string_view& shown) {
  while (!cursor.at_end()) {
    Cursor ahead = cursor;
    if (ahead.skip('{')) {
      const bool blank = !ahead.take_while(is_blank).empty();
      const std::string_view word = ahead.take_while(is_of_name);
      const Cursor behind_word = ahead;
      ahead.take_while(is_blank);
      const bool closed = ahead.skip('}');
      if (!word.empty() && (closed || (!blank && is_placeholder(word)))) {
        if (!closed) ahead = behind_word;
        shown = cursor.rest().substr(0, cursor.rest().size() - ahead.rest().size());
        cursor = ahead;
        return true;
      }
    }
    before += cursor.peek();
    cursor.advance(1);
  }
  return false;
}

void check_placeholders(const std::string& line, RemedyKind kind, std::size_t at,
                        const TomlFile& file) {
  Cursor cursor(line);
  std::string before;
  for (std::string_view shown; take_placeholder(cursor, before, shown);) {
    if (!shown.ends_with('}')) {
      file.fault(at, "a placeholder is not closed: " + std::string(shown));
    }
    const std::string_view name = shown.substr(1, shown.size() - 2);
    if (!is_placeholder(name)) {
      file.fault(at, "no such placeholder: " + std::string(shown) +
                         " (there are {domain}, {limit}, {seconds} and {minutes})");
    }
    const bool is_time = name == "seconds" || name == "minutes";
    if ((name == "limit" && !has_limit(kind)) || (is_time && !has_time(kind))) {
      file.fault(at,
                 "advice for " + std::string(curfew::name(kind)) + " has no " + std::string(shown));
    }
  }
}

void check_text(const std::string& text, std::size_t at, const TomlFile& file) {
  Cursor cursor(text);
  std::string before;
  std::string_view shown;
  if (take_placeholder(cursor, before, shown)) {
    file.fault(at, "placeholders stand in lines, not in text: " + std::string(shown));
  }
}

std::optional<std::int64_t> amount(const TomlReader& reader, std::string_view key,
                                   const TomlFile& file) {
  if (!reader.has(key)) return std::nullopt;
  constexpr std::int64_t most = 1'000'000;
  const std::int64_t number = reader.number(key);
  if (number < 1 || number > most) {
    file.fault(reader.line_of(key), std::string(key) + " is not from 1 to " + std::to_string(most));
  }
  return number;
}

ServerTable::Part read_part(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, server_part_keys);
  ServerTable::Part part;
  part.key = reader.text("key", true);
  const std::string field = reader.text("field", true);
  const auto* const found =
      std::ranges::find(logged_parts, field, &std::pair<std::string_view, LoggedPart>::first);
  if (found == logged_parts.end()) {
    file.fault(reader.line_of("field"), "no field that can be left out of a log: " + field);
  }
  part.part = found->second;
  part.of_deliveries = reader.flag("of_deliveries");
  part.text = reader.text("text", true);
  return part;
}

ServerTable::AdviceForm read_advice(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, advice_keys);
  ServerTable::AdviceForm form;
  const std::string word = reader.text("for", true);
  const std::optional<RemedyKind> kind = remedy_named(word);
  if (!kind) file.fault(reader.line_of("for"), "no such kind of advice: " + word);
  form.kind = *kind;
  form.text = reader.text("text");
  check_text(form.text, reader.line_of("text"), file);
  form.lines = reader.texts("lines");
  form.usual = amount(reader, "usual", file).value_or(0);
  if (form.usual != 0 && !has_limit(form.kind)) {
    file.fault(reader.line_of("usual"), "advice for " + word + " has no limit");
  }
  if (form.lines.size() > most_in_server) file.fault(reader.line_of("lines"), "too many lines");
  if (is_of_words(form.kind) ? form.text.empty() || !form.lines.empty()
                             : form.text.empty() && form.lines.empty()) {
    reader.fault("advice for " + word +
                 (is_of_words(form.kind) ? " is a text of a few words, and no lines"
                                         : " has neither text nor lines"));
  }
  for (const std::string& line : form.lines) {
    check_placeholders(line, form.kind, reader.line_of("lines"), file);
  }
  return form;
}

std::string filled(const std::string& line, const AdviceValues& values, const std::string& domain) {
  Cursor cursor(line);
  std::string text;
  for (std::string_view shown; take_placeholder(cursor, text, shown);) {
    if (shown == "{domain}") text += domain;
    if (shown == "{limit}") text += std::to_string(values.limit);
    if (shown == "{seconds}") text += std::to_string(values.seconds);
    if (shown == "{minutes}") text += std::to_string(values.minutes);
  }
  return text;
}

bool names_domain(const std::string& line) noexcept {
  return line.find("{domain}") != line.npos;
}

void add_lines(std::string_view text, std::vector<std::string>& lines) {
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  if (!text.empty()) lines.emplace_back(text);
}

}  // namespace

const ServerTable::AdviceForm* ServerTable::advice_for(RemedyKind kind) const noexcept {
  const auto found = std::ranges::find(advice, kind, &AdviceForm::kind);
  return found == advice.end() ? nullptr : &*found;
}

ServerTable read_server_table(const TomlValue& table, const TomlFile& file) {
  const TomlReader reader(table, file, server_keys);
  ServerTable server;
  if (const auto seconds = amount(reader, "retry_seconds", file)) {
    server.retries.first = std::chrono::seconds(*seconds);
  }
  if (const auto hours = amount(reader, "gives_up_hours", file)) {
    server.retries.gives_up_after = std::chrono::hours(*hours);
  }
  server.journal = reader.texts("journal");
  for (const std::string& program : server.journal) {
    if (program.empty()) file.fault(reader.line_of("journal"), "a program has no name");
  }
  const auto limited = [&](std::string_view key) {
    const std::span<const TomlValue> all = reader.tables(key);
    if (all.size() > most_in_server) {
      file.fault(all[most_in_server].line, "more than " + std::to_string(most_in_server) +
                                               " [[server." + std::string(key) + "]]");
    }
    return all;
  };
  for (const TomlValue& part : limited("part")) server.parts.push_back(read_part(part, file));
  for (const TomlValue& one : limited("advice")) {
    ServerTable::AdviceForm form = read_advice(one, file);
    if (server.advice_for(form.kind) != nullptr) {
      file.fault(one.line, "there is already advice for " + std::string(curfew::name(form.kind)));
    }
    if (form.kind == RemedyKind::retry_in_time && !server.retries.first) {
      file.fault(one.line,
                 "advice for retry_in_time needs retry_seconds: how soon the server tries again "
                 "by itself");
    }
    server.advice.push_back(std::move(form));
  }
  return server;
}

std::vector<std::string> lines_of(const ServerTable::AdviceForm& form, const AdviceValues& values) {
  std::vector<std::string> lines;
  for (const std::string& line : form.lines) {
    if (!names_domain(line)) {
      add_lines(filled(line, values, {}), lines);
      continue;
    }
    for (const std::string& domain : values.domains) {
      add_lines(filled(line, values, domain), lines);
    }
  }
  return lines;
}

bool names_domains(const ServerTable::AdviceForm& form) noexcept {
  return std::ranges::any_of(form.lines, names_domain);
}

}  // namespace curfew::definition
