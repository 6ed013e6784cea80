// Everything that reading a log holds between two batches is kept as bytes, and another process
// goes on from them: the same lines, events, counts, clocks and remarks as without.
#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "analysis/fed_source.h"
#include "analysis/lane_log.h"
#include "analysis/line_numbers.h"
#include "analysis/state.h"
#include "curfew/builtin_formats.h"
#include "curfew/error.h"
#include "support/catch.h"
#include "support/logs.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;
using analysis::AnalyzerState;
using analysis::FedSource;
using analysis::LaneLog;
using analysis::LineNumbers;
using analysis::Survey;

const Formats& formats() {
  static const Formats all = builtin_formats();
  return all;
}

AnalyzerOptions options() {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.system_zone = TimeZone::named("Europe/Berlin");
  return options;
}

/// What one process leaves to the next.
struct Kept {
  std::string survey;
  std::string lane;
  std::string parser;
  std::string numbers;
  friend bool operator==(const Kept&, const Kept&) = default;
};

/// What comes out of a log.
struct Told {
  std::string events;
  std::string unknown;
  std::string moments;
  std::string end;
};

void tell(const std::vector<Remark>& remarks, std::string& out) {
  for (const Remark& remark : remarks) out += remark.key + ' ' + remark.text + remark.hint_data;
}

/// One process that reads a log as it comes.
class Reading {
 public:
  Reading(const Kept& kept, bool inbound, Told& told) : told_(told) {
    analysis::restore(survey_, kept.survey, formats());
    auto source = std::make_unique<FedSource>("log", std::nullopt);
    fed_ = source.get();
    lane_ = std::make_unique<LaneLog>(survey_, kept.lane, std::move(source), 64 * 1024);
    parser_ = survey_.format->make(survey_.hints);
    parser_->reads_inbound = inbound;
    parser_->known_servers = formats().known_servers();
    if (!kept.parser.empty()) parser_->restore(kept.parser);
    if (!kept.numbers.empty()) text::restore(numbers_, kept.numbers);
    parser_->tell_unknown([this](const Line& line) {
      told_.unknown += std::to_string(line.number) + ' ' + std::string(line.text) + '\n';
    });
  }

  void feed(std::string_view text) {
    fed_->room() += text;
    read();
  }

  Kept keep() const {
    Kept kept;
    kept.survey = analysis::keep(survey_);
    kept.lane = lane_->keep();
    CHECK(parser_->keep(kept.parser));
    kept.numbers = text::state_of(numbers_);
    return kept;
  }

  bool has_sound_numbers() const noexcept { return numbers_.are_of(1); }

  void finish() {
    fed_->end();
    read();
    Events events;
    parser_->finish(events);
    tell(events);
    const LineCount count = lane_->count();
    for (const std::uint64_t number :
         {count.reported, count.ignored, count.unknown, parser_->count().lines(), lane_->bytes(),
          lane_->cut_lines(), std::uint64_t{parser_->dates_are_assumed()}}) {
      told_.end += std::to_string(number) + ' ';
    }
    told_.end += text::state_of(lane_->clock) + text::state_of(parser_->clock()) + lane_->name();
    test::tell(parser_->remarks(), told_.end);
    for (const std::string& server : parser_->servers()) told_.end += server;
    told_.end += std::to_string(lane_->last().time_since_epoch().count());
    lane_->close();
    const LaneLog closed(survey_, lane_->keep(), nullptr, 1);
    CHECK((closed.count() == count && closed.bytes() == lane_->bytes()));
    CHECK(closed.cut_lines() == lane_->cut_lines());
  }

 private:
  void read() {
    Events events;
    while (lane_->read_on()) {
      while (!lane_->used_up()) {
        const Instant moment = lane_->moment();
        const Lines lines = lane_->take_before(moment, true);
        for (std::size_t i = 0; i < lines.size(); ++i) {
          told_.moments += std::to_string(moment.time_since_epoch().count()) + '\n';
        }
        numbers_.shift_for(0, lines);
        lane_->parse(lines, *parser_, events);
        tell(events);
        events.clear();
      }
    }
  }

