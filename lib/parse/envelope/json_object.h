#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/cursor.h"

namespace curfew::parse {

/// A member of a JSON object, still as it is written.
struct JsonMember {
  enum class Kind : std::uint8_t { string, number, word, array, object };
  std::string_view key;  ///< without its quotes; escapes are left as they are
  Kind kind = Kind::word;
  std::string_view value;  ///< a string without its quotes; "null"; an array with its brackets
};

/// Walks over the members of one JSON object, keeping nothing. Arrays and objects inside are
/// passed over whole. Whatever the text is, it ends: a fault ends the walk.
class JsonObject {
 public:
  explicit JsonObject(std::string_view text) noexcept;

  /// False at the end, or at a fault.
  bool next(JsonMember& member) noexcept;
  /// The walk came to the object's end, and nothing but blanks stands behind it.
  bool complete() const noexcept { return complete_; }
  /// The walk came to the object's end; `rest` stands behind it.
  bool ended() const noexcept { return ended_; }
  std::string_view rest() const noexcept { return rest_; }

 private:
  void skip_space() noexcept;
  bool take_string(std::string_view& text) noexcept;
  bool take_value(JsonMember& member) noexcept;
  bool take_nested(std::string_view& text) noexcept;

  std::string_view rest_;
  bool first_ = true;
  bool ended_ = false;
  bool complete_ = false;
  bool broken_ = false;
};

/// Walks over the objects of one JSON array; what else stands in it is passed over.
class JsonArray {
 public:
  /// `text` is an array with its brackets, as JsonMember gives it.
  explicit JsonArray(std::string_view text) noexcept : rest_(text) {}
  /// False at the end, or at a fault.
  bool next(std::string_view& object) noexcept;

 private:
  std::string_view rest_;
};

/// The character of an escape, behind its "\u"; what lies above U+FFFF is written as two, and half
/// of one becomes U+FFFD. False, and nothing taken, where no four digits stand there.
bool take_json_character(text::Cursor& cursor, char32_t& character) noexcept;

/// Appends a member's text: a string without its escapes, a number as it is, an array of byte
/// values as the bytes (the journal's way to write what is no UTF-8). False, and nothing appended,
/// for anything else.
bool append_text(std::string& out, const JsonMember& member);

/// The front of a line looks like an object: "{" and a quoted key.
bool begins_object(std::string_view text) noexcept;

}  // namespace curfew::parse
