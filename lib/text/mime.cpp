#include "text/mime.h"

#include <algorithm>
#include <cstddef>

#include "text/cursor.h"
#include "text/utf8.h"

namespace curfew::text {
namespace {

constexpr std::size_t longest_line = 76;

bool is_printable(char c) noexcept {
  return c >= ' ' && c <= '~';
}

std::string escaped(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte / 16], digits[byte % 16]};
}

void append_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool is_last = i + 1 == line.size();
    const bool is_blank = c == ' ' || c == '\t';
    bool plain = is_blank ? !is_last : is_printable(c) && c != '=';
    if (column == 0 && (c == '.' || line.substr(i).starts_with("From "))) plain = false;
    const std::string written = plain ? std::string(1, c) : escaped(c);
    // A line that goes on ends with "=".
    if (column + written.size() + (is_last ? 0 : 1) > longest_line) {
      out += "=\n";
      column = 0;
      --i;  // it may have to be written otherwise at the beginning of a line
      continue;
    }
    out += written;
    column += written.size();
  }
}

// Breaks at blanks; empty where a word is too long for a line.
std::string folded(std::size_t column, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find(' ', 1);
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(word.size());
    if (column + word.size() > longest_line && !out.empty()) {
      out += '\n';
      column = 0;
    }
    column += word.size();
    if (column > longest_line) return {};
    out += word;
  }
  return out;
}

std::string encoded_words(std::size_t column, std::string_view text) {
  constexpr std::string_view front = "=?UTF-8?Q?";
  constexpr std::string_view end = "?=";
  std::string out(front);
  column += front.size() + end.size();
  while (!text.empty()) {
    // A character is not split over two words.
    const std::string_view character = text.substr(0, first_character(text).length);
    text.remove_prefix(character.size());
    std::string written;
    for (const char c : character) {
      written += is_alphanumeric(c) ? std::string(1, c) : escaped(c);
    }
    if (column + written.size() > longest_line) {
      out += std::string(end) + "\n " + std::string(front);
      column = 1 + front.size() + end.size();
    }
    out += written;
    column += written.size();
  }
  return out + std::string(end);
}

}  // namespace

void append_quoted_printable(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    append_line(out, text.substr(0, end));
    if (end == std::string_view::npos) return;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string header_text(std::string_view name, std::string_view text) {
  const std::size_t column = name.size() + 2;
  const bool is_plain = std::ranges::all_of(text, is_printable) && !text.starts_with(' ') &&
                        !text.ends_with(' ') && text.find("  ") == std::string_view::npos &&
                        text.find("=?") == std::string_view::npos;
  if (is_plain) {
    if (text.empty()) return {};
    std::string lines = folded(column, text);
    if (!lines.empty()) return lines;
  }
  return encoded_words(column, text);
}

}  // namespace curfew::text
