#include "parse/dialogue.h"

#include <algorithm>

#include "text/cursor.h"

namespace curfew::parse {
namespace {

using text::Cursor;
using text::is_digit;

struct Word {
  std::string_view text;
  Stage stage;
  bool decides;
};

// After a refused EHLO comes HELO, after a refused STARTTLS perhaps the mail itself.
constexpr Word words[] = {
    {"EHLO", Stage::ehlo, false},       {"HELO", Stage::ehlo, true},
    {"LHLO", Stage::ehlo, true},        {"STARTTLS", Stage::starttls, false},
    {"AUTH", Stage::auth, false},       {"MAIL FROM:", Stage::mail_from, true},
    {"RCPT TO:", Stage::rcpt_to, true}, {"DATA", Stage::data, true},
    {"BDAT", Stage::data, true},        {"RSET", Stage::unknown, false},
    {"NOOP", Stage::unknown, false},    {"VRFY", Stage::unknown, false},
    {"ETRN", Stage::unknown, false},    {"QUIT", Stage::quit, false},
};

bool same_letters(std::string_view text, std::string_view upper) noexcept {
  return text.size() >= upper.size() &&
         std::ranges::equal(text.substr(0, upper.size()), upper, {}, [](char c) {
           return text::is_lower(c) ? static_cast<char>(c - 32) : c;
         });
}

const Word* word_of(std::string_view line) noexcept {
  if (line.empty()) return nullptr;
  const char front =
      text::is_lower(line.front()) ? static_cast<char>(line.front() - 32) : line.front();
  for (const Word& word : words) {
    if (word.text.front() != front || !same_letters(line, word.text)) continue;
    if (word.text.back() == ':' || line.size() == word.text.size() ||
        line[word.text.size()] == ' ') {
      return &word;
    }
  }
  return nullptr;
}

bool is_mask(std::string_view line) noexcept {
  return line.size() >= 3 && line.find_first_not_of('*') == std::string_view::npos;
}

std::uint16_t code_of(std::string_view reply) noexcept {
  if (reply.size() < 3 || !is_digit(reply[0]) || !is_digit(reply[1]) || !is_digit(reply[2])) {
    return 0;
  }
  if (reply.size() > 3 && is_digit(reply[3])) return 0;
  return static_cast<std::uint16_t>((reply[0] - '0') * 100 + (reply[1] - '0') * 10 +
                                    (reply[2] - '0'));
}

// Where the last line of a reply begins. Looked for from the front: rfind compares at each place.
std::size_t last_line(std::string_view text, std::string_view line_break) noexcept {
  std::size_t begin = 0;
  for (std::size_t at = text.find(line_break); at != text.npos; at = text.find(line_break, begin)) {
    begin = at + line_break.size();
  }
  return begin;
}

// "250-more to come"; the last line has a blank there, or nothing.
bool goes_on(std::string_view line) noexcept {
  return line.size() > 3 && line[3] == '-' && code_of(line.substr(0, 3)) != 0;
}

}  // namespace

std::string_view path_of(std::string_view text) noexcept {
  const std::size_t open = text.find('<');
  if (open == std::string_view::npos) {  // RFC 5321 wants the brackets; some leave them out
    Cursor cursor(text.substr(std::min(text.find(':') + 1, text.size())));
    cursor.skip_blanks();
    return cursor.take_word();
  }
  const std::size_t close = text.find('>', open);
  if (close == open + 1) return text.substr(open, 2);
  return text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
}

void Dialogue::forget() {
  sent_.clear();
  first_ = 0;
  last_ = {};
  last_code_ = 0;
  lmtp_ = false;
  complete_ = true;
  begin_transaction({});
}

void Dialogue::open() {
  forget();
  push({.stage = Stage::banner, .decides = true});
}

void Dialogue::push(const Command& command) {
  if (idle()) {
    sent_.clear();
    first_ = 0;
  } else if (sent_.size() >= most_sent) {
    sent_.erase(sent_.begin(),
                sent_.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(first_, 1)));
    first_ = 0;
  }
  sent_.push_back(command);
}

Dialogue::Command Dialogue::pop() noexcept {
  return idle() ? Command{} : sent_[first_++];
}

void Dialogue::begin_transaction(std::string_view path) {
  // Recipients of the last one that still wait for an answer are nobody's now.
  for (std::size_t i = first_; i < sent_.size(); ++i) {
    if (sent_[i].recipient == Answer::everybody) continue;
    sent_[i].recipient = Answer::everybody;
    sent_[i].decides = false;
  }
  sender_.assign(path);
  addresses_.clear();
  recipients_.clear();
  accepted_ = 0;
}

