#include "daily/page.h"

#include <algorithm>
#include <array>
#include <ostream>

#include "text/terminal.h"

namespace curfew::daily {

std::string clean(std::string_view text, std::size_t most) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

std::string size(std::uint64_t bytes) {
  constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes == 0) return {};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  std::size_t unit = 0;
  std::uint64_t tenths = bytes;  // of the next unit
  std::uint64_t rest = 0;
  do {
    rest = tenths % 1000;
    tenths /= 1000;
    ++unit;
  } while (tenths >= 1000);
  std::uint64_t shown = tenths * 10 + (rest + 50) / 100;
  if (shown == 10000 && unit + 1 < units.size()) {
    shown = 10;
    ++unit;
  }
  return std::to_string(shown / 10) + '.' + std::to_string(shown % 10) + ' ' + units.at(unit);
}

std::size_t Grid::numbers() const noexcept {
  std::size_t columns = heads_.size() - 1;
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < columns; ++i) {
      if (!cells[i].empty() && (cells[i][0] < '0' || cells[i][0] > '9')) columns = i;
    }
  }
  return columns;
}

void Grid::write(std::ostream& out) const {
  std::vector<std::size_t> widths;
  for (const std::string& head : heads_) widths.push_back(head.size());
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  const auto write_row = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
      line.append(2 + widths[i] - cells[i].size(), ' ');
      line += cells[i];
    }
    out << line << "  " << cells.back() << '\n';
  };
  write_row(heads_);
  for (const auto& cells : rows_) write_row(cells);
}

}  // namespace curfew::daily
