#include "input/compression.h"

#include <cstdint>
#include <string>

#include "curfew/error.h"
#include "curfew/input.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

struct Kind {
  std::string front;
  const char* name;
  const char* unpack;
};

const Kind kinds[] = {
    {"\x1f\x8b\x08\x08", "gzip", "zcat"},
    {std::string("\xfd"
                 "7zXZ\0\0\x04",
                 8),
     "xz", "xzcat"},
    {"\x28\xb5\x2f\xfd\x24\x10", "zstd", "zstdcat"},
    {"BZh91AY&SY", "bzip2", "bzcat"},
};

// The error that reading gives; its code is another one when there is none.
Error read(const std::string& name, const std::string& text, std::size_t most, std::size_t batch) {
  ShortReads source(name, text, most);
  LineReader reader(source, batch);
  try {
    while (!reader.next().empty()) CHECK(reader.bytes() > 0);
  } catch (const Error& error) {
    CHECK(reader.bytes() < input::magic_size);
    return error;
  }
  return Error(ErrorCode::bad_value, "none");
}

}  // namespace

TEST_CASE("a line reader refuses compressed data with the command that unpacks them") {
  for (const Kind& kind : kinds) {
    const Error error = read("/var/log/mail.log.1", kind.front + "\n\n\n", 4096, 4096);
    CHECK(error.code() == ErrorCode::compressed);
    CHECK(error.what() ==
          "/var/log/mail.log.1: " + std::string(kind.name) + " data, not a log as it is");
    CHECK(error.remedy() ==
          "Unpack it on the way in: `" + std::string(kind.unpack) + " /var/log/mail.log.1`.");
    CHECK(error.hint() == Hint::pipe);
  }
}

TEST_CASE("compressed data are known however few bytes a read gives") {
  for (const Kind& kind : kinds) {
    for (const std::size_t most : {1U, 2U, 3U, 5U, 100U}) {
      for (const std::size_t batch : {1U, 4U, 7U, 4096U}) {
        INFO(kind.name << ", " << most << " bytes a read, batches of " << batch);
        CHECK(read("x", kind.front + "more\nand more\n", most, batch).code() ==
              ErrorCode::compressed);
      }
    }
  }
}

TEST_CASE("compressed data on standard input are unpacked in front of the command") {
  CHECK(read("standard input", kinds[0].front, 100, 100).remedy() ==
        "Unpack it on the way in: `... | zcat`.");
}

TEST_CASE("a path that a shell would split is quoted") {
  CHECK(read("old logs/it's.gz", kinds[0].front, 100, 100).remedy() ==
        "Unpack it on the way in: `zcat 'old logs/it'\\''s.gz'`.");
}

TEST_CASE("the magic stands at the very front or is none") {
  for (const Kind& kind : kinds) {
    CHECK(read("x", "\n" + kind.front, 1, 1).code() == ErrorCode::bad_value);
    CHECK(read("x", "x" + kind.front, 100, 100).code() == ErrorCode::bad_value);
    CHECK(read("x", "Nov 23 16:04:53\n" + kind.front, 100, 100).code() == ErrorCode::bad_value);
  }
}

TEST_CASE("half a magic is a line like others") {
  for (const Kind& kind : kinds) {
    for (std::size_t n = 0; n < 2; ++n) {
      CHECK(read("x", kind.front.substr(0, n), 1, 1).code() == ErrorCode::bad_value);
      CHECK(read("x", kind.front.substr(0, n) + "\n", 100, 100).code() == ErrorCode::bad_value);
    }
  }
  CHECK(read("x", "BZ is no bzip2\n", 100, 100).code() == ErrorCode::bad_value);
}

}  // namespace curfew::test
