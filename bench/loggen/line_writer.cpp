#include "loggen/line_writer.h"

#include <array>
#include <charconv>
#include <stdexcept>

namespace curfew::loggen {
namespace {

constexpr std::size_t piece = 1024 * 1024;

}  // namespace

LineWriter::LineWriter(std::FILE* file) : file_(file) {
  buffer_.reserve(piece + 64 * 1024);
}

LineWriter& LineWriter::operator<<(std::string_view text) {
  buffer_ += text;
  return *this;
}

LineWriter& LineWriter::operator<<(char c) {
  buffer_ += c;
  return *this;
}

LineWriter& LineWriter::operator<<(std::uint64_t number) {
  return *this << Padded{number, 1};
}

LineWriter& LineWriter::operator<<(Padded number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number.value).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  const auto width = static_cast<std::size_t>(number.width);
  if (length < width) buffer_.append(width - length, number.pad);
  buffer_.append(digits.data(), length);
  return *this;
}

LineWriter& LineWriter::operator<<(Hex number) {
  for (int digit = number.digits - 1; digit >= 0; --digit) {
    buffer_ += "0123456789ABCDEF"[number.value >> (4 * digit) & 15U];
  }
  return *this;
}

void LineWriter::end_line() {
  buffer_ += '\n';
  ++lines_;
  if (buffer_.size() >= piece) flush();
}

void LineWriter::flush() {
  const std::size_t size = buffer_.size();
  if (std::fwrite(buffer_.data(), 1, size, file_) != size || std::fflush(file_) != 0) {
    throw std::runtime_error("the log cannot be written");
  }
  written_ += size;
  buffer_.clear();
}

}  // namespace curfew::loggen
