#pragma once

#include <string>
#include <string_view>

#include "curfew/event.h"

namespace curfew::trace {

/// What is looked for.
class Query {
 public:
  explicit Query(std::string_view words);
  bool matches(const Event& event) const noexcept;

 private:
  bool names(std::string_view address) const noexcept;

  std::string whole_;   // as typed, without angle brackets
  std::string domain_;  // of "@example.net"
};

}  // namespace curfew::trace
