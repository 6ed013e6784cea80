#include "page/html_page.h"

#include <ostream>
#include <string>

#include "page/lines.h"
#include "text/html.h"

namespace curfew::page {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  text::append_html(out, text, text.size());
  return out;
}

std::string html(const Text& text) {
  std::string out;
  for (const Text::Run& run : text.runs()) {
    switch (run.emphasis) {
      case Emphasis::plain:
        out += escaped(run.words);
        break;
      case Emphasis::strong:
        out += "<b>" + escaped(run.words) + "</b>";
        break;
      case Emphasis::refused:
        out += "<span class=\"refused\">" + escaped(run.words) + "</span>";
        break;
      case Emphasis::quiet:
        out += "<span class=\"note\">" + escaped(run.words) + "</span>";
        break;
    }
  }
  return out;
}

std::string html(const std::vector<Text>& lines, const char* between) {
  std::string out;
  for (const Text& line : lines) out += (&line == &lines.front() ? "" : between) + html(line);
  return out;
}

class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  void operator()(const Heading& heading) const {
    out_ << "<h" << heading.level << '>' << html(heading.text) << "</h" << heading.level << ">\n";
  }
  void operator()(const Paragraph& paragraph) const {
    out_ << (paragraph.kind == Paragraph::Kind::plain ? "<p>" : "<p class=\"note\">")
         << html(paragraph.text) << "</p>\n";
  }
  void operator()(const List& list) const {
    out_ << "<ul>\n";
    for (const auto& item : list.items) out_ << "<li>" << html(item, "<br>") << "</li>\n";
    out_ << "</ul>\n";
  }
  void operator()(const Table& table) const {
    out_ << "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
         << escaped(table.title.words()) << "\"><table>\n";
    std::string heads;
    bool any = false;
    for (const Column& column : table.columns) {
      heads += std::string("<th scope=\"col\"") + (column.right ? " class=\"n\">" : ">") +
               html(column.head) + "</th>";
      any = any || !column.head.empty();
    }
    if (any) out_ << "<thead><tr>" << heads << "</tr></thead>\n";
    out_ << "<tbody>\n";
    for (const auto& row : table.rows) {
      out_ << "<tr>";
      for (std::size_t i = 0; i < row.size(); ++i) {
        const Column& column = table.columns[i];
        out_ << (column.names_row ? "<th scope=\"row\"" : "<td")
             << (column.right ? " class=\"n\">" : ">") << html(row[i].lines, "<br>")
             << (column.names_row ? "</th>" : "</td>");
      }
      out_ << "</tr>\n";
    }
    out_ << "</tbody></table></div>\n";
  }
  void operator()(const Chart& chart) const {
    out_ << "<pre role=\"img\" aria-label=\"" << escaped(chart.title.words()) << "\">"
         << html(lines_of(chart, endless, false), "\n") << "\n</pre>\n";
  }
  void operator()(const Code& code) const {
    out_ << "<pre tabindex=\"0\"><code>" << html(code.lines, "\n") << "\n</code></pre>\n";
  }

 private:
  std::ostream& out_;
};

}  // namespace

void write_html_page(const Page& page, std::ostream& out) {
  for (const Block& block : page) std::visit(Writer(out), block);
}

}  // namespace curfew::page
