#include <ostream>
#include <utility>

#include "curfew/daily.h"
#include "daily/page.h"
#include "page/html_page.h"
#include "page/text_page.h"
#include "report/how_read.h"
#include "report/page.h"

namespace curfew {

void write_daily_text(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  page::write_text_page(daily::page_of(report, options.top, daily::Medium::text), out,
                        {.width = options.width,
                         .color = options.color,
                         .ascii = options.ascii,
                         .break_lines = options.break_lines});
}

// In a browser each part is a card; the head stands above all of them.
void write_daily_html(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  std::string title = "The morning page";
  if (!report.days.empty()) title += ", " + report.days.back().date;
  page::Page cards = {page::Section{}, page::Heading{.text = title, .level = 1}};
  const page::Text read = report::read_line(report.base) + "; " + report::lines_words(report.base);
  bool head = true;
  for (page::Block& block : daily::page_of(report, options.top, daily::Medium::browser)) {
    if (std::exchange(head, false)) continue;
    if (std::holds_alternative<page::Heading>(block) && cards.size() > 2) {
      cards.emplace_back(page::Section{});
    }
    cards.push_back(std::move(block));
  }
  page::write_html_page(cards,
                        {.title = title,
                         .read = read,
                         .end = "Written by curfew " + report.base.version +
                                ". What each number counts: docs/daily.md."},
                        out);
}

}  // namespace curfew
