#pragma once

#include <string_view>

namespace curfew::smtp {

/// Whether a word, in any case, is one of the trade's or of plain English: the only words of a line
/// that are shown where it is masked for others. Names of people, hosts and firms are none of them.
bool is_common(std::string_view word) noexcept;

}  // namespace curfew::smtp
