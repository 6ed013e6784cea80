#pragma once

#include <cstdint>
#include <string>

#include "curfew/daily.h"
#include "page/page.h"

namespace curfew::daily {

/// "1.9 MB", "870 B"; nothing for none: some logs tell no sizes.
std::string size(std::uint64_t bytes);

enum class Medium : std::uint8_t { text, browser };

/// The morning page, with so many rows of each table (0: all). What is drawn by hour stands in
/// numbers, too, where there is room for it: folded in a browser, and where all rows are shown.
page::Page page_of(const DailyReport& report, std::size_t top, Medium medium);

}  // namespace curfew::daily
