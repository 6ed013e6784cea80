// What envelopes hold back from one batch to the next is kept, and gone on with.
#include <algorithm>

#include "curfew/error.h"
#include "parse/envelope/envelope.h"
#include "parse/envelope/repeated_lines.h"
#include "parse/envelope/unglued_source.h"
#include "support/catch.h"
#include "support/growing_source.h"
#include "support/lines.h"
#include "text/state.h"
#include "time/clock_state.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

const parse::StampedTags stamped_tags{"exim"};

const std::string line = "Nov 23 16:04:53 mail postfix/smtp[411]: 3F2A1B7C9: removed";

std::string docker_piece(const std::string& text, bool ends, const char* stream = "stdout") {
  return "{\"log\":\"" + text + (ends ? "\\n" : "") + "\",\"stream\":\"" + stream +
         "\",\"time\":\"2026-11-23T15:04:54Z\"}\n";
}

// Each holds something back between some two of its lines.
const Texts& wrapped_texts() {
  static const std::string long_text = line + std::string(16 * 1024, 'x');
  static const std::string number("\x03\0\0\0\0\0\0\0", 8);
  static const Texts texts = {
      docker_piece(long_text, false) + docker_piece(line, true, "stderr") +
          docker_piece("the rest", true) + docker_piece(line, true) +
          docker_piece(long_text, false),
      "2026-11-23T15:04:54Z stdout P Nov 23 16:04\n2026-11-23T15:04:54Z stderr F " + line +
          "\n2026-11-23T15:04:54Z stdout F :53 mail a: b\n2026-11-23T16:04:54Z stdout F " + line +
          "\n2026-11-23T16:04:54Z stdout F " + line + "\n2026-11-23T15:04:54Z stderr P end\n",
      "{\n\"MESSAGE\" : \"4jY9: removed\",\n\"SYSLOG_IDENTIFIER\" : \"postfix/qmgr\",\n"
      "\"__REALTIME_TIMESTAMP\" : \"1795449893469990\"\n}\n{\n\"no\" : 1\n}\n{\n\"MESSAGE\" : 1\n",
      "__REALTIME_TIMESTAMP=1795449893469990\n_COMM=smtp\nMESSAGE\n" + number +
          "a\nb\n_PID=7\n\nMESSAGE=c\n_COMM=smtp\n__REALTIME_TIMESTAMP="
          "1795449893469990\n\nMESSAGE\n"
          "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\nlost\n\n_COMM=smtp\nMESSAGE=d\n"
          "__REALTIME_TIMESTAMP=1795449893469990\n",
      "Mon 2026-11-23 16:04:53.220470 UTC [s=1]\n    _COMM=smtp\n    _PID=7\n    MESSAGE=a\nx\n"
      "Mon 2026-11-23 16:04:54.220470 UTC [s=2]\n    _COMM=smtp\n    MESSAGE=b\n",
      "sep=;\n_time;\"_raw\"\n1;\"" + line + "\"\"\nmore\"\n2;\"" + line + "\"\n3;\"open\n",
      "> " + line + "\n```\n" + docker_piece(long_text, false) + docker_piece("rest", true) +
          docker_piece(long_text, false),
      "Mon 2026-11-23 16:04:53 UTC mail postfix/smtp[1]: a\n1795449893.469 mail a: b\n" + line};
  return texts;
}

void take(Lines lines, Texts& given) {
  for (const Line& one : lines) {
    given.push_back(std::to_string(one.number) + ": " + std::string(one.text));
  }
}

Texts opened(const parse::EnvelopeForm& form, Lines lines, bool kept) {
  Texts given;
  std::unique_ptr<parse::Envelope> envelope = form.make(stamped_tags);
  const auto go_on = [&] {
    if (!kept) return;
    std::string state = "in front";
    envelope->keep(state);
    CHECK(state.starts_with("in front"));
    envelope = form.make(stamped_tags);
    envelope->restore(std::string_view(state).substr(8));
    std::string again = "in front";
    envelope->keep(again);
    CHECK((again == state));
  };
  for (const Line& one : lines) {
    take(envelope->open({&one, 1}), given);
    go_on();
  }
  take(envelope->finish(), given);
  go_on();
  given.push_back(std::to_string(envelope->absorbed()));
  return given;
}

}  // namespace

TEST_CASE("every envelope goes on from what was kept behind any of its lines") {
  for (const std::string& text : wrapped_texts()) {
    const std::vector<Line> lines = numbered_lines(text);
    for (const parse::EnvelopeForm* const form : parse::envelope_forms()) {
      INFO(form->name << ": " << text.substr(0, 60));
      CHECK((opened(*form, lines, true) == opened(*form, lines, false)));
    }
  }
}

TEST_CASE("an envelope refuses what is not its own") {
  for (const parse::EnvelopeForm* const form : parse::envelope_forms()) {
    INFO(form->name);
    CHECK_THROWS_AS(form->make({})->restore(""), Error);
    std::string state;
    form->make({})->keep(state);
    CHECK_THROWS_AS(form->make({})->restore(state + '\0'), Error);
    CHECK_THROWS_AS(form->make({})->restore(state.substr(1)), Error);
  }
}

TEST_CASE("lines that a logger counted are found behind what was kept") {
  const std::string text = line + "\nNov 23 16:04:54 other a: b\n" +
                           "Nov 23 16:05:00 mail last message repeated 2 times\n";
  const std::vector<Line> lines = numbered_lines(text);
  parse::RepeatedLines first;
  first.open(Lines(lines).first(1));
  parse::RepeatedLines second;
  text::restore(second, text::state_of(first));
  second.open(Lines(lines).subspan(1, 1));
  parse::RepeatedLines third;
  text::restore(third, text::state_of(second));
  const Lines given = third.open(Lines(lines).last(1));
  REQUIRE(given.size() == 2);
  CHECK(given[1].text == "Nov 23 16:05:00 mail postfix/smtp[411]: 3F2A1B7C9: removed");
}

TEST_CASE("records without line ends go on behind what was kept") {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "<22>" + line + std::to_string(i);
  const auto read = [](parse::UngluedSource& source) {
    std::string given;
    std::vector<char> room(100);
    while (const std::size_t got = source.read(room)) given.append(room.data(), got);
    return given;
  };
  const std::unique_ptr<Source> all = text_source("text", text);
  parse::UngluedSource at_once(*all);
  const std::string whole = read(at_once);
  for (std::size_t cut = 0; cut < text.size(); cut += 7) {
    GrowingSource front(std::string_view(text).substr(0, cut));
    parse::UngluedSource first(front);
    std::string given = read(first);
    GrowingSource rest(std::string_view(text).substr(cut));
    rest.is_last = true;
    parse::UngluedSource second(rest);
    text::restore(second, text::state_of(first));
    given += read(second);
    CHECK((given == whole));
    CHECK(second.inserted() == at_once.inserted());
    CHECK(second.is_over());
  }
}

}  // namespace curfew::test
