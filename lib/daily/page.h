#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::daily {

/// A stranger's text for a terminal, cut to so many characters.
std::string clean(std::string_view text, std::size_t most = 200);

/// "1.9 MB", "870 B"; nothing for none: some logs tell no sizes.
std::string size(std::uint64_t bytes);

/// A table of numbers with a name at the end, as wide as its numbers need.
class Grid {
 public:
  explicit Grid(std::vector<std::string> heads) : heads_(std::move(heads)) {}

  /// As many cells as there are heads; the last is the name, cleaned before.
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const noexcept { return rows_.empty(); }
  const std::vector<std::string>& heads() const noexcept { return heads_; }
  const std::vector<std::vector<std::string>>& rows() const noexcept { return rows_; }
  /// How many columns from the first on hold numbers and sizes alone.
  std::size_t numbers() const noexcept;
  void write(std::ostream& out) const;

 private:
  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace curfew::daily
