#include "smtp/steady_text.h"

#include <algorithm>
#include <array>

#include "smtp/word_shape.h"
#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_alphanumeric;
using text::is_digit;
using text::is_letter;

// What a character may make of its word. Names of months and days have a capital, "RFC" and "rfc"
// a capital or a "c", and short addresses of IPv6 a colon.
constexpr unsigned blank = 1;
constexpr unsigned may_change = 2;
constexpr unsigned may_change_short = 4;

constexpr std::array<unsigned char, 256> kinds = [] {
  std::array<unsigned char, 256> table{};
  for (unsigned c = 0; c < table.size(); ++c) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (c <= ' ') table[c] = blank;
    if ((c >= '0' && c <= '9') || c == '@') table[c] = may_change;
    if (is_capital || c == ':' || c == 'c') table[c] = may_change_short;
  }
  return table;
}();

unsigned kind_of(char c) noexcept {
  return kinds[static_cast<unsigned char>(c)];
}

// Whether the word stays as it is, by the kinds of its characters.
bool is_plain(std::size_t size, unsigned kinds_in_it) noexcept {
  constexpr std::size_t longest_month = 5;  // "Jan,"
  if ((kinds_in_it & may_change) != 0) return false;
  return size > longest_month || (kinds_in_it & may_change_short) == 0;
}

bool all_digits(std::string_view word) noexcept {
  return !word.empty() && std::ranges::all_of(word, is_digit);
}

bool is_short_month(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return word.size() == 3 && std::ranges::find(months, word) != months.end();
}

