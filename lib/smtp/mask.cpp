#include "smtp/mask.h"

#include <algorithm>
#include <array>

#include "smtp/domain.h"
#include "smtp/time_words.h"
#include "smtp/variable_word.h"
#include "smtp/word_shape.h"
#include "text/cursor.h"

namespace curfew::smtp {
namespace {

using text::is_alphanumeric;
using text::is_digit;

constexpr std::size_t longest_key_text = 120;

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, text::to_lower, text::to_lower);
}

// A word is its core and the punctuation around it: "[192.0.2.1]", "<a@b>:", "(S775)."
struct Word {
  std::string_view front;
  std::string_view core;
  std::string_view back;
};

Word word_of(std::string_view text) noexcept {
  const auto wraps = [](char c) { return !is_alphanumeric(c) && c != ':'; };
  std::size_t begin = 0;
  while (begin < text.size() && wraps(text[begin])) ++begin;
  std::size_t end = text.size();
  while (end > begin && wraps(text[end - 1])) --end;
  if (end > begin && text[end - 1] == ':' &&
      !is_ipv6(text.substr(begin, end - begin))) {  // "2001:db8::" ends with its colons
    while (end > begin && !is_alphanumeric(text[end - 1])) --end;
  }
  Word word{text.substr(0, begin), text.substr(begin, end - begin), text.substr(end)};
  if (word.core.find('@') != std::string_view::npos) {
    while (word.front.ends_with('<')) word.front.remove_suffix(1);
    while (word.back.starts_with('>')) word.back.remove_prefix(1);
  }
  return word;
}

bool one_of(std::string_view core, std::initializer_list<std::string_view> words) noexcept {
  return std::ranges::any_of(words,
                             [&](std::string_view one) { return equal_ignoring_case(core, one); });
}

// Walks along the words of a text; a date has several.
class Masker {
 public:
  Masker(std::string& out, std::string_view text, std::string_view remote_host,
         std::string_view provider_code) noexcept
      : out_(out),
        start_(out.size()),
        rest_(text),
        remote_host_(remote_host),
        provider_code_(provider_code) {}

  void run() {
    Word word;
    while (out_.size() - start_ < longest_key_text && take(rest_, word)) {
      if (out_.size() != start_) out_ += ' ';
      if (is_plain(word.core)) {
        plain(word);
      } else if (!time(word)) {
        one(word);
      }
    }
    if (out_.size() - start_ > 2 * longest_key_text) out_.resize(start_ + 2 * longest_key_text);
  }

 private:
  static bool take(std::string_view& rest, Word& word) noexcept {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (rest.empty()) return false;
    const std::string_view text = rest.substr(0, rest.find(' '));
    rest.remove_prefix(text.size());
    word = word_of(text);
    return true;
  }

  // Most words: small letters alone, not all of them hexadecimal, are no time, number, host or id.
  // Nor are those with a capital in front, but for names of months and days.
  bool is_plain(std::string_view core) const noexcept {
    constexpr std::size_t longest_name = 9;  // "Wednesday"; a scramble is longer
    if (core.empty() || core.size() == remote_host_.size()) return false;
    const bool capital = core[0] >= 'A' && core[0] <= 'Z';
    if (capital && core.size() > longest_name) return false;
    char greatest = 'f';
    for (const char c : core.substr(capital ? 1 : 0)) {
      if (c < 'a' || c > 'z') return false;
      greatest = std::max(greatest, c);
    }
    return greatest != 'f' && (!capital || time_word(core) == TimeWord::none);
  }

  void plain(const Word& word) {
    out_ += word.front;
    out_ += word.core;
    out_ += word.back;
    go_on_behind(word.core);
  }

  // "Mon, 2 Mar 2026 18:21:02 +0000 (UTC)", "5 minutes and 3 seconds": one "<time>".
  bool time(const Word& first) {
    if (!may_begin_time(first)) return false;
    std::string_view behind = rest_;
    Word last = first;
    if (!span(first, behind, last) && !moment(first, behind, last)) return false;
    std::string_view front = first.front;
    while (front.ends_with('+') || front.ends_with('-')) front.remove_suffix(1);
    out_ += front;
    out_ += "<time>";
    // "+0100 (CET)": the zone's bracket closes inside
    if (last.core.data() != first.core.data() && last.front.ends_with('(') &&
        last.back.starts_with(')')) {
      last.back.remove_prefix(1);
    }
    out_ += last.back;
    rest_ = behind;
    before_ = {};
    return true;
  }

  // A digit, a name's capital or a sign.
  static bool may_begin_time(const Word& word) noexcept {
    if (word.core.empty()) return false;
    return is_digit(word.core[0]) || (word.core[0] >= 'A' && word.core[0] <= 'Z') ||
           (!word.front.empty() && (word.front.back() == '+' || word.front.back() == '-'));
  }

