#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace curfew::loggen {

/// A number in at least `width` characters.
struct Padded {
  std::uint64_t value;
  int width;
  char pad = '0';
};

/// The lower `digits` hexadecimal digits of a number, upper case.
struct Hex {
  std::uint64_t value;
  int digits;
};

/// Builds lines and writes them in large pieces.
class LineWriter {
 public:
  /// `file` stays open and must outlive the writer.
  explicit LineWriter(std::FILE* file);
  LineWriter& operator<<(std::string_view text);
  LineWriter& operator<<(char c);
  LineWriter& operator<<(std::uint64_t number);
  LineWriter& operator<<(Padded number);
  LineWriter& operator<<(Hex number);

  void end_line();
  /// Throws std::runtime_error when the output fails.
  void flush();
  std::uint64_t bytes() const noexcept { return written_ + buffer_.size(); }
  std::uint64_t lines() const noexcept { return lines_; }

 private:
  std::FILE* file_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::uint64_t lines_ = 0;
};

}  // namespace curfew::loggen
