#include <algorithm>
#include <array>

#include "curfew/redact.h"
#include "redact/free_text.h"
#include "redact/places.h"
#include "redact/seen.h"
#include "text/cursor.h"

// Finding people and places in free text. In doubt more is hidden.

namespace curfew {
namespace {

// RFC 5322 atext, the dot, and what SMTPUTF8 allows.
bool is_local(char c) noexcept {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~.";
  return text::is_alphanumeric(c) || others.find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_domain(char c) noexcept {
  return text::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_place(char c) noexcept {
  return is_domain(c) || c == ':';
}

// A place in the text that holds an address; empty where there is none.
struct Found {
  std::size_t begin = 0;
  std::size_t at = 0;  // the '@', or what stands for it, "%40" in a URL
  std::size_t mark = 1;
  std::size_t end = 0;
};

// The local part's first character: behind the quote that opens, where it is quoted.
std::size_t begin_of_local(std::string_view text, std::size_t from, std::size_t at) noexcept {
  std::size_t begin = at;
  if (at > from && text[at - 1] == '"') {
    for (std::size_t open = at - 1; open > from; --open) {
      const bool escaped = open > from + 1 && text[open - 2] == '\\';
      if (text[open - 1] == '"' && !escaped) return open - 1;
    }
    --begin;
  }
  while (begin > from && is_local(text[begin - 1])) --begin;
  return begin;
}

std::size_t end_of_domain(std::string_view text, std::size_t begin) noexcept {
  std::size_t end = begin;
  if (end < text.size() && text[end] == '[') {
    const std::size_t close = text.find(']', end);
    const bool literal = close != std::string_view::npos &&
                         redact::is_address(text.substr(end + 1, close - end - 1));
    return literal ? close + 1 : end;
  }
  while (end < text.size() && is_domain(text[end])) ++end;
  while (end > begin && text[end - 1] == '.') --end;
  return end;
}

// As it stands in addresses, in URLs, in escaped text, in HTML, and as people hide it.
std::size_t mark_at(std::string_view text, std::size_t at) noexcept {
  constexpr std::array<std::string_view, 7> marks = {"@",      "%40",  "\\x40", "&#64;",
                                                     "&#x40;", "(at)", "[at]"};
  const auto found = std::ranges::find_if(
      marks, [&](std::string_view mark) { return text.substr(at).starts_with(mark); });
  return found == marks.end() ? 0 : found->size();
}

Found find_address(std::string_view text, std::size_t from) noexcept {
  for (std::size_t at = from; at < text.size(); ++at) {
    std::size_t mark = mark_at(text, at);
    if (mark == 0) continue;
    const std::size_t begin = begin_of_local(text, from, at);
    std::size_t end = end_of_domain(text, at + mark);
    if (begin == at) continue;
    // "a@example.net@example.org": all but the last is the local part.
    for (std::size_t next = end; next < text.size(); ++next) {
      if (mark_at(text, next) != 0) {
        at = next;
        mark = mark_at(text, at);
        end = end_of_domain(text, at + mark);
        next = std::max(next, end - 1);
      } else if (!is_local(text[next]) && text[next] != '"') {
        break;
      }
    }
    return {.begin = begin, .at = at, .mark = mark, .end = end};
  }
  return {.begin = text.size(), .at = text.size(), .mark = 0, .end = text.size()};
}

// In "https://example.net/why?who=a@example.org" the local part begins behind the last mark.
std::size_t begin_in_url(std::string_view text, const Found& found) noexcept {
  const std::string_view local = text.substr(found.begin, found.at - found.begin);
  if (local.find("//") == std::string_view::npos) return found.begin;
  const std::size_t first = std::min(local.find('@'), local.find("%40"));
  const std::size_t mark = local.substr(0, first).find_last_of("/=?&");
  const bool whole = mark == std::string_view::npos || mark + 1 >= std::min(first, local.size());
  return whole ? found.begin : found.begin + mark + 1;
}

// Who wanted to log in: "sasl_username=jdoe", "(set_id=jdoe)".
bool names_login(std::string_view before) noexcept {
  return before.ends_with("sasl_username=") || before.ends_with("set_id=");
}

}  // namespace

std::string Redactor::reply(std::string_view text) const {
  if (!hides()) return std::string(text);
  std::string out;
  std::size_t done = 0;
  for (Found found = find_address(text, 0); found.mark != 0; found = find_address(text, done)) {
    const std::size_t begin = begin_in_url(text, found);
    out += plain(text.substr(done, begin - done));
    if (begin < found.at) {
      const std::size_t domain = found.at + found.mark;
      out += mailbox(text.substr(begin, found.at - begin), text.substr(domain, found.end - domain));
    } else {
      out += plain(text.substr(found.at, found.end - found.at));
    }
    done = found.end;
  }
  out += plain(text.substr(done));
  if (redaction_ != Redaction::publicly) return out;
  return redact::without_free_text(out, [this](std::string_view host) { return keeps(host); });
}

// Text without addresses: names of people that stand alone.
std::string Redactor::plain(std::string_view text) const {
  for (const std::string& odd : seen_->odd_people) {
    const std::size_t at = redact::find_word(text, odd, 0);
    if (at == std::string_view::npos) continue;
    return plain(text.substr(0, at)) + pseudonym("user", odd) + plain(text.substr(at + odd.size()));
  }
  return without_hosts(text);
}

std::string Redactor::without_hosts(std::string_view text) const {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    if (names_login(out)) {
      end = std::min(text.find_first_of(" ),;", at), text.size());  // "OFFICE\\jdoe" is one name
      if (end != at) out += pseudonym("user", text.substr(at, end - at));
      at = end;
      if (at == text.size()) break;
    }
    while (end < text.size() && (is_place(text[end]) || redact::is_word(text[end]))) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    std::string_view word = text.substr(at, end - at);
    const bool in_path = at > 0 && text[at - 1] == '/' && (at < 2 || text[at - 2] != '/');
    at = end;
    std::size_t tail = word.size();
    while (tail > 0 && (word[tail - 1] == '.' || word[tail - 1] == ':')) --tail;
    const std::string_view behind = word.substr(tail);
    word = word.substr(0, tail);
    if (redact::is_address(word)) {
      out += host(word, HostRole::remote);
    } else {
      // "mailto:x", "mx.example.net:25": each part is a word of its own.
      while (true) {
        const std::size_t colon = word.find(':');
        const std::string_view part = word.substr(0, colon);
        const std::string lower = redact::lower_case(part);
        if (seen_->people.contains(lower)) {
          out += pseudonym("user", part);
        } else if (redact::is_address(part)) {
          out += host(part, HostRole::remote);
        } else if (!in_path && redact::is_full_name(part) && !keeps(part)) {
          out += pseudonym("host", part);
        } else {
          out += part;
        }
        if (colon == std::string_view::npos) break;
        out += ':';
        word.remove_prefix(colon + 1);
      }
    }
    out += behind;
  }
  return out;
}

}  // namespace curfew
