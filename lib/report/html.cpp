#include <algorithm>
#include <ostream>

#include "curfew/report.h"
#include "page/html_page.h"
#include "report/numbers.h"
#include "report/page.h"
#include "report/sentence.h"
#include "report/story.h"

namespace curfew {
namespace {

std::string title_of(const Report& report) {
  const std::vector<report::Story> stories = report::stories_of(report);
  if (stories.empty() && !report::is_well(report)) return "Much of our mail is not accepted";
  return stories.empty() ? "Nothing needs you" : report::headline_of(stories.front().main->finding);
}

std::string lines_of(const Report& report) {
  const std::string lines =
      " \u00b7 " + report::counted(report.lines.lines(), "log line", "log lines");
  return lines + (report.lines.unknown == 0
                      ? ", every one understood"
                      : ", " + report::grouped(report.lines.unknown) + " not understood");
}

}  // namespace

void write_html(const Report& report, std::ostream& out) {
  constexpr std::size_t most_remotes = 200;
  const page::HtmlFrame frame{
      .title = page::Untrusted(title_of(report), 200),
      .read = report::read_line(report) + lines_of(report),
      .end = "Written by curfew " + report.version +
             ". A try is one message offered once to one recipient at a remote that answered, or "
             "could not be reached."};
  page::write_html_page(report::page_of(report, {.remotes = most_remotes, .logs = 100}), frame,
                        out);
}

}  // namespace curfew
