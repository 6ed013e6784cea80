#include <string>

#include "curfew/smtp.h"
#include "support/catch.h"

using curfew::EnhancedCode;
using curfew::take_enhanced_code;
using curfew::to_string;

TEST_CASE("an enhanced code is cut off with the blanks behind it") {
  struct {
    const char* text;
    EnhancedCode code;
    const char* rest;
  } const cases[] = {
      {"4.7.1 Try again later", {4, 7, 1}, "Try again later"},
      {"2.0.0 Ok: queued", {2, 0, 0}, "Ok: queued"},
      {"5.1.10   two digits", {5, 1, 10}, "two digits"},
      {"4.7.500 three", {4, 7, 500}, "three"},
      {"5.999.999", {5, 999, 999}, ""},
      {"4.2.0", {4, 2, 0}, ""},
      {"4.2.0 ", {4, 2, 0}, ""},
      {"5.07.01 x", {5, 7, 1}, "x"},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    std::string_view text = one.text;
    CHECK(take_enhanced_code(text) == one.code);
    CHECK(text == one.rest);
  }
}

TEST_CASE("what is no enhanced code stays in the text") {
  for (const char* text : {"",
                           "4",
                           "4.7",
                           "4.7.",
                           "4..1",
                           "4.7.1x",
                           "4.7.1:",
                           "4.7.1, x",
                           "4.7.1.2 x",
                           "3.7.1 x",
                           "1.0.0 x",
                           "6.0.0 x",
                           "0.0.0 x",
                           "44.7.1 x",
                           "4.1000.1 x",
                           "4.7.1000 x",
                           "4.-7.1 x",
                           "4.7.+1 x",
                           " 4.7.1 x",
                           "4 7 1 x",
                           "4.7.1-x",
                           "x4.7.1",
                           "192.0.2.7 is blocked",
                           "5.99999999999999999999.1 x"}) {
    INFO(text);
    std::string_view rest = text;
    CHECK_FALSE(take_enhanced_code(rest));
    CHECK(rest == text);
  }
}

TEST_CASE("an enhanced code is written with dots, and none as nothing") {
  CHECK(to_string({4, 7, 1}) == "4.7.1");
  CHECK(to_string({5, 10, 500}) == "5.10.500");
  CHECK(to_string({2, 0, 0}) == "2.0.0");
  CHECK(to_string({}).empty());
}
