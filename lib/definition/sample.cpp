#include "definition/sample.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "curfew/error.h"
#include "definition/definition_file.h"
#include "definition/definition_parser.h"
#include "text/toml.h"

namespace curfew::definition {
namespace {

using text::TomlFile;

TomlFile file_of(const Plan& plan) {
  return {.name = plan.file, .code = ErrorCode::bad_definition, .remedy = definition_remedy};
}

std::string seconds_text(Milliseconds time) {
  if (time.count() < 0) return {};
  std::string text = std::to_string(time.count() / 1000);
  const auto rest = time.count() % 1000;
  if (rest == 0) return text;
  std::string fraction = std::to_string(1000 + rest).substr(1);
  while (fraction.back() == '0') fraction.pop_back();
  return text + '.' + fraction;
}

std::string number(std::uint64_t value) {
  return value == 0 ? std::string() : std::to_string(value);
}

// What an event holds, by the key with which a sample asks for it.
std::optional<std::string> value_of(const Event& event, std::string_view key) {
  if (const std::optional<std::string_view> fact = fact_of(event, key)) return std::string(*fact);
  struct Text {
    std::string_view key;
    std::string_view value;
  };
  const std::array texts = {Text{"log_host", event.log_host},
                            Text{"instance", event.instance},
                            Text{"session_id", event.session_id},
                            Text{"queue_id", event.queue_id},
                            Text{"sender", event.sender},
                            Text{"recipient", event.recipient},
                            Text{"original_recipient", event.original_recipient},
                            Text{"message_id", event.message_id},
                            Text{"client_host", event.client_host},
                            Text{"client_ip", event.client_ip},
                            Text{"remote_domain", event.remote_domain},
                            Text{"remote_host", event.remote_host},
                            Text{"remote_ip", event.remote_ip},
                            Text{"local_ip", event.local_ip},
                            Text{"reply_text", event.reply.text}};
  const auto* const text = std::ranges::find(texts, key, &Text::key);
  if (text != texts.end()) return std::string(text->value);
  if (key == "time") return rfc3339(event.time);
  if (key == "reply_code") return number(event.reply.code);
  if (key == "reply_enhanced") return to_string(event.reply.enhanced);
  if (key == "enhanced_code") return to_string(event.enhanced_code);
  if (key == "remote_port") return number(event.remote_port);
  if (key == "size") return number(event.size);
  if (key == "recipients") return number(event.recipients);
  if (key == "delay") return seconds_text(event.delay);
  if (key == "duration") return seconds_text(event.duration);
  return std::nullopt;
}

// "nothing", or the text in quotes.
std::string shown(const std::string& value) {
  return value.empty() ? "nothing" : '"' + printable(value) + '"';
}

std::string counted(std::uint64_t count, const std::string& noun) {
  return (count == 0 ? "no" : std::to_string(count)) + ' ' + noun + (count == 1 ? "" : "s");
}

void compare(const Plan& plan, const Sample& sample, const Event& event,
             const Expectation& expected) {
  const TomlFile file = file_of(plan);
  for (const Expectation::Member& member : expected.members) {
    const std::optional<std::string> value = value_of(event, member.key);
    if (!value) file.fault(member.line, "no such field of an event: " + member.key);
    if (*value == member.value) continue;
    file.fault(member.line, "the sample \"" + sample.name + "\" gives " + member.key + ' ' +
                                shown(*value) + ", not " + shown(member.value));
  }
}

void prove_sample(const std::shared_ptr<const Plan>& plan, const Sample& sample,
                  std::vector<bool>& met) {
  const std::vector<Line> lines = lines_of(sample);
  DefinitionParser parser(plan, sample_hints(), [&met](std::size_t rule) { met[rule] = true; });
  Events events;
  std::string unknown;
  parser.tell_unknown([&unknown](const Line& line) {
    if (unknown.empty()) unknown = printable(line.text.substr(0, 100));
  });
  parser.parse(lines, events);
  parser.finish(events);
  const TomlFile file = file_of(*plan);
  const LineCount& count = parser.count();
  if (count.unknown != sample.unknown) {
    file.fault(sample.line, "the sample \"" + sample.name + "\" has " +
                                counted(count.unknown, "unknown line") + ", not " +
                                std::to_string(sample.unknown) +
                                (unknown.empty() ? "" : ": " + unknown));
  }
  for (std::size_t i = 0; i < std::min(events.size(), sample.events.size()); ++i) {
    compare(*plan, sample, events[i], sample.events[i]);
  }
  if (events.size() != sample.events.size()) {
    file.fault(sample.line, "the sample \"" + sample.name + "\" gives " +
                                counted(events.size(), "event") + ", not " +
                                std::to_string(sample.events.size()));
  }
  if (sample.counts_ignored && count.ignored != sample.ignored) {
    file.fault(sample.line, "the sample \"" + sample.name + "\" has " +
                                counted(count.ignored, "ignored line") + ", not " +
                                std::to_string(sample.ignored));
  }
}

}  // namespace

std::vector<Line> lines_of(const Sample& sample) {
  std::vector<Line> lines;
  std::string_view rest = sample.lines;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back({rest.substr(0, end), lines.size() + 1});
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return lines;
}

ClockHints sample_hints() {
  ClockHints hints;
  hints.year = 2026;
  hints.year_source = ClockSource::option;
  return hints;
}

void prove(const std::shared_ptr<const Plan>& plan, const Format& format) {
  const TomlFile file = file_of(*plan);
  std::vector<bool> met(plan->rules.size());
  bool recognized = false;
  bool any_event = false;
  for (const Sample& sample : plan->samples) {
    prove_sample(plan, sample, met);
    recognized = recognized || format.recognize(lines_of(sample)) != 0;
    any_event = any_event || !sample.events.empty();
  }
  if (!any_event) file.fault(plan->samples.front().line, "no sample has an [[sample.event]]");
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) continue;
    file.fault(plan->rules[i].line,
               "no sample has a line that is read as \"" + plan->rules[i].name + '"');
  }
  if (!recognized) {
    file.fault(plan->samples.front().line,
               "no line of the samples tells the format: all [[line]] say telling = false");
  }
}

void prove_apart(const Plan& plan, const Format& other) {
  if (plan.name == other.name()) {
    file_of(plan).fault(plan.name_line, "there is already a log format called " + plan.name);
  }
  for (const Sample& sample : plan.samples) {
    if (other.recognize(lines_of(sample)) == 0) continue;
    file_of(plan).fault(sample.line, "lines of the sample \"" + sample.name +
                                         "\" are also taken for " + std::string(other.name()) +
                                         "'s");
  }
}

}  // namespace curfew::definition
