#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "text/names.h"

namespace curfew::report {

/// The words of names, in the order of words.
inline std::vector<std::string> words(const Names& names, const std::vector<Name>& list) {
  std::vector<std::string> result;
  result.reserve(list.size());
  for (const Name name : list) result.emplace_back(names.word(name));
  std::ranges::sort(result);
  return result;
}

}  // namespace curfew::report
