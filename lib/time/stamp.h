#pragma once

#include <chrono>
#include <cstring>
#include <string_view>

#include "curfew/clock.h"
#include "text/cursor.h"

namespace curfew::time {

/// The minute and the offset that the last stamp showed, as text and as time: nearly every line of
/// a log shares them with the line before. One for each log; reading gives the same with it or
/// without.
class StampCache {
 public:
  static constexpr std::size_t longest = 16;  // "2026-11-23T16:04"

  /// True when the text begins with the kept minute.
  bool holds_minute(std::string_view text) const noexcept {
    return length_ != 0 && text.size() > length_ && std::memcmp(text.data(), text_, length_) == 0;
  }
  std::size_t minute_length() const noexcept { return length_; }
  WallTime minute() const noexcept { return minute_; }
  /// Needs: minute_text is at most `longest` characters.
  void keep_minute(std::string_view minute_text, WallTime minute) noexcept {
    length_ = minute_text.size();
    std::memcpy(text_, minute_text.data(), length_);
    minute_ = minute;
  }

  static constexpr std::size_t offset_length = 6;  // "+00:00"
  bool holds_offset(std::string_view text) const noexcept {
    return text.size() >= offset_length &&
           std::memcmp(text.data(), offset_text_, offset_length) == 0;
  }
  std::chrono::minutes offset() const noexcept { return offset_; }
  void keep_offset(std::string_view offset_text, std::chrono::minutes offset) noexcept {
    if (offset_text.size() != offset_length) return;
    std::memcpy(offset_text_, offset_text.data(), offset_length);
    offset_ = offset;
  }

 private:
  std::size_t length_ = 0;
  char text_[longest] = {};
  char offset_text_[offset_length] = {};
  WallTime minute_{};
  std::chrono::minutes offset_{};
};

/// "Nov 23 16:04:53", day padded by a blank (syslog) or a zero (postlogd), with or without a
/// fraction of a second. RFC 3164 section 4.1.2.
bool read_rfc3164(text::Cursor& cursor, Stamp& stamp, StampCache* cache = nullptr) noexcept;

/// "2013 Jun 10 06:27:30.123": RFC 3164's stamp with the year in front, a common syslog template.
bool read_year_first(text::Cursor& cursor, Stamp& stamp) noexcept;

/// "2026-11-23T16:04:53.469844+00:00", "... Z", "...+0000", "2026-11-23 16:04:53.166 +0000": RFC
/// 3339 with 'T' or a blank, any number of fraction digits ('.' or ','), and an offset glued on. A
/// blank before the offset is Exim's log_timezone form and is taken only with
/// `blank_before_offset`.
bool read_iso8601(text::Cursor& cursor, Stamp& stamp, bool blank_before_offset = false,
                  StampCache* cache = nullptr) noexcept;

/// Digits YYYYMMDDhhmmss, as Postfix and mutt put them into a Message-Id.
bool read_digits(std::string_view fourteen, WallTime& wall) noexcept;

}  // namespace curfew::time
