#include "postfix/postfix.h"

#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {

TEST_CASE("each line of the corpus becomes the events written under it") {
  check_corpus(postfix::format, CURFEW_TESTS_DIR "/parsers/postfix/corpus",
               {.year = 2026, .year_source = ClockSource::option});
}

}  // namespace curfew::test
