#include <ostream>

#include "curfew/daily.h"
#include "daily/page.h"
#include "daily/sections.h"
#include "daily/sheet.h"
#include "report/wrapped.h"

namespace curfew {
namespace {

class TextSheet final : public daily::Sheet {
 public:
  TextSheet(std::ostream& out, const TextOptions& options) : out_(out), options_(options) {}

  void head(const std::string& text) override { out_ << text << '\n'; }
  void title(const std::string& text) override {
    out_ << '\n' << (options_.color ? "\x1b[1m" : "") << text;
    out_ << (options_.color ? "\x1b[0m\n" : "\n");
  }
  void item(const std::string& text) override {
    report::write_wrapped(text, "  ", "    ", options_.width, out_);
  }
  void totals(const daily::Grid& grid) override {
    for (const auto& cells : grid.rows()) {
      std::string line = "  " + cells[0];
      line.append(line.size() < 17 ? 17 - line.size() : 1, ' ');
      line.append(cells[1].size() < 10 ? 10 - cells[1].size() : 0, ' ');
      out_ << line << cells[1] << "  " << cells[2] << '\n';
    }
  }
  void grid(const daily::Grid& grid) override { grid.write(out_); }
  void note(const std::string& text) override { out_ << "  " << text << '\n'; }
  void warning(const std::string& text) override { out_ << "! " << text << '\n'; }

 private:
  std::ostream& out_;
  const TextOptions& options_;
};

}  // namespace

void write_daily_text(const DailyReport& report, std::ostream& out, const TextOptions& options) {
  TextSheet sheet(out, options);
  daily::write_sections(report, options, sheet);
}

}  // namespace curfew