  static bool span(const Word& first, std::string_view& behind, Word& last) noexcept {
    if (!one_span(first, behind, last)) return false;
    while (last.back.empty() || last.back == ",") {
      std::string_view ahead = behind;
      Word word;
      if (!take(ahead, word)) break;
      if (word.core == "and" && !take(ahead, word)) break;
      Word end = word;
      if (!one_span(word, ahead, end)) break;
      behind = ahead;
      last = end;
    }
    return true;
  }

  static bool one_span(const Word& first, std::string_view& behind, Word& last) noexcept {
    if (time_word(first.core) == TimeWord::span) {
      last = first;
      return true;
    }
    if (!is_number(first.core) || !first.back.empty()) return false;
    std::string_view ahead = behind;
    Word unit;
    if (!take(ahead, unit) || !unit.front.empty()) return false;
    const std::size_t plural = unit.core.find("(s");  // "minute(s)"
    if (time_word(unit.core.substr(0, plural)) != TimeWord::unit) return false;
    if (plural != std::string_view::npos && unit.back.starts_with(')')) unit.back.remove_prefix(1);
    behind = ahead;
    last = unit;
    return true;
  }

  bool moment(const Word& first, std::string_view& behind, Word& last) const noexcept {
    bool has_moment = false;
    bool has_month = false;
    bool has_number = false;
    TimeWord before = TimeWord::none;
    Word word = first;
    std::string_view ahead = behind;
    while (true) {
      const TimeWord found = time_word(signed_core(word));
      if (found == TimeWord::none || found == TimeWord::unit || found == TimeWord::span) break;
      if (found == TimeWord::zone && before == TimeWord::none) break;
      if (found == TimeWord::number) {
        const bool year = word.core.size() == 4 && (has_moment || has_month);
        if (!year && before != TimeWord::month && !month_follows(ahead)) break;
        has_number = true;
      }
      has_moment = has_moment || found == TimeWord::moment;
      has_month = has_month || found == TimeWord::month;
      before = found;
      last = word;
      behind = ahead;
      if (word.back.find_first_of(".;:") != std::string_view::npos || !take(ahead, word)) break;
    }
    if (has_moment || (has_month && has_number)) return true;
    return has_month && (!one_of(first.core, {"may", "mar", "march"}) ||
                         one_of(before_, {"until", "since", "till", "in", "on", "by"}));
  }

  // "+0000": the sign belongs to a zone.
  static std::string_view signed_core(const Word& word) noexcept {
    if (!word.front.ends_with('+') && !word.front.ends_with('-')) return word.core;
    return {word.core.data() - 1, word.core.size() + 1};
  }

  static bool month_follows(std::string_view ahead) noexcept {
    Word word;
    return take(ahead, word) && time_word(word.core) == TimeWord::month;
  }

  void one(const Word& word) {
    const std::string_view last = word.core;
    if (provider_code_.empty() || word.core.find(provider_code_) == std::string_view::npos) {
      Word bare = without_signs(word);
      const bool same =
          bare.front.size() == word.front.size() && bare.back.size() == word.back.size();
      if (!same && !is_number(word.core) && !is_variable(word.core)) bare = word;
      out_ += bare.front;
      core(bare.core);
      while (out_.ends_with('#') && bare.back.starts_with('=')) bare.back.remove_prefix(1);
      out_ += bare.back;
    } else {
      const std::size_t at = word.core.find(provider_code_);
      out_ += word.front;
      core(word.core.substr(0, at));
      out_ += provider_code_;
      core(word.core.substr(at + provider_code_.size()));
      out_ += word.back;
    }
    go_on_behind(last);
  }

  void go_on_behind(std::string_view word) noexcept {
    before_ = word;
    tells_list_ = tells_list_ || one_of(word, {"listed", "blocked", "blacklisted", "blocklisted",
                                               "list", "blacklist", "blocklist", "rbl", "dnsbl"});
  }

  // "-0.3", "+1", "/9fQa...==": they belong to what changes.
  static Word without_signs(Word word) noexcept {
    constexpr std::string_view signs = "+-/=_~";
    while (!word.front.empty() && signs.find(word.front.back()) != std::string_view::npos) {
      word.front.remove_suffix(1);
    }
    while (!word.back.empty() && signs.find(word.back.front()) != std::string_view::npos) {
      word.back.remove_prefix(1);
    }
    return word;
  }

  void core(std::string_view text) {
    if (text.find('@') != std::string_view::npos || text.find("%40") != std::string_view::npos) {
      out_ += "<address>";
    } else if (const std::size_t at = text.find("://"); at != std::string_view::npos) {
      url(text, at + 3);
    } else {
      pieces(text, "=,;|<>()[]{}\"'", true);
    }
  }

