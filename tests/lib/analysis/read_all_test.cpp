#include <algorithm>
#include <string>
#include <vector>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "curfew/event.h"
#include "support/catch.h"
#include "support/listener.h"

namespace curfew {
namespace {

using std::chrono::sys_days;

Instant day(int year, unsigned month, unsigned number) {
  return Instant(
      sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(number)));
}

// A log in memory, last written to at a time of one's choice.
class Log final : public Source {
 public:
  Log(std::string name, const std::string& text, Instant modified)
      : text_(text), inner_(text_source(std::move(name), text_)), modified_(modified) {}

  std::size_t read(std::span<char> room) override { return inner_->read(room); }
  const std::string& name() const noexcept override { return inner_->name(); }
  std::optional<Instant> modified() const override { return modified_; }

 private:
  std::string text_;
  std::unique_ptr<Source> inner_;
  Instant modified_;
};

Input input(std::string name, const std::string& text, Instant modified = day(2026, 5, 1)) {
  Input made;
  made.name = name;
  made.open = [=] { return std::make_unique<Log>(name, text, modified); };
  return made;
}

struct Told {
  InputsRead done;
  Report report;
  std::vector<std::string> events;  // "time queue id"
};

Told read(const std::vector<Input>& inputs, AnalyzerOptions options = {}) {
  if (!options.now) options.now = day(2026, 5, 1);
  Analyzer analyzer(builtin_formats(), options);
  Told told;
  const test::Listener listener(
      analyzer, [&told](std::string_view, std::string_view, const Events& events) {
        for (const Event& event : events) {
          told.events.push_back(rfc3339(event.time) + ' ' + std::string(event.queue_id));
        }
      });
  told.done = analyzer.read_all(inputs);
  told.report = analyzer.report();
  return told;
}

std::string sent(const std::string& stamp, const std::string& id, const std::string& host = "mx1") {
  return stamp + ' ' + host + " postfix/smtp[7]: " + id +
         ": to=<b@cox.example>, relay=mx.cox.example[192.0.2.7]:25, delay=1, delays=0/0/1/0, "
         "dsn=2.0.0, status=sent (250 ok)\n";
}

// An arrival whose Message-Id tells when it was.
std::string arrival(const std::string& stamp, const std::string& id, const std::string& digits) {
  return stamp + " mx1 postfix/cleanup[2]: " + id + ": message-id=<" + digits + '.' + id +
         "@mx1.example.org>\n";
}

using Texts = std::vector<std::string>;

Texts keys(const Report& report) {
  Texts keys;
  for (const Warning& warning : report.warnings) keys.push_back(warning.key);
  return keys;
}

}  // namespace

