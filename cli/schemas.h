#pragma once

#include <span>
#include <string_view>

namespace curfew::cli {

/// A JSON schema of docs/schema.
struct Schema {
  std::string_view name;  ///< "curfew-summary/1"
  std::string_view text;
};

std::span<const Schema> schemas() noexcept;

}  // namespace curfew::cli
