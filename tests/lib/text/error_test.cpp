#include "curfew/error.h"

#include "support/catch.h"

TEST_CASE("an error says what went wrong and what to do about it") {
  const curfew::Error error(curfew::ErrorCode::unreadable, "mail.log: no such file", "Check it.");
  CHECK(error.code() == curfew::ErrorCode::unreadable);
  CHECK(error.what() == std::string("mail.log: no such file"));
  CHECK(error.remedy() == "Check it.");
  CHECK(curfew::Error(curfew::ErrorCode::bad_value, "no").remedy().empty());
}
