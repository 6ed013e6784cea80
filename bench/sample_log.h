#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"

namespace curfew::bench {

/// A made-up log of the build folder in memory, cut into lines.
class SampleLog {
 public:
  /// `name` is "postfix-iso" or "exim". Throws std::runtime_error when the file cannot be read.
  explicit SampleLog(std::string_view name);
  SampleLog(const SampleLog&) = delete;
  SampleLog& operator=(const SampleLog&) = delete;

  const std::vector<Line>& lines() const noexcept { return lines_; }

 private:
  std::string text_;
  std::vector<Line> lines_;
};

}  // namespace curfew::bench
