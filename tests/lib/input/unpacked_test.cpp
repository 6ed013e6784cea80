#include <array>
#include <random>
#include <string>
#include <vector>

#include "curfew/error.h"
#include "curfew/input.h"
#include "input/codec.h"
#include "lib/input/broken.h"
#include "lib/input/pack.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"
#include "text/grouped.h"

namespace curfew::test {
namespace {

struct Kind {
  const char* name;
  const char* command;
  const char* test;
};

constexpr Kind kinds[] = {
    {"gzip", "gzip -c", "gzip -t"},
    {"xz", "xz -c", "xz -t"},
    {"zstd", "zstd -q -c", "zstd -t"},
    {"bzip2", "bzip2 -c", "bzip2 -t"},
};

// Lines that pack about as well as a log's do.
std::string log_of(std::size_t lines) {
  std::mt19937 random(20200602);
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    text += "Jun  2 17:04:11 mx postfix/smtp[" + std::to_string(random() % 30000) +
            "]: " + std::to_string(random()) + ": to=<b@cox.example>, status=deferred\n";
  }
  return text;
}

struct Reading {
  std::string text;
  std::string error;
  std::string remedy;
};

Reading read(const std::string& packed, std::size_t most = 1 << 20, std::size_t room = 100'000) {
  const auto source = unpacked(std::make_unique<ShortReads>("mail.log.3.gz", packed, most));
  Reading reading;
  std::vector<char> buffer(room);
  try {
    while (const std::size_t n = source->read(buffer)) reading.text.append(buffer.data(), n);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unreadable);
    reading.error = error.what();
    reading.remedy = error.remedy();
  }
  return reading;
}

std::string sentence(const char* what, const std::string& bytes) {
  return "mail.log.3.gz: " + std::string(what) + " after " + bytes + " bytes";
}

}  // namespace

TEST_CASE("packed logs are read as what they were, however short the reads") {
  const std::string text = log_of(300);
  for (const Kind& kind : kinds) {
    const std::string packed = pack(text, kind.command);
    REQUIRE(packed.size() < text.size());
    for (const std::size_t most : {1U, 2U, 3U, 5U, 1000U, 1U << 20}) {
      for (const std::size_t room : {1U, 7U, 4096U, 1U << 20}) {
        INFO(kind.name << ", reads of " << most << ", room for " << room);
        const Reading reading = read(packed, most, room);
        CHECK(reading.error.empty());
        CHECK(reading.text == text);
      }
    }
  }
}

TEST_CASE("what is not packed stays as it is") {
  for (const std::string& text : {std::string(), std::string("B"), std::string("BZ"),
                                  std::string("BZ no\n"), std::string("\x1f"), log_of(20)}) {
    for (const std::size_t most : {1U, 100U}) {
      const Reading reading = read(text, most, 10);
      CHECK(reading.error.empty());
      CHECK(reading.text == text);
    }
  }
}

TEST_CASE("an empty log stays empty when it is packed") {
  for (const Kind& kind : kinds) {
    INFO(kind.name);
    const Reading reading = read(pack("", kind.command));
    CHECK(reading.error.empty());
    CHECK(reading.text.empty());
  }
}

TEST_CASE("packed logs glued together are read one after the other, also of several kinds") {
  std::string all;
  std::string expected;
  for (const Kind& first : kinds) {
    for (const Kind& second : kinds) {
      all += pack("one\n", first.command) + pack("two\n", second.command) + pack("", first.command);
      expected += "one\ntwo\n";
    }
  }
  for (const std::size_t most : {1U, 3U, 1000U}) {
    const Reading reading = read(all, most);
    CHECK(reading.error.empty());
    CHECK(reading.text == expected);
  }
}

TEST_CASE("whatever the reads and the room, the next member begins where the one before ends") {
  const std::string text = log_of(40);
  for (const Kind& kind : kinds) {
    const std::string packed = pack(text, kind.command);
    const std::string all = packed + packed + packed;
    for (std::size_t most = 1; most < 60; ++most) {
      for (const std::size_t room : {1U, 8U, 1000U}) {
        INFO(kind.name << ", reads of " << most << ", room for " << room);
        const Reading reading = read(all, most, room);
        CHECK(reading.error.empty());
        CHECK(reading.text == text + text + text);
      }
    }
  }
}

