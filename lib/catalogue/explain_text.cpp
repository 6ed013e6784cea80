#include <ostream>

#include "curfew/catalogue.h"
#include "page/text_page.h"

namespace curfew {
namespace {

using page::Text;
using page::Untrusted;

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
Text codes(const Explanation& one) {
  Text text;
  const auto add = [&](const Text& part) {
    if (part.empty()) return;
    if (!text.empty()) text += " ";
    text += part;
  };
  if (one.reply_code != 0) add(std::to_string(one.reply_code));
  add(to_string(one.enhanced_code));
  add(Untrusted(one.provider_code, 60));
  if (!one.provider.empty()) add("(" + Untrusted(one.provider, 60) + ")");
  return text;
}

Text title(const Explanation& one) {
  const Text text = codes(one);
  return text.empty() ? Untrusted(one.asked, 60) : text;
}

Text similar_codes(const Explanation& one) {
  Text text;
  for (const CatalogueEntry* const entry : one.similar) {
    if (!text.empty()) text += ", ";
    text += Untrusted(entry->code, 60) + " (" + Untrusted(entry->provider, 60) + ": " +
            name(entry->cause) + ")";
  }
  return text;
}

page::Page page_of(const Explanation& one) {
  const bool open = one.cause == Cause::unknown && !one.number_words.empty();
  const char* const nothing = open ? "any cause" : "not known";
  page::Table facts{
      .title = "What is known",
      .columns = {{.least = 10, .names_row = true}, {.narrow = page::Column::Narrow::broken}}};
  const auto add = [&facts](const char* what, const Text& text) {
    if (!text.empty()) facts.rows.push_back({Text(what), text});
  };
  if (one.entry != nullptr) {
    add("Meaning", Untrusted(meaning_of(*one.entry, one.provider_code), 2000));
    add("What to do", Untrusted(one.entry->remedy, 2000));
    add("Claim", describe(one.entry->claim));
    add("Page", Untrusted(one.entry->url));
  } else if (open) {
    add("Meaning", one.number_words);
    add("What to do", "Read on in the reply: what stands behind the number decides.");
    add("Known by", "its numbers alone, which leave the cause open");
  } else if (one.tier != Tier::none) {
    add("Meaning", one.number_words.empty() ? meaning_of(one.cause) : one.number_words);
    add("What to do", remedy_for(one.cause));
  } else {
    add("Meaning", "The catalogue does not know it.");
  }
  if (one.tier != Tier::none) add("Known by", sureness(one.tier));
  add("Similar", similar_codes(one));
  const char* const cause = one.cause == Cause::unknown ? nothing : name(one.cause);
  return {page::Heading{.text = title(one) + ": " + cause, .level = 1}, facts};
}

}  // namespace

void write_text(const Explanation& one, std::ostream& out, std::size_t width) {
  page::write_text_page(page_of(one), out, {.width = width, .break_lines = true});
}

void write_line(const Explanation& one, std::ostream& out, std::size_t width) {
  const page::Table line{
      .columns = {{.least = 12}, {.least = 28}, {.least = 23, .narrow = page::Column::Narrow::cut}},
      .rows = {{Text(name(one.cause)), codes(one), Text(Untrusted(one.asked, 1000))}}};
  page::write_text_page({line}, out, {.width = width});
}

}  // namespace curfew
