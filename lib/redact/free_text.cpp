#include "redact/free_text.h"

#include <algorithm>
#include <array>

#include "redact/places.h"
#include "redact/reply_words.h"
#include "text/cursor.h"

namespace curfew::redact {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_letter;

bool is_in_word(char c) noexcept {
  return is_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_in_place(char c) noexcept {
  return is_in_word(c) || c == '.' || c == '-' || c == '_' || c == ':';
}

bool is_lower_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

template <typename Is>
std::size_t length(std::string_view text, Is is) noexcept {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is) - text.begin());
}

// "Bob", "Hidden": how names are written, and words beside them.
bool is_capitalized(std::string_view word) noexcept {
  return word.size() > 1 && text::is_upper(word.front()) &&
         std::ranges::none_of(word.substr(1), text::is_upper);
}

// "BOB", "HIDDEN", in replies that shout.
bool is_in_capitals(std::string_view word) noexcept {
  return word.size() > 2 && std::ranges::all_of(word, text::is_upper);
}

class FreeText {
 public:
  FreeText(std::string_view text, const std::function<bool(std::string_view)>& keeps)
      : text_(text), keeps_(keeps) {}

  std::string take() && {
    while (at_ < text_.size()) {
      const bool begins = at_ == 0 || !is_in_word(text_[at_ - 1]);
      if (begins && (keep(pseudonym()) || keep(place()) || keep(code()) || keep(date()))) continue;
      if (begins && hide_number()) continue;
      if (is_in_word(text_[at_])) {
        word();
      } else {
        out_ += text_[at_++];
      }
    }
    return std::move(out_);
  }

 private:
  std::string_view rest() const noexcept { return text_.substr(at_); }

  bool keep(std::size_t size) {
    out_ += rest().substr(0, size);
    at_ += size;
    if (size != 0) hid_ = false;
    return size != 0;
  }

  void hide(std::size_t size) {
    // Several words in a row are one, so that their number says nothing.
    std::string_view between = std::string_view(out_).substr(behind_);
    const bool goes_on =
        hid_ && between.size() <= 2 && between.find_first_not_of(" .,'-") == std::string_view::npos;
    if (goes_on) {
      out_.resize(behind_);
    } else {
      out_ += hidden_words;
    }
    behind_ = out_.size();
    hid_ = true;
    at_ += size;
  }

  // "user-1c9f02ab44", with the domain behind an address.
  std::size_t pseudonym() const noexcept {
    constexpr std::array<std::string_view, 8> kinds = {"user", "host", "domain",  "ip",
                                                       "id",   "log",  "instance"};
    constexpr std::size_t digits = 10;
    for (const std::string_view kind : kinds) {
      if (!rest().starts_with(kind) || !rest().substr(kind.size()).starts_with('-')) continue;
      std::size_t end = kind.size() + 1;
      if (length(rest().substr(end), is_lower_hex) != digits) continue;
      end += digits;
      if (rest().substr(end).starts_with(".invalid")) end += 8;
      if (rest().substr(end).starts_with("@[")) return end + length_of_literal(end);
      if (rest().substr(end).starts_with('@')) {
        ++end;
        end += length(rest().substr(end), [](char c) { return is_in_place(c) && c != ':'; });
      }
      return end;
    }
    return 0;
  }

  // "@[192.0.2.1]", the address shown or not; 0 where something else stands in the brackets.
  std::size_t length_of_literal(std::size_t begin) const noexcept {
    const std::size_t close = rest().find(']', begin);
    if (close == std::string_view::npos) return 0;
    const std::string_view inside = rest().substr(begin + 2, close - begin - 2);
    constexpr std::string_view hidden = "ip-0000000000";
    const bool is_hidden = inside.size() == hidden.size() && inside.starts_with("ip-") &&
                           length(inside.substr(3), is_lower_hex) == inside.size() - 3;
    return is_hidden || is_address(inside) ? close + 1 - begin : 0;
  }

  // An IP address, or the name of a host that is shown.
  std::size_t place() const {
    std::string_view found = rest().substr(0, length(rest(), is_in_place));
    while (!found.empty() && !is_in_word(found.back())) found.remove_suffix(1);
    if (is_address(found)) return found.size();
    found = found.substr(0, found.find(':'));
    while (!found.empty() && !is_in_word(found.back())) found.remove_suffix(1);
    return is_address(found) || (is_full_name(found) && keeps_(found)) ? found.size() : 0;
  }

  // "5.7.25"; "550" in front of one, and in front of the text.
  std::size_t code() const noexcept {
    const std::size_t enhanced = enhanced_code(rest());
    if (enhanced != 0) return enhanced;
    constexpr std::size_t digits = 3;
    if (length(rest(), is_digit) != digits || rest().front() < '2' || rest().front() > '5')
      return 0;
    const std::string_view behind = rest().substr(digits);
    if (behind.empty() || (behind.front() != ' ' && behind.front() != '-')) return 0;
    const std::string_view next = behind.substr(1);
    const bool leads = at_ == 0 && (next.empty() || !is_digit(next.front()));
    return leads || enhanced_code(next) != 0 ? digits : 0;
  }

