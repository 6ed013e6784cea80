#include "lint/mask.h"

#include <algorithm>
#include <iterator>

#include "parse/syslog_head.h"
#include "smtp/vocabulary.h"
#include "text/cursor.h"
#include "time/stamp.h"

namespace curfew::lint {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_letter;

constexpr std::size_t longest = 2000;

bool is_hex(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_beyond_ascii(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// What holds a chunk together: hosts, addresses, ids, numbers. Words are looked for inside.
bool belongs(char c) noexcept {
  constexpr std::string_view inner = "._-+@:/#%&*~!$^";
  return is_alphanumeric(c) || is_beyond_ascii(c) || inner.find(c) != std::string_view::npos;
}

bool is_number(std::string_view chunk) noexcept {
  static constexpr std::string_view signs = "+-.:/%";
  return std::ranges::any_of(chunk, is_digit) && std::ranges::all_of(chunk, [](char c) {
           return is_digit(c) || signs.find(c) != std::string_view::npos;
         });
}

// "192.0.2.1", and with a port or the length of a network behind it.
bool is_ipv4(std::string_view chunk) noexcept {
  text::Cursor cursor(chunk);
  for (int part = 0; part < 4; ++part) {
    if (part != 0 && !cursor.skip('.')) return false;
    unsigned number = 0;
    if (!cursor.take_number(number)) return false;
  }
  return cursor.at_end() || is_number(cursor.rest());
}

bool is_ipv6(std::string_view chunk) noexcept {
  return std::ranges::count(chunk, ':') >= 2 && std::ranges::any_of(chunk, is_hex) &&
         chunk.find_first_of("abcdefABCDEF:") != std::string_view::npos &&
         (chunk.find("::") != std::string_view::npos || std::ranges::count(chunk, ':') >= 4) &&
         std::ranges::all_of(chunk,
                             [](char c) { return is_hex(c) || c == ':' || c == '.' || c == '/'; });
}

// "550", "4.7.1": what the mail servers said to each other.
bool is_reply_code(std::string_view chunk) noexcept {
  if (chunk.empty() || chunk.front() < '2' || chunk.front() > '5') return false;
  if (chunk.size() == 3) return std::ranges::all_of(chunk, is_digit);
  return chunk.size() >= 5 && chunk.size() <= 9 && chunk[1] == '.' &&
         std::ranges::count(chunk, '.') == 2 && is_digit(chunk.back()) &&
         std::ranges::all_of(chunk, [](char c) { return is_digit(c) || c == '.'; });
}

// Letters become x or X, digits 0: the shape is what a parser has to know.
void append_shape(std::string& out, std::string_view chunk) {
  for (const char c : chunk) {
    if (is_digit(c)) {
      out += '0';
    } else if (text::is_upper(c)) {
      out += 'X';
    } else if (is_letter(c) || is_beyond_ascii(c)) {
      out += 'x';
    } else {
      out += c;
    }
  }
}

class Masker {
 public:
  void line(std::string_view text) {
    text = text.substr(0, longest);
    text = head(text);
    while (!text.empty()) text.remove_prefix(belongs(text.front()) ? chunk(text) : mark(text));
  }
  Masked take() && { return std::move(masked_); }

 private:
  void put(std::string_view as_is) {
    masked_.pattern += as_is;
    masked_.example += as_is;
  }
  // Several masked words in a row are one.
  void hide(std::string_view mask, std::string_view example) {
    constexpr std::string_view word = "<word>";
    constexpr std::string_view words = "<words>";
    std::string& pattern = masked_.pattern;
    if (mask == word && pattern.ends_with("<words> ")) {
      pattern.pop_back();
    } else if (mask == word && pattern.ends_with("<word> ")) {
      pattern.resize(pattern.size() - word.size() - 1);
      pattern += words;
    } else {
      pattern += mask;
    }
    masked_.example += example;
  }
  void hide_shape(std::string_view mask, std::string_view chunk) {
    std::string shape;
    append_shape(shape, chunk);
    hide(mask, shape);
  }

  // Stamp and server, which no word shows to be what they are.
  std::string_view head(std::string_view text) {
    parse::SyslogHead head;
    if (parse::read_syslog_head(text, head) && !head.host.empty()) {
      const auto host = static_cast<std::size_t>(head.host.data() - text.data());
      masked_.pattern += "<time> <host>";
      append_stamp(text.substr(0, host));
      masked_.example += "host";
      return text.substr(host + head.host.size());
    }
    Stamp stamp;
    text::Cursor cursor(text);
    if (!time::read_iso8601(cursor, stamp, true) && !time::read_rfc3164(cursor, stamp) &&
        !time::read_year_first(cursor, stamp)) {
      return text;
    }
    const std::string_view read = text.substr(0, text.size() - cursor.rest().size());
    masked_.pattern += "<time>";
    append_stamp(read);
    constexpr std::size_t date = 10;
    const bool is_own_stamp = read.size() > date && read[date] == ' ' && is_digit(read[date - 1]);
    return is_own_stamp ? cursor.rest() : without_host(cursor.rest());
  }

  // "Nov 23 16:04:53 mail --- ...": behind a stamp of syslog's stands the server, tag or no tag.
  std::string_view without_host(std::string_view rest) {
    text::Cursor cursor(rest);
    cursor.skip_blanks();
    const std::string_view word = cursor.take_word();
    if (word.empty() || !is_letter(word.front()) || word.ends_with(':')) return rest;
    masked_.pattern += " <host>";
    masked_.example += " host";
    return cursor.rest();
  }

  // A stamp is no secret; what else may stand before the host is.
  void append_stamp(std::string_view stamp) {
    for (const char c : stamp) masked_.example += is_beyond_ascii(c) ? '?' : c;
  }

  // One character that stands between chunks. Returns how many were taken.
  std::size_t mark(std::string_view text) {
    const char c = text.front();
    if (c == '\t') {
      masked_.pattern += ' ';
      masked_.example += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      if (!masked_.pattern.ends_with('?')) masked_.pattern += '?';
      masked_.example += '?';
    } else {
      put(text.substr(0, 1));
    }
    return 1;
  }

  std::size_t chunk(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && belongs(text[size])) ++size;
    // A colon, a stop and the like around a word are punctuation.
    std::size_t begin = 0;
    const std::string_view taken = text.substr(0, size);
    const bool is_one = taken.find('@') != std::string_view::npos || is_ipv6(taken);
    while (!is_one && begin < size && !is_alphanumeric(text[begin]) &&
           !is_beyond_ascii(text[begin])) {
      put(text.substr(begin++, 1));
    }
    if (begin == size) return size;
    std::size_t end = size;
    while (end > begin + 1 && text[end - 1] != '@' && !is_alphanumeric(text[end - 1]) &&
           !is_beyond_ascii(text[end - 1])) {
      --end;
    }
    whole(text.substr(begin, end - begin));
    for (const char c : text.substr(end, size - end)) put({&c, 1});
    return size;
  }

  void whole(std::string_view chunk) {
    if (is_reply_code(chunk) && !masked_.pattern.ends_with('[')) {  // no process id
      put(chunk);
    } else if (chunk.find('@') != std::string_view::npos) {
      hide("<address>", "user@example.net");
    } else if (is_ipv4(chunk)) {
      hide("<ip>", "192.0.2.1");
    } else if (is_ipv6(chunk)) {
      hide("<ip>", "2001:db8::1");
    } else if (is_number(chunk)) {
      hide_shape("#", chunk);
    } else if (is_dotted(chunk)) {
      hide("<host>", "host.example.net");
    } else {
      parts(chunk);
    }
  }

  // "mx1.example.net", and "mx1.example.net:25".
  static bool is_dotted(std::string_view chunk) noexcept {
    for (std::size_t i = 1; i + 1 < chunk.size(); ++i) {
      const auto of_name = [](char c) { return is_alphanumeric(c) || is_beyond_ascii(c); };
      if (chunk[i] == '.' && of_name(chunk[i - 1]) && of_name(chunk[i + 1])) return true;
    }
    return false;
  }

  // "mta/smtp", "client-address": each word for itself.
  void parts(std::string_view chunk) {
    const auto of_word = [](char c) { return is_alphanumeric(c) || is_beyond_ascii(c); };
    const bool alone = chunk.size() == 1;
    while (!chunk.empty()) {
      std::size_t size = 0;
      while (size < chunk.size() && of_word(chunk[size])) ++size;
      if (size == 0) {
        put(chunk.substr(0, 1));
        size = 1;
      } else {
        part(chunk.substr(0, size), alone);
      }
      chunk.remove_prefix(size);
    }
  }

  // One letter tells nothing, but letters in a row spell a name.
  void part(std::string_view word, bool alone) {
    if (word.size() == 1 ? alone && is_letter(word.front()) : smtp::is_common(word)) {
      put(word);
    } else if (std::ranges::all_of(word, is_digit)) {
      hide_shape("#", word);
    } else if (std::ranges::any_of(word, is_digit)) {
      hide_shape("<id>", word);
    } else {
      hide_shape("<word>", word);
    }
  }

  Masked masked_;
};

}  // namespace

Masked mask(std::string_view line) {
  Masker masker;
  masker.line(line);
  return std::move(masker).take();
}

std::string masked_name(std::string_view path) {
  path.remove_prefix(std::min(path.size(), path.rfind('/') + 1));
  std::string name;
  while (!path.empty()) {
    std::size_t size = 0;
    while (size < path.size() && is_letter(path[size])) ++size;
    std::size_t numbers = 0;
    while (numbers < path.size() && (is_digit(path[numbers]) || path[numbers] == '.')) ++numbers;
    if (size == 0 && std::ranges::count(path.substr(0, numbers), '.') >= 3) {
      name += "<ip>";
      size = numbers;
    } else if (size == 0) {
      const char c = path.front();
      name += is_digit(c) || c == '.' || c == '-' || c == '_' || c == ' ' ? c : '?';
      size = 1;
    } else if (smtp::is_common(path.substr(0, size))) {
      name += path.substr(0, size);
    } else {
      name += "<word>";
    }
    path.remove_prefix(size);
  }
  return name;
}

}  // namespace curfew::lint
