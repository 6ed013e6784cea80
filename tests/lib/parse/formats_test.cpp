#include <algorithm>
#include <string>

#include "curfew/error.h"
#include "curfew/parser.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

template <char first>
std::size_t begins_with(Lines lines) {
  return static_cast<std::size_t>(
      std::ranges::count_if(lines, [](const Line& line) { return line.text.starts_with(first); }));
}

// Knows lines that begin with 'a', ignores blank ones.
class Letters final : public Parser {
 public:
  explicit Letters(const ClockHints& hints) : Parser(hints) {}
  void parse(Lines lines, Events& events) override {
    for (const Line& line : lines) {
      if (line.text.empty()) {
        ++count_.ignored;
      } else if (line.text.starts_with('a')) {
        ++count_.reported;
        events.add().line = line.number;
      } else {
        count_unknown(line);
      }
    }
  }
};

std::unique_ptr<Parser> make(const ClockHints& hints) {
  return std::make_unique<Letters>(hints);
}

class LettersFormat final : public Format {
 public:
  LettersFormat(std::string_view name, std::size_t (*count)(Lines)) : name_(name), count_(count) {}

  std::string_view name() const noexcept override { return name_; }
  std::string_view title() const noexcept override { return name_; }
  std::size_t recognize(Lines lines) const override { return count_(lines); }
  std::unique_ptr<Parser> make(const ClockHints& hints) const override { return test::make(hints); }

 private:
  std::string_view name_;
  std::size_t (*count_)(Lines);
};

std::shared_ptr<const Format> format(std::string_view name, std::size_t (*count)(Lines)) {
  return std::make_shared<LettersFormat>(name, count);
}

}  // namespace

TEST_CASE("a format is found by its name") {
  Formats formats;
  CHECK(formats.find("a") == nullptr);
  formats.add(format("a", begins_with<'a'>));
  formats.add(format("b", begins_with<'b'>));
  REQUIRE(formats.find("b") != nullptr);
  CHECK(formats.find("b")->name() == "b");
  CHECK(formats.find("c") == nullptr);
  CHECK(formats.find("") == nullptr);
  CHECK(formats.all().size() == 2);
}

TEST_CASE("two formats of one name are an error") {
  Formats formats;
  formats.add(format("a", begins_with<'a'>));
  try {
    formats.add(format("a", begins_with<'b'>));
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_value);
    CHECK(error.what() == std::string("there is already a log format called a"));
  }
  CHECK(formats.all().size() == 1);
}

TEST_CASE("a format without a name, or none at all, is an error") {
  Formats formats;
  CHECK_THROWS_AS(formats.add(format("", begins_with<'a'>)), Error);
  CHECK_THROWS_AS(formats.add(nullptr), Error);
  CHECK(formats.all().empty());
}

TEST_CASE("a copy shares the formats, which outlive what they were copied from") {
  Formats copy;
  {
    Formats formats;
    formats.add(format("a", begins_with<'a'>));
    copy = formats;
  }
  REQUIRE(copy.find("a") != nullptr);
  CHECK(copy.find("a")->title() == "a");
}

TEST_CASE("a format that says nothing of stamps and anchors has none") {
  const std::shared_ptr<const Format> plain = format("a", begins_with<'a'>);
  Stamp stamp;
  CHECK_FALSE(plain->has_stamps());
  CHECK_FALSE(plain->stamp("2026-11-23T16:04:53Z a", stamp));
  CHECK_FALSE(plain->anchor("2026-11-23T16:04:53Z a").has_value());
}

TEST_CASE("the format that knows most lines is taken, the first of equals, none for none") {
  Formats formats;
  formats.add(format("a", begins_with<'a'>));
  formats.add(format("b", begins_with<'b'>));
  const Line lines[] = {{"b1", 1}, {"a1", 2}, {"b2", 3}, {"x", 4}};
  REQUIRE(formats.recognize(lines) != nullptr);
  CHECK(formats.recognize(lines)->name() == "b");
  CHECK(formats.recognize(Lines(lines).first(2))->name() == "a");
  CHECK(formats.recognize(Lines(lines).last(1)) == nullptr);
  CHECK(formats.recognize({}) == nullptr);
  CHECK(Formats().recognize(lines) == nullptr);
}

TEST_CASE("a format that knows more than half of the lines is taken, and no other one asked") {
  Formats formats;
  formats.add(format("a", begins_with<'a'>));
  formats.add(format("any", [](Lines lines) { return lines.size(); }));
  const Line lines[] = {{"a1", 1}, {"a2", 2}, {"x", 3}, {"x", 4}};
  CHECK(formats.recognize(Lines(lines).first(3))->name() == "a");
  CHECK(formats.recognize(lines)->name() == "any");
}

TEST_CASE("a parser counts every line once and hands over the unknown ones") {
  const std::unique_ptr<Parser> parser = make({});
  std::vector<std::string> unknown;
  Events events;
  const Line lines[] = {{"a", 1}, {"", 2}, {"zzz", 3}, {"a", 4}};
  parser->parse(Lines(lines).first(3), events);
  CHECK(parser->count() == LineCount{.reported = 1, .ignored = 1, .unknown = 1});
  parser->tell_unknown([&unknown](const Line& line) { unknown.emplace_back(line.text); });
  parser->parse(lines, events);
  CHECK(parser->count() == LineCount{.reported = 3, .ignored = 2, .unknown = 2});
  CHECK(parser->count().lines() == 7);
  CHECK(unknown == std::vector<std::string>{"zzz"});
  CHECK(events.size() == 3);
}

TEST_CASE("counts of lines add up") {
  LineCount sum{.reported = 1, .ignored = 2, .unknown = 3};
  sum += LineCount{.reported = 10, .ignored = 20, .unknown = 30};
  CHECK(sum == LineCount{.reported = 11, .ignored = 22, .unknown = 33});
  CHECK(sum.lines() == 66);
}

}  // namespace curfew::test
