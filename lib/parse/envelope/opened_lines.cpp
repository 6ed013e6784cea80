#include "parse/envelope/opened_lines.h"

namespace curfew::parse {

void OpenedLines::clear() noexcept {
  text_.clear();
  own_.clear();
  lines_.clear();
}

void OpenedLines::add(std::string_view text, std::uint64_t number) {
  lines_.push_back({text, number});
}

std::string& OpenedLines::begin() {
  open_ = text_.size();
  return text_;
}

void OpenedLines::end(std::uint64_t number) {
  own_.push_back({.line = lines_.size(), .begin = open_, .size = text_.size() - open_});
  lines_.push_back({{}, number});
}

Lines OpenedLines::lines() {
  for (const Own& own : own_) {
    lines_[own.line].text = std::string_view(text_).substr(own.begin, own.size);
  }
  return lines_;
}

}  // namespace curfew::parse
