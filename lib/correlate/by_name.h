#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "text/names.h"

namespace curfew::correlate {

/// The name's place in a row that grows with the names.
template <typename Value>
Value& at(std::vector<Value>& by_name, Name name) {
  const auto index = static_cast<std::size_t>(name);
  if (index >= by_name.size()) by_name.resize(std::max(index + 1, by_name.size() * 2));
  return by_name[index];
}

}  // namespace curfew::correlate
