#include "redact/reply_words.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "curfew/catalogue.h"
#include "redact/seen.h"
#include "smtp/vocabulary.h"
#include "text/cursor.h"

namespace curfew::redact {
namespace {

bool belongs(char c) noexcept {
  return text::is_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

// "IB103" and "IB104" are of one form.
std::string form_of(std::string_view code) {
  std::string form(code);
  for (char& c : form) c = text::is_digit(c) ? '0' : c;
  return form;
}

// What the built-in catalogue says in its samples.
class Catalogued {
 public:
  Catalogued() {
    const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
    for (std::size_t i = 0; i < all->size(); ++i) {
      const CatalogueEntry& entry = all->entry(i);
      take(entry.sample);
      take(entry.provider);
      take(entry.code);
    }
  }

  bool has_word(std::string_view word) const { return words_.contains(word); }
  bool has_form(std::string_view word) const { return forms_.contains(form_of(word)); }

 private:
  using Set = std::set<std::string, std::less<>>;

  void take(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && belongs(text[end])) ++end;
      if (end != at) add(text.substr(at, end - at));
      at = end == at ? at + 1 : end;
    }
  }
  void add(std::string_view word) {
    const bool digits = std::ranges::any_of(word, text::is_digit);
    const bool small = std::ranges::any_of(word, text::is_lower);
    if (!digits) {
      words_.emplace(word);
      words_.insert(lower_case(word));  // not the other way: "may" is a word, May is a name
    } else if (!small && std::ranges::any_of(word, text::is_letter)) {
      forms_.insert(form_of(word));
    }
  }

  Set words_;
  Set forms_;
};

const Catalogued& catalogued() {
  static const Catalogued all;
  return all;
}

}  // namespace

bool is_reply_word(std::string_view word) {
  return smtp::is_common(word) || catalogued().has_word(word);
}

bool is_code(std::string_view word) {
  constexpr std::string_view marks = "#_-";
  const bool plain = std::ranges::all_of(word, [&](char c) {
    return text::is_upper(c) || text::is_digit(c) || marks.find(c) != std::string_view::npos;
  });
  if (!plain || !std::ranges::any_of(word, text::is_upper)) return false;
  return word.find('#') != std::string_view::npos || catalogued().has_form(word);
}

}  // namespace curfew::redact
