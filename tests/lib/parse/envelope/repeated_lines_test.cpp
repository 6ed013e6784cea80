#include "parse/envelope/repeated_lines.h"

#include <algorithm>
#include <vector>

#include "support/catch.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

Texts repeat_in_batches(const Texts& texts, std::size_t batch) {
  std::vector<Line> lines;
  for (const std::string& text : texts) lines.push_back({text, lines.size() + 1});
  Texts given;
  parse::RepeatedLines repeated;
  for (std::size_t at = 0; at < lines.size(); at += batch) {
    const Lines some = Lines(lines).subspan(at, std::min(batch, lines.size() - at));
    for (const Line& line : repeated.open(some)) {
      given.push_back(std::to_string(line.number) + ": " + std::string(line.text));
    }
  }
  return given;
}

Texts repeat(const Texts& texts) {
  Texts whole = repeat_in_batches(texts, texts.size());
  for (const std::size_t batch : {std::size_t(1), std::size_t(7)})
    CHECK(repeat_in_batches(texts, batch) == whole);
  return whole;
}

}  // namespace

TEST_CASE("a quoted line comes as often as it says") {
  CHECK(repeat({"Nov  3 16:04:53 mail postfix/smtp[1]: message repeated 2 times: [ connect to "
                "mx.example.net[192.0.2.7]:25: Connection refused]",
                "Nov  3 16:04:54 mail postfix/smtp[1]: other"}) ==
        Texts{"1: Nov  3 16:04:53 mail postfix/smtp[1]: connect to mx.example.net[192.0.2.7]:25: "
              "Connection refused",
              "1: Nov  3 16:04:53 mail postfix/smtp[1]: connect to mx.example.net[192.0.2.7]:25: "
              "Connection refused",
              "2: Nov  3 16:04:54 mail postfix/smtp[1]: other"});
  CHECK(repeat(
            {"<22>1 2026-11-23T16:04:53Z mail postfix 1 - -  message repeated 2 times: [ a[b]]"}) ==
        Texts{"1: <22>1 2026-11-23T16:04:53Z mail postfix 1 - -  a[b]",
              "1: <22>1 2026-11-23T16:04:53Z mail postfix 1 - -  a[b]"});
}

TEST_CASE("a line of the same host is repeated, with the stamp of its last time") {
  CHECK(repeat({"Nov  3 16:04:50 mail postfix/smtp[1]: first",
                "Nov  3 16:04:51 other postfix/smtp[1]: second",
                "Nov  3 16:04:53 mail last message repeated 2 times",
                "Nov  3 16:04:54 mail syslogd: last message repeated 1 times"}) ==
        Texts{"1: Nov  3 16:04:50 mail postfix/smtp[1]: first",
              "2: Nov  3 16:04:51 other postfix/smtp[1]: second",
              "3: Nov  3 16:04:53 mail postfix/smtp[1]: first",
              "3: Nov  3 16:04:53 mail postfix/smtp[1]: first",
              "4: Nov  3 16:04:54 mail postfix/smtp[1]: first"});
}

TEST_CASE("the line before is looked for over the borders of batches, and not for ever") {
  const std::string first = "Nov  3 16:04:50 mail postfix/smtp[1]: first";
  const std::string between = "Nov  3 16:04:51 other postfix/smtp[1]: second";
  const std::string mark = "Nov  3 16:04:53 mail last message repeated 1 times";
  Texts texts{first};
  texts.resize(parse::RepeatedLines::farthest_back, between);
  texts.push_back(mark);
  CHECK(repeat(texts).back() == "33: Nov  3 16:04:53 mail postfix/smtp[1]: first");
  texts.back() = between;
  texts.push_back(mark);
  CHECK(repeat(texts).back() == "34: " + mark);
}

TEST_CASE("only a logger can repeat a line") {
  const Texts lines = {
      "Nov  3 16:04:53 mail postfix/smtp[1]: 4jY9: to=<b@example.net>, status=deferred (message "
      "repeated 9 times: [ x])]",
      "Nov  3 16:04:53 mail postfix/smtp[1]: said last message repeated 9 times",
      "Nov  3 16:04:53 mail postfix/smtp[1]: message repeated 0 times: [ x]",
      "Nov  3 16:04:53 mail postfix/smtp[1]: message repeated -1 times: [ x]",
      "Nov  3 16:04:53 mail postfix/smtp[1]: message repeated 99999999999999999999999 times: [ x]",
      "message repeated 2 times: [ x]",
      "last message repeated 2 times"};
  const Texts given = repeat(lines);
  REQUIRE(given.size() == lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(given[i] == std::to_string(i + 1) + ": " + lines[i]);
  }
}

TEST_CASE("a count that is too large is cut") {
  CHECK(repeat({"Nov  3 16:04:53 mail a: message repeated 4000000000 times: [ x]"}).size() ==
        parse::RepeatedLines::most_copies);
}

TEST_CASE("lines without a count are passed on as they are") {
  const std::string text = "Nov  3 16:04:53 mail a: connect from b[192.0.2.1]";
  const Line line{text, 1};
  parse::RepeatedLines repeated;
  const Lines given = repeated.open({&line, 1});
  CHECK(given.data() == &line);
  CHECK_FALSE(repeated.repeated());
}

}  // namespace curfew::test