bool is_short_weekday(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 7> days = {"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
  return word.size() == 3 && std::ranges::find(days, word) != days.end();
}

// "550-5.7.1", "550-": the front of a later line.
bool is_line_front(std::string_view word) noexcept {
  return word.size() >= 4 && (word[0] == '4' || word[0] == '5') && all_digits(word.substr(0, 3)) &&
         word[3] == '-' &&
         std::ranges::all_of(word.substr(4), [](char c) { return is_digit(c) || c == '.'; });
}

// NetEase's "NMCowABXX8m3r2RWdSNCAA": capitals and small letters in no order.
bool is_scramble(std::string_view word) noexcept {
  if (word.size() < 12 || std::ranges::none_of(word, is_digit)) return false;
  int turns = 0;
  for (std::size_t i = 1; i < word.size(); ++i) {
    const bool capital = word[i] >= 'A' && word[i] <= 'Z';
    const bool small_before = word[i - 1] >= 'a' && word[i - 1] <= 'z';
    turns += capital && small_before ? 1 : 0;
  }
  return turns >= 3;
}

bool changes(std::string_view piece) noexcept {
  return (is_id(piece) && !is_code_shaped(piece)) || is_scramble(piece);
}

constexpr std::array<bool, 256> separates = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("./?&=#,;|<>()[]{}\"'!*%")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

std::size_t end_of_piece(std::string_view text) noexcept {
  std::size_t end = 0;
  while (end < text.size() && !separates[static_cast<unsigned char>(text[end])]) ++end;
  return end;
}

// The pieces of a word without blanks in it: of a URL, a host, "a1-20020a170902si123pll.4".
void append_pieces(std::string& out, std::string_view word) {
  bool has_id = false;
  for (std::string_view rest = word; !rest.empty();) {
    const std::size_t end = end_of_piece(rest);
    has_id = has_id || changes(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (std::string_view rest = word; !rest.empty();) {
    const std::size_t end = end_of_piece(rest);
    const std::string_view piece = rest.substr(0, end);
    if (changes(piece)) {
      out += "x0";
    } else if (all_digits(piece) && (has_id || piece.size() > 7)) {
      out += '0';
    } else {
      out += piece;
    }
    if (end < rest.size()) out += rest[end];
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

bool is_reply_code(std::string_view number) noexcept {
  return number.size() == 3 && (number[0] == '2' || number[0] == '4' || number[0] == '5');
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out), start_(out.size()) {}

  // Most words: nothing in them can change.
  void plain_words(std::string_view words) {
    if (words.empty()) return;
    if (out_.size() != start_) out_ += ' ';
    out_ += words;
    dated_ = behind_rfc_ = false;
  }

  void word(std::string_view word) {
    if (is_line_front(word) && out_.size() != start_) return;
    if (out_.size() != start_) out_ += ' ';
    const auto wraps = [](char c) { return !is_alphanumeric(c) && c != ':'; };
    std::size_t begin = 0;
    while (begin < word.size() && wraps(word[begin])) ++begin;
    std::size_t end = word.size();
    while (end > begin && !is_alphanumeric(word[end - 1])) --end;
    core_with_fringe(word.substr(0, begin), word.substr(begin, end - begin), word.substr(end));
  }

 private:
  void core_with_fringe(std::string_view front, std::string_view core, std::string_view back) {
    const std::size_t at = core.find('@');
    if (at != std::string_view::npos) {
      while (front.ends_with('<')) front.remove_suffix(1);
      while (back.starts_with('>')) back.remove_prefix(1);
    }
    out_ += front;
    before_core_ = out_.size();
    core_of_word(core);
    out_ += back;
  }

  void core_of_word(std::string_view core) {
    const bool dated = dated_;
    const bool behind_rfc = behind_rfc_;
    dated_ = false;
    behind_rfc_ = core == "RFC" || core == "rfc";
    if (core.find('@') != std::string_view::npos) {
      address(core);
    } else if (const std::size_t bracket = core.find('['); bracket != std::string_view::npos) {
      plain(core.substr(0, bracket), dated, behind_rfc);  // "mx.example.net[192.0.2.7"
      out_ += '[';
      plain(core.substr(bracket + 1), false, false);
    } else {
      plain(core, dated, behind_rfc);
    }
  }

  void plain(std::string_view core, bool dated, bool behind_rfc) {
    if (is_ipv4(core)) {
      out_ += core.starts_with("127.") ? core : std::string_view("0.0.0.0");  // lists' answers
    } else if (is_stamp(core)) {
      out_ += "0:0";
    } else if (is_ipv6(core)) {
      out_ += "0.0.0.0";
    } else if (all_digits(core)) {
      number(core, dated, behind_rfc);
    } else if (is_short_month(core)) {
      month();
    } else if (is_short_weekday(core)) {
      out_ += "Mon";
    } else {
      append_pieces(out_, core);
    }
  }

  // "<to=<a@b>>:x@y;z": everything that could be a part of the address goes.
  void address(std::string_view core) {
    const auto belongs = [](char c) {
      return is_alphanumeric(c) ||
             std::string_view("@.+-_=!#$%&'*/?^`{|}~").find(c) != std::string_view::npos ||
             static_cast<unsigned char>(c) >= 0x80;
    };
    const std::size_t at = core.find('@');
    std::size_t begin = at;
    while (begin > 0 && belongs(core[begin - 1])) --begin;
    std::size_t end = at;
    while (end < core.size() && belongs(core[end])) ++end;
    if (begin > 0) append_pieces(out_, core.substr(0, begin));
    out_ += "<@>";
    const std::string_view rest = core.substr(end);
    if (rest.find('@') == std::string_view::npos) {
      append_pieces(out_, rest);
    } else {
      out_ += "<@>";
    }
  }

  void number(std::string_view digits, bool dated, bool behind_rfc) {
    last_number_ = before_core_;
    const bool stays = !dated && (digits.size() < 3 || is_reply_code(digits) || behind_rfc);
    out_ += stays ? digits : std::string_view("0");
    dated_ = dated && digits.size() < 3;  // "Jan 15 2026"
  }

  // "15 Jan 2026", "Jan 15 17:30:00": the day changes too.
  void month() {
    const std::string_view before = std::string_view(out_).substr(last_number_);
    if (last_number_ != 0 && before.find_first_not_of("0123456789 ") == std::string_view::npos) {
      out_.resize(last_number_);
      out_ += "0 ";
    }
    out_ += "Jan";
    dated_ = true;
  }

  std::string& out_;
  std::size_t start_;
  std::size_t before_core_ = 0;
  std::size_t last_number_ = 0;
  bool dated_ = false;
  bool behind_rfc_ = false;
};

}  // namespace

void append_steady(std::string& out, std::string_view text, std::size_t most) {
  text = text.substr(0, most);
  Writer writer(out);
  std::string_view plain;  // words side by side that are not written yet
  std::size_t at = 0;
  while (at < text.size()) {
    unsigned found = kind_of(text[at]);
    if (found == blank) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    for (; end < text.size() && kind_of(text[end]) != blank; ++end) found |= kind_of(text[end]);
    const std::string_view word = text.substr(at, end - at);
    const bool stays = is_plain(word.size(), found);
    if (stays && !plain.empty() && plain.data() + plain.size() + 1 == word.data() &&
        text[at - 1] == ' ') {
      plain = {plain.data(), plain.size() + 1 + word.size()};
    } else {
      writer.plain_words(plain);
      plain = stays ? word : std::string_view{};
      if (!stays) writer.word(word);
    }
    at = end;
  }
  writer.plain_words(plain);
}

}  // namespace curfew::smtp
