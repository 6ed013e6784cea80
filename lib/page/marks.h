#pragma once

#include <cstdint>

#include "page/page.h"

namespace curfew::page {

/// What stands for a share refused, from 0 to 1; negative: no tries. Of eight heights, or with
/// `shades` of five shades, where heights would not stand out from each other. Red, yellow in part,
/// quiet where nothing was refused.
Mark share_mark(double share, bool shades) noexcept;

/// An eighth to all of the most; 0: a dot. In ASCII a tenth to nine tenths as a digit.
Mark height_mark(std::uint64_t value, std::uint64_t most) noexcept;

Text text_of(const Mark& mark, bool ascii);

}  // namespace curfew::page