TEST_CASE("logs are read oldest first, whatever their names and the order they are given in") {
  const Told told = read({input("mail.log", sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA")),
                          input("mail.log.1", sent("2026-04-01T10:00:00+00:00", "1AAAAAAAAA")),
                          input("mail.log.2", sent("2026-04-02T10:00:00+00:00", "2AAAAAAAAA"))});
  CHECK(told.done.read == 3);
  CHECK(told.done.failures.empty());
  CHECK(told.events == Texts{"2026-04-01T10:00:00Z 1AAAAAAAAA", "2026-04-02T10:00:00Z 2AAAAAAAAA",
                             "2026-04-03T10:00:00Z 3AAAAAAAAA"});
}

TEST_CASE("a log without a year takes it from its neighbors, over New Year") {
  // Copied today: the files' dates say nothing.
  const Instant copied = day(2026, 5, 1);
  const Told told = read({input("mail.log", sent("Jan 12 10:00:00", "3AAAAAAAAA"), copied),
                          input("mail.log.1",
                                arrival("Jan  5 10:00:00", "2AAAAAAAAA", "20240105100000") +
                                    sent("Jan  5 10:00:01", "2AAAAAAAAA"),
                                copied),
                          input("mail.log.2", sent("Dec 29 10:00:00", "1AAAAAAAAA"), copied)});
  CHECK(told.events == Texts{"2023-12-29T10:00:00Z 1AAAAAAAAA", "2024-01-05T10:00:00Z 2AAAAAAAAA",
                             "2024-01-05T10:00:01Z 2AAAAAAAAA", "2024-01-12T10:00:00Z 3AAAAAAAAA"});
  for (const ReportInput& one : told.report.inputs) CHECK(one.year_source == ClockSource::learned);
}

TEST_CASE("a log of another server does not lend its year") {
  const Told told = read({input("a", sent("Jan 12 10:00:00", "3AAAAAAAAA", "mx2")),
                          input("b", arrival("Jan  5 10:00:00", "2AAAAAAAAA", "20240105100000"))});
  CHECK(told.events == Texts{"2024-01-05T10:00:00Z 2AAAAAAAAA", "2026-01-12T10:00:00Z 3AAAAAAAAA"});
}

TEST_CASE("a log without ids takes its zone from its neighbors") {
  AnalyzerOptions options;
  options.system_zone = TimeZone::named("Europe/Berlin");
  const Told told =
      read({input("mail.log.1", arrival("Apr  1 03:00:00", "2AAAAAAAAA", "20260401100000")),
            input("mail.log", sent("Apr  2 03:00:00", "3AAAAAAAAA"))},
           options);
  CHECK(told.events == Texts{"2026-04-01T10:00:00Z 2AAAAAAAAA", "2026-04-02T10:00:00Z 3AAAAAAAAA"});
}

TEST_CASE("the year that is said is that of the family's first stamp") {
  AnalyzerOptions options;
  options.year = 2019;
  const Told told = read({input("mail.log", sent("Jan 12 10:00:00", "3AAAAAAAAA")),
                          input("mail.log.1", sent("Dec 29 10:00:00", "1AAAAAAAAA"))},
                         options);
  CHECK(told.events == Texts{"2019-12-29T10:00:00Z 1AAAAAAAAA", "2020-01-12T10:00:00Z 3AAAAAAAAA"});
}

TEST_CASE("of a log that is given twice the longer one is read, and it is said") {
  std::string text;
  for (int i = 10; i < 40; ++i) {
    text +=
        sent("2026-04-03T10:00:" + std::to_string(i) + "+00:00", "3AAAAAAA" + std::to_string(i));
  }
  const std::string shorter = text.substr(0, 20 * text.size() / 30);
  const Told told = read({input("mail.log.1", shorter), input("backup/mail.log", text)});
  CHECK(told.done.read == 1);
  CHECK(told.events.size() == 30);
  REQUIRE(told.report.warnings.size() == 1);
  CHECK(told.report.warnings[0].text ==
        "backup/mail.log and mail.log.1 are the same log: the second was skipped.");
}

TEST_CASE("lines that stand in two logs of a server count once") {
  std::string mail;
  std::string all;
  for (int i = 10; i < 60; ++i) {
    const std::string stamp = "2026-04-03T10:00:" + std::to_string(i) + "+00:00";
    const std::string line = sent(stamp, "3AAAAAAA" + std::to_string(i));
    mail += line;
    all += stamp + " mx1 kernel: something else\n" + line;
  }
  for (const std::size_t batch : {std::size_t{100}, std::size_t{1000}, std::size_t{1} << 18}) {
    AnalyzerOptions options;
    options.batch = batch;
    const Told told = read({input("mail.log", mail), input("syslog", all)}, options);
    INFO("batch " << batch);
    CHECK(told.events.size() == 50);
    CHECK(keys(told.report) == Texts{"same_lines"});
    const Told turned = read({input("syslog", all), input("mail.log", mail)}, options);
    CHECK(turned.events == told.events);
  }
}

TEST_CASE("a copy is known although its stamps are written in another way") {
  std::string local;
  std::string central;
  for (int i = 10; i < 60; ++i) {
    const std::string id = "3AAAAAAA" + std::to_string(i);
    local += sent("Apr  3 03:00:" + std::to_string(i), id);
    central += sent("2026-04-03T10:00:" + std::to_string(i) + ".123456+00:00", id);
  }
  AnalyzerOptions options;
  options.log_zone = TimeZone::named("America/Phoenix");
  const Told told = read({input("a", local), input("b", central)}, options);
  CHECK(told.events.size() == 50);
}

TEST_CASE("equal lines of one log count as often as they stand in the log that has most of them") {
  const std::string line = sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA");
  const std::string before = sent("2026-04-03T09:00:00+00:00", "1AAAAAAAAA");
  const Told told =
      read({input("a", before + line + line), input("b", line + line + line), input("c", line)});
  CHECK(told.events.size() == 4);
}

TEST_CASE("logs that overlap in part give every line once") {
  Texts lines;
  for (int i = 10; i < 60; ++i) {
    const std::string two = std::to_string(i);
    lines.push_back(sent("2026-04-03T10:" + two + ":00+00:00", "3AAAAAAA" + two));
  }
  std::string first;
  std::string second;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i < 35) first += lines[i];
    if (i >= 15) second += lines[i];
  }
  AnalyzerOptions options;
  options.batch = 500;
  const Told told = read({input("b", second), input("a", first)}, options);
  CHECK(told.events.size() == 50);
  CHECK(std::ranges::is_sorted(told.events));
}

