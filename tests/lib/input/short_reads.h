#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "curfew/input.h"

namespace curfew::test {

/// Text that comes in short reads, as out of a pipe.
class ShortReads final : public Source {
 public:
  ShortReads(std::string name, std::string_view text, std::size_t most)
      : name_(std::move(name)), rest_(text), most_(most) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t n = std::min({room.size(), rest_.size(), most_});
    rest_.copy(room.data(), n);
    rest_.remove_prefix(n);
    return n;
  }
  const std::string& name() const noexcept override { return name_; }

 private:
  std::string name_;
  std::string_view rest_;
  std::size_t most_;
};

}  // namespace curfew::test