  void tell(const Events& events) {
    for (const Event& event : events) {
      append_ndjson(told_.events, event, survey_.format->name(), "log", survey_.hints.zone);
    }
  }

  Told& told_;
  Survey survey_;
  FedSource* fed_ = nullptr;
  std::unique_ptr<LaneLog> lane_;
  std::unique_ptr<Parser> parser_;
  LineNumbers numbers_;
};

/// The state before the first line; nothing where no format knows the log.
std::optional<Kept> begun(std::string_view text) {
  const AnalyzerState state(builtin_formats(), options());
  Survey survey;
  survey.opened.source = text_source("log", text);
  survey.opened.head =
      std::make_unique<analysis::Head>(*survey.opened.source, formats().stamped_tags());
  try {
    state.recognize(survey.opened, std::nullopt, survey);
  } catch (const Error&) {
    return std::nullopt;
  }
  analysis::read_head(*survey.opened.head, survey);
  Kept kept;
  kept.survey = analysis::keep(survey);
  kept.lane = LaneLog(survey, 64 * 1024, false).keep();
  return kept;
}

Told read_at_once(const Kept& begun, std::string_view text, bool inbound) {
  Told told;
  Reading reading(begun, inbound, told);
  reading.feed(text);
  reading.finish();
  return told;
}

/// Each part by another process.
Told read_in_parts(const Kept& begun, std::string_view text, const std::set<std::size_t>& cuts,
                   bool inbound) {
  Told told;
  Kept kept = begun;
  std::size_t from = 0;
  for (const std::size_t to : cuts) {
    Reading reading(kept, inbound, told);
    if (!told.moments.empty()) {
      const bool is_same = reading.keep() == kept;
      CHECK(is_same);
    }
    reading.feed(text.substr(from, to - from));
    kept = reading.keep();
    from = to;
  }
  Reading last(kept, inbound, told);
  last.feed(text.substr(from));
  last.finish();
  return told;
}

/// In the middle of lines and of characters, behind a line and at the end; of a small log in every
/// few lines.
std::set<std::size_t> uneven_cuts(std::string_view text) {
  std::set<std::size_t> cuts{text.size()};
  std::mt19937_64 random(text.size());
  for (int i = 0; i < 5; ++i) cuts.insert(random() % (text.size() + 1));
  const std::size_t middle = random() % (text.size() + 1);
  cuts.insert(std::min(text.find('\n', middle), text.size() - 1) + 1);
  const auto is_wide = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U; };
  const auto wide = std::find_if(text.begin(), text.end(), is_wide);
  if (wide != text.end()) cuts.insert(static_cast<std::size_t>(wide - text.begin()) + 1);
  return cuts;
}

std::set<std::size_t> cuts_of_lines(std::string_view text, std::size_t each, std::size_t behind) {
  std::set<std::size_t> cuts;
  std::size_t lines = 0;
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    if (++lines % each == 0) cuts.insert(std::min(at + 1 + behind, text.size()));
  }
  return cuts;
}

void check_same(const Told& told, const Told& whole) {
  const bool same_events = told.events == whole.events;
  const bool same_unknown = told.unknown == whole.unknown;
  const bool same_moments = told.moments == whole.moments;
  const bool same_end = told.end == whole.end;
  CHECK(same_events);
  CHECK(same_unknown);
  CHECK(same_moments);
  CHECK(same_end);
}

// Ours, and what stands beside the project.
std::vector<fs::path> all_logs() {
  return logs_in({"/samples", "/tests/parsers", "/../shared/data"},
                 {".log", ".txt", ".xz", "mainlog", "rejectlog", ".json", ".csv"});
}

constexpr std::size_t small = 100'000;
// Sanitized it takes its time; tests/store/run reads whole logs in parts.
constexpr std::size_t enough = 400'000;

}  // namespace

