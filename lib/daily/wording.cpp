#include "daily/wording.h"

#include <algorithm>

#include "smtp/group_key.h"
#include "text/cursor.h"

namespace curfew::daily {
namespace {

constexpr std::size_t longest = 160;
constexpr std::size_t most_read = 2000;  // no server writes longer lines here

bool is_address_character(char c) noexcept {
  return text::is_alphanumeric(c) || c == '.' || c == ':';
}

// "mail.example.org[192.0.2.7]:25" is another each time: "<host>[<ip>]". So is the name behind
// "hostname" ("hostname mail.example.org does not resolve to address 192.0.2.7").
std::string without_hosts(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('[');
    if (open == std::string_view::npos) break;
    std::size_t close = open + 1;
    while (close < text.size() && is_address_character(text[close])) ++close;
    const bool address = close < text.size() && text[close] == ']' && close > open + 2 &&
                         text.substr(open, close - open).find_first_of(".:") != text.npos;
    if (!address) {
      out += text.substr(0, open + 1);
      text.remove_prefix(open + 1);
      continue;
    }
    const std::size_t blank = text.substr(0, open).rfind(' ');
    const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
    out += text.substr(0, begin);
    if (begin != open) out += "<host>";
    out += "[<ip>]";
    text.remove_prefix(close + 1);
    std::size_t end = 1;  // of the port
    while (end < text.size() && text::is_digit(text[end])) ++end;
    if (text.starts_with(':') && end > 1) text.remove_prefix(end);
  }
  out += text;
  constexpr std::string_view named = "hostname ";
  if (out.starts_with(named)) {
    const std::size_t end = out.find(' ', named.size());
    if (end != std::string::npos) out.replace(named.size(), end - named.size(), "<host>");
  }
  return out;
}

// A path says which table or socket is the matter; only its long numbers change from time to time.
void append_path(std::string& out, std::string_view path) {
  while (!path.empty()) {
    std::size_t digits = 0;
    while (digits < path.size() && text::is_digit(path[digits])) ++digits;
    if (digits >= 3) out += '#';
    const std::size_t taken = digits == 0 ? 1 : digits;
    if (digits < 3) out += path.substr(0, taken);
    path.remove_prefix(taken);
  }
}

// Where the first word that is a path begins; the end where none is.
std::size_t path_in(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view word = text.substr(at);
    if (word.starts_with('/') || word.starts_with("\"/")) return at;
    const std::size_t blank = word.find(' ');
    if (blank == std::string_view::npos) break;
    at += blank + 1;
  }
  return text.size();
}

std::string masked(std::string_view words) {
  const std::string text = without_hosts(words.substr(0, most_read));
  std::string out;
  std::string_view rest = text;
  while (!rest.empty() && out.size() < 2 * longest) {
    const std::size_t path = path_in(rest);
    std::string_view before = rest.substr(0, path);
    while (before.ends_with(' ')) before.remove_suffix(1);
    if (!before.empty()) {
      if (!out.empty()) out += ' ';
      smtp::append_masked(out, before, {}, {});
    }
    rest.remove_prefix(path);
    if (rest.empty()) break;
    if (!out.empty()) out += ' ';
    const std::string_view word = rest.substr(0, rest.find(' '));
    append_path(out, word);
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return out;
}

void cut(std::string& text, std::size_t size) {
  if (size >= text.size()) return;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) --size;  // UTF-8
  text.resize(size);
}

// "blocked using zen.example.org", "listed at zen.example.org": up to the list's name.
bool name_list(std::string& text) {
  for (const std::string_view words : {"blocked using ", "listed at ", "listed in "}) {
    const std::size_t at = text.find(words);
    if (at == std::string::npos) continue;
    std::size_t end = at + words.size();
    while (end < text.size() && (text::is_alphanumeric(text[end]) || text[end] == '.' ||
                                 text[end] == '-' || text[end] == '_')) {
      ++end;
    }
    while (text[end - 1] == '.') --end;
    text = text.substr(at, end - at);
    return true;
  }
  return false;
}

// "SASL LOGIN authentication failed", "plain_server authenticator failed": what stands around it is
// the client, and the name and words it tried.
std::string wording_of_login(std::string_view text) {
  constexpr std::string_view clause = "]: ";
  for (const std::string_view words : {" authentication failed", " authenticator failed"}) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) continue;
    text = text.substr(0, at + words.size());
    const std::size_t begin = text.rfind(clause);
    return std::string(begin == text.npos ? text : text.substr(begin + clause.size()));
  }
  return "failed login";
}

}  // namespace

std::string wording_of_rejection(const Event& event) {
  std::string_view reply = event.reply.text;
  if (reply.starts_with('<')) {
    const std::size_t end = reply.find(">: ");
    if (end != std::string_view::npos) reply.remove_prefix(end + 3);
  }
  std::string text = masked(reply);
  if (event.reject_reason == RejectReason::dnsbl && name_list(text)) return text;
  cut(text, text.find("; "));
  constexpr std::string_view unverified = "unverified address";
  if (const std::size_t at = text.find(unverified); at != std::string::npos) {
    cut(text, at + unverified.size());
  }
  cut(text, longest);
  return text;
}

bool is_failed_login(const Event& event) noexcept {
  return event.kind == EventKind::notice && event.stage == Stage::auth &&
         event.reject_reason == RejectReason::auth;
}

std::string wording_of_notice(const Event& event) {
  std::string text =
      is_failed_login(event) ? wording_of_login(event.reply.text) : masked(event.reply.text);
  cut(text, longest);
  return text;
}

}  // namespace curfew::daily
