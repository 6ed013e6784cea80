#include <algorithm>

#include "curfew/error.h"
#include "curfew/parser.h"

namespace curfew {

void Formats::add(const Format& format) {
  if (format.name.empty() || format.recognize == nullptr || format.make == nullptr) {
    throw Error(ErrorCode::bad_value, "a log format needs a name, recognize and make");
  }
  if (find(format.name) != nullptr) {
    throw Error(ErrorCode::bad_value,
                "there is already a log format called " + std::string(format.name));
  }
  formats_.push_back(format);
}

const Format* Formats::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(formats_, name, &Format::name);
  return found == formats_.end() ? nullptr : &*found;
}

const Format* Formats::recognize(Lines lines) const {
  const Format* best = nullptr;
  std::size_t most = 0;
  for (const Format& format : formats_) {
    const std::size_t recognized = format.recognize(lines);
    if (recognized > most) {
      most = recognized;
      best = &format;
    }
  }
  return best;
}

}  // namespace curfew