  // Between the separators, which stay, each piece counts for itself.
  void pieces(std::string_view text, std::string_view separators, bool may_be_split) {
    while (!text.empty()) {
      std::size_t end = std::min(text.find_first_of(separators), text.size());
      if (end > 0) piece(text.substr(0, end), may_be_split);
      if (end > 0 && out_.ends_with('#')) {  // "token=9fQa==;"
        while (end < text.size() && text[end] == '=') ++end;
      }
      if (end < text.size()) {
        if (end > 0) before_ = text.substr(0, end);  // "session=A6CECC1B"
        out_ += text[end];
      }
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void piece(std::string_view text, bool may_be_split) {
    if ((text[0] == '-' || text[0] == '+') && is_number(text.substr(1))) text.remove_prefix(1);
    if (is_digit(text[0]) && digits(text)) return;
    if (is_ipv6(text)) {
      out_ += "<ip>";
    } else if (!remote_host_.empty() && equal_ignoring_case(text, remote_host_)) {
      out_ += "<host>";
    } else if (is_host(text)) {
      host(text);
    } else if (is_variable(text) || is_named_id(text)) {
      out_ += '#';
    } else if (is_code_shaped(text)) {
      out_ += text;
    } else if (may_be_split && text.find_first_of(":/") != std::string_view::npos) {
      pieces(text, ":/", false);
    } else {
      append_without_numbers(out_, text);
    }
  }

  // What begins with a digit and is known by that; false for the rest.
  bool digits(std::string_view text) {
    const TimeWord time = time_word(text);
    if (is_ipv4(text)) {
      out_ += "<ip>";
    } else if (time == TimeWord::span || time == TimeWord::moment) {
      out_ += "<time>";
    } else if (is_ipv6(text)) {
      out_ += "<ip>";
    } else if (is_number(text)) {
      out_ += number_stays(text) ? text : std::string_view("#");
    } else if (is_enhanced_code(text)) {
      out_ += text;
    } else {
      return false;
    }
    return true;
  }

  // A reply code has an enhanced code behind it, a number behind "RFC" or "error" says what is the
  // matter.
  bool number_stays(std::string_view digits) const noexcept {
    if (!std::ranges::all_of(digits, is_digit)) return false;
    if (digits.size() == 3 && (digits[0] == '4' || digits[0] == '5')) {
      std::string_view ahead = rest_;
      Word next;
      if (take(ahead, next) && is_enhanced_code(next.core)) return true;
    }
    return digits.size() <= 5 &&
           one_of(before_, {"rfc", "code", "error", "errno", "reason", "rule", "policy", "status",
                            "port", "class", "category", "said", "err", "tls", "ssl"});
  }

  bool is_named_id(std::string_view text) const noexcept {
    return is_id_behind_name(text) &&
           one_of(before_,
                  {"id",        "ids",      "session",     "sid",     "ref",      "reference",
                   "ticket",    "trace",    "transaction", "request", "incident", "qid",
                   "queueid",   "queue-id", "guid",        "uuid",    "msgid",    "message-id",
                   "queued-as", "as",       "case"});
  }

  // Behind "blocked using", "listed at" a block list is named, and lists differ; the name asked for
  // begins with our address turned round.
  void host(std::string_view text) {
    if (!tells_list_ || !one_of(before_, {"using", "by", "at", "in", "on", "list", "rbl"})) {
      out_ += "<host>";
      return;
    }
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), text::to_lower);
    const std::string_view domain = registrable_domain(lower);
    const std::string_view remote = remote_host_;
    if (remote.size() >= domain.size() &&
        equal_ignoring_case(remote.substr(remote.size() - domain.size()), domain)) {
      out_ += "<host>";
    } else {
      out_ += std::ranges::any_of(lower, is_digit) ? domain : std::string_view(lower);
    }
  }

  // The path up to what changes; a code behind the query: "?ip=192.0.2.1#BL0001".
  void url(std::string_view text, std::size_t host_begin) {
    const std::size_t query = text.find('?');
    const std::string_view path = text.substr(0, query);
    const std::size_t host_end = std::min(path.find('/', host_begin), path.size());
    append_without_numbers(out_, path.substr(0, host_end));
    for (std::string_view rest = path.substr(host_end); !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of("/#", 1), rest.size());
      const std::string_view part = rest.substr(1, end - 1);
      out_ += rest[0];
      rest.remove_prefix(end);
      if (is_variable(part) || (is_number(part) && part.size() > 3)) {
        out_ += '#';
        break;
      }
      if (is_code_shaped(part) || is_number(part)) {
        out_ += part;
      } else {
        append_without_numbers(out_, part);
      }
    }
    if (query == std::string_view::npos) return;
    const std::size_t mark = text.find('#', query);
    if (mark == std::string_view::npos) return;
    const std::string_view behind = text.substr(mark + 1);
    if (!is_variable(behind) && !is_number(behind)) out_ += text.substr(mark);
  }

  std::string& out_;
  std::size_t start_;
  std::string_view rest_;
  std::string_view remote_host_;
  std::string_view provider_code_;
  std::string_view before_;  // the word before this one
  bool tells_list_ = false;
};

}  // namespace

void append_masked(std::string& out, std::string_view text, std::string_view remote_host,
                   std::string_view provider_code) {
  Masker(out, text, remote_host, provider_code).run();
}

}  // namespace curfew::smtp
