#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "curfew/hints.h"
#include "page/page.h"
#include "text/grouped.h"

namespace curfew::daily {

/// A table told by its columns: counts first, then the words that name a row.
template <typename Row>
struct Listing {
  struct Count {
    const char* head;
    std::uint64_t Row::*value;
    page::Text (*shown)(std::uint64_t) = page::number;
    bool adds_up = true;  ///< else its column has no total
  };
  struct Words {
    const char* head;
    page::Text (*of)(const Row&);
    page::Column::Narrow narrow = page::Column::Narrow::whole;
  };

  const char* title;
  std::vector<Count> counts;
  std::vector<Words> words;
};

/// How much of a table is shown, and what is known of the rest.
struct Extent {
  std::size_t top = 0;      ///< rows; 0: all
  std::uint64_t names = 0;  ///< rows there are; at least so many where `capped`
  bool capped = false;
  const Hints* hints = nullptr;
};

/// The sum of the rows, of columns that add up.
template <typename Row>
Row sum_of(const Listing<Row>& listing, const std::vector<Row>& rows) {
  Row sum{};
  for (const auto& count : listing.counts) {
    for (const Row& row : rows) sum.*count.value += count.adds_up ? row.*count.value : 0;
  }
  return sum;
}

template <typename Row>
std::vector<page::Cell> cells_of(const Listing<Row>& listing, const Row& row) {
  std::vector<page::Cell> cells;
  for (const auto& count : listing.counts) cells.emplace_back(count.shown(row.*count.value));
  for (const auto& words : listing.words) cells.emplace_back(words.of(row));
  return cells;
}

/// The line below the rows. A single row is its own total.
template <typename Row>
std::vector<page::Cell> total_of(const Listing<Row>& listing, const Row& total,
                                 const std::string& name) {
  std::vector<page::Cell> cells;
  for (const auto& count : listing.counts) {
    cells.emplace_back(count.adds_up ? count.shown(total.*count.value) : page::Text());
  }
  cells.resize(cells.size() + listing.words.size(), page::Text());
  cells.back() = page::Text(name);
  return cells;
}

/// The table alone. A column in which no row has anything is left out.
template <typename Row>
void add_table(Listing<Row> listing, const std::vector<Row>& rows, const Row& total,
               const Extent& extent, page::Page& page) {
  std::erase_if(listing.counts, [&](const auto& count) {
    return count.shown(0).empty() &&
           std::ranges::all_of(rows, [&](const Row& row) { return row.*count.value == 0; });
  });
  page::Table table{.title = listing.title, .indent = 2};
  for (const auto& count : listing.counts) {
    table.columns.push_back({.head = count.head, .right = true});
  }
  constexpr std::size_t least = 90;  // words cut too short would look alike
  for (const auto& words : listing.words) {
    table.columns.push_back({.head = words.head, .narrow = words.narrow});
    if (words.narrow != page::Column::Narrow::whole) table.columns.back().least = least;
  }
  table.columns.back().names_row = true;
  const std::size_t shown = extent.top == 0 ? rows.size() : std::min(extent.top, rows.size());
  for (std::size_t i = 0; i < shown; ++i) table.rows.push_back(cells_of(listing, rows[i]));
  const std::uint64_t all = std::max<std::uint64_t>(extent.names, rows.size());
  const bool adds_up =
      std::ranges::any_of(listing.counts, [](const auto& count) { return count.adds_up; });
  if (all > 1 && adds_up) {
    std::string name = (extent.capped ? "all, at least " : "all ") + text::grouped(all);
    if (all > shown) {
      name = extent.hints->after(name + ", of which " + text::grouped(all - shown) + " not shown",
                                 Hint::more_rows);
    }
    table.rows.push_back(total_of(listing, total, name));
  }
  page.push_back(std::move(table));
}

/// The table below its title; nothing where there are no rows.
template <typename Row>
void add(const Listing<Row>& listing, const std::vector<Row>& rows, const Row& total,
         const Extent& extent, page::Page& page) {
  if (rows.empty()) return;
  page.push_back(page::Heading{listing.title});
  add_table(listing, rows, total, extent, page);
}

template <typename Row>
void add(const Listing<Row>& listing, const std::vector<Row>& rows, const Extent& extent,
         page::Page& page) {
  add(listing, rows, sum_of(listing, rows), extent, page);
}

}  // namespace curfew::daily
