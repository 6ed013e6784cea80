#include "page/text_page.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "page/lines.h"

namespace curfew::page {
namespace {

const char* style_of(Emphasis emphasis) noexcept {
  switch (emphasis) {
    case Emphasis::plain:
      return "";
    case Emphasis::strong:
      return "\x1b[1m";
    case Emphasis::refused:
      return "\x1b[31m";
    case Emphasis::quiet:
      return "\x1b[2m";
  }
  return "";
}

class Writer {
 public:
  Writer(std::ostream& out, const TextPageOptions& options) : out_(out), options_(options) {}

  void operator()(const Heading& heading) const {
    if (heading.level > 1) out_ << '\n';
    write(heading.text.in(Emphasis::strong), "", "  ");
  }
  void operator()(const Paragraph& paragraph) const {
    if (paragraph.apart) out_ << '\n';
    const bool note = paragraph.kind == Paragraph::Kind::note;
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
    for (const Text& line : lines_of(table, options_.width)) write_line(line);
  }
  void operator()(const Chart& chart) const {
    for (const Text& line : lines_of(chart, options_.width, options_.ascii)) write_line(line);
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
    const std::size_t room = options_.width - std::min(options_.width, first.size());
    std::string_view before = first;
    for (const Text& line : broken(text, room, next.size() - first.size())) {
      out_ << before;
      write_line(line);
      before = next;
    }
  }
  void write_line(const Text& line) const {
    for (const Text::Run& run : line.runs()) {
      const bool styled = options_.color && run.emphasis != Emphasis::plain;
      if (styled) out_ << style_of(run.emphasis);
      out_ << run.words;
      if (styled) out_ << "\x1b[0m";
    }
    out_ << '\n';
  }

  std::ostream& out_;
  const TextPageOptions& options_;
};

}  // namespace

void write_text_page(const Page& page, std::ostream& out, const TextPageOptions& options) {
  for (const Block& block : page) std::visit(Writer(out, options), block);
}

}  // namespace curfew::page