TEST_CASE("a log whose parts are read by one process after the other gives what it gives at once") {
  std::set<std::string> read;
  for (const fs::path& path : all_logs()) {
    const std::string text = unpacked_text(path, enough);
    if (text.empty()) continue;
    const std::optional<Kept> first = begun(text);
    if (!first) continue;
    for (const bool inbound : {false, true}) {
      INFO(path << (inbound ? ", inbound" : ""));
      const Told whole = read_at_once(*first, text, inbound);
      check_same(read_in_parts(*first, text, uneven_cuts(text), inbound), whole);
      if (text.size() > small) continue;
      check_same(read_in_parts(*first, text, cuts_of_lines(text, 7, 20), inbound), whole);
    }
    Survey survey;
    analysis::restore(survey, first->survey, formats());
    read.emplace(survey.format->name());
  }
  for (const char* name : {"postfix", "exim", "hmailserver"}) CHECK(read.contains(name));
}

TEST_CASE("what was read before a log is unwrapped is kept with it") {
  std::string text;
  std::string csv = "_time,_raw\n";
  std::string glued;
  for (int i = 0; i < 40; ++i) {
    const std::string number = std::to_string(i);
    const std::string line = "Nov 23 16:04:" + std::string(i < 10 ? "0" : "") + number +
                             " mail postfix/smtp[411]: 3F2A1B7C" + number + ": to=<b\xC3\xB6" +
                             number +
                             "@example.net>, relay=mx.example.net[192.0.2.7]:25, delay=1, "
                             "delays=0/0/1/0, dsn=4.0.0, status=deferred (host "
                             "mx.example.net[192.0.2.7] said: 421 later (in reply to RCPT TO "
                             "command))";
    text += "2026-11-23T16:04:10.5Z stdout P " + line.substr(0, 100) +
            "\n2026-11-23T16:04:10.5Z stdout F " + line.substr(100) + '\n';
    const std::string quote = i % 4 == 3 ? "\"\"\n" : "\"\"";
    csv += "1,\"" + line.substr(0, 60) + quote + line.substr(60) + "\"\n";
    glued += "<22>" + line;
  }
  text += "2026-11-23T16:04:10.5Z stdout F Nov 23 16:05:00 mail last message repeated 3 times\n";
  for (const std::string& wrapped : {text, csv, glued}) {
    INFO(wrapped.substr(0, 60));
    const std::optional<Kept> first = begun(wrapped);
    REQUIRE(first);
    const Told whole = read_at_once(*first, wrapped, false);
    CHECK(std::ranges::count(whole.events, '\n') >= 20);
    std::set<std::size_t> cuts;
    for (std::size_t at = 5; at < wrapped.size(); at += 61) cuts.insert(at);
    check_same(read_in_parts(*first, wrapped, cuts, false), whole);
  }
}

TEST_CASE("a list of events that is read in parts gives what it gives at once") {
  const std::string log =
      unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/exim-verbose.txt") +
      unpacked_text(std::string(CURFEW_SOURCE_DIR) + "/samples/postfix-remotes.log");
  const std::optional<Kept> of_log = begun(log);
  REQUIRE(of_log);
  std::string text = read_at_once(*of_log, log, true).events;
  text.resize(std::min<std::size_t>(text.size(), small));
  const std::optional<Kept> first = begun(text);
  REQUIRE(first);
  const Told whole = read_at_once(*first, text, true);
  CHECK(std::ranges::count(whole.events, '\n') > 50);
  check_same(read_in_parts(*first, text, cuts_of_lines(text, 1, 30), true), whole);
}

