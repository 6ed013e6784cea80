#pragma once

#include <span>
#include <string_view>

namespace curfew::cli {

/// A library of others that is in this build.
struct Library {
  std::string_view name;
  std::string_view version;  ///< Empty where it does not tell.
  std::string_view licence;  ///< As SPDX writes it.
  std::string_view file;     ///< What is loaded, up to ".so"; empty for headers alone.
};

std::span<const Library> libraries() noexcept;

}  // namespace curfew::cli
