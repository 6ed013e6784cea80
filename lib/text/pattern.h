#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace curfew::text {

/// A compiled regular expression with one group at most. Time is linear in the text, whatever the
/// text. Const methods may be called from several threads.
class Pattern {
 public:
  /// RE2 syntax; bytes, not UTF-8. Throws Error (bad_pattern) with RE2's reason.
  explicit Pattern(const std::string& expression);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  bool matches(std::string_view text) const;

  /// Finds the expression anywhere; `found` becomes its first group, or all it matched where it has
  /// none. False, and `found` untouched, where it does not stand in the text.
  bool find(std::string_view text, std::string_view& found) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace curfew::text
