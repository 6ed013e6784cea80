#include "page/html_page.h"

#include <ostream>
#include <string>

#include "page/drawings.h"
#include "page/html_style.h"
#include "page/lines.h"
#include "page/svg.h"

namespace curfew::page {
namespace {

constexpr std::array<const char*, 4> tones{"", "act", "know", "fine"};

const char* name_of(Tone tone) noexcept {
  return tones[static_cast<std::size_t>(tone)];
}

std::string spanned(const char* classes, const std::string& words) {
  return "<span class=\"" + std::string(classes) + "\">" + escaped(words) + "</span>";
}

std::string html(const Text::Run& run) {
  switch (run.emphasis) {
    case Emphasis::plain:
      return escaped(run.words);
    case Emphasis::strong:
      return "<b>" + escaped(run.words) + "</b>";
    case Emphasis::refused:
    case Emphasis::partly:
      return spanned("refused", run.words);
    case Emphasis::quiet:
      return spanned("note", run.words);
    case Emphasis::code:
      return "<code>" + escaped(std::string_view(run.words).substr(1, run.words.size() - 2)) +
             "</code>";
    case Emphasis::act:
      return spanned("pill act", run.words);
    case Emphasis::know:
      return spanned("pill know", run.words);
    case Emphasis::fine:
      return spanned("pill", run.words);
  }
  return {};
}

std::string html(const Text& text) {
  std::string out;
  for (const Text::Run& run : text.runs()) out += html(run);
  return out;
}

std::string html(const std::vector<Text>& lines, const char* between) {
  std::string out;
  for (const Text& line : lines) out += (&line == &lines.front() ? "" : between) + html(line);
  return out;
}

std::string code_of(const std::vector<Text>& lines) {
  return "<pre tabindex=\"0\"><code>" + html(lines, "\n") + "\n</code></pre>";
}

std::string html(const Cell& cell) {
  struct Drawn {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const ShareBar& bar) const { return svg_of(bar); }
    std::string operator()(const HourStrip& strip) const { return svg_of(strip); }
    std::string operator()(const Sparkline& line) const { return svg_of(line); }
  };
  return std::visit(Drawn(), cell.drawing) + html(cell.lines, "<br>");
}

class Writer {
 public:
  explicit Writer(std::ostream& out) : out_(out) {}

  void operator()(const Section& section) {
    end_section();
    const std::string tone = name_of(section.tone);
    const std::string classes = tone + (section.half ? (tone.empty() ? "half" : " half") : "");
    out_ << "<section" << (classes.empty() ? "" : " class=\"" + classes + '"') << ">\n";
    in_section_ = true;
  }
  void operator()(const Fold& fold) {
    end_fold();
    out_ << "<details><summary>" << html(fold.title) << "</summary>\n";
    in_fold_ = true;
  }
  void operator()(const Heading& heading) {
    out_ << "<h" << heading.level << '>' << html(heading.text) << "</h" << heading.level << ">\n";
  }
  void operator()(const Paragraph& paragraph) {
    static constexpr std::array kinds{"", " class=\"note\"", " class=\"warn\"", " class=\"lead\""};
    out_ << "<p" << kinds[static_cast<std::size_t>(paragraph.kind)] << '>' << html(paragraph.text)
         << "</p>\n";
  }
  void operator()(const List& list) {
    out_ << "<ul>\n";
    for (const auto& item : list.items) out_ << "<li>" << html(item, "<br>") << "</li>\n";
    out_ << "</ul>\n";
  }
  void operator()(const Table& table);
  void operator()(const Chart& chart) {
    out_ << "<pre role=\"img\" aria-label=\"" << escaped(chart.title.words()) << "\">"
         << html(lines_of(chart, endless, false), "\n") << "\n</pre>\n";
  }
  void operator()(const Bars& bars) { write_svg(bars, out_); }
  void operator()(const Code& code) { out_ << code_of(code.lines) << '\n'; }
  void operator()(const Facts& facts) {
    out_ << "<dl>\n";
    for (const Facts::Fact& one : facts.all) {
      out_ << "<dt>" << html(one.label) << "</dt><dd>" << html(one.lines, "<br>") << "</dd>\n";
    }
    out_ << "</dl>\n";
  }
  void operator()(const Steps& steps) {
    out_ << "<ol>\n";
    for (const Steps::Step& one : steps.all) {
      out_ << "<li>" << html(one.text) << (one.code.empty() ? "" : code_of(one.code)) << "</li>\n";
    }
    out_ << "</ol>\n";
  }
  void operator()(const Figures& figures) {
    out_ << "<ul class=\"figures\">\n";
    for (const Figures::Figure& one : figures.all) {
      out_ << "<li class=\"" << name_of(one.tone) << "\"><b>" << html(one.number) << "</b>"
           << (one.share ? svg_of(ShareBar{*one.share}) : "") << html(one.what) << "</li>\n";
    }
    out_ << "</ul>\n";
  }
  void operator()(const OpenStrip& strip) { out_ << svg_of(strip); }
  void operator()(const DayMap& map);
  void operator()(const LimitChart& chart) {
    out_ << "<h3>" << html(chart.title) << "</h3>\n"
         << svg_of(chart) << "<p class=\"note\">refused / accepted</p>\n";
  }

