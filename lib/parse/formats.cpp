#include <algorithm>
#include <utility>

#include "curfew/error.h"
#include "curfew/parser.h"

namespace curfew {

void Formats::add(std::shared_ptr<const Format> format) {
  if (format == nullptr || format->name().empty()) {
    throw Error(ErrorCode::bad_value, "a log format needs a name");
  }
  if (find(format->name()) != nullptr) {
    throw Error(ErrorCode::bad_value,
                "there is already a log format called " + std::string(format->name()));
  }
  formats_.push_back(std::move(format));
}

const Format* Formats::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(formats_, name, [](const auto& one) { return one->name(); });
  return found == formats_.end() ? nullptr : found->get();
}

const Format* Formats::recognize(Lines lines) const {
  const Format* best = nullptr;
  std::size_t most = 0;
  for (const std::shared_ptr<const Format>& format : formats_) {
    const std::size_t recognized = format->recognize(lines);
    if (recognized > most) {
      most = recognized;
      best = format.get();
    }
    // Those that are told by patterns take their time, and hardly know a line of others.
    if (most > lines.size() / 2) break;
  }
  return best;
}

}  // namespace curfew
