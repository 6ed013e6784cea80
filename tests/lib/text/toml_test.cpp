#include "text/toml.h"

#include "support/catch.h"

namespace curfew::test {
namespace {

using text::read_toml;
using text::TomlValue;

const text::TomlFile file{.name = "a.toml", .code = ErrorCode::bad_definition, .remedy = ""};

}  // namespace

TEST_CASE("characters beyond ASCII, and the mark they are passed by, come through as they are") {
  const TomlValue read = read_toml(
      "a = \"\xC3\xBC ~ ~41~ \xEF\xB3\xBF \xCF\x85\" # \xCA\x9C\n'\xC3\xA4' = "
      "'''\n\xE2\x80\xA8x'''\n",
      file);
  REQUIRE(read.find("a") != nullptr);
  CHECK(read.find("a")->text == "\xC3\xBC ~ ~41~ \xEF\xB3\xBF \xCF\x85");
  REQUIRE(read.find("\xC3\xA4") != nullptr);
  CHECK(read.find("\xC3\xA4")->text == "\xE2\x80\xA8x");
}

TEST_CASE("what is no TOML is told with its line, whatever characters stand there") {
  for (const char* wrong : {"a = 1\n\xCF\x85", "a = 1\n[= 1]", "a = 1\n[[ \n",
                            "a = 1\n202=-%\"\xCA\x9C"
                            "et",
                            "a = 1\nb = \xC2\xA0", "a = 1\n2026-=1\xEF\xB3\xBF"}) {
    INFO(wrong);
    try {
      read_toml(wrong, file);
      FAIL("read");
    } catch (const Error& error) {
      CHECK(std::string(error.what()).starts_with("a.toml:2: "));
    }
  }
}

TEST_CASE("what toml++ itself does not expect is refused like the rest") {
  CHECK_THROWS_AS(read_toml("Q.PP=[}", file), Error);
  CHECK_THROWS_AS(read_toml("a = [1, }", file), Error);
}

}  // namespace curfew::test
