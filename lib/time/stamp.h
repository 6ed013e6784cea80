#pragma once

#include <chrono>
#include <cstring>
#include <string_view>

#include "curfew/time.h"
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
  /// The same of a minute with so many characters. Needs: as many can be read at `at`.
  template <std::size_t Length>
  bool holds_minute_of(const char* at) const noexcept {
    return length_ == Length && std::memcmp(at, text_, Length) == 0;
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

  /// The stamp with date, fraction and offset as the last one had them; false, and nothing taken,
  /// where it is written any other way or stands near the end of the text.
  bool take_iso8601(text::Cursor& cursor, Stamp& stamp) const noexcept;
  bool take_rfc3164(text::Cursor& cursor, Stamp& stamp) const noexcept;
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

inline bool StampCache::take_iso8601(text::Cursor& cursor, Stamp& stamp) const noexcept {
  constexpr std::size_t longest_stamp = longest + 3 + 9 + 1 + offset_length;
  const std::string_view rest = cursor.rest();
  if (length_ != longest || rest.size() < longest_stamp) return false;
  const char* at = rest.data();
  const unsigned tens = static_cast<unsigned char>(at[17]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(at[18]) - static_cast<unsigned>('0');
  if (std::memcmp(at, text_, longest) != 0 || at[16] != ':' || tens > 5 || ones > 9) return false;
  at += 19;
  int fraction = 0;
  if (*at == '.' || *at == ',') {
    const std::size_t digits = text::digits_in_front(at + 1);
    if (digits == 0 || digits == 8) return false;
    fraction = (at[1] - '0') * 100;
    if (digits > 1) fraction += (at[2] - '0') * 10;
    if (digits > 2) fraction += at[3] - '0';
    at += 1 + digits;
  }
  const bool offset_is_kept = std::memcmp(at, offset_text_, offset_length) == 0;
  if (!offset_is_kept && (at[0] != ' ' || at[1] == '+' || at[1] == '-')) return false;
  stamp.wall = minute_ + Milliseconds(static_cast<int>(tens * 10 + ones) * 1000 + fraction);
  stamp.has_year = true;
  if (offset_is_kept) {
    stamp.offset = offset_;
    at += offset_length;
  } else {
    stamp.offset.reset();
  }
  cursor.advance(static_cast<std::size_t>(at - rest.data()));
  return true;
}

inline bool StampCache::take_rfc3164(text::Cursor& cursor, Stamp& stamp) const noexcept {
  constexpr std::size_t minute = 12;  // "Nov 23 16:04"
  const std::string_view rest = cursor.rest();
  if (length_ != minute || rest.size() <= minute + 3) return false;
  const char* const at = rest.data();
  const unsigned tens = static_cast<unsigned char>(at[13]) - static_cast<unsigned>('0');
  const unsigned ones = static_cast<unsigned char>(at[14]) - static_cast<unsigned>('0');
  if (std::memcmp(at, text_, minute) != 0 || at[12] != ':' || tens > 5 || ones > 9 ||
      at[15] != ' ') {
    return false;
  }
  stamp.wall = minute_ + Milliseconds(static_cast<int>(tens * 10 + ones) * 1000);
  stamp.has_year = false;
  stamp.offset.reset();
  cursor.advance(minute + 3);
  return true;
}

/// "Nov 23 16:04:53", day padded by a blank (syslog) or a zero (postlogd), with or without a
/// fraction of a second. RFC 3164 section 4.1.2.
bool read_rfc3164(text::Cursor& cursor, Stamp& stamp, StampCache* cache = nullptr) noexcept;

/// "2013 Jun 10 06:27:30.123": RFC 3164's stamp with the year in front, a common syslog template.
bool read_year_first(text::Cursor& cursor, Stamp& stamp) noexcept;

/// "2026-11-23T16:04:53.469844+00:00", "... Z", "...+0000", "2026-11-23 16:04:53.166 +0000": RFC
/// 3339 with 'T' or a blank, any number of fraction digits ('.' or ','), and an offset glued on. A
/// blank before the offset is what a server that is told to log its zone may write, and is taken
/// only with `blank_before_offset`.
bool read_iso8601(text::Cursor& cursor, Stamp& stamp, bool blank_before_offset = false,
                  StampCache* cache = nullptr) noexcept;

/// Digits YYYYMMDDhhmmss, as servers and mutt put them into a Message-Id.
bool read_digits(std::string_view fourteen, WallTime& wall) noexcept;

}  // namespace curfew::time
