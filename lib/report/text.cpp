#include <ostream>

#include "curfew/report.h"
#include "page/text_page.h"
#include "report/page.h"

namespace curfew {

void write_text(const Report& report, std::ostream& out, const TextOptions& options) {
  report::PageBounds bounds{.days = options.days, .verbose = options.verbose};
  if (options.top == 0) {
    bounds.drawn = bounds.in_full = bounds.briefs = bounds.remotes = bounds.logs = SIZE_MAX;
  } else {
    bounds.remotes = options.top;
  }
  page::Page page = report::page_of(report, bounds);
  page.insert(page.begin(), page::Paragraph{.text = "curfew " + report.version + "  " +
                                                    report::read_line(report)});
  page::write_text_page(page, out,
                        {.width = options.width,
                         .color = options.color,
                         .ascii = options.ascii,
                         .break_lines = options.break_lines});
}

}  // namespace curfew
