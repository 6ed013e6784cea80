#include "text/cursor.h"

#include <cstdint>
#include <string>

#include "support/catch.h"

using curfew::text::Cursor;

TEST_CASE("a cursor that fails stays where it was") {
  Cursor cursor("abc def");
  std::string_view taken = "untouched";
  int number = 7;
  CHECK_FALSE(cursor.skip('x'));
  CHECK_FALSE(cursor.skip("abd"));
  CHECK_FALSE(cursor.skip("abc def and more"));
  CHECK_FALSE(cursor.take_until(';', taken));
  CHECK_FALSE(cursor.take_until(": ", taken));
  CHECK_FALSE(cursor.take_number(number));
  CHECK(cursor.rest() == "abc def");
  CHECK(taken == "untouched");
  CHECK(number == 7);
}

TEST_CASE("a cursor at the end takes nothing more") {
  Cursor cursor;
  std::string_view taken;
  unsigned number = 0;
  CHECK(cursor.at_end());
  CHECK(cursor.peek() == '\0');
  CHECK_FALSE(cursor.skip('a'));
  CHECK_FALSE(cursor.take_until(' ', taken));
  CHECK_FALSE(cursor.take_number(number));
  CHECK(cursor.take_word().empty());
  CHECK(cursor.take_while(curfew::text::is_digit).empty());
  cursor.skip_blanks();
  CHECK(cursor.at_end());
}

TEST_CASE("a mark is skipped but not taken") {
  Cursor cursor("queue=3F2A1, to=<a@example.net>");
  std::string_view taken;
  REQUIRE(cursor.take_until('=', taken));
  CHECK(taken == "queue");
  REQUIRE(cursor.take_until(", ", taken));
  CHECK(taken == "3F2A1");
  CHECK(cursor.rest() == "to=<a@example.net>");
  REQUIRE(cursor.skip("to=<"));
  REQUIRE(cursor.take_until('>', taken));
  CHECK(taken == "a@example.net");
  CHECK(cursor.at_end());
}

TEST_CASE("the first of several marks ends what is taken") {
  Cursor cursor("::x:");
  std::string_view taken = "old";
  REQUIRE(cursor.take_until(':', taken));
  CHECK(taken.empty());
  CHECK(cursor.rest() == ":x:");
}

TEST_CASE("a word ends at a blank or the end, and the blank stays") {
  Cursor cursor("mail postfix/smtp[7]:");
  CHECK(cursor.take_word() == "mail");
  CHECK(cursor.rest() == " postfix/smtp[7]:");
  CHECK(cursor.take_word().empty());
  cursor.skip_blanks();
  CHECK(cursor.take_word() == "postfix/smtp[7]:");
  CHECK(cursor.at_end());
}

TEST_CASE("blanks are blanks alone, neither tabs nor line ends") {
  Cursor cursor("  \t x");
  cursor.skip_blanks();
  CHECK(cursor.rest() == "\t x");
}

TEST_CASE("a number is taken up to its last digit") {
  Cursor cursor("0450-4.2.0");
  std::uint16_t number = 0;
  REQUIRE(cursor.take_number(number));
  CHECK(number == 450);
  CHECK(cursor.rest() == "-4.2.0");
}

TEST_CASE("a number is the same near the end and far from it, of few digits and of many") {
  for (const std::string behind : {"", ".", ". and eight more"}) {
    for (const std::string digits : {"0", "7", "443", "65535", "9999999", "12345678", "4294967295",
                                     "18446744073709551615", "00000000000000000000000009"}) {
      INFO(digits + behind);
      const std::string text = digits + behind;
      Cursor cursor(text);
      std::uint64_t number = 0;
      REQUIRE(cursor.take_number(number));
      CHECK(number == std::stoull(digits));
      CHECK(cursor.rest() == behind);
    }
  }
}

TEST_CASE("a number that does not fit or has a sign is not taken, whatever follows") {
  for (const char* text : {"65536", "99999999999999999999", "-1", "+1", " 1", "x1", "",
                           "65536 and more", "999999 and more", "12345678", "123456789 x"}) {
    INFO(text);
    Cursor cursor(text);
    std::uint16_t number = 3;
    CHECK_FALSE(cursor.take_number(number));
    CHECK(number == 3);
    CHECK(cursor.rest() == text);
  }
  Cursor cursor("-1");
  int number = 3;
  CHECK_FALSE(cursor.take_number(number));
}

TEST_CASE("NUL and bytes above 127 are characters like others") {
  const std::string text("a\0b\xff c", 6);
  Cursor cursor(text);
  CHECK(cursor.take_word() == std::string_view(text).substr(0, 4));
  Cursor letters("\xe9t\xe9");
  CHECK(letters.take_while(curfew::text::is_alphanumeric).empty());
}

TEST_CASE("lowering touches A to Z alone") {
  std::string upper;
  std::string lower;
  for (int c = 0; c < 128; ++c) {
    upper += static_cast<char>(c);
    lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  for (char& c : upper) c = curfew::text::to_lower(c);
  CHECK(upper == lower);
  CHECK(curfew::text::to_lower('\xc4') == '\xc4');
}
