#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "parse/envelope/entry.h"
#include "parse/envelope/line_part.h"
#include "parse/envelope/opened_lines.h"
#include "parse/envelope/outer_clock.h"

namespace curfew::parse {

/// Puts the entries of one log into lines, one after the other.
class EntryWriter {
 public:
  void write(const Entry& entry, std::uint64_t number, OpenedLines& out);
  /// At the end of the log: lines whose last piece has not come.
  void flush(OpenedLines& out);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(clock_, parts_);
  }

 private:
  void write_wrapped(const Entry& entry, std::uint64_t number, OpenedLines& out);
  void write_line(const Entry& entry, std::string_view text, std::string& line);

  OuterClock clock_;
  // Docker splits a long line at 16 KiB; each stream's pieces belong together.
  LinePart parts_[2];
};

}  // namespace curfew::parse
