#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace curfew {

/// A word kept once: equal words have equal names. Meaningless without its Names.
enum class Name : std::uint32_t { none = 0 };

/// The words an analysis keeps: hosts, domains, codes. Words are never given back and their views
/// stay valid as long as the table. Hashing is seeded per table, so that crafted words cannot pile
/// up.
class Names {
 public:
  Names();
  ~Names();
  Names(Names&&) noexcept;
  Names& operator=(Names&&) noexcept;
  /// The same words with the same names.
  Names(const Names& other);
  Names& operator=(const Names&) = delete;

  /// The word's name; a new one the first time. The empty word is Name::none.
  Name of(std::string_view word);
  /// The word's name, or Name::none if it was never given one.
  Name find(std::string_view word) const noexcept;
  std::string_view word(Name name) const noexcept;
  std::size_t size() const noexcept;

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace curfew
