#include <algorithm>
#include <array>
#include <vector>

#include "shown.h"
#include "support/catch.h"
#include "text/terminal.h"

namespace curfew::page {
namespace {

// The text in every place of every block.
Page filled_with(const Text& text) {
  using Narrow = Column::Narrow;
  Table table{.title = text, .apart = true};
  for (const Narrow narrow : {Narrow::whole, Narrow::cut, Narrow::broken}) {
    table.columns.push_back({.head = text, .least = 4, .narrow = narrow, .hang = 2});
  }
  table.rows = {{text, Cell({text, text}), text}, {text, Text(), Cell({text, text})}};
  return {Heading{.text = text, .level = 1},
          Heading{.text = text},
          Paragraph{.text = "a " + text + " b"},
          Paragraph{.text = text.in(Emphasis::refused), .kind = Paragraph::Kind::note},
          Paragraph{.text = text, .kind = Paragraph::Kind::warning},
          List{.items = {{text, text}, {text}}},
          table,
          Chart{.title = text,
                .rows = {{.label = text, .marks = {{.block = "x"}}, .remark = text}},
                .ruler = {{0, text}}},
          Bars{.title = text,
               .names = {text, text},
               .rows = {{.label = text, .values = {1, 2}, .remark = text}},
               .ruler = {{0, text}}},
          Code{.lines = {text, text}}};
}

// The words of a page for a browser, as it would show them.
std::string words_of(std::string_view page) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  std::string words;
  while (!page.empty()) {
    if (page.front() == '<') {
      page.remove_prefix(std::min(page.find('>'), page.size() - 1) + 1);
      continue;
    }
    const auto* const entity = std::ranges::find_if(
        entities, [page](const auto& one) { return page.starts_with(one.first); });
    if (entity != entities.end()) {
      words += entity->second;
      page.remove_prefix(entity->first.size());
    } else {
      REQUIRE(page.front() != '&');
      words += page.front();
      page.remove_prefix(1);
    }
  }
  return words;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

const std::vector<std::string> payloads = {
    "\x1b[2J\x1b]0;title\x07",
    "\x9b"
    "31m\xc2\x9b"
    "31m",
    "\xe2\x80\xaegnp.exe\xe2\x81\xa6",
    "<script>alert(1)</script>",
    "\"><svg/onload=alert(1)>'><!-- ]]>",
    "&lt;b&gt;&#x3c;",
    "one\r\ntwo\ttabs \x7f\x08",
    "\xc0\xaf\xed\xa0\x80\xf5\xff",
    "cut \xe2\x80",
    std::string("nul\0nul", 7),
    "\xef\xbb\xbf\xc2\xad\xe2\x80\xa8",
    "caf\xc3\xa9 \xf0\x9f\x93\xa7",
    "a  b   c",
};

}  // namespace

TEST_CASE("no block lets untrusted text do anything to a terminal, marked or not") {
  for (const std::string& payload : payloads) {
    for (const Text& text : {Text(Untrusted(payload)), Text(payload)}) {
      for (const std::size_t width : {0U, 1U, 20U, 80U, 2000U}) {
        const std::string page = shown(filled_with(text), width, {.ascii = true});
        std::string clean;
        std::istringstream lines(page);
        for (std::string line; std::getline(lines, line);) {
          text::append_for_terminal(clean, line, line.size());
          clean += '\n';
        }
        REQUIRE(page == clean);
      }
    }
  }
}

TEST_CASE("no block lets untrusted text become markup") {
  const std::string harmless = html(filled_with("word"));
  const auto tags = std::ranges::count(harmless, '<');
  for (const std::string& payload : payloads) {
    for (const Text& text : {Text(Untrusted(payload)), Text(payload)}) {
      const std::string page = html(filled_with(text));
      INFO(page);
      CHECK(std::ranges::count(page, '<') == tags);
      CHECK(std::ranges::count(page, '>') == tags);
      CHECK(std::ranges::count(page, '"') == std::ranges::count(harmless, '"'));
      CHECK(page.find('\x1b') == std::string::npos);
      CHECK(page.find("\xe2\x80\xae") == std::string::npos);
    }
  }
}

TEST_CASE("both renderers say the same words in the same order") {
  for (const std::string& payload : payloads) {
    const Text text = Untrusted(payload);
    Page page = filled_with(text);
    std::erase_if(page, [](const Block& block) { return std::holds_alternative<Bars>(block); });
    for (Block& block : page) {  // lines of a table's cells stand beside each other on a terminal,
      if (auto* table = std::get_if<Table>(&block)) {
        table->rows = {{text, text, text}, {Text(), text, number(1'234'567)}};
      }
      if (auto* warning = std::get_if<Paragraph>(&block)) {  // and a browser shows no "! "
        warning->kind = Paragraph::Kind::plain;
      }
    }
    CHECK(without_blanks(words_of(html(page))) == without_blanks(shown(page, 100'000)));
    CHECK(without_blanks(words_of(html(page))).find("1,234,567") != std::string::npos);
  }
}

TEST_CASE("a broken page has the words of a wide one") {
  Page page = {Paragraph{.text = "one two three four"}, List{.items = {{"five six", "seven"}}},
               Table{.columns = {{}, {.narrow = Column::Narrow::broken}},
                     .rows = {{Text("a"), Text("b c d e f g h")}}}};
  for (std::size_t width = 0; width < 40; ++width) {
    CHECK(without_blanks(shown(page, width)) == without_blanks(shown(page)));
  }
}

TEST_CASE("untrusted text of any length takes no more room than it was given") {
  for (const std::string& huge : {std::string(1'000'000, 'a'), std::string(1'000'000, '\x1b'),
                                  std::string(1'000'000, ' '), std::string(1'000'000, '<')}) {
    const Text text = Untrusted(huge, 100);
    CHECK(text.words().size() <= 403);
    CHECK(text.words().ends_with("..."));
    for (const std::size_t width : {0U, 40U, 100'000U}) {
      CHECK(shown(filled_with(text), width).size() < 100'000);
    }
    CHECK(html(filled_with(text)).size() < 100'000);
  }
  CHECK(Text(Untrusted("abc", 3)).words() == "abc");
  CHECK(Text(Untrusted("abcd", 3)).words() == "abc...");
}

TEST_CASE("our own text of any length is broken in a time that grows as it does") {
  std::string words;
  while (words.size() < 1'000'000) words += "word ";
  CHECK(shown({Paragraph{.text = words}}, 80).size() < 1'200'000);
  CHECK(html({Paragraph{.text = words}}).size() < 1'100'000);
}

}  // namespace curfew::page
