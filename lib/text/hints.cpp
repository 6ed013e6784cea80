#include "curfew/hints.h"

#include <utility>

namespace curfew {
namespace {

bool continues_sentence(std::string_view words) noexcept {
  return words.find_first_of(",;:") == 0;
}

// Where in the text the words go.
std::size_t place(std::string_view text, std::string_view words) noexcept {
  constexpr std::string_view line_end = "`.";
  if (words.starts_with('|') && text.ends_with(line_end)) return text.size() - line_end.size();
  if (continues_sentence(words) && text.ends_with('.')) return text.size() - 1;
  return text.size();
}

}  // namespace

void Hints::set(Hint hint, std::string words) {
  const auto at = static_cast<std::size_t>(hint);
  if (words_.size() <= at) words_.resize(at + 1);
  words_[at] = std::move(words);
}

std::string_view Hints::words(Hint hint) const noexcept {
  const auto at = static_cast<std::size_t>(hint);
  return at < words_.size() ? std::string_view(words_[at]) : std::string_view();
}

std::string Hints::after(std::string text, Hint hint, std::string_view data) const {
  constexpr std::string_view mark = "{}";
  std::string said(words(hint));
  if (said.empty()) return text;
  if (const std::size_t at = said.find(mark); at != std::string::npos) {
    said.replace(at, mark.size(), data);
    if (data.empty() && at > 0 && said[at - 1] == ' ') said.erase(at - 1, 1);
  }
  if (text.empty()) return said;
  const std::size_t at = place(text, said);
  if (!continues_sentence(said)) said.insert(said.begin(), ' ');
  return text.insert(at, said);
}

}  // namespace curfew