  void end_section() {
    end_fold();
    if (in_section_) out_ << "</section>\n";
    in_section_ = false;
  }

 private:
  void end_fold() {
    if (in_fold_) out_ << "</details>\n";
    in_fold_ = false;
  }
  void write_choice();

  std::ostream& out_;
  bool in_section_ = false;
  bool in_fold_ = false;
  int choices_ = 0;
};

// Radio buttons that the style looks at: no script.
void Writer::write_choice() {
  const std::string name = "pick" + std::to_string(++choices_);
  out_ << "<fieldset class=\"pick\"><label><input type=\"radio\" name=\"" << name
       << "\" checked> all</label><label><input type=\"radio\" class=\"pa\" name=\"" << name
       << "\"> needs you</label><label><input type=\"radio\" class=\"pk\" name=\"" << name
       << "\"> without greylisting and short outages</label></fieldset>\n";
}

void Writer::operator()(const Table& table) {
  const bool toned = !table.tones.empty() && table.tones.size() == table.rows.size();
  if (toned) write_choice();
  if (table.folded) out_ << "<details><summary>In numbers</summary>\n";
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
  static constexpr std::array row_classes{" class=\"p\"", "", " class=\"k\"", " class=\"p\""};
  for (std::size_t n = 0; n < table.rows.size(); ++n) {
    out_ << "<tr" << (toned ? row_classes[static_cast<std::size_t>(table.tones[n])] : "") << '>';
    for (std::size_t i = 0; i < table.rows[n].size(); ++i) {
      const Column& column = table.columns[i];
      const bool wide = !column.names_row && (column.narrow == Column::Narrow::cut ||
                                              column.narrow == Column::Narrow::broken);
      out_ << (column.names_row ? "<th scope=\"row\"" : "<td")
           << (column.right ? " class=\"n\">"
               : wide       ? " class=\"w\">"
                            : ">")
           << html(table.rows[n][i]) << (column.names_row ? "</th>" : "</td>");
    }
    out_ << "</tr>\n";
  }
  out_ << "</tbody></table></div>\n";
  if (table.folded) out_ << "</details>\n";
}

void Writer::operator()(const DayMap& map) {
  if (map.days.empty()) return;
  out_ << svg_of(map) << "<ul class=\"legend\">\n";
  constexpr std::array<std::pair<const char*, const char*>, 4> legend{
      {{"c4", "all refused"},
       {"c2", "some refused"},
       {"c0", "all accepted"},
       {"c4 few", "paler: few tries"}}};
  for (const auto& [classes, words] : legend) {
    out_ << "<li><svg viewBox=\"0 0 8 8\" aria-hidden=\"true\"><rect class=\"" << classes
         << "\" width=\"8\" height=\"8\"/></svg>" << words << "</li>\n";
  }
  out_ << "<li>empty: no tries</li>\n<li>grey: weekend</li>\n</ul>\n";
}

}  // namespace

void write_html_blocks(const Page& page, std::ostream& out) {
  Writer writer(out);
  for (const Block& block : page) std::visit(writer, block);
  writer.end_section();
}

void write_html_page(const Page& page, const HtmlFrame& frame, std::ostream& out) {
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
      << html_style_hash << "'\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" << escaped(frame.title.words())
      << "</title>\n<style>" << html_style
      << "</style>\n</head>\n<body>\n<header class=\"top\"><b>curfew</b> " << html(frame.read)
      << "</header>\n<main>\n";
  write_html_blocks(page, out);
  out << "</main>\n<footer><p>" << html(frame.end) << "</p></footer>\n</body>\n</html>\n";
}

}  // namespace curfew::page
