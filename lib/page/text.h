#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace curfew::page {

/// code: stands between grave accents, which a browser does not show. act, know, fine: a label of
/// what it asks of the reader.
enum class Emphasis : std::uint8_t { plain, strong, refused, partly, quiet, code, act, know, fine };

/// Untrusted text, of a log or a file's name. It is cleaned and cut when it is marked as such, so
/// that no page ever holds a character that a terminal acts on (text::append_for_terminal), and no
/// renderer can forget it.
class Untrusted {
 public:
  /// At most `most` characters, then "...": an address or a host's name is never longer.
  explicit Untrusted(std::string_view text, std::size_t most = 300);

 private:
  friend class Text;
  std::string shown_;
};

/// Words of one line or paragraph, in runs of the same emphasis. A value.
class Text {
 public:
  struct Run {
    std::string words;
    Emphasis emphasis = Emphasis::plain;
  };

  Text() = default;
  /// Our own words are not cut. They are cleaned all the same, for who forgets to mark a
  /// untrusted ones.
  Text(std::string_view ours);
  Text(const std::string& ours) : Text(std::string_view(ours)) {}
  Text(const char* ours) : Text(std::string_view(ours)) {}
  Text(const Untrusted& theirs);

  Text& operator+=(const Text& more);
  /// Our own words, in which what stands between grave accents is a command.
  static Text with_commands(const Text& text);
  /// The same words, all of them in this emphasis.
  Text in(Emphasis emphasis) const;

  bool empty() const noexcept { return runs_.empty(); }
  const std::vector<Run>& runs() const noexcept { return runs_; }
  std::string words() const;
  std::size_t columns() const noexcept;
  /// The bytes from `begin` up to, not including, `end`.
  Text slice(std::size_t begin, std::size_t end) const;

 private:
  void add(std::string_view clean, Emphasis emphasis);

  std::vector<Run> runs_;  // none is empty
};

Text operator+(Text text, const Text& more);

/// 1234567 as "1,234,567".
Text number(std::uint64_t value);

}  // namespace curfew::page
