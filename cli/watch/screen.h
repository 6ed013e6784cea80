#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <termios.h>

namespace curfew::cli {

/// A terminal that shows one page, drawn over itself, on the alternate screen. Gives the terminal
/// back as it was when it goes.
class Screen {
 public:
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// Lines that fit the width, with nothing in them that drives a terminal but colors; those below
  /// the last row are left out. False where the terminal is gone.
  bool draw(const std::vector<std::string>& lines) const;
  std::size_t width() const noexcept;
  std::size_t height() const noexcept;
  /// Whether a key was pressed that asks to leave. Waits for none.
  bool wants_to_leave() const;
  /// -1 where no keys can be read.
  int keys() const noexcept { return has_keys_ ? 0 : -1; }
  /// As the shell wants it while the command is stopped, and back.
  void give_back() const;
  void take() const;

 private:
  bool has_keys_ = false;
  ::termios before_{};
};

}  // namespace curfew::cli
