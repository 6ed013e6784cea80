#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "curfew/input.h"

namespace curfew::cli {

/// What `Progress` shows: "1.2 GB of 3.4 GB, 35 %, 5,912,000 lines/s, 2 s left". Sizes are of the
/// files as they are stored; `total` 0: not known.
std::string progress_text(std::uint64_t read, std::uint64_t total, std::uint64_t lines,
                          std::chrono::duration<double> elapsed);

/// How far reading has come, on one line of standard error: drawn after a second, ten times a
/// second, as long as something is read.
class Progress {
 public:
  /// Lets `inputs` say what is read of them. Lives as long as they are read.
  Progress(std::vector<Input>& inputs, bool shown);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void add_lines(std::size_t lines) noexcept { lines_ += lines; }
  /// Takes the line back. Call before anything else is written to standard error.
  void erase();

 private:
  class Counted;
  using Clock = std::chrono::steady_clock;

  void open_again(std::size_t input) noexcept;
  void add(std::size_t input, std::size_t bytes);
  void draw(Clock::time_point now) const;

  std::vector<std::uint64_t> read_of_;  // each input, since it was last opened
  std::uint64_t read_ = 0;
  std::uint64_t total_ = 0;
  std::atomic<std::uint64_t> lines_ = 0;  // counted where the lines are joined
  Clock::time_point begin_;
  Clock::time_point next_;
  bool drawn_ = false;
};

}  // namespace curfew::cli
