#include "text/utf8.h"

#include <string>

#include "curfew/error.h"
#include "support/catch.h"
#include "text/json_string.h"
#include "text/terminal.h"

namespace curfew::text {
namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string shown(std::string_view text, std::size_t most = 200) {
  std::string out;
  append_for_terminal(out, text, most);
  return out;
}

}  // namespace

TEST_CASE("a character is valid UTF-8 or one byte that belongs to none") {
  CHECK(first_character("a").code_point == U'a');
  CHECK(first_character("\xC3\xA9").code_point == 0xE9);
  CHECK(first_character("\xF0\x9F\x93\xA7").length == 4);
  for (const char* const bad : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80",
                                "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF"}) {
    const Utf8 c = first_character(bad);
    CHECK_FALSE(c.valid);
    CHECK(c.length == 1);
  }
}

TEST_CASE("a JSON string is ASCII, and no byte of the log breaks out of it") {
  CHECK(json("plain text") == R"("plain text")");
  CHECK(json("quote \" slash \\ tab \t") == R"("quote \" slash \\ tab \t")");
  CHECK(json("esc \x1b[31m del \x7f") == R"("esc \u001b[31m del \u007f")");
  CHECK(json("caf\xC3\xA9") == R"("caf\u00e9")");
  CHECK(json("\xF0\x9F\x93\xA7") == R"("\ud83d\udce7")");
  CHECK(json("latin \xE9!") == R"("latin \ufffd!")");
  CHECK(json("\xE2\x80\xAE") == R"("\u202e")");
  CHECK(json(std::string_view("a\0b", 3)) == R"("a\u0000b")");
}

TEST_CASE("a byte that JSON escapes is escaped wherever it stands") {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    const std::string written = json(one).substr(1, json(one).size() - 2);
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(19, 'a');
      text.insert(at, one);
      std::string expected(19, 'a');
      expected.insert(at, written);
      INFO("byte " << byte << " at " << at);
      REQUIRE(json(text) == '"' + expected + '"');
    }
  }
}

TEST_CASE("text for a terminal moves no cursor, changes no color and turns no line") {
  CHECK(shown("421 blocked") == "421 blocked");
  CHECK(shown("\x1b[2J\r\n") == "\\x1b[2J\\x0d\\x0a");
  CHECK(shown("\xC2\x9B"
              "31m") == "\\x9b31m");  // C1 CSI
  CHECK(shown("stray \x9b") == "stray \\x9b");
  CHECK(shown("a\xE2\x80\xAE"
              "b") == "a<U+202E>b");
  CHECK(shown("zero\xE2\x80\x8Bwidth") == "zero<U+200B>width");
  CHECK(shown("\xD8\x9C\xE2\x80\x8F\xE2\x81\xA9\xE2\x80\xA8") ==
        "<U+061C><U+200F><U+2069><U+2028>");
  CHECK(shown("soft\xC2\xADhyphen") == "soft<U+00AD>hyphen");
  CHECK(shown("\xE3\x85\xA4\xEF\xB8\x8F\xF3\xA0\x87\xAF") == "<U+3164><U+FE0F><U+E01EF>");
  CHECK(shown("\xE3\x85\xA3\xEF\xB8\x90") == "\xE3\x85\xA3\xEF\xB8\x90");  // beside them
  CHECK(shown("caf\xC3\xA9") == "caf\xC3\xA9");
  CHECK(shown("abcdef", 3) == "abc...");
  CHECK(printable("\xED\xA0\x80" + std::string(300, 'x')) ==
        "\\xed\\xa0\\x80" + std::string(300, 'x'));
  CHECK(columns("caf\xC3\xA9 \xE2\x96\x88") == 6);
}

}  // namespace curfew::text
