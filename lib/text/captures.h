#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::text {

/// A compiled regular expression with named groups. Time is linear in the text and memory is
/// bounded, whatever both are. Const functions may be called from several threads.
class Captures {
 public:
  static constexpr std::size_t most_groups = 24;

  /// RE2 syntax; bytes, not UTF-8. `most_memory`: bytes for the compiled expression and for what
  /// it keeps while it searches. Throws Error (bad_pattern): what RE2 says, a group without a name,
  /// too many groups.
  Captures(const std::string& expression, std::int64_t most_memory);
  ~Captures();
  Captures(Captures&&) noexcept;
  Captures& operator=(Captures&&) noexcept;

  /// Of the groups, in their order.
  const std::vector<std::string>& names() const noexcept { return names_; }

  /// Finds the expression anywhere. groups[i] becomes what names()[i] took; its data() is null
  /// where the group took no part. Needs: there is room for all groups.
  bool find(std::string_view text, std::span<std::string_view> groups) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::vector<std::string> names_;
};

}  // namespace curfew::text
