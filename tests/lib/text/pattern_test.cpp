#include "text/pattern.h"

#include "curfew/error.h"
#include "support/catch.h"

namespace curfew::text {

TEST_CASE("a pattern finds its first group, or all it matched where it has none") {
  std::string_view found = "before";
  CHECK(Pattern(R"(blocked by (\w+))").find("mail blocked by zen now", found));
  CHECK(found == "zen");
  CHECK(Pattern(R"(\d{3})").find("code 421", found));
  CHECK(found == "421");
  CHECK_FALSE(Pattern("nothing").find("code 421", found));
  CHECK(found == "421");
}

TEST_CASE("a pattern reads bytes, not UTF-8") {
  CHECK(Pattern("caf.").matches("caf\xE9"));
}

TEST_CASE("a pattern that does not compile is an error with the reason") {
  try {
    Pattern("(unclosed");
    FAIL("compiled");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_pattern);
    CHECK(std::string(error.what()).find("(unclosed") != std::string::npos);
  }
}

}  // namespace curfew::text
