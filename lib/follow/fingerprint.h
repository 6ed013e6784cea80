#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "curfew/follow.h"
#include "text/hash.h"

namespace curfew::follow {

/// Kept between runs, so the seed is the same in all.
inline std::uint64_t fingerprint(std::string_view bytes) noexcept {
  constexpr std::uint64_t seed = 0x6375726665770001U;
  return text::hash(bytes, seed);
}

/// What a position is made of while bytes pass by.
class Fingerprints {
 public:
  /// The front and the end of what was read before, each as long as a position wants it.
  void begin(std::string head, std::string tail) {
    head_ = std::move(head);
    tail_ = std::move(tail);
  }
  void add(std::string_view bytes) {
    if (head_.size() < LogPosition::most_head) {
      head_ += bytes.substr(0, LogPosition::most_head - head_.size());
    }
    tail_ += bytes.substr(bytes.size() - std::min(bytes.size(), LogPosition::most_tail));
    if (tail_.size() > LogPosition::most_tail) {
      tail_.erase(0, tail_.size() - LogPosition::most_tail);
    }
  }
  void write_to(LogPosition& position) const {
    position.head_size = static_cast<std::uint32_t>(head_.size());
    position.head_hash = fingerprint(head_);
    position.tail_hash = fingerprint(tail_);
  }
  const std::string& head() const noexcept { return head_; }
  const std::string& tail() const noexcept { return tail_; }

 private:
  std::string head_;
  std::string tail_;
};

}  // namespace curfew::follow