  static std::size_t enhanced_code(std::string_view text) noexcept {
    if (text.empty() || (text.front() != '2' && text.front() != '4' && text.front() != '5'))
      return 0;
    std::size_t end = 1;
    for (int part = 0; part < 2; ++part) {
      if (!text.substr(end).starts_with('.')) return 0;
      const std::size_t digits = length(text.substr(end + 1), is_digit);
      if (digits == 0 || digits > 3) return 0;
      end += 1 + digits;
    }
    return end < text.size() && (text[end] == '.' || is_in_word(text[end])) ? 0 : end;
  }

  // "2026-04-22", whose digits are as many as a telephone's.
  std::size_t date() const noexcept {
    constexpr std::string_view form = "0000-00-00";
    if (rest().size() < form.size()) return 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form[i] == '-' ? rest()[i] != '-' : !is_digit(rest()[i])) return 0;
    }
    const bool ends = rest().size() == form.size() || !is_digit(rest()[form.size()]);
    return ends ? form.size() : 0;
  }

  // "+49 170 1234567", "(555) 010-0123": enough digits to call somebody.
  bool hide_number() {
    constexpr std::size_t enough = 7;
    constexpr std::string_view between = " -./()";
    if (!is_digit(rest().front())) return false;
    std::size_t digits = 0;
    std::size_t end = 0;
    for (std::size_t next = 0; next < rest().size() && is_digit(rest()[next]);) {
      const std::size_t count = length(rest().substr(next), is_digit);
      digits += count;
      end = next + count;
      next = end;
      while (next < rest().size() && next < end + 2 &&
             between.find(rest()[next]) != std::string_view::npos) {
        ++next;
      }
      if (next == end) break;
    }
    if (digits < enough || (end < rest().size() && is_in_word(rest()[end]))) return false;
    hide(end);
    return true;
  }

  // The word at a place, with the marks of a provider's code where it is one.
  std::string_view word_at(std::size_t at) const noexcept {
    const std::string_view from = text_.substr(at);
    const std::string_view wide =
        from.substr(0, length(from, [](char c) { return is_in_word(c) || c == '#' || c == '_'; }));
    if (wide.find('#') != std::string_view::npos) return wide;
    return from.substr(0, length(from, is_in_word));
  }

  bool is_known(std::string_view word) const {
    const bool number = std::ranges::all_of(word, is_digit);
    if (number || is_reply_word(word) || is_code(word)) return true;
    // "5xx" and "4K" say how much; "n" of "don't" was looked at with its word.
    return word.size() <= 3 && is_digit(word.front()) && word.size() > 1;
  }

  static bool joins(char c) noexcept { return c == '-' || c == '.' || c == '_'; }

  // Somebody's other names stand beside one.
  bool is_beside_hidden(std::string_view word) const {
    // What is tied to one is a part of it.
    if (hid_ && behind_ + 1 == out_.size() && joins(out_.back())) return true;
    const auto is_written_alike = is_in_capitals(word) ? is_in_capitals : is_capitalized;
    if (!is_written_alike(word)) return false;
    if (hid_ && behind_ + 1 >= out_.size() && out_.ends_with(' ')) return true;
    const std::size_t next = at_ + word.size() + 1;
    if (next >= text_.size() || text_[next - 1] != ' ' || !is_in_word(text_[next])) return false;
    const std::string_view neighbor = word_at(next);
    const bool place = text_.substr(next + neighbor.size()).starts_with('.') ||
                       text_.substr(next + neighbor.size()).starts_with('@');
    const bool name =
        is_written_alike(neighbor) || static_cast<unsigned char>(neighbor.front()) >= 0x80;
    return name && !place && !is_known(neighbor);
  }

  // Of what is left out in writing, with its apostrophe; any other word there may be a name.
  static std::size_t length_of_ending(std::string_view text) noexcept {
    constexpr std::array<std::string_view, 7> endings = {"t", "s", "d", "m", "re", "ve", "ll"};
    if (!text.starts_with('\'')) return 0;
    const std::string_view letters = text.substr(1, length(text.substr(1), is_in_word));
    const bool known = std::ranges::find(endings, letters) != endings.end();
    return known ? 1 + letters.size() : 0;
  }

  void word() {
    const std::string_view word = word_at(at_);
    const std::string_view behind = rest().substr(word.size());
    // "don't", "sender's"
    const std::size_t ending = length_of_ending(behind);
    const bool shortened =
        ending != 0 &&
        (is_known(word) || (word.ends_with('n') && is_known(word.substr(0, word.size() - 1))));
    if (shortened) {
      keep(word.size() + ending);
    } else if (is_known(word) && !is_beside_hidden(word)) {
      keep(word.size());
    } else {
      hide(word.size());
    }
  }

  std::string_view text_;
  const std::function<bool(std::string_view)>& keeps_;
  std::size_t at_ = 0;
  std::string out_;
  std::size_t behind_ = 0;  // the last words that were hidden
  bool hid_ = false;        // and nothing but blanks since
};

}  // namespace

std::string without_free_text(std::string_view text,
                              const std::function<bool(std::string_view)>& keeps) {
  return FreeText(text, keeps).take();
}

}  // namespace curfew::redact
