// Values come back as they were, whatever bytes they hold and wherever an answer is cut.
#include "engine/tab_separated.h"

#include "curfew/error.h"
#include "engine/base64.h"
#include "support/catch.h"

namespace curfew::engine {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read(std::string_view text, std::size_t piece, std::size_t longest = 1000) {
  Rows rows;
  RowReader reader(longest, [&rows](std::span<const std::string_view> fields) {
    rows.emplace_back(fields.begin(), fields.end());
  });
  for (std::size_t at = 0; at < text.size(); at += piece) reader.feed(text.substr(at, piece));
  CHECK(reader.is_at_end());
  return rows;
}

std::string all_bytes() {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  return all;
}

}  // namespace

TEST_CASE("what is escaped is read back, in pieces of any size") {
  const std::vector<std::string> values{
      "", "plain", "a\tb\nc\\d\\te", std::string("\0x", 2), all_bytes(), "\\", "\xff\xfe\xc3("};
  std::string row;
  for (const std::string& value : values) {
    if (!row.empty()) row += '\t';
    append_escaped(value, row);
    CHECK(row.find('\n') == std::string::npos);
    CHECK(row.find('\0') == std::string::npos);
  }
  // The first value is empty: the row begins with a tab.
  const std::string text = '\t' + row + "\n\n" + '\t' + row + '\n';
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
    const Rows rows = read(text, piece);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] == std::vector<std::string>(rows[2]));
    CHECK(rows[1] == std::vector<std::string>{""});
    CHECK(rows[0].size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(rows[0][i] == values[i]);
  }
}

TEST_CASE("what the engine escapes otherwise is read too") {
  CHECK(read("it\\'s\t\\b\\f\\r\\a\\v\\e\n", 4) == Rows{{"it's", "\b\f\r\a\v\x1b"}});
}

TEST_CASE("rows that cannot be are refused") {
  CHECK_THROWS_AS(read("a\\\n", 10), Error);
  CHECK_THROWS_AS(read("abcdefgh\n", 1, 7), Error);
  CHECK_THROWS_AS(read("abcdefgh\n", 10, 7), Error);
  CHECK(read("abcdefg\n", 3, 7) == Rows{{"abcdefg"}});
  RowReader reader(10, [](std::span<const std::string_view>) {});
  reader.feed("a\nb");
  CHECK_FALSE(reader.is_at_end());
}

TEST_CASE("numbers are whole, in bounds and nothing else") {
  std::uint64_t number = 0;
  CHECK(read_number("18446744073709551615", UINT64_MAX, number));
  CHECK(number == UINT64_MAX);
  CHECK(read_number("7", 7, number));
  for (const char* const wrong : {"", "8", "-1", "+1", " 1", "1 ", "1x", "0x1", "\\N"}) {
    CHECK_FALSE(read_number(wrong, 7, number));
  }
  CHECK_FALSE(read_number("18446744073709551616", UINT64_MAX, number));
  std::int32_t slot = 0;
  CHECK(read_signed("-2147483648", slot));
  CHECK(slot == INT32_MIN);
  CHECK_FALSE(read_signed("2147483648", slot));
  CHECK_FALSE(read_signed("1.5", slot));
  std::string text;
  append_signed(INT64_MIN, text);
  text += ' ';
  append_signed(-7, text);
  text += ' ';
  append_number(UINT64_MAX, text);
  CHECK(text == "-9223372036854775808 -7 18446744073709551615");
}

TEST_CASE("base 64 is that of RFC 4648") {
  const std::vector<std::pair<std::string, std::string>> vectors{{"", ""},
                                                                 {"f", "Zg=="},
                                                                 {"fo", "Zm8="},
                                                                 {"foo", "Zm9v"},
                                                                 {"foob", "Zm9vYg=="},
                                                                 {"fooba", "Zm9vYmE="},
                                                                 {"foobar", "Zm9vYmFy"}};
  std::string bytes;
  for (const auto& [plain, text] : vectors) {
    CHECK(base64(plain) == text);
    CHECK(read_base64(text, bytes));
    CHECK(bytes == plain);
  }
  CHECK(read_base64(base64(all_bytes()), bytes));
  CHECK(bytes == all_bytes());
  for (const char* const wrong : {"Z", "Zg=", "Zg=g", "Z===", "Zm9*", "Zg==Zg==", "Zm9v\n"}) {
    CHECK_FALSE(read_base64(wrong, bytes));
  }
}

}  // namespace curfew::engine
