#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Rows as the engine writes and reads them: fields with tabs between them, a line each. Bytes that
// would mean something are written as a backslash and a letter; all others stand as they are, also
// those that are no UTF-8.
namespace curfew::engine {

/// Appends a value so that it comes back as it is.
void append_escaped(std::string_view value, std::string& row);
void append_number(std::uint64_t value, std::string& row);
void append_signed(std::int64_t value, std::string& row);

/// Whole numbers, and nothing behind them. False where the field is something else, or too large.
bool read_number(std::string_view field, std::uint64_t most, std::uint64_t& value) noexcept;
bool read_signed(std::string_view field, std::int32_t& value) noexcept;

/// Reads such rows from pieces that are cut anywhere.
class RowReader {
 public:
  /// An empty line is a row with one empty field. The fields live until the call returns.
  using Take = std::function<void(std::span<const std::string_view> fields)>;

  /// Longer rows than `longest` are none: feed() throws Error (unreadable), as for a backslash that
  /// stands before nothing.
  RowReader(std::size_t longest, Take take) : longest_(longest), take_(std::move(take)) {}
  void feed(std::string_view piece);
  /// Whether the last row was whole.
  bool is_at_end() const noexcept { return begun_.empty(); }

 private:
  void row(std::string_view line);

  std::size_t longest_;
  Take take_;
  std::string begun_;
  std::string plain_;
  std::vector<std::string_view> fields_;
};

}  // namespace curfew::engine
