#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::lint {

/// Counts patterns in bounded memory (Metwally, Agrawal, El Abbadi 2005, "space saving"): a pattern
/// for which there is no room takes the place of the rarest, and its count begins at that one's. So
/// no count is too low, each knows by how much it may be too high, and whatever makes up more than
/// 1/`most` of all lines is there.
class Templates {
 public:
  static constexpr std::size_t most = 500;

  struct Row {
    std::string pattern;
    std::string example;
    std::string_view format;
    std::size_t log = 0;
    std::uint64_t line = 0;
    std::uint64_t count = 0;
    std::uint64_t doubt = 0;
  };

  /// Where a line stands: `format` must live as long as this.
  void add(std::string_view line, std::string_view format, std::size_t log, std::uint64_t number);

  /// Most lines first; of equals the one seen first.
  std::vector<Row> ranked() const;
  bool overflowed() const noexcept { return overflowed_; }

 private:
  std::vector<Row> rows_;
  std::map<std::string, std::size_t, std::less<>> places_;
  bool overflowed_ = false;
};

}  // namespace curfew::lint
