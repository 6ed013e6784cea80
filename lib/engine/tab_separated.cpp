#include "engine/tab_separated.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "curfew/error.h"

namespace curfew::engine {
namespace {

// What stands for a byte behind a backslash; '\0': the byte stands as it is.
constexpr char letter_of(char byte) noexcept {
  switch (byte) {
    case '\0':
      return '0';
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    case '\\':
      return '\\';
    default:
      return '\0';
  }
}

// Others mean themselves, such as an apostrophe.
constexpr char byte_of(char letter) noexcept {
  switch (letter) {
    case '0':
      return '\0';
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'e':
      return '\x1b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return letter;
  }
}

constexpr std::array<bool, 256> escaped = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = letter_of(static_cast<char>(i)) != '\0';
  }
  return table;
}();

bool is_plain(char byte) noexcept {
  return !escaped[static_cast<unsigned char>(byte)];
}

}  // namespace

void append_escaped(std::string_view value, std::string& row) {
  if (std::ranges::all_of(value, is_plain)) {
    row += value;
    return;
  }
  for (const char byte : value) {
    if (is_plain(byte)) {
      row += byte;
    } else {
      row += '\\';
      row += letter_of(byte);
    }
  }
}

void append_number(std::uint64_t value, std::string& row) {
  std::array<char, 20> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  static_cast<void>(error);
  row.append(digits.data(), end);
}

void append_signed(std::int64_t value, std::string& row) {
  if (value >= 0) return append_number(static_cast<std::uint64_t>(value), row);
  row += '-';
  append_number(-static_cast<std::uint64_t>(value), row);
}

bool read_number(std::string_view field, std::uint64_t most, std::uint64_t& value) noexcept {
  const char* const end = field.data() + field.size();
  const auto [at, error] = std::from_chars(field.data(), end, value);
  return error == std::errc{} && at == end && value <= most;
}

bool read_signed(std::string_view field, std::int32_t& value) noexcept {
  const char* const end = field.data() + field.size();
  const auto [at, error] = std::from_chars(field.data(), end, value);
  return error == std::errc{} && at == end;
}

void RowReader::feed(std::string_view piece) {
  while (!piece.empty()) {
    const std::size_t end = piece.find('\n');
    const std::string_view part = piece.substr(0, end);
    if (begun_.size() + part.size() > longest_) {
      throw Error(ErrorCode::unreadable, "a row of the answer is longer than any should be");
    }
    if (end == std::string_view::npos) {
      begun_ += part;
      return;
    }
    if (begun_.empty()) {
      row(part);
    } else {
      begun_ += part;
      row(begun_);
      begun_.clear();
    }
    piece.remove_prefix(end + 1);
  }
}

void RowReader::row(std::string_view line) {
  fields_.clear();
  // Views into it must not move.
  plain_.clear();
  plain_.reserve(line.size());
  for (;;) {
    const std::size_t end = std::min(line.find('\t'), line.size());
    const std::string_view field = line.substr(0, end);
    if (field.find('\\') == std::string_view::npos) {
      fields_.push_back(field);
    } else {
      const std::size_t begin = plain_.size();
      for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] != '\\') {
          plain_ += field[i];
        } else if (++i < field.size()) {
          plain_ += byte_of(field[i]);
        } else {
          throw Error(ErrorCode::unreadable, "a row of the answer ends within a character");
        }
      }
      fields_.push_back(std::string_view(plain_).substr(begin));
    }
    if (end == line.size()) break;
    line.remove_prefix(end + 1);
  }
  take_(fields_);
}

}  // namespace curfew::engine
