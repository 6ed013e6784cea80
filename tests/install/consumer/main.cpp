// A program of somebody else: it lists the library's formats, brings one of its own, and reads a
// log in it.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include <curfew/analyzer.h>
#include <curfew/builtin_formats.h>
#include <curfew/error.h>
#include <curfew/input.h>
#include <curfew/parser.h>
#include <curfew/report.h>
#include <curfew/version.h>

namespace {

bool number(std::string_view digits, int& value) {
  const char* const end = digits.data() + digits.size();
  return std::from_chars(digits.data(), end, value).ptr == end;
}

// A log of lines "17:04 refused mx.example.net", all of one day.
class DoorLog final : public curfew::Parser {
 public:
  explicit DoorLog(const curfew::ClockHints& hints) : Parser(hints) {}

  void parse(curfew::Lines lines, curfew::Events& events) override {
    for (const curfew::Line& line : lines) {
      if (!read(line, events)) count_unknown(line);
    }
  }

 private:
  bool read(const curfew::Line& line, curfew::Events& events) {
    const std::string_view text = line.text;
    int hour = 0;
    int minute = 0;
    if (!text.substr(0, 14).ends_with(" refused ") || !number(text.substr(0, 2), hour) ||
        !number(text.substr(3, 2), minute)) {
      return false;
    }
    const auto day = std::chrono::local_days{std::chrono::June / 2 / 2020};
    curfew::Event& event = events.add();
    event.line = line.number;
    event.outcome = curfew::Outcome::deferred;
    event.contacted = curfew::Contacted::yes;
    event.remote_host = text.substr(14);
    event.time = clock_.at({.wall = day + std::chrono::hours(hour) + std::chrono::minutes(minute)});
    ++count_.reported;
    return true;
  }
};

class DoorFormat final : public curfew::Format {
 public:
  std::string_view name() const noexcept override { return "door"; }
  std::string_view title() const noexcept override { return "Door log"; }
  std::size_t recognize(curfew::Lines lines) const override {
    std::size_t count = 0;
    for (const curfew::Line& line : lines) {
      if (line.text.find(" refused ") != std::string_view::npos) ++count;
    }
    return count;
  }
  std::unique_ptr<curfew::Parser> make(const curfew::ClockHints& hints) const override {
    return std::make_unique<DoorLog>(hints);
  }
};

void read_log(const curfew::Format& format, std::string_view text) {
  const auto source = curfew::text_source("door.log", text);
  curfew::LineReader reader(*source);
  const auto parser = format.make({.zone = curfew::TimeZone::named("America/Phoenix")});
  curfew::Events events;
  for (curfew::Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    parser->parse(lines, events);
    for (const curfew::Event& event : events) {
      std::printf("%s %s %.*s\n", curfew::rfc3339(event.time).c_str(), curfew::name(event.outcome),
                  static_cast<int>(event.remote_host.size()), event.remote_host.data());
    }
    events.clear();
  }
  std::printf("reported %d, unknown %d\n", static_cast<int>(parser->count().reported),
              static_cast<int>(parser->count().unknown));
}

// The whole pipeline over the format of this program, and what a program reads of the result.
void analyze(const curfew::Formats& formats, std::string_view text) {
  curfew::AnalyzerOptions options;
  options.log_zone = curfew::TimeZone::named("America/Phoenix");
  curfew::Analyzer analyzer(formats, options);
  analyzer.read(curfew::text_source("door.log", text));
  const curfew::Report report = analyzer.report();
  for (const curfew::ReportRemote& remote : report.remotes) {
    std::printf("%s: %d at 17:00\n", remote.name.c_str(),
                static_cast<int>(remote.by_hour[17].deferred));
  }
  std::ostringstream json;
  curfew::write_json(report, json);
  std::printf("json: %s\n",
              json.str().find("curfew-summary/1") != std::string::npos ? "yes" : "no");
}

}  // namespace

int main() {
  curfew::Formats formats = curfew::builtin_formats();
  formats.add(std::make_shared<DoorFormat>());
  for (const char* const name : {"postfix", "exim", "door", "window"}) {
    std::printf("%s: %s\n", name, formats.find(name) != nullptr ? "known" : "unknown");
  }
  read_log(*formats.find("door"),
           "17:04 refused mx.example.net\nnothing\n23:59 refused mx.example.org\n");
  analyze(formats, "17:04 refused mx.example.net\n17:09 refused mx.example.net\n");
  try {
    curfew::open_file("/nonexistent/mail.log");
  } catch (const curfew::Error& error) {
    std::printf("error: %s\n", error.what());
  }
  return CURFEW_VERSION[0] == '\0' ? 1 : 0;
}
