#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/lint.h"

namespace curfew::lint {

/// Which parts of their lines the servers were not told to log: parts that none of the events has
/// whose lines could have had it.
class Missing {
 public:
  static constexpr std::size_t parts = 8;

  void read(std::string_view format, const Events& events);
  std::vector<LintMissing> found() const;

 private:
  struct Seen {
    std::uint64_t could_have = 0;
    std::uint64_t have = 0;
  };
  std::array<Seen, parts> seen_{};
  std::map<std::string_view, std::uint64_t> cut_;  // lines, by format
};

}  // namespace curfew::lint
