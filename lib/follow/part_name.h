#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curfew::follow {

/// What rotation did to the name of a log.
struct PartName {
  std::string series;  ///< the name without it
  std::string date;    ///< digits alone: "20261129"; empty: none
  std::uint64_t number = 0;
  bool is_numbered = false;

  bool is_rotated() const noexcept { return is_numbered || !date.empty(); }
};

/// Of a file's name without its folder.
PartName part_name(std::string_view name);

}  // namespace curfew::follow
