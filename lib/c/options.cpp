#include "c/options.h"

#include <chrono>
#include <cstdint>
#include <string>

#include "c/boundary.h"
#include "curfew/error.h"

namespace curfew::c {
namespace {

constexpr std::int64_t last_second = 253'402'300'799;  // of the year 9999
constexpr int first_year = 1970;
constexpr int last_year = 9999;

}  // namespace

curfew_options known_options(const curfew_options* given) {
  curfew_options options = CURFEW_OPTIONS_INIT;
  if (given == nullptr) return options;
  // All of version 1. A larger struct belongs to a newer library, and may ask for what this one
  // does not know.
  if (given->size != sizeof options) {
    throw Misuse{"the size in curfew_options is not that of the library's",
                 "Begin with CURFEW_OPTIONS_INIT, and use the header of the library that runs."};
  }
  return *given;
}

AnalyzerOptions analyzer_options(const curfew_options& options) {
  AnalyzerOptions ours;
  if (options.zone != nullptr) ours.zone = TimeZone::named(options.zone);
  if (options.log_zone != nullptr) ours.log_zone = TimeZone::named(options.log_zone);
  ours.system_zone =
      options.system_zone != nullptr ? TimeZone::named(options.system_zone) : TimeZone::system();
  if (options.format != nullptr) ours.format = options.format;
  if (options.now < 0 || options.now > last_second) {
    throw Error(ErrorCode::bad_value, "now: " + std::to_string(options.now) + " is no such moment",
                "Give seconds since 1970-01-01 00:00 UTC.");
  }
  if (options.now != 0) ours.now = Instant(std::chrono::seconds(options.now));
  if (options.year != 0) {
    if (options.year < first_year || options.year > last_year) {
      throw Error(ErrorCode::bad_value,
                  "year: " + std::to_string(options.year) + " is no such year",
                  "Give a year from 1970 to 9999, or 0 where it is to be found.");
    }
    ours.year = options.year;
  }
  return ours;
}

}  // namespace curfew::c
