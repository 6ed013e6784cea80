#include "input/utf16.h"

#include <array>

#include "curfew/error.h"
#include "lib/input/short_reads.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using namespace std::string_view_literals;

std::string read(std::string_view bytes, std::size_t most) {
  const std::unique_ptr<Source> source =
      input::as_utf8(std::make_unique<ShortReads>("log", bytes, most));
  std::string text;
  std::array<char, 7> room{};
  while (const std::size_t got = source->read(room)) text.append(room.data(), got);
  return text;
}

void check(std::string_view bytes, std::string_view text) {
  for (const std::size_t most : {1U, 2U, 3U, 64U, 65U, 1000U}) {
    INFO(most << " bytes a read");
    CHECK(read(bytes, most) == text);
  }
}

std::string little_endian(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out.append({c, '\0'});
  return out;
}

// Gives some bytes, then fails.
class Failing final : public Source {
 public:
  std::size_t read(std::span<char> room) override {
    if (given_) throw Error(ErrorCode::unreadable, "log: input/output error");
    given_ = true;
    return text_.copy(room.data(), room.size());
  }
  const std::string& name() const noexcept override { return name_; }

 private:
  std::string name_ = "log";
  std::string text_ = "a line\n";
  bool given_ = false;
};

}  // namespace

TEST_CASE("UTF-16 with a mark is decoded, and the marks are left out") {
  check(
      "\xFF\xFE"
      "a\0b\0\n\0"sv,
      "ab\n");
  check("\xFE\xFF\0a\0b\0\n"sv, "ab\n");
  check(
      "\xFF\xFE"
      "a\0\n\0\xFF\xFE"
      "b\0\n\0"sv,
      "a\nb\n");  // hMailServer: one a record
  check("\xFF\xFE\xE9\0\xAC\x20"sv, "\xC3\xA9\xE2\x82\xAC");
  check("\xFF\xFE"sv, "");
}

TEST_CASE("halves that lack their other half become a replacement character") {
  check("\xFF\xFE\x3D\xD8\x00\xDE"sv, "\xF0\x9F\x98\x80");
  check(
      "\xFF\xFE\x3D\xD8"
      "a\0"sv,
      "\xEF\xBF\xBD"
      "a");
  check(
      "\xFF\xFE\x00\xDE"
      "a\0"sv,
      "\xEF\xBF\xBD"
      "a");
  check("\xFF\xFE\x3D\xD8\x3D\xD8\x00\xDE"sv, "\xEF\xBF\xBD\xF0\x9F\x98\x80");
  check(
      "\xFF\xFE"
      "a\0b"sv,
      "a");  // half a unit at the end
}

TEST_CASE("without a mark plain text is told by its zeros") {
  const std::string line = little_endian("Nov 23 16:04:53 mail postfix/smtp[427]: body\n");
  check(line, "Nov 23 16:04:53 mail postfix/smtp[427]: body\n");
  check(std::string(1, '\0') + line.substr(0, line.size() - 1),
        "Nov 23 16:04:53 mail postfix/smtp[427]: body\n");
  check(little_endian("abcd"), "abcd");
  check(little_endian("abc"), little_endian("abc"));  // too little to tell
}

TEST_CASE("anything else stays as it is") {
  for (const std::string_view bytes :
       {""sv, "a"sv,
        "plain text, longer than the sample that is looked at: more than sixty-four\n"sv,
        "\xEF\xBB\xBF"
        "a\n"sv,
        "\xFF\xFE\0\0a\0\0\0"sv, "\0\0\0\0\0\0\0\0\0\0"sv, "a\0b\0c\0d\0ef"sv, "\xFF"sv}) {
    check(bytes, bytes);
  }
}

TEST_CASE("what comes before a fault is given") {
  const std::unique_ptr<Source> source = input::as_utf8(std::make_unique<Failing>());
  std::array<char, 100> room{};
  REQUIRE(source->read(room) == 7);
  CHECK(std::string_view(room.data(), 7) == "a line\n");
  CHECK_THROWS_AS(source->read(room), Error);
}

}  // namespace curfew::test
