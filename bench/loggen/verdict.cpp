#include "loggen/verdict.h"

#include "loggen/random.h"
#include "loggen/replies.h"

namespace curfew::loggen {
namespace {

constexpr std::string_view our_address = "192.0.2.25";

std::string word_of(std::uint64_t number) {
  constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNPQRSTUVWX";
  std::string word;
  for (int i = 0; i < 11; ++i, number /= letters.size()) word += letters[number % letters.size()];
  return word;
}

std::string fill_in(std::string_view text, const Try& attempt) {
  std::string filled;
  std::uint64_t salt = attempt.salt;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    filled += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view place = text.substr(open + 1, close - open - 1);
    salt = scramble(salt);
    if (place == "to") {
      filled += attempt.recipient;
    } else if (place == "domain") {
      filled += attempt.remote.domain;
    } else if (place == "mx") {
      filled += attempt.remote.hosts.front().name;
    } else if (place == "ip") {
      filled += our_address;
    } else if (place == "word") {
      filled += word_of(salt);
    } else {
      filled += std::to_string(salt % 1'000'000'000);
    }
    text.remove_prefix(close + 1);
  }
  return filled;
}

Verdict say(Ending ending, const ReplyText& reply, const Try& attempt) {
  return {.ending = ending, .trouble = reply.stage, .reply = fill_in(reply.text, attempt)};
}

Verdict say_any(Ending ending, std::span<const ReplyText> replies, const Try& attempt) {
  return say(ending, replies[attempt.salt % replies.size()], attempt);
}

Verdict silence(Trouble trouble) {
  return {.ending = Ending::deferred, .trouble = trouble, .reply = {}};
}

Verdict accept(const Try& attempt) {
  return say(Ending::delivered, taken()[attempt.remote.style % taken().size()], attempt);
}

// What the remote says to a recipient it would take mail for.
Verdict judge_recipient(const Try& attempt) {
  switch (attempt.ailment) {
    case Ailment::unknown_user:
      return say_any(Ending::bounced, no_such_user(), attempt);
    case Ailment::blocked:
      return say_any(Ending::bounced, blocked(), attempt);
    case Ailment::full:
      if (attempt.number < 8) return say_any(Ending::deferred, mailbox_full(), attempt);
      break;
    case Ailment::none:
      break;
  }
  return accept(attempt);
}

bool happens(std::uint64_t salt, unsigned permille) {
  return scramble(salt) % 1000 < permille;
}

}  // namespace

Verdict judge(const Try& attempt) {
  const Remote& remote = attempt.remote;
  switch (remote.manner) {
    case Manner::unresolvable:
      return silence(Trouble::unresolved);
    case Manner::unreachable:
      return silence(scramble(seconds_of(first_moment) + remote.domain.size()) % 3 == 0
                         ? Trouble::refused
                         : Trouble::timed_out);
    case Manner::curfew:
      if (is_curfew(attempt.at)) return say_any(Ending::deferred, closed_hours(), attempt);
      break;
    case Manner::greylisting:
      if (attempt.number == 0) return say_any(Ending::deferred, greylisted(), attempt);
      break;
    case Manner::busy:
      if (happens(attempt.salt, 60)) {
        return say(Ending::deferred, rate_limited()[remote.style % rate_limited().size()], attempt);
      }
      break;
    case Manner::open:
      if (happens(attempt.salt, 20)) return say_any(Ending::deferred, overloaded(), attempt);
      if (happens(attempt.salt + 1, 2)) return silence(Trouble::lost);
      break;
  }
  return judge_recipient(attempt);
}

std::string enhanced_code(std::string_view reply) {
  const std::string_view last = reply.substr(reply.rfind('\n') + 1);
  const std::string_view rest = last.size() > 4 ? last.substr(4) : std::string_view{};
  const std::string_view word = rest.substr(0, rest.find(' '));
  const bool is_code = word.size() >= 5 && word[0] == last[0] && word[1] == '.' &&
                       word.find_first_not_of("0123456789.") == std::string_view::npos;
  return is_code ? std::string(word) : std::string(1, last.front()) + ".0.0";
}

}  // namespace curfew::loggen
