#include <algorithm>

#include "page/lines.h"

namespace curfew::page {
namespace {

constexpr std::size_t code_indent = 6;

}  // namespace

std::vector<Text> lines_of(const Facts& facts, std::size_t width) {
  Table table{.columns = {{.names_row = true}, {.least = 24, .narrow = Column::Narrow::broken}},
              .indent = line_indent};
  for (const Facts::Fact& fact : facts.all) table.rows.push_back({fact.label, Cell(fact.lines)});
  return lines_of(table, width);
}

std::vector<Text> lines_of(const Steps& steps, std::size_t width) {
  std::vector<Text> lines;
  for (std::size_t i = 0; i < steps.all.size(); ++i) {
    const std::string number = std::string(line_indent, ' ') + std::to_string(i + 1) + ". ";
    const std::size_t room = width - std::min(width, number.size());
    const std::vector<Text> broken_lines = broken(steps.all[i].text, room);
    for (std::size_t n = 0; n < broken_lines.size(); ++n) {
      lines.push_back((n == 0 ? number : std::string(number.size(), ' ')) + broken_lines[n]);
    }
    for (const Text& line : steps.all[i].code) {
      lines.push_back(std::string(code_indent, ' ') + line.in(Emphasis::strong));
    }
  }
  return lines;
}

}  // namespace curfew::page
