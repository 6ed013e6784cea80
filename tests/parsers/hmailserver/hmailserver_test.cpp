#include "hmailserver/hmailserver.h"

#include "support/catch.h"
#include "support/corpus.h"

namespace curfew::test {

TEST_CASE("each line of the corpus becomes the events written under it") {
  check_corpus(hmailserver::format, CURFEW_TESTS_DIR "/parsers/hmailserver/corpus");
}

}  // namespace curfew::test
