#include "parse/envelope/unglued_source.h"

#include "support/catch.h"

namespace curfew::test {
namespace {

const std::string first = "<22>2026-11-23T16:04:52.220702+00:00 mail postfix/master[379]: a <22> b";
const std::string second = "<22>Nov 23 16:04:52 mail postfix/smtp[380]: c";
const std::string third = "<191>1 2026-11-23T16:04:52Z mail postfix 380 - -  <x@example.org>";

std::string unglued(const std::string& text, std::size_t room_size) {
  const std::unique_ptr<Source> glued = text_source("glued", text);
  parse::UngluedSource source(*glued);
  std::string result;
  std::vector<char> room(room_size);
  while (const std::size_t got = source.read(room)) result.append(room.data(), got);
  CHECK(result.size() == text.size() + source.inserted());
  return result;
}

}  // namespace

TEST_CASE("records without a line end between them are recognized") {
  CHECK(parse::is_glued(first + second));
  CHECK(parse::is_glued(first + second + '\n'));
  CHECK_FALSE(parse::is_glued(first));
  CHECK_FALSE(parse::is_glued(first + '\n' + second + '\n'));
  CHECK_FALSE(parse::is_glued("Nov 23 16:04:52 mail a: b" + second));
  CHECK_FALSE(parse::is_glued(""));
  CHECK_FALSE(parse::is_glued("<22>"));
}

TEST_CASE("a record quoted in a line of an ordinary log does not glue it") {
  CHECK_FALSE(parse::is_glued(first + second + '\n' + first + '\n'));
  const std::string long_line = first + std::string(70000, 'x');
  CHECK(parse::is_glued(long_line + second + '\n' + first + '\n'));
}

TEST_CASE("every record gets its line, whatever the size of the reads") {
  const std::string expected = first + '\n' + second + '\n' + third + '\n' + second;
  for (const std::size_t size : std::initializer_list<std::size_t>{1, 2, 7, 100, 1000000}) {
    CHECK(unglued(first + second + third + second, size) == expected);
  }
  CHECK(unglued(first + '\n' + second + third, 7) == first + '\n' + second + '\n' + third);
}

TEST_CASE("a record across the border of two blocks is found") {
  for (std::size_t padding = 65536 - 120; padding < 65536 + 20; ++padding) {
    const std::string long_one = second + std::string(padding - second.size(), 'x');
    CHECK(unglued(long_one + third, 4096) == long_one + '\n' + third);
  }
}

}  // namespace curfew::test