TEST_CASE("the frames that pzstd writes in front are skipped") {
  const std::string frame("\x50\x2a\x4d\x18\x04\0\0\0abcd", 12);
  const std::string packed = pack("one\n", "zstd -q -c");
  CHECK(read(frame + packed).text == "one\n");
  CHECK(read(frame + packed + frame + packed, 1).text == "one\none\n");
}

TEST_CASE("zeros behind the end are padding") {
  for (const Kind& kind : kinds) {
    INFO(kind.name);
    const Reading reading = read(pack("one\n", kind.command) + std::string(5000, '\0'));
    CHECK(reading.error.empty());
    CHECK(reading.text == "one\n");
  }
}

TEST_CASE("something else behind the end is said, when all before it was read") {
  for (const Kind& kind : kinds) {
    for (const std::string& rest :
         {std::string("garbage"), std::string("B"), std::string("\x1f")}) {
      INFO(kind.name << " " << rest);
      const Reading reading = read(pack("one\n", kind.command) + rest, 1);
      CHECK(reading.text == "one\n");
      CHECK(reading.error == sentence("something else stands behind the compressed data,", "4"));
    }
  }
}

TEST_CASE("of an archive that ends early what can be read is read, and the place is said") {
  const std::string text = log_of(20'000);
  for (const Kind& kind : kinds) {
    const std::string packed = pack(text, kind.command);
    for (std::size_t tenth = 1; tenth < 10; ++tenth) {
      INFO(kind.name << ", " << tenth << "/10");
      const Reading reading = read(packed.substr(0, packed.size() * tenth / 10));
      CHECK(text.starts_with(reading.text));
      CHECK(reading.error.find(": the compressed data end early after ") != std::string::npos);
      CHECK(reading.remedy == "What could be read was used. `" + std::string(kind.test) +
                                  " mail.log.3.gz` should say the same.");
      // gzip gives nearly everything; the others work in blocks, of which half at least is there.
      if (std::string_view(kind.name) == "gzip") {
        CHECK(reading.text.size() > text.size() * (tenth * 10 - 5) / 100);
      }
    }
    for (const std::size_t missing : {1U, 2U, 4U}) {
      INFO(kind.name << " without its last " << missing);
      const Reading reading = read(packed.substr(0, packed.size() - missing));
      CHECK(reading.text == text);
      CHECK(reading.error == sentence("the compressed data end early", text::grouped(text.size())));
    }
  }
}

TEST_CASE("a journal that comes out of a pipe is refused, however short the reads") {
  const std::string journal = "LPKSHHRH" + std::string(300, '\0');
  for (const std::size_t most : {1U, 5U, 7U, 8U, 1000U}) {
    INFO("reads of " << most);
    const auto source = unpacked(std::make_unique<ShortReads>("a pipe", journal, most));
    std::vector<char> buffer(4096);
    try {
      source->read(buffer);
      FAIL("was read as text");
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::compressed);
    }
  }
  std::string text(8, '\0');
  const auto source = unpacked(std::make_unique<ShortReads>("a pipe", "LPKSHH", 1));
  CHECK(source->read(text) == 6);
}

TEST_CASE("the bare magic ends early") {
  CHECK(read("\x1f\x8b").error == sentence("the compressed data end early", "0"));
  CHECK(read("BZh").error == sentence("the compressed data end early", "0"));
}

