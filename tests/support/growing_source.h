#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "curfew/input.h"

namespace curfew::test {

/// A text that may go on later, until it is said to be the last. The text must live as long.
class GrowingSource final : public Source {
 public:
  explicit GrowingSource(std::string_view text) : left_(text) {}
  std::size_t read(std::span<char> room) override {
    const std::size_t size = std::min(room.size(), left_.size());
    left_.copy(room.data(), size);
    left_.remove_prefix(size);
    return size;
  }
  const std::string& name() const noexcept override { return name_; }
  bool is_over() const noexcept override { return is_last; }

  bool is_last = false;

 private:
  std::string name_ = "text";
  std::string_view left_;
};

}  // namespace curfew::test
