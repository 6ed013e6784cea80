#pragma once

#include "page/page.h"
#include "report/story.h"

namespace curfew::report {

struct CardOptions {
  bool first = false;          ///< the first of the page
  bool drawn = true;           ///< with the map of its days
  bool in_detail = false;      ///< in a browser, each half hour of the map has its text
  bool verbose = false;        ///< what the finding was computed from
  std::size_t most_days = 21;  ///< of the map, on a terminal
};

/// Appends what is to be said of a remote that somebody has to act on: who, when, since, how sure,
/// what it costs us, what to do.
void add_card(const Report& report, const Story& story, const CardOptions& options,
              page::Page& page);

/// Its first lines alone, where there are too many to tell each in full.
void add_headline(const Story& story, page::Page& page);

/// What a finding was computed from, for `verbose`.
page::Text computed_words(const Finding& finding);

}  // namespace curfew::report
