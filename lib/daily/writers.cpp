#include <ostream>

#include "curfew/daily.h"
#include "daily/page.h"
#include "page/html_page.h"
#include "page/text_page.h"

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
  page::Text read;
  for (page::Block& block : daily::page_of(report, options.top, daily::Medium::browser)) {
    if (read.empty()) {
      read = std::get<page::Paragraph>(block).text;
      continue;
    }
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
