#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/error.h"

namespace curfew::text {

struct TomlMember;

/// A value of a TOML document, with the line it begins on. A plain tree that owns its text.
struct TomlValue {
  enum class Kind : std::uint8_t { text, number, flag, list, table, other };

  Kind kind = Kind::other;
  bool flag = false;
  std::size_t line = 0;
  std::int64_t number = 0;
  std::string text;
  std::vector<TomlValue> list;
  std::vector<TomlMember> members;  ///< of a table, in the order of the file

  /// A table's member; null when there is none.
  const TomlValue* find(std::string_view key) const noexcept;
};

struct TomlMember {
  std::string key;
  TomlValue value;
};

/// A file that is read, and what is thrown when something in it is wrong. The texts must outlive
/// it.
struct TomlFile {
  std::string_view name;
  ErrorCode code = ErrorCode::bad_value;
  std::string_view remedy;

  /// "name:line: sentence"
  [[noreturn]] void fault(std::size_t line, const std::string& sentence) const;
};

/// The document as one table. Throws what `file` says where it is no TOML.
TomlValue read_toml(std::string_view text, const TomlFile& file);

/// One table, and what may stand in it. Const functions throw what the file says, with the line.
/// The table, the file and the keys must outlive it.
class TomlReader {
 public:
  /// Throws at a key that is not among `keys`.
  TomlReader(const TomlValue& table, const TomlFile& file, std::span<const std::string_view> keys);

  std::size_t line() const noexcept { return table_.line; }
  /// Of a member; of the table where there is no such member.
  std::size_t line_of(std::string_view key) const noexcept;
  bool has(std::string_view key) const noexcept { return table_.find(key) != nullptr; }
  [[noreturn]] void fault(const std::string& sentence) const { file_.fault(line(), sentence); }

  std::string text(std::string_view key, bool needed = false) const;
  bool flag(std::string_view key) const;
  /// Not negative; -1 where there is none.
  std::int64_t number(std::string_view key) const;
  /// A list of texts; one text is a list of one.
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<std::int64_t> numbers(std::string_view key) const;
  const TomlValue* table(std::string_view key) const;
  /// Those of [[key]].
  std::span<const TomlValue> tables(std::string_view key) const;

  template <typename Enum>
  Enum word(std::string_view key, std::optional<Enum> (*named)(std::string_view) noexcept,
            bool needed = false) const {
    const std::string text = this->text(key, needed);
    if (text.empty()) return Enum{};
    const std::optional<Enum> found = named(text);
    if (!found) file_.fault(line_of(key), "no such " + std::string(key) + ": " + text);
    return *found;
  }

 private:
  [[noreturn]] void wrong(const TomlValue& value, std::string_view key,
                          const std::string& wanted) const;

  const TomlValue& table_;
  const TomlFile& file_;
};

}  // namespace curfew::text
