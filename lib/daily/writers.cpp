#include <ostream>

#include "curfew/daily.h"
#include "daily/page.h"
#include "page/html_page.h"
#include "page/text_page.h"
#include "report/html_page.h"

namespace curfew {

void write_daily_text(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  page::write_text_page(daily::page_of(report, options.top, daily::Medium::text), out,
                        {.width = options.width,
                         .color = options.color,
                         .ascii = options.ascii,
                         .break_lines = options.break_lines});
}

void write_daily_html(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  std::string title = "The morning page";
  if (!report.days.empty()) title += ", " + report.days.back().date;
  report::begin_page(title, out);
  page::write_html_page(daily::page_of(report, options.top, daily::Medium::browser), out);
  report::end_page(report.base.version, "What each number counts: docs/daily.md.", out);
}

}  // namespace curfew
