#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "curfew/error.h"
#include "curfew/input.h"
#include "lib/input/short_reads.h"

namespace curfew::test {

/// Gives its text in short reads and then fails, each time it is asked.
class Broken final : public Source {
 public:
  Broken(std::string name, std::string_view text, std::size_t most = 1000)
      : text_(std::move(name), text, most) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t got = text_.read(room);
    if (got == 0) throw Error(ErrorCode::unreadable, name() + ": input/output error");
    return got;
  }
  const std::string& name() const noexcept override { return text_.name(); }

 private:
  ShortReads text_;
};

}  // namespace curfew::test
