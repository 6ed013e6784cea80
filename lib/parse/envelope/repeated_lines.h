#pragma once

#include <array>
#include <string>
#include <string_view>

#include "parse/envelope/opened_lines.h"

namespace curfew::parse {

/// Gives a line again that a logger wrote once with a count: rsyslog's "message repeated 3 times:
/// [ ... ]", which quotes it, and syslogd's "last message repeated 3 times", which stands for the
/// line of the same host before it. The copies have the number of the line that counts them.
class RepeatedLines {
 public:
  /// A count beyond it is taken for this many, so that a few lines never become millions.
  static constexpr std::size_t most_copies = 100;
  /// How many lines back "last message repeated" is looked for.
  static constexpr std::size_t farthest_back = 32;

  /// The lines live until the next call, and the given ones have to live as long. The same lines
  /// come out however the log is cut into batches.
  Lines open(Lines lines);
  /// The lines last given hold copies.
  bool repeated() const noexcept { return repeated_; }

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(last_, remembered_);
  }

 private:
  void open_from(Lines lines, std::size_t at);
  bool add_quoted(const Line& line);
  bool add_previous(Lines lines, std::size_t at);
  std::string_view line_before(Lines lines, std::size_t at, std::size_t back) const noexcept;
  void remember(Lines lines);

  OpenedLines out_;
  std::array<std::string, farthest_back> last_;
  std::size_t remembered_ = 0;
  bool repeated_ = false;
};

}  // namespace curfew::parse
