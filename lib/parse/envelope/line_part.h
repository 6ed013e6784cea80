#pragma once

#include <cstdint>
#include <string>

#include "curfew/input.h"

namespace curfew::parse {

/// The front of a line that comes in pieces.
struct LinePart {
  std::string text;          ///< at most LineReader::longest_line
  std::uint64_t number = 0;  ///< of the newest piece

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(text, number);
    if constexpr (Archive::is_reading) {
      if (text.size() > LineReader::longest_line) archive.damage();
    }
  }
};

}  // namespace curfew::parse
