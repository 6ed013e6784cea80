#include "text/mime.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "support/catch.h"

namespace curfew::text {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted_printable(out, text);
  return out;
}

int digit_of(char c) {
  return c <= '9' ? c - '0' : c - 'A' + 10;
}

std::string unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (text[i + 1] == '\n') {
      ++i;
    } else {
      out += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
      i += 2;
    }
  }
  return out;
}

std::size_t longest_line(std::string_view text) {
  std::size_t most = 0;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    most = std::max(most, size);
    text.remove_prefix(std::min(text.size(), size + 1));
  }
  return most;
}

}  // namespace

TEST_CASE("quoted-printable: what is not printable ASCII, and what ends a line wrongly") {
  CHECK(quoted("plain text, 50 % of it\n") == "plain text, 50 % of it\n");
  CHECK(quoted("a=b") == "a=3Db");
  CHECK(quoted("\xe2\x96\x88 \x1b\r\n") == "=E2=96=88 =1B=0D\n");
  CHECK(quoted("blank \ntab\t\n \n") == "blank=20\ntab=09\n=20\n");
  CHECK(quoted("a b\tc\n") == "a b\tc\n");
  CHECK(quoted("") == "");
  CHECK(quoted("\n\n") == "\n\n");
}

TEST_CASE("quoted-printable: no line begins with what has a meaning on the way") {
  CHECK(quoted(".\n.x\nx.\n") == "=2E\n=2Ex\nx.\n");
  CHECK(quoted("From here\nFrom: x\nfrom x\n") == "=46rom here\nFrom: x\nfrom x\n");
  CHECK(quoted(std::string(75, 'x') + "..") == std::string(75, 'x') + "=\n=2E.");
}

TEST_CASE("quoted-printable: lines of at most 76 characters, which are the text again") {
  CHECK(quoted(std::string(76, 'x')) == std::string(76, 'x'));
  CHECK(quoted(std::string(77, 'x')) == std::string(75, 'x') + "=\nxx");
  CHECK(quoted(std::string(73, 'x') + "\xff") == std::string(73, 'x') + "=FF");
  CHECK(quoted(std::string(73, 'x') + "\xffy") == std::string(73, 'x') + "=\n=FFy");
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += static_cast<char>(i * 31 % 251);
    if (i % 7 == 0) text += " =.";
    if (i % 211 == 0) text += " \n.From \t\n";
  }
  const std::string all = quoted(text);
  CHECK(unquoted(all) == text);
  CHECK(longest_line(all) == 76);
}

TEST_CASE("a header's text stands as it is where it can, folded at blanks") {
  CHECK(header_text("Subject", "Nothing needs you") == "Nothing needs you");
  CHECK(header_text("Subject", "").empty());
  const std::string text = std::string(40, 'a') + ' ' + std::string(40, 'b') + " c";
  CHECK(header_text("Subject", text) == std::string(40, 'a') + "\n " + std::string(40, 'b') + " c");
  CHECK(header_text("Subject", std::string(67, 'a')) == std::string(67, 'a'));
  CHECK(header_text("Subject", std::string(68, 'a')).starts_with("=?UTF-8?Q?"));
}

TEST_CASE("what a reader would take for something else is an encoded word") {
  CHECK(header_text("Subject", "r\xc3\xb6t") == "=?UTF-8?Q?r=C3=B6t?=");
  CHECK(header_text("Subject", "=?UTF-8?Q?x?=") == "=?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fx=3F=3D?=");
  CHECK(header_text("Subject", " x") == "=?UTF-8?Q?=20x?=");
  CHECK(header_text("Subject", "x ") == "=?UTF-8?Q?x=20?=");
  CHECK(header_text("Subject", "a  b") == "=?UTF-8?Q?a=20=20b?=");
  CHECK(header_text("Subject", "a\nBcc: b") == "=?UTF-8?Q?a=0ABcc=3A=20b?=");
  std::string text;
  for (int i = 0; i < 60; ++i) text += "\xe2\x96\x88";
  const std::string words = header_text("Subject", text);
  CHECK(longest_line("Subject: " + words) <= 76);
  CHECK(words.find("=E2=96=88?=\n =?UTF-8?Q?=E2=96=88") != std::string::npos);  // characters whole
}

}  // namespace curfew::text
