#pragma once

#include <string_view>

namespace curfew::lint {

/// Whether a word, in any case, is one of the trade's or of plain English: the only words that a
/// masked line shows. Names of people, hosts and firms are none of them.
bool is_common(std::string_view word) noexcept;

}  // namespace curfew::lint
