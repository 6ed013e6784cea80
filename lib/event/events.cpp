#include <algorithm>
#include <cstring>

#include "curfew/event.h"

namespace curfew {

Event& Events::add() {
  return events_.emplace_back();
}

char* Events::room(std::size_t size) {
  constexpr std::size_t block_size = 64 * 1024;
  while (block_ < blocks_.size() && blocks_[block_].size - blocks_[block_].used < size) ++block_;
  if (block_ >= blocks_.size()) {
    block_ = blocks_.size();
    const std::size_t length = std::max(size, block_size);
    blocks_.push_back({std::make_unique<char[]>(length), length, 0});
  }
  return blocks_[block_].text.get() + blocks_[block_].used;
}

std::string_view Events::keep_written(const char* begin, std::size_t used) {
  blocks_[block_].used += used;
  return {begin, used};
}

std::string_view Events::keep(std::string_view text) {
  if (text.empty()) return {};
  char* const begin = room(text.size());
  std::memcpy(begin, text.data(), text.size());
  return keep_written(begin, text.size());
}

void Events::clear() noexcept {
  events_.clear();
  for (Block& block : blocks_) block.used = 0;
  block_ = 0;
}

}  // namespace curfew
