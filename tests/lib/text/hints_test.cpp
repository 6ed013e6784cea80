#include "curfew/hints.h"

#include "curfew/error.h"
#include "support/catch.h"

namespace curfew {
namespace {

Hints with(Hint hint, std::string words) {
  Hints hints;
  hints.set(hint, std::move(words));
  return hints;
}

}  // namespace

TEST_CASE("without words a text stands as it is") {
  for (std::size_t i = 0; i < hint_count; ++i) {
    CHECK(Hints().words(static_cast<Hint>(i)).empty());
    CHECK(Hints().after("and 3 others", static_cast<Hint>(i)) == "and 3 others");
  }
  CHECK(Hints().after("", Hint::letter, "f-1").empty());
  CHECK(with(Hint::more_rows, "(F3)").after("and 3 others", Hint::more_findings) == "and 3 others");
  CHECK(with(Hint::more_rows, "(F3)").after("and 3 others", Hint::none) == "and 3 others");
}

TEST_CASE("words stand behind a text") {
  const Hints hints = with(Hint::more_rows, "(F3)");
  CHECK(hints.words(Hint::more_rows) == "(F3)");
  CHECK(hints.after("and 3 others", Hint::more_rows) == "and 3 others (F3)");
  CHECK(hints.after("More is there.", Hint::more_rows) == "More is there. (F3)");
  CHECK(hints.after("", Hint::more_rows) == "(F3)");
}

TEST_CASE("words end the last sentence of a text") {
  CHECK(with(Hint::letter, "; write").after("Ask. Ask them.", Hint::letter) ==
        "Ask. Ask them; write.");
  CHECK(with(Hint::letter, ", write").after("Ask `them`.", Hint::letter) == "Ask `them`, write.");
  CHECK(with(Hint::letter, ": write").after("and 3 others", Hint::letter) == "and 3 others: write");
}

TEST_CASE("words end the shell line of a text") {
  const Hints hints = with(Hint::pipe, "| more");
  CHECK(hints.after("Unpack it: `zcat FILE`.", Hint::pipe) == "Unpack it: `zcat FILE | more`.");
  CHECK(hints.after("zcat FILE", Hint::pipe) == "zcat FILE | more");
}

TEST_CASE("words hold the data of a hint") {
  const Hints hints = with(Hint::letter, "; `letter {} now`");
  CHECK(hints.after("Ask.", Hint::letter, "f-1") == "Ask; `letter f-1 now`.");
  CHECK(hints.after("Ask.", Hint::letter) == "Ask; `letter now`.");
  CHECK(with(Hint::letter, "{}!").after("Ask.", Hint::letter) == "Ask. !");
  CHECK(hints.after("Ask.", Hint::letter, "{}") == "Ask; `letter {} now`.");
}

TEST_CASE("words are given anew, and copied") {
  Hints hints = with(Hint::letter, "first");
  const Hints copy = hints;
  hints.set(Hint::letter, "second");
  hints.set(Hint::more_rows, "(F3)");
  CHECK(hints.words(Hint::letter) == "second");
  CHECK(hints.words(Hint::more_rows) == "(F3)");
  CHECK(copy.words(Hint::letter) == "first");
}

TEST_CASE("an error carries its hint") {
  const Error error(ErrorCode::unreadable, "logs: is a folder", "Name the files.", Hint::log_files,
                    "logs");
  CHECK(error.hint() == Hint::log_files);
  CHECK(error.hint_data() == "logs");
  CHECK(error.remedy() == "Name the files.");
  CHECK(error.remedy(Hints()) == "Name the files.");
  CHECK(error.remedy(with(Hint::log_files, ", or `cat {}/*`")) ==
        "Name the files, or `cat logs/*`.");
  CHECK(Error(ErrorCode::bad_value, "no").hint() == Hint::none);
}

}  // namespace curfew
