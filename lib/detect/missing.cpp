#include <algorithm>
#include <cmath>

#include "detect/compose.h"
#include "detect/kinds.h"

namespace curfew::detect {
namespace {

constexpr std::uint32_t most_days = 365;
const double ln_daily = std::log(24.0 * 23.0);
const double ln_weekly = std::log(168.0 * 167.0);

std::string days(std::uint32_t count) {
  return count == 1 ? "1 more day" : std::to_string(count) + " more days";
}

// Days with refusals it takes until chance is unlikely enough, if they go on as before: each adds
// what those seen have added on average.
double occurrences_missing(const Tests& tests, double ln_chance) {
  const bool weekly = tests.week.ln_p < tests.day.ln_p;
  const RotationTest& test = weekly ? tests.week : tests.day;
  const double paid = (weekly ? ln_weekly : ln_daily) + std::log(4.0);
  if (test.blocks == 0) return HUGE_VAL;
  const double gained = tests.ln_p - paid;  // by all of them
  const double each = gained / test.blocks;
  if (tests.ln_p >= 0 || each >= -1e-6) return HUGE_VAL;
  return std::max(0.0, (ln_chance - tests.ln_p) / each);
}

// Where no hours are suspected: of what there is too little.
std::string too_little(const Finding& finding) {
  constexpr std::uint64_t enough_refused = 5;
  constexpr std::uint64_t enough_accepted = 10;
  const FindingCounts& counts = finding.counts;
  const bool some = counts.messages_refused != 0;
  if (some && counts.messages_refused < enough_refused) {
    return std::to_string(counts.messages_refused) +
           (counts.messages_refused == 1
                ? " message refused at its first try is too few to tell"
                : " messages refused at their first try are too few to tell");
  }
  if (finding.candidates.size() > 1) return "the log does not tell them apart yet";
  if (counts.accepted < enough_accepted) {
    if (counts.accepted == 0) return "nothing was accepted to compare with";
    return "only " + std::to_string(counts.accepted) + " accepted, too few to compare with";
  }
  if (!some) return "no message is known to have been refused at its first try";
  return "no explanation is clearly better than chance or than another";
}

}  // namespace

void describe_missing(double ln_chance, Draft& draft) {
  Finding& finding = draft.finding;
  if (finding.kind != FindingKind::insufficient) return;
  if (!may_be(finding, FindingKind::curfew)) {
    finding.missing = too_little(finding);
    return;
  }
  const int seen = std::max(1, draft.occurrences);
  double more = occurrences_missing(draft.tests, ln_chance);
  // Where the test saw nothing yet: five nights in all are what a busy remote needs.
  if (!std::isfinite(more)) more = std::max(1, 5 - seen);
  more = std::max({more, 1.0, static_cast<double>(least_occurrences - seen)});
  const double days_each = std::max(1.0, static_cast<double>(draft.days) / seen);
  finding.days_missing =
      static_cast<std::uint32_t>(std::min<double>(most_days, std::ceil(more * days_each)));
  finding.missing = "refused at these hours on " + std::to_string(seen) +
                    (seen == 1 ? " day" : " days") + "; about " + days(finding.days_missing) +
                    " like these would tell it from chance";
}

}  // namespace curfew::detect
