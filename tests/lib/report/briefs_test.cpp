#include "report/briefs.h"

#include "lib/report/findings_made.h"
#include "support/catch.h"

namespace curfew::report {

TEST_CASE("remotes that greylist share a line, each named once") {
  std::vector<Finding> made;
  for (const char* name : {"a.test", "b.test", "c.test", "a.test", "d.test", "e.test", "f.test"}) {
    made.push_back(test::greylist_finding(name));
  }
  made.push_back(test::night_finding().finding);
  std::vector<const Finding*> findings;
  for (const Finding& finding : made) findings.push_back(&finding);
  const std::vector<Brief> briefs = briefs_of(findings, false);
  REQUIRE(briefs.size() == 1);
  CHECK(briefs[0].text ==
        "6 remotes greylist, first tries wait up to 5 min: a.test, b.test, c.test, d.test and 2 "
        "others");
  CHECK(briefs[0].finding == nullptr);
  CHECK(briefs_of(findings, true).size() == 7);
}

TEST_CASE("a single one is told in its sentence; what asks to act or for nothing is no brief") {
  const Finding grey = test::greylist_finding("a.test");
  const Finding night = test::night_finding().finding;
  Finding noise = test::quota_finding().finding;
  noise.kind = FindingKind::noise;
  const std::vector<Brief> briefs = briefs_of({&night, &grey, &noise}, false);
  CHECK(briefs_of({&grey, &grey}, false).size() == 2);  // two codes of one remote
  REQUIRE(briefs.size() == 1);
  CHECK(briefs[0].finding == &grey);
  CHECK(briefs[0].text ==
        "a.test greylists our mail with 450 4.2.0: accepted after a wait of at most 5 min (refused "
        "10 of 30 tries)");
}

}  // namespace curfew::report
