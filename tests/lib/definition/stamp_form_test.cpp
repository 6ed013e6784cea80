#include "definition/stamp_form.h"

#include "curfew/time.h"
#include "definition/span_text.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

// The moment as text; empty where the form does not fit.
std::string read(std::string_view form, std::string_view text) {
  definition::StampForm made;
  std::string wrong;
  REQUIRE(definition::StampForm::read(form, made, wrong));
  Stamp stamp;
  if (!made.read_stamp(text, stamp)) return {};
  const auto offset = stamp.offset.value_or(std::chrono::minutes(0));
  const Instant at(stamp.wall.time_since_epoch() - offset);
  return rfc3339(at) + (stamp.has_year ? "" : " no year") + (stamp.offset ? "" : " no offset");
}

std::string wrong_with(std::string_view form) {
  definition::StampForm made;
  std::string wrong;
  CHECK_FALSE(definition::StampForm::read(form, made, wrong));
  return wrong;
}

}  // namespace

TEST_CASE("moments are read as servers write them") {
  CHECK(read("rfc3339", "2026-01-15T17:30:00Z") == "2026-01-15T17:30:00Z");
  CHECK(read("rfc3339", "2026-01-15 17:30:00.25") == "2026-01-15T17:30:00.250Z no offset");
  CHECK(read("rfc3164", "Jan 15 17:30:00") == "2000-01-15T17:30:00Z no year no offset");
  CHECK(read("epoch", "1768498200.322896") == "2026-01-15T17:30:00.322Z");
  CHECK(read("epoch", "1768498200") == "2026-01-15T17:30:00Z");
  CHECK(read("tai64n", "@40000000419f13a41cebadcc") == "2004-11-20T09:51:22.485Z");
  CHECK(read("%m/%d/%Y %I:%M:%S %p", "03/01/2024 02:21:11 PM") == "2024-03-01T14:21:11Z no offset");
  CHECK(read("%m/%d/%Y %I:%M:%S %p", "03/01/2024 12:00:00 AM") == "2024-03-01T00:00:00Z no offset");
  CHECK(read("%a, %d %b %Y %H:%M:%S %z", "Thu, 22 Apr 2004 22:01:42 +0200") ==
        "2004-04-22T20:01:42Z");
  CHECK(read("%a %Y-%m-%d %H:%M:%S%f", "Tue 2022-08-09 07:47:31.5") ==
        "2022-08-09T07:47:31.500Z no offset");
  CHECK(read("%y%m%d %H%M%S", "240301 142111") == "2024-03-01T14:21:11Z no offset");
}

TEST_CASE("what is no moment is not taken for one") {
  CHECK(read("rfc3339", "2026-01-15T17:30:00Z ").empty());
  CHECK(read("epoch", "99999999999999").empty());
  CHECK(read("epoch", "").empty());
  CHECK(read("tai64n", "@40000000419f13a41cebadc").empty());
  CHECK(read("tai64n", "@7fffffffffffffff00000000").empty());
  CHECK(read("tai64n", "@40000000419f13a4ffffffff").empty());
  CHECK(read("%m/%d/%Y", "13/01/2024").empty());
  CHECK(read("%m/%d/%Y", "02/30/2024").empty());
  CHECK(read("%I:%M %p", "13:00 PM").empty());
  CHECK(read("%H:%M", "24:00").empty());
}

TEST_CASE("a form of time that there is not is an error") {
  CHECK(wrong_with("iso") == "no such form of time: iso");
  CHECK(wrong_with("%Y %Q") == "no such letter in a form of time: %Q");
  CHECK(wrong_with("%Y %") == "no such letter in a form of time: %");
}

TEST_CASE("spans are read as servers write them") {
  using definition::read_span;
  CHECK(read_span("12s") == Milliseconds(12000));
  CHECK(read_span("1.25") == Milliseconds(1250));
  CHECK(read_span("0") == Milliseconds(0));
  CHECK(read_span("129ms") == Milliseconds(129));
  CHECK(read_span("1h2m3s") == Milliseconds(3723000));
  CHECK(read_span("1m1s") == Milliseconds(61000));
  CHECK(read_span("4d") == Milliseconds(4LL * 86400000));
  CHECK(read_span("00:28:00") == Milliseconds(1680000));
  CHECK(read_span("1+20:38:23") == Milliseconds(160703000));
  for (const char* const text :
       {"", "-1", "x", "12x", "1:", "1+2", "99999999999999999999", "1+", "99999999999d", "3m 2s"}) {
    INFO(text);
    CHECK(read_span(text).count() < 0);
  }
}

}  // namespace curfew::test