void Dialogue::add_recipient(std::string_view path) {
  const Command command{.stage = Stage::rcpt_to, .decides = true, .recipient = recipients_.size()};
  if (recipients_.size() == most_recipients) {
    push({.stage = Stage::rcpt_to});
    return;
  }
  recipients_.push_back({.begin = addresses_.size(), .length = path.size(), .fate = Fate::asked});
  addresses_ += path;
  push(command);
}

// LMTP answers the data once for each recipient it had taken.
void Dialogue::end_data() {
  if (!lmtp_) {
    push({.stage = Stage::end_of_data, .decides = true});
    return;
  }
  for (std::size_t i = 0; i < recipients_.size(); ++i) {
    if (recipients_[i].fate != Fate::accepted) continue;
    push({.stage = Stage::end_of_data, .decides = true, .recipient = i});
  }
}

// What follows "334" is a part of the authentication. A server that masks its password may mask
// what comes behind it as well: then it is the next command that makes sense.
bool Dialogue::read_secret(std::string_view line) {
  if (!idle() || last_.stage != Stage::auth) return false;
  if (last_code_ == 334) {
    push({.stage = Stage::auth, .decides = manner_.auth_decides});
    return true;
  }
  if (!is_mask(line)) return false;
  if (last_code_ / 100 == 2) {
    begin_transaction({});
    push({.stage = Stage::mail_from, .decides = true});
  } else {
    push({.stage = Stage::quit});
  }
  return true;
}

void Dialogue::sent(std::string_view line) {
  if (!complete_) {
    complete_ = true;
    last_ = pop();
  }
  if (read_secret(line)) return;
  if (line == ".") return end_data();
  const Word* const word = word_of(line);
  if (word == nullptr) return;
  switch (word->stage) {
    case Stage::mail_from:
      begin_transaction(path_of(line));
      break;
    case Stage::rcpt_to:
      return add_recipient(path_of(line));
    case Stage::auth:
      return push({.stage = Stage::auth, .decides = manner_.auth_decides});
    case Stage::data:
      if (line.ends_with(" LAST")) return end_data();
      break;
    case Stage::ehlo:
      lmtp_ = word->text == "LHLO";
      break;
    default:
      break;
  }
  push({.stage = word->stage, .decides = word->decides});
}

bool Dialogue::received(std::string_view text, Answer& answer) {
  if (complete_) {
    reply_.clear();
    complete_ = false;
  } else if (reply_.size() + manner_.line_break.size() <= longest_reply) {
    reply_ += manner_.line_break;
  }
  reply_ += text.substr(0, longest_reply - std::min(reply_.size(), longest_reply));
  const std::size_t last = manner_.whole_replies ? last_line(text, manner_.line_break) : 0;
  if (goes_on(text.substr(last))) return false;
  complete_ = true;
  const Command command = pop();
  last_ = command;
  last_code_ = code_of(reply_);
  answer = {.stage = command.stage,
            .decides = command.decides,
            .code = last_code_,
            .recipient = command.recipient,
            .reply = reply_};
  if (command.stage == Stage::rcpt_to && command.recipient < recipients_.size()) {
    Recipient& recipient = recipients_[command.recipient];
    recipient.fate = answer.positive() ? Fate::accepted : Fate::refused;
    accepted_ += answer.positive() ? 1U : 0U;
  }
  return true;
}

bool Dialogue::closed(Answer& answer) {
  const Command command = pop();
  sent_.clear();
  first_ = 0;
  complete_ = true;
  answer = {};
  answer.stage = command.stage;
  answer.decides = command.decides;
  answer.recipient = command.recipient;
  return command.stage != Stage::unknown;
}

// Kept by an earlier run: every place is one.
bool Dialogue::is_sound() const noexcept {
  const auto is_place = [this](const Command& command) {
    return command.recipient == Answer::everybody || command.recipient < recipients_.size();
  };
  const auto has_address = [this](const Recipient& recipient) {
    return recipient.begin <= addresses_.size() &&
           recipient.length <= addresses_.size() - recipient.begin;
  };
  return first_ <= sent_.size() && recipients_.size() <= most_recipients &&
         std::all_of(sent_.begin() + static_cast<std::ptrdiff_t>(first_), sent_.end(), is_place) &&
         std::ranges::all_of(recipients_, has_address);
}

std::string_view Dialogue::recipient(std::size_t i) const noexcept {
  return std::string_view(addresses_).substr(recipients_[i].begin, recipients_[i].length);
}

bool Dialogue::concerns(const Answer& answer, std::size_t i) const noexcept {
  if (answer.recipient != Answer::everybody) return answer.recipient == i;
  return recipients_[i].fate != Fate::refused;
}

}  // namespace curfew::parse
