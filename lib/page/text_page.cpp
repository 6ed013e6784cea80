#include "page/text_page.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "page/lines.h"
#include "text/terminal.h"

namespace curfew::page {
namespace {

const char* style_of(Emphasis emphasis) noexcept {
  switch (emphasis) {
    case Emphasis::plain:
    case Emphasis::code:
      return "";
    case Emphasis::strong:
    case Emphasis::act:
      return "\x1b[1m";
    case Emphasis::refused:
      return "\x1b[31m";
    case Emphasis::partly:
      return "\x1b[33m";
    case Emphasis::quiet:
    case Emphasis::know:
    case Emphasis::fine:
      return "\x1b[2m";
  }
  return "";
}

class TextWriter {
 public:
  TextWriter(std::ostream& out, const TextPageOptions& options) : out_(out), options_(options) {}

  bool is_folded() const noexcept { return folded_; }

  void operator()(const Section& section) {
    folded_ = false;
    in_half_ = section.half;
    if (section.half || section.joined) return;
    if (begun_) out_ << '\n';
    after_blank_ = true;
  }
  void operator()(const Fold& /*fold*/) { folded_ = true; }
  void operator()(const Figures& /*figures*/) const {}
  void operator()(const OpenStrip& /*strip*/) const {}
  void operator()(const Heading& heading) {
    if (heading.browser_only) return;
    const bool inner = heading.level == 3 || in_half_;
    if (heading.level == 2 && !inner && !after_blank_) out_ << '\n';
    begun();
    const char* const mark = options_.ascii ? "* " : "\u25cf ";
    write(heading.text.in(Emphasis::strong), heading.marked ? mark : inner ? "  " : "", "  ");
  }
  void operator()(const Paragraph& paragraph) {
    begun();
    if (paragraph.apart) out_ << '\n';
    const bool note =
        paragraph.kind == Paragraph::Kind::note || paragraph.kind == Paragraph::Kind::lead;
    const bool warning = paragraph.kind == Paragraph::Kind::warning;
    write(paragraph.text, warning ? "! " : note ? "  " : "", "  ");
  }
  void operator()(const List& list) const {
    for (const std::vector<Text>& item : list.items) {
      for (const Text& text : item) write(text, &text == &item.front() ? "  " : "    ", "    ");
    }
  }
  void operator()(const Table& table) const {
    if (table.apart) out_ << '\n';
    write_lines(lines_of(table, options_.width, options_.ascii));
  }
  void operator()(const Chart& chart) const {
    write_lines(lines_of(chart, options_.width, options_.ascii));
  }
  void operator()(const Facts& facts) const { write_lines(lines_of(facts, options_.width)); }
  void operator()(const Steps& steps) const { write_lines(lines_of(steps, options_.width)); }
  void operator()(const DayMap& map) const {
    out_ << '\n';
    write_lines(lines_of(map, options_.width, options_.ascii));
  }
  void operator()(const LimitChart& chart) const {
    out_ << '\n';
    write_lines(lines_of(chart, options_.width, options_.ascii));
  }
  void operator()(const Bars& bars) const {
    for (const Text& line : lines_of(bars, options_.width, options_.ascii)) write_line(line);
  }
  void operator()(const Code& code) const {
    for (const Text& line : code.lines) {
      out_ << "    ";
      write_line(line);
    }
  }

 private:
  // `first` stands before the first line, `next` before the others.
  void write(const Text& text, std::string_view first, std::string_view next) const {
    if (!options_.break_lines) {
      out_ << first;
      write_line(text);
      return;
    }
    const std::size_t indent = text::columns(first);
    const std::size_t room = options_.width - std::min(options_.width, indent);
    std::string_view before = first;
    for (const Text& line : broken(text, room, text::columns(next) - indent)) {
      out_ << before;
      write_line(line);
      before = next;
    }
  }
  void write_lines(const std::vector<Text>& lines) const {
    for (const Text& line : lines) write_line(line);
  }
  void write_line(const Text& line) const {
    for (const Text::Run& run : line.runs()) {
      const std::string_view style = options_.color ? style_of(run.emphasis) : "";
      out_ << style << run.words;
      if (!style.empty()) out_ << "\x1b[0m";
    }
    out_ << '\n';
  }

  void begun() {
    begun_ = true;
    after_blank_ = false;
  }

  std::ostream& out_;
  const TextPageOptions& options_;
  bool folded_ = false;
  bool in_half_ = false;
  bool begun_ = false;
  bool after_blank_ = false;
};

}  // namespace

void write_text_page(const Page& page, std::ostream& out, const TextPageOptions& options) {
  TextWriter writer(out, options);
  for (const Block& block : page) {
    const bool begins =
        std::holds_alternative<Section>(block) || std::holds_alternative<Fold>(block);
    if (begins || !writer.is_folded()) std::visit(writer, block);
  }
}

}  // namespace curfew::page
