#include "page/text_page.h"

#include "page/lines.h"
#include "shown.h"
#include "support/catch.h"

namespace curfew::page {
namespace {

Page paragraph(const Text& text) {
  return {Paragraph{.text = text}};
}

std::string piped(const Page& page) {
  std::ostringstream out;
  write_text_page(page, out, {.width = 10});
  return out.str();
}

}  // namespace

TEST_CASE("a paragraph is broken at blanks before it is wider than the page") {
  CHECK(shown(paragraph("one two three"), 7) == "one two\n  three\n");
  CHECK(shown(paragraph("one two three"), 6) == "one\n  two\n  three\n");
  CHECK(shown(paragraph("one two three"), 13) == "one two three\n");
  CHECK(shown(paragraph("one two three"), 12) == "one two\n  three\n");
  CHECK(shown(paragraph("a b c d e f g"), 5) == "a b c\n  d e\n  f g\n");
  CHECK(shown(paragraph("one two"), 1) == "one\n  two\n");
  CHECK(shown(paragraph("one two"), 0) == "one\n  two\n");
}

TEST_CASE("a word wider than the page stands whole on a line of its own") {
  CHECK(shown(paragraph("see https://example.org/a/b now"), 10) ==
        "see\n  https://example.org/a/b\n  now\n");
}

TEST_CASE("columns are counted, not bytes") {
  CHECK(shown(paragraph("\u2588\u2588\u2588 \u2588\u2588"), 6) ==
        "\u2588\u2588\u2588 \u2588\u2588\n");
}

TEST_CASE("blanks inside a line stay, and none is left where it was broken") {
  CHECK(shown(paragraph("name  12")) == "name  12\n");
  CHECK(shown(paragraph("one two  three"), 9) == "one two\n  three\n");
  CHECK(shown(paragraph("")) == "\n");
}

TEST_CASE("a word may change its emphasis within") {
  const Text text = "see <" + Text("a b").in(Emphasis::strong) + Text(">") + Text(" now");
  CHECK(shown(paragraph(text), 6) == "see <a\n  b>\n  now\n");
  CHECK(shown(paragraph(text), 6, {.color = true}) ==
        "see <\x1b[1ma\x1b[0m\n  \x1b[1mb\x1b[0m>\n  now\n");
}

TEST_CASE("paragraphs of other kinds, lists and code begin where they always do") {
  const Page page = {Heading{.text = "Page", .level = 1},
                     Heading{.text = "Part"},
                     Paragraph{.text = "one two", .kind = Paragraph::Kind::note},
                     Paragraph{.text = "one two", .kind = Paragraph::Kind::warning, .apart = true},
                     List{.items = {{"one two", "more of it"}, {"three"}}},
                     Code{.lines = {"one two three", ""}}};
  CHECK(shown(page, 8) ==
        "Page\n\nPart\n  one\n  two\n\n! one\n  two\n  one\n    two\n    more\n    of\n    it\n  "
        "three\n    one two three\n    \n");
  CHECK(piped(page) ==
        "Page\n\nPart\n  one two\n\n! one two\n  one two\n    more of it\n  three\n    one two "
        "three\n    \n");
}

TEST_CASE("headings and emphases have colors where colors are wanted, and none elsewhere") {
  const Page page = {Heading{.text = "Part"},
                     Paragraph{.text = Text("no").in(Emphasis::refused) + " and " +
                                       Text("well").in(Emphasis::quiet)}};
  CHECK(shown(page, 80, {.color = true}) ==
        "\n\x1b[1mPart\x1b[0m\n\x1b[31mno\x1b[0m and \x1b[2mwell\x1b[0m\n");
  CHECK(shown(page) == "\nPart\nno and well\n");
}

TEST_CASE("marks stand in rows, in pieces where the page is narrow, in ASCII where that is all") {
  const Mark full{.block = "\u2588", .ascii = "#", .emphasis = Emphasis::refused};
  const Mark none{.block = "\u00b7", .ascii = "."};
  const Page page = {
      Chart{.title = "Hours",
            .rows = {{.label = "Sun", .marks = {full, none, full, none}, .remark = "most"},
                     {.label = "Monday", .marks = {none, none}}},
            .ruler = {{0, "0"}, {2, "12"}},
            .mark_columns = 2}};
  CHECK(shown(page) ==
        "  Sun     \u2588 \u00b7 \u2588 \u00b7  most\n  Monday  \u00b7 \u00b7\n         0   12\n");
  CHECK(shown(page, 80, {.ascii = true}) ==
        "  Sun     # . # .  most\n  Monday  . .\n         0   12\n");
  CHECK(shown(page, 14, {.ascii = true}) ==
        "  Sun     # .\n  Monday  . .\n         0   12\n  Sun     # .  most\n  Monday \n         "
        "12\n");
  CHECK(shown(page, 80, {.color = true, .ascii = true})
            .starts_with("  Sun     \x1b[31m#\x1b[0m . \x1b[31m#\x1b[0m .  most\n"));
  CHECK(shown(page, 1, {.ascii = true}).size() < 400);
}

}  // namespace curfew::page
