#include "text/scan.h"

#include <string>

#include "support/catch.h"

namespace curfew::text {
namespace {

// Every place of `mark` in texts longer than two of the pieces that are looked at together.
template <typename Check>
void at_each_place(char mark, Check check) {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = mark;
      check(text, at);
    }
  }
}

}  // namespace

TEST_CASE("a character is found wherever it stands") {
  at_each_place(']', [](const std::string& text, std::size_t at) {
    CHECK(find_near(text, ']') == at);
    CHECK(find_near(text, ':', ']', ' ') == at);
    CHECK(find_near(text, '[') == text.size());
  });
}

TEST_CASE("a character of value 0 is seen at every place") {
  at_each_place('\0', [](std::string text, std::size_t at) {
    CHECK(has_nul(text));
    text[at] = '\x80';
    CHECK_FALSE(has_nul(text));
  });
  CHECK_FALSE(has_nul({}));
}

TEST_CASE("a pair is found only where both stand together") {
  CHECK(find_pair("a, b", ',', ' ') == 1);
  CHECK(find_pair("a,b,,, c", ',', ' ') == 5);
  CHECK(find_pair("a,b,", ',', ' ') == std::string_view::npos);
  CHECK(find_pair("", ',', ' ') == std::string_view::npos);
}

TEST_CASE("a word is found wherever it stands, the first of several") {
  for (const std::string word : {"a", "ab", "aba", "message repeated "}) {
    for (std::size_t size = word.size(); size < 70; ++size) {
      for (std::size_t at = 0; at + word.size() <= size; ++at) {
        std::string text(size, 'x');
        text.replace(at, word.size(), word);
        if (find_word(text, word) != text.find(word)) FAIL(text);
        text[at] = 'y';
        if (find_word(text, word) != text.find(word)) FAIL(text);
        text.assign(size, word.front());
        text.replace(at, word.size(), word);
        if (find_word(text, word) != text.find(word)) FAIL(text);
      }
    }
    CHECK(find_word("", word) == std::string_view::npos);
  }
}

TEST_CASE("capitals of ASCII are seen at every place, other bytes are none") {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool upper = c >= 'A' && c <= 'Z';
    at_each_place(c, [&](const std::string& text, std::size_t) {
      if (has_upper(text) != upper) FAIL(byte << " in " << text.size());
    });
  }
}

TEST_CASE("letters and digits of ASCII are counted up to the first other byte") {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool belongs = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    at_each_place(c, [&](const std::string& text, std::size_t at) {
      if (alphanumeric_in_front(text) != (belongs ? text.size() : at)) FAIL(byte << " at " << at);
    });
  }
}

TEST_CASE("each of sixteen characters that is no letter and no digit has its bit") {
  const std::string_view text = "1vcYAt-0000VD-I4 Completed";
  CHECK(others_of_sixteen(text.data()) == (1U << 6 | 1U << 13));
  CHECK(others_of_sixteen(text.data() + 7) == (1U << 6 | 1U << 9));
  CHECK(others_of_sixteen("abcXYZ0123456789") == 0);
  CHECK(others_of_sixteen("@[`{/:\x80\xFF\0\xC1 \xE1\xB5-_.") == 0xFFFF);
}

TEST_CASE("digits are counted among eight characters") {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 8; ++at) {
      std::string text = "09182736";
      text[at] = static_cast<char>(byte);
      const bool digit = byte >= '0' && byte <= '9';
      if (digits_in_front(text.data()) != (digit ? 8 : at)) FAIL(byte << " at " << at);
    }
  }
}

TEST_CASE("two texts are the same when no byte differs") {
  at_each_place('y', [](const std::string& text, std::size_t at) {
    CHECK(is_same(text, std::string(text)));
    CHECK_FALSE(is_same(text, std::string(text.size(), 'x')));
    CHECK_FALSE(is_same(text, std::string_view(text).substr(0, at)));
  });
  CHECK(is_same({}, {}));
}

TEST_CASE("the digits in front of eight characters are their number, whatever follows") {
  const std::string digits = "90817263";
  for (std::size_t n = 1; n <= digits.size(); ++n) {
    for (const char behind : {'\0', '/', ':', 'x', '\xFF'}) {
      std::string text = digits.substr(0, n);
      text.resize(8, behind);
      if (number_in_front(text.data(), n) != std::stoul(digits.substr(0, n))) FAIL(text);
    }
  }
  CHECK(number_in_front("00000000", 8) == 0);
  CHECK(number_in_front("99999999", 8) == 99'999'999);
  CHECK(number_in_front("0000001 ", 7) == 1);
}

}  // namespace curfew::text
