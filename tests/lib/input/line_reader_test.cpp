#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "curfew/input.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"
#include "support/growing_source.h"
#include "text/state.h"

namespace curfew::test {
namespace {

struct Reading {
  std::vector<std::string> lines;
  std::vector<std::uint64_t> numbers;
  std::uint64_t bytes = 0;
  std::uint64_t cut_lines = 0;
};

Reading read(const std::string& text, std::size_t batch = 256 * 1024) {
  const auto source = text_source("text", text);
  LineReader reader(*source, batch);
  Reading reading;
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    for (const Line& line : lines) {
      reading.lines.emplace_back(line.text);
      reading.numbers.push_back(line.number);
    }
  }
  reading.bytes = reader.bytes();
  reading.cut_lines = reader.cut_lines();
  return reading;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a text without bytes has no lines") {
  CHECK(read("").lines.empty());
}

TEST_CASE("a line ends at LF, at CRLF, or where the text ends") {
  CHECK(read("one\ntwo\r\n\n\r\nlast").lines == Texts{"one", "two", "", "", "last"});
  CHECK(read("one\n").lines == Texts{"one"});
}

TEST_CASE("a byte order mark is no part of the first line, and text anywhere else") {
  CHECK(read("\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo\n").lines == Texts{"one", "\xEF\xBB\xBFtwo"});
  CHECK(read("\xEF\xBB\xBF\r\n").lines == Texts{""});
}

TEST_CASE("a byte order mark does not shorten a first line that is too long") {
  const std::string text = "\xEF\xBB\xBF" + std::string(LineReader::longest_line + 100, 'x');
  for (const std::size_t batch : {1U, 1000U, 1'000'000U}) {
    INFO("batch " << batch);
    const Reading reading = read(text + "\n", batch);
    CHECK(reading.lines == Texts{std::string(LineReader::longest_line, 'x')});
    CHECK(reading.cut_lines == 1);
  }
}

TEST_CASE("lines are numbered from 1 and every byte is counted") {
  const Reading reading = read("a\nbc\n\nd");
  CHECK(reading.numbers == std::vector<std::uint64_t>{1, 2, 3, 4});
  CHECK(reading.bytes == 7);
}

TEST_CASE("the size of a read does not change the lines") {
  const std::string text = "one\ntwo\r\nthree and a little more\n\nfour";
  const Texts whole = read(text).lines;
  for (std::size_t batch = 1; batch < 40; ++batch) CHECK(read(text, batch).lines == whole);
}

TEST_CASE("a line longer than the limit is given with its front, however it is read") {
  const std::string text =
      "before\n" + std::string(LineReader::longest_line + 100, 'x') + "\nafter\n";
  for (const std::size_t batch : {1000U, 4096U, 100'000U, 1'000'000U}) {
    INFO("batch " << batch);
    const Reading reading = read(text, batch);
    REQUIRE(reading.lines.size() == 3);
    CHECK(reading.lines[0] == "before");
    CHECK(reading.lines[1] == std::string(LineReader::longest_line, 'x'));
    CHECK(reading.lines[2] == "after");
    CHECK(reading.numbers.back() == 3);
    CHECK(reading.cut_lines == 1);
    CHECK(reading.bytes == text.size());
  }
}

TEST_CASE("a line of just the limit is whole") {
  const std::string line(LineReader::longest_line, 'x');
  for (const std::size_t batch : {1000U, 65'536U, 1'000'000U}) {
    const Reading reading = read(line + "\nafter\n", batch);
    CHECK(reading.lines == Texts{line, "after"});
    CHECK(reading.cut_lines == 0);
  }
}

TEST_CASE("NUL bytes and lone CRs are text") {
  const std::string text("a\0b\n\0\nc\rd\r\r\n\r", 13);
  const Texts lines = {std::string("a\0b", 3), std::string(1, '\0'), "c\rd\r", ""};
  for (const std::size_t batch : {1U, 2U, 7U, 4096U}) CHECK(read(text, batch).lines == lines);
}

TEST_CASE("the end of a line does not count against the limit, nor does a CR hide behind it") {
  const std::string line(LineReader::longest_line, 'x');
  for (const std::size_t batch : {1U, 1000U, 65'536U, 65'537U, 1'000'000U}) {
    INFO("batch " << batch);
    const Reading whole = read(line + "\r\nafter", batch);
    CHECK(whole.lines == Texts{line, "after"});
    CHECK(whole.cut_lines == 0);
    const Reading cut = read(line + "\rx\nafter", batch);
    CHECK(cut.lines == Texts{line, "after"});
    CHECK(cut.cut_lines == 1);
    const Reading cr_inside = read(line.substr(1) + "\rx\nafter", batch);
    CHECK(cr_inside.lines == Texts{line.substr(1) + '\r', "after"});
    CHECK(cr_inside.cut_lines == 1);
  }
}

TEST_CASE("a line that is too long is cut once, however long it is, also at the end") {
  const std::string endless(10 * LineReader::longest_line, 'x');
  for (const std::size_t batch : {4096U, 65'536U, 1'000'000U}) {
    INFO("batch " << batch);
    const Reading reading = read(endless + "\n" + endless + "\r\n\nafter\n" + endless, batch);
    const std::string front = endless.substr(0, LineReader::longest_line);
    CHECK(reading.lines == Texts{front, front, "", "after", front});
    CHECK(reading.cut_lines == 3);
  }
}

TEST_CASE("at the end there are no lines, as often as one asks") {
  const auto source = text_source("text", "one");
  LineReader reader(*source);
  CHECK(reader.next().size() == 1);
  CHECK(reader.next().empty());
  CHECK(reader.next().empty());
}

TEST_CASE("lines are given as soon as they are whole") {
  ShortReads source("pipe", "one\ntwo\nthree", 4);
  LineReader reader(source);
  REQUIRE(reader.next().size() == 1);
  CHECK(reader.bytes() == 4);
  CHECK(reader.next()[0].text == "two");
  CHECK(reader.next()[0].text == "three");
}

TEST_CASE("no byte is lost or given twice, whatever the reads and the batches") {
  std::mt19937 random(20200602);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    Texts expected;
    const auto count = random() % 40;
    for (unsigned i = 0; i < count; ++i) {
      std::string line(random() % (random() % 8 == 0 ? 300 : 12), ' ');
      for (char& c : line) {
        do c = static_cast<char>(random());
        while (c == '\n' || c == '\r');
      }
      expected.push_back("x" + line);  // never a magic at the front
      text += expected.back() + (random() % 3 == 0 ? "\r\n" : "\n");
    }
    if (random() % 2 == 0) {
      expected.push_back("last");
      text += "last";
    }
    ShortReads source("pipe", text, 1 + random() % 50);
    LineReader reader(source, 1 + random() % 50);
    Texts lines;
    std::uint64_t number = 0;
    bool numbered = true;
    for (Lines batch = reader.next(); !batch.empty(); batch = reader.next()) {
      for (const Line& line : batch) {
        lines.emplace_back(line.text);
        numbered = numbered && line.number == ++number;
      }
    }
    CHECK(lines == expected);
    CHECK(numbered);
    CHECK(reader.bytes() == text.size());
    CHECK(reader.cut_lines() == 0);
  }
}

TEST_CASE("texts that are held stay as they are while reading goes on") {
  std::string text;
  for (unsigned i = 0; i < 5000; ++i)
    text += "line " + std::to_string(i) + std::string(i % 97, 'x') + '\n';
  const auto source = text_source("text", text);
  LineReader reader(*source, 1000);
  std::vector<std::shared_ptr<const void>> held;
  std::vector<std::string_view> views;
  std::vector<std::string> copies;
  for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
    held.push_back(reader.hold());
    for (const Line& line : lines) {
      views.push_back(line.text);
      copies.emplace_back(line.text);
    }
    if (held.size() == 3) {  // let go of the oldest, as a queue does
      const std::size_t kept = views.size();
      REQUIRE(std::ranges::equal(views, copies));
      held.erase(held.begin());
      views.erase(views.begin(), views.end() - static_cast<long>(std::min<std::size_t>(kept, 5)));
      copies.erase(copies.begin(),
                   copies.end() - static_cast<long>(std::min<std::size_t>(kept, 5)));
    }
  }
  CHECK(std::ranges::equal(views, copies));
}

TEST_CASE("lines go on behind what was kept, wherever it was cut") {
  const std::string text = "\xEF\xBB\xBFone\r\n\n" + std::string(70'000, 'x') + "\nthr\xC3\xA9" +
                           std::string(LineReader::longest_line - 4, 'y') + "\r\nlast";
  const Reading whole = read(text);
  REQUIRE(whole.lines.size() == 5);
  for (std::size_t cut = 0; cut <= text.size(); cut += cut < 12 ? 1 : 251) {
    INFO(cut);
    Reading reading;
    const auto take = [&reading](LineReader& reader) {
      for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
        for (const Line& line : lines) {
          reading.lines.emplace_back(line.text);
          reading.numbers.push_back(line.number);
        }
      }
    };
    GrowingSource front(std::string_view(text).substr(0, cut));
    LineReader first(front, 1000);
    take(first);
    const auto rest = text_source("rest", std::string_view(text).substr(cut));
    LineReader second(*rest, 4096);
    text::restore(second, text::state_of(first));
    CHECK(text::state_of(second) == text::state_of(first));
    take(second);
    const bool same_lines = reading.lines == whole.lines;
    CHECK(same_lines);
    CHECK(reading.numbers == whole.numbers);
    CHECK(second.bytes() == whole.bytes);
    CHECK(second.cut_lines() == whole.cut_lines);
    CHECK(second.at_end());
  }
}

TEST_CASE("what was read already is given from where it stands, and the rest behind it") {
  const std::string text = "\xEF\xBB\xBFone\r\n\n" + std::string(70'000, 'x') + "\ntwo\r\nlast";
  const Reading whole = read(text);
  for (std::size_t cut = 0; cut <= text.size(); cut += cut < 12 ? 1 : 251) {
    INFO(cut);
    const auto front = std::make_shared<char[]>(cut + 1);
    std::ranges::copy(text.substr(0, cut), front.get());
    const auto rest = text_source("rest", std::string_view(text).substr(cut));
    LineReader reader(*rest, front, cut, 1000);
    Reading reading;
    bool in_place = true;
    for (Lines lines = reader.next(); !lines.empty(); lines = reader.next()) {
      for (const Line& line : lines) {
        const bool inside =
            line.text.data() >= front.get() && line.text.data() <= front.get() + cut;
        if (reader.bytes() < cut) in_place = in_place && inside;
        reading.lines.emplace_back(line.text);
        reading.numbers.push_back(line.number);
      }
    }
    const bool same_lines = reading.lines == whole.lines;
    CHECK(same_lines);
    CHECK(in_place);
    CHECK(reading.numbers == whole.numbers);
    CHECK(reader.bytes() == whole.bytes);
    CHECK(std::string_view(front.get(), cut) == std::string_view(text).substr(0, cut));
  }
}

TEST_CASE("no more is kept than a line's rest") {
  GrowingSource front("");
  LineReader reader(front, 1000);
  std::string state;
  text::StateWriter writer(state);
  writer(std::string(70'000, 'x'), false, false, 0, 0, 0);
  CHECK_THROWS_AS(text::restore(reader, state), Error);
}

}  // namespace curfew::test
