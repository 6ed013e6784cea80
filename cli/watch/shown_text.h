#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace curfew::cli {

/// Columns that cleaned text takes on a terminal: wide characters two, those that stand upon the
/// one before none.
std::size_t columns_of(std::string_view text) noexcept;

/// Untrusted text, cleaned, in at most so many columns; what is left out becomes "...".
std::string shown(std::string_view text, std::size_t width);

/// The same, with blanks up to the width.
std::string cell(std::string_view text, std::size_t width);

}  // namespace curfew::cli