TEST_CASE("a survey that was kept finds its format, and nobody else's") {
  const std::string line =
      "Nov 23 16:04:53 mail postfix/smtp[411]: 3F2A1B7C9: to=<b@example.net>, relay=none, "
      "delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (connect to "
      "mx.example.net[192.0.2.7]:25: Connection refused)\n";
  const std::optional<Kept> first = begun(line);
  REQUIRE(first);
  Survey survey;
  analysis::restore(survey, first->survey, formats());
  CHECK(survey.format == formats().find("postfix"));
  CHECK(survey.hosts == std::vector<std::string>{"mail"});
  CHECK(survey.front == line);
  CHECK(survey.without_year);
  CHECK(survey.first);
  CHECK(survey.wrapping.stamped_tags == formats().stamped_tags());
  CHECK(LaneLog(survey, first->lane, text_source("other", line), 1).name() == "log");
  survey.empty = survey.is_packed = survey.without_offset = true;
  survey.host = "mail";
  survey.offset = {.offset = std::chrono::minutes(120), .at = *survey.first};
  Survey same;
  analysis::restore(same, analysis::keep(survey), formats());
  CHECK((same.empty && same.is_packed && same.without_offset));
  CHECK(same.host == "mail");
  REQUIRE(same.offset);
  CHECK(same.offset->offset == std::chrono::minutes(120));
  CHECK(same.offset->at == survey.first);
  CHECK(same.hints.zone.name() == survey.hints.zone.name());
  CHECK(same.hints.newest == survey.hints.newest);
  CHECK_THROWS_AS(analysis::restore(survey, first->survey, Formats()), Error);
  CHECK_THROWS_AS(analysis::restore(survey, first->lane, formats()), Error);
  CHECK_THROWS_AS(LaneLog(survey, first->survey, text_source("log", line), 1), Error);
  CHECK_THROWS_AS(LaneLog(survey, first->lane, nullptr, 1), Error);
}

TEST_CASE("numbers of lines that were kept are of the logs there are") {
  LineNumbers numbers;
  const Line line{"", 7};
  CHECK(numbers.shift_for(0, {&line, 1}) == 0);
  CHECK(numbers.shift_for(2, {&line, 1}) == 1);
  LineNumbers same;
  text::restore(same, text::state_of(numbers));
  CHECK(same.place_of(8).log == 2);
  CHECK(same.place_of(8).line == 7);
  CHECK_FALSE(same.are_of_one_log());
  CHECK(same.are_of(3));
  CHECK_FALSE(same.are_of(2));
  CHECK(same.shift_for(0, {&line, 1}) == 2);
}

TEST_CASE("what was kept and is damaged is refused, or read as something else") {
  std::mt19937_64 random(7);
  std::size_t refused = 0;
  std::size_t read = 0;
  for (const fs::path& path : all_logs()) {
    std::string text = unpacked_text(path, 24'000);
    text.resize(std::min<std::size_t>(text.size(), 24'000));
    if (text.empty()) continue;
    const std::optional<Kept> first = begun(text);
    if (!first) continue;
    Told none;
    Kept middle;
    {
      Reading reading(*first, true, none);
      reading.feed(std::string_view(text).substr(0, text.size() / 2));
      middle = reading.keep();
    }
    for (int turn = 0; turn < 24; ++turn) {
      Kept kept = middle;
      std::string* const parts[] = {&kept.parser, &kept.parser, &kept.parser, &kept.lane,
                                    &kept.lane,   &kept.survey, &kept.numbers};
      std::string& bytes = *parts[random() % std::size(parts)];
      const std::size_t times = 1 + random() % 3;
      for (std::size_t i = 0; i < times && !bytes.empty(); ++i) {
        char& byte = bytes[random() % bytes.size()];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ 1U << random() % 8);
      }
      if (turn % 8 == 0) bytes.resize(random() % (bytes.size() + 1));
      if (turn % 8 == 1) bytes.insert(random() % (bytes.size() + 1), "\xFF\x7F\x01");
      INFO(path);
      try {
        Reading reading(kept, true, none);
        if (!reading.has_sound_numbers()) continue;
        reading.feed(std::string_view(text).substr(text.size() / 2));
        reading.finish();
        ++read;
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  CHECK(read > 100);
  CHECK(refused > 100);
}

}  // namespace curfew::test