TEST_CASE("logs of several servers are no copies of each other") {
  const Told told = read({input("a", sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA", "mx1")),
                          input("b", sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA", "mx2"))});
  CHECK(told.events.size() == 2);
  CHECK(told.report.warnings.empty());
}

TEST_CASE("what is wrong with one log does not keep the others from being read") {
  Input missing = input("missing", "");
  missing.open = []() -> std::unique_ptr<Source> {
    throw Error(ErrorCode::unreadable, "missing: no such file or directory");
  };
  Input other = input("dpkg.log", "2026-04-03 10:00:00 status installed\n");
  other.found = true;
  const Told told = read({missing, other, input("notes", "hello\n"), input("empty", ""),
                          input("mail.log", sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA"))});
  CHECK(told.done.read == 1);
  CHECK(told.done.left_out == Texts{"dpkg.log"});
  REQUIRE(told.done.failures.size() == 2);
  CHECK(told.done.failures[0].code() == ErrorCode::unreadable);
  CHECK(told.done.failures[1].code() == ErrorCode::unknown_format);
  CHECK(told.events.size() == 1);
}

TEST_CASE("a log that can be read once is read whole") {
  const std::string text = sent("2026-04-03T10:00:00+00:00", "3AAAAAAAAA");
  Input pipe = input("pipe", "");
  int opened = 0;
  pipe.once = true;
  pipe.open = [&opened, text] {
    ++opened;
    return std::make_unique<Log>("pipe", text, day(2026, 5, 1));
  };
  const Told told =
      read({pipe, input("mail.log", sent("2026-04-02T10:00:00+00:00", "2AAAAAAAAA"))});
  CHECK(opened == 1);
  CHECK(told.events.size() == 2);
  CHECK(std::ranges::is_sorted(told.events));
}

TEST_CASE("a few logs are opened once, and of many most are opened again when their turn comes") {
  for (const std::size_t lines : {1U, 10'000U}) {
    INFO(lines);
    constexpr int count = 12;
    int opened = 0;
    std::vector<Input> inputs;
    for (int i = 0; i < count; ++i) {
      std::string text;
      for (std::size_t at = 0; at < lines; ++at) {
        text += sent("2026-04-" + std::to_string(10 + i) + "T10:00:00+00:00",
                     "4B2F1A" + std::to_string(1000 * i) + std::to_string(at));
      }
      inputs.push_back(input("mail.log." + std::to_string(count - i), text));
      inputs.back().open = [&opened, open = inputs.back().open] {
        ++opened;
        return open();
      };
    }
    const Told told = read(inputs);
    CHECK(told.done.read == count);
    CHECK(told.events.size() == count * lines);
    CHECK(opened == (lines == 1 ? count : count + 4));  // eight megabytes are held
  }
}

}  // namespace curfew
