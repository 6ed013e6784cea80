#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "curfew/input.h"

namespace curfew::input {

/// What the bytes of a text are: UTF-8 and its kin, or UTF-16 of either byte order.
enum class Encoding : std::uint8_t { bytes, little_endian, big_endian };

/// UTF-16 is known by its mark, or by the zeros that every other byte of plain text is; anything
/// else is bytes. Looks at `encoding_sample` bytes at most.
Encoding encoding_of(std::string_view front) noexcept;
/// Enough that a short word of another script does not look like plain text.
inline constexpr std::size_t encoding_sample = 64;

/// UTF-16, piece by piece, as UTF-8. Marks are left out: there are logs with one before each
/// record. What is no character becomes U+FFFD; half a unit at the end is dropped.
class Utf16Decoder {
 public:
  /// Needs: not Encoding::bytes.
  explicit Utf16Decoder(Encoding encoding) : is_little_(encoding == Encoding::little_endian) {}

  /// Appends what the bytes say; the last ones may wait for more.
  void decode(std::string_view bytes, std::string& text);

  /// What is kept: text/state.h.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(is_little_, has_first_, first_, high_);
    if constexpr (Archive::is_reading) {
      if (high_ != 0 && (high_ < 0xD800 || high_ >= 0xDC00)) archive.damage();
    }
  }

 private:
  void take(char32_t unit, std::string& text);

  bool is_little_;
  bool has_first_ = false;
  unsigned char first_ = 0;  // of a unit whose second byte has not come
  char32_t high_ = 0;        // the first half of a pair
};

/// The same text as UTF-8; what is not UTF-16 stays as it is. Windows PowerShell's `>` writes
/// UTF-16, and so do servers on Windows.
std::unique_ptr<Source> as_utf8(std::unique_ptr<Source> source);

}  // namespace curfew::input
