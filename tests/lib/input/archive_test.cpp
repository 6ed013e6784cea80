#include "input/archive.h"

#include <string>

#include "lib/input/pack.h"
#include "support/catch.h"

namespace curfew::input {
namespace {

using std::string_literals::operator""s;

const std::string line = "Jun  2 17:04:11 mx postfix/smtp[1]: connect";

std::string wide(const std::string& to) {
  return test::pack(line, "iconv -f UTF-8 -t " + to);
}

}  // namespace

TEST_CASE("archives and wide text are known by their first bytes") {
  for (const std::string& front :
       {"PK\x03\x04..."s, "PK\x05\x06"s, "7z\xbc\xaf\x27\x1c\x00\x04"s, "Rar!\x1a\x07\x00"s,
        "\xff\xfe\x00\x00x\x00\x00\x00"s, "\x00\x00\xfe\xff"s, wide("UTF-32LE"), wide("UTF-32BE"),
        test::pack(line, "tar -cf - /dev/null 2> /dev/null")}) {
    CAPTURE(front);
    CHECK(archive_of(front) != nullptr);
  }
}

TEST_CASE("a log is no archive, however it begins") {
  std::string long_line;
  while (long_line.size() < 2000) long_line += line + '\n';
  for (const std::string& front :
       {""s, "P"s, "PK"s, "PKG 1"s, "Rar!"s, "7z"s, line, long_line, std::string(600, '\0'),
        std::string(600, ' '), wide("UTF-16LE"), wide("UTF-16"), "\xff\xfe"s}) {
    CAPTURE(front);
    CHECK(archive_of(front) == nullptr);
  }
}

}  // namespace curfew::input