TEST_CASE("a byte that was changed is found out") {
  const std::string text = log_of(3000);
  std::mt19937 random(17);
  for (const Kind& kind : kinds) {
    const std::string packed = pack(
        text, std::string(kind.command) + (kind.name == std::string("zstd") ? " --check" : ""));
    for (int round = 0; round < 60; ++round) {
      std::string changed = packed;
      const std::size_t at = 20 + random() % (packed.size() - 20);
      changed[at] = static_cast<char>(changed[at] ^ (1 << (random() % 8)));
      INFO(kind.name << ", byte " << at);
      // The codecs may go on with wrong bytes until a checksum disagrees, then it is said.
      CHECK(!read(changed, 1 + random() % 5000, 1 + random() % 50'000).error.empty());
    }
  }
}

TEST_CASE("an archive that grows beyond reason is not read to its end") {
  // 200 MiB of one letter.
  for (const Kind& kind : kinds) {
    const std::string bomb =
        pack("", "head -c 209715200 /dev/zero | tr '\\0' x | " + std::string(kind.command) + " #");
    INFO(kind.name << " " << bomb.size());
    const auto source = unpacked(std::make_unique<ShortReads>("x", bomb, 1 << 20));
    std::vector<char> room(1 << 20);
    std::uint64_t total = 0;
    try {
      while (const std::size_t n = source->read(room)) total += n;
      FAIL_CHECK("read to its end");
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find("more than 200 times") != std::string::npos);
      CHECK(error.remedy() == "What could be read was used.");
      CHECK(error.hint() == Hint::pipe_all);
      CHECK(error.hint_data().ends_with("cat x"));
    }
    CHECK(total >= 64U << 20);
    CHECK(total < 80U << 20);
  }
}

TEST_CASE("an archive that needs too much memory is refused") {
  const Reading reading =
      read(pack(log_of(10), "zstd -q -c --ultra -22 --long=30 --no-content-size"));
  // Small inputs may be given a small window; then they are read.
  if (reading.error.empty()) {
    CHECK(reading.text == log_of(10));
  } else {
    CHECK(reading.error.find("160 MiB of memory") != std::string::npos);
  }
  const std::string greedy = pack(log_of(10), "xz -c --lzma2=preset=6,dict=512MiB");
  CHECK(read(greedy).error == sentence("needs more than 160 MiB of memory to be unpacked", "0"));
}

TEST_CASE("an archive in an archive is not unpacked twice") {
  const std::string twice = pack(pack("one\n", "gzip -c"), "gzip -c");
  const auto source = unpacked(std::make_unique<ShortReads>("x.gz", twice, 100));
  LineReader reader(*source);
  try {
    reader.next();
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::compressed);
  }
}

#if CURFEW_HAS_ISAL && CURFEW_HAS_GZIP
TEST_CASE("zlib and ISA-L unpack the same, piece by piece") {
  const std::string text = log_of(2000);
  const std::string packed = pack(text, "gzip -c -9 -n");
  for (const std::size_t piece : {1U, 13U, 4096U}) {
    for (const std::size_t room : {1U, 100U, 65'536U}) {
      for (const auto make : {input::gzip_by_zlib, input::gzip_by_isal}) {
        const auto codec = make();
        for (int member = 0; member < 2; ++member) {
          std::string got;
          std::string buffer(room, '\0');
          std::size_t at = 0;
          input::CodecState state = input::CodecState::more;
          while (state == input::CodecState::more && at <= packed.size()) {
            std::span<const char> in(packed.data() + at, std::min(piece, packed.size() - at));
            const std::size_t before = in.size();
            std::span<char> out(buffer);
            state = codec->run(in, out);
            at += before - in.size();
            got.append(buffer.data(), room - out.size());
            if (at == packed.size() && out.size() == room) break;
          }
          CHECK(state == input::CodecState::end);
          CHECK(got == text);
          codec->restart();
        }
      }
    }
  }
}
#endif

TEST_CASE("before it is told that a packed log cannot be read on, all that came before is given") {
  const std::string text = log_of(300);
  for (const Kind& kind : kinds) {
    const std::string packed = pack(text, kind.command);
    const auto source = unpacked(std::make_unique<Broken>("mail.log.3.gz", packed, 1 << 20));
    std::string got;
    std::array<char, 7> room{};
    const auto read = [&] {
      while (const std::size_t n = source->read(room)) got.append(room.data(), n);
    };
    CAPTURE(kind.name);
    CHECK_THROWS_WITH(read(), "mail.log.3.gz: input/output error");
    CHECK(got == text);
    CHECK_THROWS_WITH(read(), "mail.log.3.gz: input/output error");
  }
}

TEST_CASE("a log that fails in its first bytes fails with the reason") {
  for (const std::string_view front : {"", "\x1f\x8b", "B", "J"}) {
    const auto source = unpacked(std::make_unique<Broken>("mail.log", front));
    std::string got;
    std::array<char, 7> room{};
    const auto read = [&] {
      while (const std::size_t n = source->read(room)) got.append(room.data(), n);
    };
    CHECK_THROWS_WITH(read(), "mail.log: input/output error");
    CHECK(got == (front.starts_with('\x1f') ? "" : front));
  }
}

}  // namespace curfew::test
