#include "parse/envelope/loose_lines.h"

#include <algorithm>
#include <array>
#include <utility>

#include "parse/envelope/entry_writer.h"
#include "parse/envelope/json_object.h"
#include "parse/envelope/json_records.h"
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

// What a page of HTML wrote in place of a character.
bool take_entity(text::Cursor& cursor, char& c) noexcept {
  constexpr std::array<std::pair<std::string_view, char>, 6> entities = {{{"&lt;", '<'},
                                                                          {"&gt;", '>'},
                                                                          {"&quot;", '"'},
                                                                          {"&#39;", '\''},
                                                                          {"&nbsp;", ' '},
                                                                          {"&amp;", '&'}}};
  for (const auto& [name, meant] : entities) {
    if (!cursor.skip(name)) continue;
    c = meant;
    return true;
  }
  return false;
}

constexpr std::string_view no_break_space = "\xC2\xA0";

// Angle brackets and arrows, in a line without any.
bool is_html(std::string_view line) noexcept {
  return (line.find("&lt;") != line.npos || line.find("&gt;") != line.npos) &&
         line.find_first_of("<>") == line.npos;
}

// A log line has none in its head.
bool has_no_break_space(std::string_view line) noexcept {
  constexpr std::size_t head = 60;
  return line.substr(0, head).find(no_break_space) != line.npos;
}

bool needs_cleaning(std::string_view line) noexcept {
  return line.find(escape) != line.npos || has_no_break_space(line) || is_html(line);
}

void append_clean(std::string& out, std::string_view line) {
  const bool html = is_html(line);
  text::Cursor cursor(line);
  while (!cursor.at_end()) {
    if (skip_color(cursor)) continue;
    char c = ' ';
    if (!cursor.skip(no_break_space) && !(html && take_entity(cursor, c))) {
      c = cursor.peek();
      cursor.advance(1);
    }
    out += c;
  }
}

// What was behind the line where it was copied from: a tab, a mark of code, an end of line in HTML;
// behind a record of quoted fields also a blank, which would be taken for a part of its text.
std::string_view without_back(std::string_view line) noexcept {
  const bool is_record = line.starts_with('"');
  std::string_view rest = line;
  bool found = false;
  for (std::size_t before = 0; before != rest.size();) {
    before = rest.size();
    for (const std::string_view mark :
         {std::string_view("\t"), std::string_view("\r"), std::string_view("`"),
          std::string_view("<br>"), std::string_view("<br/>"), no_break_space}) {
      if (!rest.ends_with(mark)) continue;
      rest.remove_suffix(mark.size());
      found = true;
    }
    if (is_record && (rest.ends_with(' ') || rest.ends_with(','))) rest.remove_suffix(1);
  }
  if (is_record) return rest.ends_with('"') ? rest : line;
  return found ? rest : line;
}

// Takes off what does not belong to the line.
class Bare {
 public:
  explicit Bare(StampedTags tags) : tags_(std::move(tags)) {}

  /// The line as it should be. Lives until the next call and no longer than `line`.
  std::string_view operator()(std::string_view line) {
    if (needs_cleaning(line)) {
      clean_.clear();
      append_clean(clean_, line);
      line = clean_;
    }
    line = without_back(without_front(line));
    usual_.clear();
    if (append_with_usual_head(usual_, line, tags_)) line = usual_;
    return line;
  }

 private:
  StampedTags tags_;
  std::string clean_;
  std::string usual_;
};

class LooseLines final : public CopiedEnvelope<LooseLines> {
 public:
  explicit LooseLines(const StampedTags& tags) : bare_(tags) {}

  template <class Archive>
  void each_field(Archive& archive) {
    archive(writer_);
  }

 private:
  void take(const Line& line, OpenedLines& out) override {
    if (is_between_lines(line.text)) return;
    std::string_view bare = bare_(line.text);
    if (begins_object(bare) && read_json_entry(bare, entry_)) {
      take_entry(line.number, out);
      return;
    }
    if (bare.data() == line.text.data() && bare.size() == line.text.size()) {
      out.add(line.text, line.number);
      return;
    }
    out.begin() += bare;
    out.end(line.number);
  }

  void flush(OpenedLines& out) override { writer_.flush(out); }

  // The line in a record may itself be of any shape.
  void take_entry(std::uint64_t number, OpenedLines& out) {
    inner_.clear();
    writer_.write(entry_, number, inner_);
    for (const Line& line : inner_.lines()) {
      out.begin() += bare_(line.text);
      out.end(line.number);
    }
  }

  Bare bare_;
  Entry entry_;
  EntryWriter writer_;
  OpenedLines inner_;
};

// Of a long sample some lines are enough to see that all is as it should be.
std::size_t count_loose(Lines lines, const StampedTags& tags) {
  const auto between = [](const Line& line) { return is_between_lines(line.text); };
  if (std::ranges::any_of(lines, between)) return lines.size();  // pasted, whatever stands in it
  constexpr std::size_t few = 100;
  const std::size_t step = std::max<std::size_t>(1, lines.size() / few);
  Bare bare(tags);
  Entry entry;
  std::size_t count = 0;
  // Not each at the same place of its step: lines may alternate.
  for (std::size_t at = 0, turn = 0; at < lines.size(); at += step, ++turn) {
    const std::string_view line = lines[std::min(at + turn * 7 % step, lines.size() - 1)].text;
    const bool opens = begins_object(line) && read_json_entry(line, entry);
    count += opens || bare(line) != line ? 1U : 0U;
  }
  return std::min(count * step, lines.size());
}

std::unique_ptr<Envelope> make_loose(const StampedTags& tags) {
  return std::make_unique<LooseLines>(tags);
}

}  // namespace

constinit const EnvelopeForm loose_lines = {.name = "pasted lines",
                                            .recognize = count_loose,
                                            .make = make_loose,
                                            .among_bare_lines = true,
                                            .keeps_stamps = true};

}  // namespace curfew::parse
