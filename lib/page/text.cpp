#include "page/text.h"

#include <algorithm>

#include "text/grouped.h"
#include "text/terminal.h"

namespace curfew::page {

Untrusted::Untrusted(std::string_view text, std::size_t most) {
  text::append_for_terminal(shown_, text, most);
}

Text::Text(std::string_view ours) {
  std::string clean;
  text::append_for_terminal(clean, ours, ours.size());
  add(clean, Emphasis::plain);
}

Text::Text(const Untrusted& theirs) {
  add(theirs.shown_, Emphasis::plain);
}

void Text::add(std::string_view clean, Emphasis emphasis) {
  if (clean.empty()) return;
  if (runs_.empty() || runs_.back().emphasis != emphasis) runs_.push_back({{}, emphasis});
  runs_.back().words += clean;
}

Text& Text::operator+=(const Text& more) {
  if (&more == this) return *this += Text(more);
  for (const Run& run : more.runs_) add(run.words, run.emphasis);
  return *this;
}

Text Text::with_commands(const Text& text) {
  const std::string words = text.words();
  Text out;
  std::size_t done = 0;
  while (true) {
    const std::size_t begin = words.find('`', done);
    const std::size_t end = begin == std::string::npos ? begin : words.find('`', begin + 1);
    if (end == std::string::npos) return out + text.slice(done, words.size());
    out += text.slice(done, begin);
    out += text.slice(begin, end + 1).in(Emphasis::code);
    done = end + 1;
  }
}

Text Text::in(Emphasis emphasis) const {
  Text text;
  for (const Run& run : runs_) text.add(run.words, emphasis);
  return text;
}

std::string Text::words() const {
  std::string words;
  for (const Run& run : runs_) words += run.words;
  return words;
}

std::size_t Text::columns() const noexcept {
  std::size_t columns = 0;
  for (const Run& run : runs_) columns += text::columns(run.words);
  return columns;
}

Text Text::slice(std::size_t begin, std::size_t end) const {
  Text text;
  std::size_t at = 0;  // where the run begins
  for (const Run& run : runs_) {
    const std::size_t from = std::clamp(begin, at, at + run.words.size()) - at;
    const std::size_t to = std::clamp(end, at, at + run.words.size()) - at;
    if (from < to) text.add(std::string_view(run.words).substr(from, to - from), run.emphasis);
    at += run.words.size();
  }
  return text;
}

Text operator+(Text text, const Text& more) {
  return text += more;
}

Text number(std::uint64_t value) {
  return text::grouped(value);
}

}  // namespace curfew::page
