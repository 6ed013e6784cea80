#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"

namespace curfew::parse {

/// The lines an envelope gives for a batch: its own text, or a source line as it is. clear() keeps
/// the memory, so that a batch like the last one allocates nothing.
class OpenedLines {
 public:
  void clear() noexcept;

  /// A source line, or text that lives as long as the batch.
  void add(std::string_view text, std::uint64_t number);

  /// Room for a line's text: append to it, then close it with end(). What is taken off the back
  /// before end() does not matter.
  std::string& begin();
  /// The text since begin() is a line.
  void end(std::uint64_t number);
  /// The text since begin(), before end().
  std::string_view text() const noexcept { return std::string_view(text_).substr(open_); }

  std::size_t size() const noexcept { return lines_.size(); }
  /// They live until the next clear(). Nothing may be added afterwards.
  Lines lines();

 private:
  struct Own {
    std::size_t line = 0;
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  std::string text_;
  std::size_t open_ = 0;
  std::vector<Own> own_;  // lines whose text stands in text_, which may still move
  std::vector<Line> lines_;
};

}  // namespace curfew::parse
