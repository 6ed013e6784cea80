#include "time/stamp.h"

#include <string>

#include "lib/time/moments.h"

namespace curfew::test {
namespace {

using namespace std::chrono_literals;
using text::Cursor;

constexpr std::chrono::local_days day(int year, unsigned month, unsigned number) {
  return std::chrono::local_days(std::chrono::year(year) / static_cast<int>(month) /
                                 static_cast<int>(number));
}

using Reader = bool (*)(Cursor&, Stamp&);

bool iso8601(Cursor& cursor, Stamp& stamp) {
  return time::read_iso8601(cursor, stamp);
}
bool exim(Cursor& cursor, Stamp& stamp) {
  return time::read_iso8601(cursor, stamp, true);
}

bool rfc3164(text::Cursor& cursor, Stamp& stamp) {
  return time::read_rfc3164(cursor, stamp);
}

struct Case {
  const char* text;
  Reader read;
  WallTime wall;
  bool has_year;
  std::optional<std::chrono::minutes> offset;
  const char* rest;
};

const WallTime november = day(2026, 11, 23) + 16h + 4min + 53s;
const WallTime yearless = day(2000, 11, 23) + 16h + 4min + 53s;

}  // namespace

TEST_CASE("every shape of stamp is read, and the cursor stands behind it") {
  const Case cases[] = {
      {"Nov 23 16:04:53 mail", rfc3164, yearless, false, {}, " mail"},
      {"Nov  3 16:04:53 mail", rfc3164, yearless - 24h * 20, false, {}, " mail"},
      {"Nov 03 16:04:53 mail", rfc3164, yearless - 24h * 20, false, {}, " mail"},
      {"Nov 23 16:04:53", rfc3164, yearless, false, {}, ""},
      {"Nov 23 16:04:53.469778 mail", rfc3164, yearless + 469ms, false, {}, " mail"},
      {"Nov 23 16:04:53.4 mail", rfc3164, yearless + 400ms, false, {}, " mail"},
      {"Nov 23 16:04:53. mail", rfc3164, yearless, false, {}, ". mail"},
      {"2026 Nov 23 16:04:53.123 mail", time::read_year_first, november + 123ms, true, {}, " mail"},
      {"2026 Nov  3 16:04:53", time::read_year_first, november - 24h * 20, true, {}, ""},
      {"2026-11-23T16:04:53.469844+00:00 mail", iso8601, november + 469ms, true, 0min, " mail"},
      {"2026-11-23T16:04:53Z mail", iso8601, november, true, 0min, " mail"},
      {"2026-11-23T16:04:53+0000 mail", iso8601, november, true, 0min, " mail"},
      {"2026-11-23T16:04:53.469778-0330 mail", iso8601, november + 469ms, true, -210min, " mail"},
      {"2026-11-23T16:04:53-07 mail", iso8601, november, true, -420min, " mail"},
      {"2026-11-23T16:04:53+05:45", iso8601, november, true, 345min, ""},
      {"2026-11-23T16:04:53+14:00", iso8601, november, true, 840min, ""},
      {"2026-11-23T16:04:53 mail", iso8601, november, true, {}, " mail"},
      {"2026-11-23 16:04:53 1xVWau", iso8601, november, true, {}, " 1xVWau"},
      {"2026-11-23 16:04:53,469 INFO", iso8601, november + 469ms, true, {}, " INFO"},
      {"2026-11-23 16:04:53.1234567890123 x", iso8601, november + 123ms, true, {}, " x"},
      {"2026-11-23 16:04:53 +0000 [169]", iso8601, november, true, {}, " +0000 [169]"},
      {"2026-11-23 16:04:53 +0000 [169]", exim, november, true, 0min, " [169]"},
      {"2026-11-23 16:04:53.754 -0730 1xVWau", exim, november + 754ms, true, -450min, " 1xVWau"},
      {"2026-11-23 16:04:53 -0730", exim, november, true, -450min, ""},
      {"2026-11-23 16:04:53 1xVWau", exim, november, true, {}, " 1xVWau"},
      {"2026-11-23 16:04:53 -12 x", exim, november, true, {}, " -12 x"},
      {"2026-11-23 16:04:53 +123456 x", exim, november, true, {}, " +123456 x"},
      {"2026-11-23 16:04:53 -00:30 x", exim, november, true, {}, " -00:30 x"},
      {"2026-11-23 16:04:53 Z", exim, november, true, {}, " Z"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    Cursor cursor(one.text);
    Stamp stamp;
    REQUIRE(one.read(cursor, stamp));
    CHECK(stamp.wall == one.wall);
    CHECK(stamp.has_year == one.has_year);
    CHECK(stamp.offset == one.offset);
    CHECK(cursor.rest() == one.rest);
  }
}

TEST_CASE("what is no stamp leaves cursor and stamp alone") {
  struct {
    const char* text;
    Reader read;
  } const cases[] = {
      {"", rfc3164},
      {"Nov 23 16:04:5", rfc3164},
      {"nov 23 16:04:53", rfc3164},
      {"Nev 23 16:04:53", rfc3164},
      {"Nov 31 16:04:53", rfc3164},
      {"Nov 00 16:04:53", rfc3164},
      {"Nov  0 16:04:53", rfc3164},
      {"Nov    16:04:53", rfc3164},
      {"Feb 30 16:04:53", rfc3164},
      {"Nov 23 24:04:53", rfc3164},
      {"Nov 23 16:60:53", rfc3164},
      {"Nov 23 16:04:61", rfc3164},
      {"Nov 23 16.04.53", rfc3164},
      {"Nov 2x 16:04:53", rfc3164},
      {"Nov 23  6:04:53", rfc3164},
      {"2026 Nov 31 16:04:53", time::read_year_first},
      {"2025 Feb 29 16:04:53", time::read_year_first},
      {"20x6 Nov 23 16:04:53", time::read_year_first},
      {"2026-Nov 23 16:04:53", time::read_year_first},
      {"2026-11-23T16:04:5", iso8601},
      {"2026-13-23T16:04:53", iso8601},
      {"2026-00-23T16:04:53", iso8601},
      {"2026-11-00T16:04:53", iso8601},
      {"2026-11-31T16:04:53", iso8601},
      {"2025-02-29T16:04:53", iso8601},
      {"1900-02-29T16:04:53", iso8601},
      {"2026/11/23T16:04:53", iso8601},
      {"2026-11-23t16:04:53", iso8601},
      {"2026-11-23T16:04-53", iso8601},
      {"+026-11-23T16:04:53", iso8601},
  };
  for (const auto& one : cases) {
    INFO(one.text);
    Cursor cursor(one.text);
    const Stamp before{.wall = november, .has_year = false, .offset = 7min};
    Stamp stamp = before;
    CHECK_FALSE(one.read(cursor, stamp));
    CHECK(cursor.rest() == one.text);
    CHECK(stamp == before);
  }
}

TEST_CASE("an offset that no zone has is not one") {
  for (const char* text : {"+15:00", "-14:01", "+00:60", "+1", "+", "-", "+x0", "z"}) {
    INFO(text);
    const std::string line = std::string("2026-11-23T16:04:53") + text;
    Cursor cursor(line);
    Stamp stamp;
    REQUIRE(time::read_iso8601(cursor, stamp));
    CHECK_FALSE(stamp.offset.has_value());
    CHECK(cursor.rest() == text);
  }
}

TEST_CASE("29 February can be held without a year, and in leap years") {
  CHECK(stamp("Feb 29 00:00:00").wall == day(2000, 2, 29));
  CHECK(stamp("2024-02-29T00:00:00").wall == day(2024, 2, 29));
  CHECK(stamp("2000-02-29T00:00:00").wall == day(2000, 2, 29));
}

TEST_CASE("a leap second is read as the second before it") {
  CHECK(stamp("2016-12-31T23:59:60Z").wall == day(2016, 12, 31) + 23h + 59min + 59s);
}

TEST_CASE("every day from year 0 to 9999 is the calendar's day") {
  std::chrono::local_days expected = day(0, 1, 1);
  bool same = true;
  for (; expected <= day(9999, 12, 31) && same; expected += std::chrono::days(1)) {
    const std::chrono::year_month_day date(expected);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT00:00:00", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    Cursor cursor(text);
    Stamp stamp;
    same = time::read_iso8601(cursor, stamp) && stamp.wall == expected;
    if (!same) FAIL(text);
  }
  CHECK(same);
}

TEST_CASE("all twelve months are known by their English names") {
  const char* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  unsigned number = 0;
  for (const char* month : months) {
    INFO(month);
    CHECK(stamp(std::string(month) + " 15 00:00:00").wall == day(2000, ++number, 15));
  }
}

TEST_CASE("fourteen digits are a date and a time") {
  WallTime wall{};
  REQUIRE(time::read_digits("20261123160453", wall));
  CHECK(wall == november);
  REQUIRE(time::read_digits("20261123160453.14E542A1CAD@mail", wall));
  CHECK(wall == november);
  for (const char* text :
       {"", "2026112316045", "20261123160460", "20261123166053", "20261123240453", "20261131160453",
        "20261323160453", "20251123T160453", "20250229000000"}) {
    INFO(text);
    CHECK_FALSE(time::read_digits(text, wall));
    CHECK(wall == november);
  }
}

TEST_CASE("the minute and offset kept from line to line change nothing that is read") {
  time::StampCache cache;
  for (const std::string text :
       {"2026-11-23T16:04:53.469844+00:00 a", "2026-11-23T16:04:54.1+00:00 b",
        "2026-11-23T16:04:59+01:00 c", "2026-11-23T16:04:60Z d", "2026-11-23T16:05:00+01:00 e",
        "2026-11-23 16:05:01 f", "2026-11-23 16:05:02.5 +0200 g", "2026-11-23T16:05:0x h",
        "2026-11-23T16:05", "Nov 23 16:04:53 i", "Nov 23 16:04:54 j", "Nov 23 16:04:6 k",
        "Nov 23 16:04:60 l", "Nov 24 16:04:00 m", "2026-11-23T16:05:01+01:00 n"}) {
    Stamp plain;
    Stamp kept;
    text::Cursor plain_cursor(text);
    text::Cursor kept_cursor(text);
    const bool exim = text.size() > 10 && text[10] == ' ';
    const bool no_year = text.front() == 'N';
    const bool read = no_year ? time::read_rfc3164(plain_cursor, plain)
                              : time::read_iso8601(plain_cursor, plain, exim);
    const bool read_kept = no_year ? time::read_rfc3164(kept_cursor, kept, &cache)
                                   : time::read_iso8601(kept_cursor, kept, exim, &cache);
    CHECK(read_kept == read);
    CHECK(kept_cursor.rest() == plain_cursor.rest());
    if (read) CHECK(kept == plain);
  }
}

TEST_CASE("any front of a stamp is survived by every reader") {
  for (const std::string whole :
       {"Nov 23 16:04:53.469778", "2026 Nov 23 16:04:53.1", "2026-11-23T16:04:53.469844+00:00",
        "2026-11-23 16:04:53.166 +0000", "20261123160453"}) {
    for (std::size_t n = 0; n <= whole.size(); ++n) {
      const std::string front = whole.substr(0, n);  // a buffer of its own: overruns show
      WallTime wall{};
      for (const Reader read : {static_cast<Reader>(rfc3164),
                                static_cast<Reader>(time::read_year_first), iso8601, exim}) {
        Cursor cursor(front);
        Stamp stamp;
        if (!read(cursor, stamp)) CHECK(cursor.rest() == front);
      }
      CHECK(time::read_digits(front, wall) == (whole[4] == '1' && n == 14));
    }
  }
}

}  // namespace curfew::test
