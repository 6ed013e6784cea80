#include "ndjson/contact_lines.h"

#include <algorithm>

namespace curfew::ndjson {

// Numbers of lines that follow one another fall into rows that do: no row fills before the others.
void ContactLines::add(std::uint64_t in_log, std::uint64_t here) {
  if (in_log == 0) return;
  if (table_.empty()) table_.resize(rows);
  std::array<Place, row_size>& row = table_[in_log % rows];
  const auto same = std::ranges::find(row, in_log, &Place::in_log);
  Place& place = same != row.end() ? *same : *std::ranges::min_element(row, {}, &Place::here);
  place = {.in_log = in_log, .here = here};
}

std::uint64_t ContactLines::find(std::uint64_t in_log) const noexcept {
  if (table_.empty() || in_log == 0) return 0;
  const std::array<Place, row_size>& row = table_[in_log % rows];
  const auto found = std::ranges::find(row, in_log, &Place::in_log);
  return found == row.end() ? 0 : found->here;
}

}  // namespace curfew::ndjson
