#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace curfew {

/// A line of a log without its end (LF or CRLF). `number` counts from 1.
struct Line {
  std::string_view text;
  std::uint64_t number = 0;
};

/// A batch of lines in the order of the log. The texts live until the next batch is asked for.
using Lines = std::span<const Line>;

}  // namespace curfew
