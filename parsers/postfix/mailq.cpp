#include <optional>
#include <utility>

#include "curfew/time.h"
#include "parse/envelope/loose_stamp.h"
#include "postfix/queue_listings.h"
#include "text/cursor.h"

// -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
// 4jY9kY6y7sz1gBwM*     383 Mon Nov 23 16:04:53 alice@example.org
//                                           (mail transport unavailable)
//                                          bob@example.net
//
// -- 1 Kbytes in 1 Request.
// A reason stands before the recipients it holds for; "*" is active, "!" on hold, "#" expires.
// Postfix: postqueue/showq_compat.c.

namespace curfew::postfix {
namespace {

using text::Cursor;

struct Message {
  std::string_view id;
  char mark = ' ';
  std::uint64_t size = 0;
  Stamp stamp;
};

bool read_message(std::string_view line, Message& message) noexcept {
  Cursor cursor(line);
  message.id = cursor.take_while(text::is_alphanumeric);
  if (message.id.size() < 5) return false;
  const char mark = cursor.peek();
  if (mark == '*' || mark == '!' || mark == '#') {
    message.mark = mark;
    cursor.advance(1);
  }
  cursor.skip_blanks();
  if (!cursor.take_number(message.size) || !cursor.skip(' ')) return false;
  cursor.skip_blanks();
  return parse::take_loose_stamp(cursor, message.stamp);
}

ClockHints hints_of(const QueueOptions& options) {
  ClockHints hints;
  hints.zone = options.zone;
  hints.newest = options.now;
  return hints;
}

class MailqReader final : public QueueReader {
 public:
  explicit MailqReader(const QueueOptions& options) : hints_(hints_of(options)) {}

  bool take(std::string_view line, std::vector<QueuedMessage>& messages) override {
    Message message;
    if (read_message(line, message)) {
      finish(messages);
      // The order is the folders', so that each stamp has the newest year it can have.
      open_ = {.id = std::string(message.id),
               .size = message.size,
               .arrived = LogClock(hints_).at(message.stamp),
               .held = message.mark == '!',
               .waiting = {}};
      reason_.clear();
      return true;
    }
    Cursor cursor(line);
    cursor.skip_blanks();
    const std::string_view rest = cursor.rest();
    if (rest.empty() || rest.front() == '-') return true;  // the table's own lines
    if (!open_) return false;
    if (rest.front() == '(' && rest.back() == ')') {
      reason_ = rest.substr(1, rest.size() - 2);
      return true;
    }
    const bool indented = rest.size() != line.size();
    if (!indented || (rest.find(' ') != rest.npos && rest.front() != '"')) return false;
    open_->waiting.push_back(queued_recipient(std::string(rest), reason_));
    return true;
  }

  void finish(std::vector<QueuedMessage>& messages) override {
    if (open_) messages.push_back(std::move(*open_));
    open_.reset();
  }

 private:
  ClockHints hints_;
  std::optional<QueuedMessage> open_;
  std::string reason_;
};

class Mailq final : public QueueForm {
 public:
  std::string_view name() const noexcept override { return "mailq"; }
  // A message's line, or the head of its table.
  bool begins(std::string_view line) const noexcept override {
    Message message;
    return read_message(line, message) ||
           (line.starts_with("-") && line.find("Queue ID-") != line.npos);
  }
  std::unique_ptr<QueueReader> make(const QueueOptions& options) const override {
    return std::make_unique<MailqReader>(options);
  }
};

}  // namespace

const QueueForm& mailq() noexcept {
  static const Mailq form;
  return form;
}

}  // namespace curfew::postfix
