#include "parse/envelope/loose_lines.h"

#include <algorithm>

#include "parse/envelope/line_front.h"
#include "parse/envelope/loose_head.h"
#include "text/cursor.h"

namespace curfew::parse {
namespace {

constexpr char escape = '\x1b';

// ECMA-48's SGR and EL: colors, and the erasing that grep puts behind each. Other sequences are
// somebody's text.
bool skip_color(text::Cursor& cursor) noexcept {
  text::Cursor ahead = cursor;
  if (!ahead.skip(escape) || !ahead.skip('[')) return false;
  ahead.take_while([](char c) { return text::is_digit(c) || c == ';'; });
  if (!ahead.skip('m') && !ahead.skip('K')) return false;
  cursor = ahead;
  return true;
}

void append_without_colors(std::string& out, std::string_view text) {
  text::Cursor cursor(text);
  while (!cursor.at_end()) {
    if (skip_color(cursor)) continue;
    out += cursor.peek();
    cursor.advance(1);
  }
}

// Takes off what does not belong to the line.
class Bare {
 public:
  /// The line as it should be. Lives until the next call and no longer than `line`.
  std::string_view operator()(std::string_view line) {
    if (line.find(escape) != line.npos) {
      plain_.clear();
      append_without_colors(plain_, line);
      line = plain_;
    }
    line = without_front(line);
    usual_.clear();
    if (append_with_usual_head(usual_, line)) line = usual_;
    return line;
  }

 private:
  std::string plain_;
  std::string usual_;
};

class LooseLines final : public Envelope {
 private:
  void take(const Line& line, OpenedLines& out) override {
    if (is_fence(line.text)) return;
    const std::string_view bare = bare_(line.text);
    if (bare.data() == line.text.data() && bare.size() == line.text.size()) {
      out.add(line.text, line.number);
      return;
    }
    out.begin() += bare;
    out.end(line.number);
  }

  Bare bare_;
};

// Of a long sample some lines are enough to see that all is as it should be.
std::size_t recognize(Lines lines) {
  const auto fence = [](const Line& line) { return is_fence(line.text); };
  if (std::ranges::any_of(lines, fence)) return lines.size();  // pasted, whatever stands in it
  constexpr std::size_t few = 100;
  const std::size_t step = std::max<std::size_t>(1, lines.size() / few);
  Bare bare;
  std::size_t count = 0;
  for (std::size_t at = 0; at < lines.size(); at += step) {
    count += bare(lines[at].text) != lines[at].text ? 1U : 0U;
  }
  return std::min(count * step, lines.size());
}

std::unique_ptr<Envelope> make() {
  return std::make_unique<LooseLines>();
}

}  // namespace

constinit const EnvelopeForm loose_lines = {.name = "pasted lines",
                                            .recognize = recognize,
                                            .make = make,
                                            .among_bare_lines = true,
                                            .keeps_stamps = true};

}  // namespace curfew::parse
