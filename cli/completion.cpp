#include "completion.h"

#include <algorithm>

namespace curfew::cli {

std::string filled(std::string_view script, const Parts& parts) {
  std::string text;
  while (!script.empty()) {
    const std::size_t begin = script.find('@');
    text += script.substr(0, begin);
    if (begin == std::string_view::npos) break;
    script.remove_prefix(begin + 1);
    const std::string_view name = script.substr(0, script.find('@'));
    const auto part = std::ranges::find(parts, name, &Parts::value_type::first);
    if (part == parts.end()) {
      text += '@';
      continue;
    }
    text += part->second;
    script.remove_prefix(name.size() + 1);
  }
  return text;
}

}  // namespace curfew::cli
