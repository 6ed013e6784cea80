#include <algorithm>
#include <ostream>

#include "curfew/catalogue.h"
#include "text/terminal.h"

namespace curfew {
namespace {

constexpr std::size_t indent = 12;
constexpr std::size_t longest_shown = 300;

std::string clean(std::string_view text, std::size_t most = longest_shown) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

// "Meaning     words, broken into lines that begin under the first".
void write_row(std::ostream& out, std::string_view title, std::string_view text,
               std::size_t width) {
  if (text.empty()) return;
  std::string row(title);
  row.append(indent - std::min(indent, row.size()), ' ');
  std::size_t column = indent;
  bool begins = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t size = text::columns(word);
    if (!begins && column + 1 + size > width) {
      row += '\n';
      row.append(indent, ' ');
      column = indent;
      begins = true;
    }
    if (!begins) {
      row += ' ';
      ++column;
    }
    row += word;
    column += size;
    begins = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out << row << '\n';
}

const char* sureness(Tier tier) noexcept {
  switch (tier) {
    case Tier::provider_code:
      return "the provider's own code";
    case Tier::provider_text:
      return "words that only this provider uses";
    case Tier::software_text:
      return "words of a mail software";
    case Tier::wording:
      return "its wording, which many use";
    case Tier::status_code:
      return "its numbers alone, which is weak";
    case Tier::origin:
      return "what failed on this side";
    case Tier::none:
      return "nothing";
  }
  return "nothing";
}

// "421 4.7.0 AUP#CXCNCT (Cox)"
std::string codes(const Explanation& one) {
  std::string text;
  const auto add = [&](const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += ' ';
    text += part;
  };
  if (one.reply_code != 0) add(std::to_string(one.reply_code));
  add(to_string(one.enhanced_code));
  add(clean(one.provider_code, 60));
  if (!one.provider.empty()) add('(' + clean(one.provider, 60) + ')');
  return text;
}

std::string title(const Explanation& one) {
  const std::string text = codes(one);
  return text.empty() ? clean(one.asked, 60) : text;
}

std::string similar_codes(const Explanation& one) {
  std::string text;
  for (const CatalogueEntry* const entry : one.similar) {
    if (!text.empty()) text += ", ";
    text += clean(entry->code, 60) + " (" + clean(entry->provider, 60) + ": " + name(entry->cause) +
            ')';
  }
  return text;
}

}  // namespace

void write_text(const Explanation& one, std::ostream& out, std::size_t width) {
  const bool open = one.cause == Cause::unknown && !one.number_words.empty();
  const char* const nothing = open ? "any cause" : "not known";
  out << title(one) << ": " << (one.cause == Cause::unknown ? nothing : name(one.cause)) << '\n';
  if (one.entry != nullptr) {
    write_row(out, "Meaning", clean(meaning_of(*one.entry, one.provider_code), 2000), width);
    write_row(out, "What to do", clean(one.entry->remedy, 2000), width);
    write_row(out, "Claim", describe(one.entry->claim), width);
    write_row(out, "Page", clean(one.entry->url), width);
  } else if (open) {
    write_row(out, "Meaning", one.number_words, width);
    write_row(out, "What to do", "Read on in the reply: what stands behind the number decides.",
              width);
    write_row(out, "Known by", "its numbers alone, which leave the cause open", width);
  } else if (one.tier != Tier::none) {
    write_row(out, "Meaning", one.number_words.empty() ? meaning_of(one.cause) : one.number_words,
              width);
    write_row(out, "What to do", remedy_for(one.cause), width);
  } else {
    write_row(out, "Meaning", "The catalogue does not know it.", width);
  }
  if (one.tier != Tier::none) write_row(out, "Known by", sureness(one.tier), width);
  write_row(out, "Similar", similar_codes(one), width);
}

void write_line(const Explanation& one, std::ostream& out, std::size_t width) {
  std::string line = name(one.cause);
  line.append(line.size() < 14 ? 14 - line.size() : 1, ' ');
  std::string who = codes(one);
  who.append(who.size() < 30 ? 30 - who.size() : 1, ' ');
  line += who;
  const std::size_t used = text::columns(line);
  line += clean(one.asked, used + 20 < width ? width - used : 20);
  out << line << '\n';
}

}  // namespace curfew
