#pragma once

#include <cstddef>

#include "curfew/report.h"
#include "page/page.h"

namespace curfew::report {

/// How much of a report a page tells. What is left out is counted.
struct PageBounds {
  std::size_t drawn = 2;       ///< stories with a map of their days
  std::size_t in_full = 10;    ///< stories
  std::size_t headlines = 20;  ///< stories more, with their first line
  std::size_t briefs = 20;     ///< lines of what goes on by itself
  std::size_t remotes = 20;    ///< rows of the table
  std::size_t logs = 10;
  std::size_t days = 21;  ///< of a map on a terminal
  bool verbose = false;   ///< also what was not reported, and what findings were computed from
};

/// What needs somebody, what goes on by itself, all remotes, how it was read: in this order in
/// every medium.
page::Page page_of(const Report& report, const PageBounds& bounds);

/// Whether no more than a small part of all tries was refused.
bool is_well(const Report& report);

/// What is said where nothing needs anybody: all is well, or much was refused without a rule.
page::Text nothing_found(const Report& report);

/// "samples/cox-curfew.log, 2020-05-26 08:22 to 2020-06-24 11:58, times in UTC-07:00".
page::Text read_line(const Report& report);

}  // namespace curfew::report
