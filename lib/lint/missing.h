#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "curfew/event.h"
#include "curfew/lint.h"
#include "curfew/parser.h"
#include "curfew/server.h"

namespace curfew::lint {

/// Which parts of their lines the servers were not told to log: parts that none of the events has
/// whose lines could have had it (ServerKnowledge::optional_fields).
class Missing {
 public:
  /// Of a log of that format, which must live as long.
  void read(const Format& format, const Events& events);
  /// In the order of the formats.
  std::vector<LintMissing> found(const Formats& formats) const;

 private:
  struct Seen {
    OptionalField field;
    std::uint64_t could_have = 0;
    std::uint64_t have = 0;
  };
  std::map<std::string_view, std::vector<Seen>> seen_;  // by format
  std::map<std::string_view, std::uint64_t> cut_;       // lines, by format
};

}  // namespace curfew::lint
