#include <ostream>
#include <string>
#include <vector>

#include "curfew/daily.h"
#include "daily/page.h"
#include "daily/sections.h"
#include "daily/sheet.h"
#include "report/html_page.h"

namespace curfew {
namespace {

using report::escaped;
using report::escaped_with_dates;

constexpr std::size_t longest = 1000;

class HtmlSheet final : public daily::Sheet {
 public:
  explicit HtmlSheet(std::ostream& out) : out_(out) {}

  void finish() { end_section(); }

  void head(const std::string& text) override { paragraph("meta", text); }
  void title(const std::string& text) override {
    end_section();
    title_ = escaped(text, longest);
    out_ << "<section>\n<h2>" << title_ << "</h2>\n";
    in_section_ = true;
  }
  void item(const std::string& text) override { paragraph("item", text); }
  void totals(const daily::Grid& grid) override { table(grid, 1, 0); }
  void grid(const daily::Grid& grid) override {
    const std::size_t columns = grid.heads().size();
    table(grid, grid.numbers(), columns - 1);
  }
  void note(const std::string& text) override { paragraph("note", text); }
  void warning(const std::string& text) override { paragraph("note", text); }

 private:
  void paragraph(const char* kind, const std::string& text) {
    out_ << "<p class=\"" << kind << "\">" << escaped_with_dates(text, longest) << "</p>\n";
  }
  void end_section() {
    if (in_section_) out_ << "</section>\n";
    in_section_ = false;
  }
  // `named`: the column that names the row; on a page it stands first. The numbers are the first
  // `numbers` others.
  void table(const daily::Grid& grid, std::size_t numbers, std::size_t named) {
    out_ << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" << title_
         << "\"><table>\n<caption class=\"a\">" << title_
         << "</caption>\n<thead><tr><th scope=\"col\">" << escaped(grid.heads()[named], longest)
         << "</th>";
    others(grid.heads(), numbers, named, "th scope=\"col\"", "th");
    out_ << "</tr></thead>\n<tbody>\n";
    for (const auto& cells : grid.rows()) {
      out_ << "<tr><th scope=\"row\">" << escaped_with_dates(cells[named], longest) << "</th>";
      others(cells, numbers, named, "td", "td");
      out_ << "</tr>\n";
    }
    out_ << "</tbody></table></div>\n";
  }
  void others(const std::vector<std::string>& cells, std::size_t numbers, std::size_t named,
              const char* begin, const char* end) {
    std::size_t other = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i == named) continue;
      out_ << '<' << begin << (other++ < numbers ? " class=\"n\">" : ">")
           << escaped_with_dates(cells[i], longest) << "</" << end << '>';
    }
  }

  std::ostream& out_;
  std::string title_;
  bool in_section_ = false;
};

}  // namespace

void write_daily_html(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  std::string title = "The morning page";
  if (!report.days.empty()) title += ", " + report.days.back().date;
  report::begin_page(title, out);
  HtmlSheet sheet(out);
  daily::write_sections(report, options, sheet);
  sheet.finish();
  report::end_page(report.base.version, "What each number counts: docs/daily.md.", out);
}

}  // namespace curfew
