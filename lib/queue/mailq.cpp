#include <algorithm>

#include "curfew/time.h"
#include "parse/envelope/loose_stamp.h"
#include "queue/form.h"
#include "text/cursor.h"

// -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
// 4jY9kY6y7sz1gBwM*     383 Mon Nov 23 16:04:53 alice@example.org
//                                           (mail transport unavailable)
//                                          bob@example.net
//
// -- 1 Kbytes in 1 Request.
// A reason stands before the recipients it holds for; "*" is active, "!" on hold, "#" expires.
// Postfix: postqueue/showq_compat.c.

namespace curfew::queue {
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

class Mailq final : public Form {
 public:
  explicit Mailq(const QueueOptions& options) : hints_(hints_of(options)) {}

  const char* name() const noexcept override { return "mailq"; }

  bool take(std::string_view line, Tally& tally) override {
    Message message;
    if (read_message(line, message)) {
      Entry& entry = begin(tally);
      entry.id = message.id;
      entry.size = message.size;
      entry.held = message.mark == '!';
      // The order is the folders', so that each stamp has the newest year it can have.
      entry.arrived = LogClock(hints_).at(message.stamp);
      reason_.clear();
      return true;
    }
    Cursor cursor(line);
    cursor.skip_blanks();
    const std::string_view rest = cursor.rest();
    if (rest.empty() || rest.front() == '-') return true;  // the table's own lines
    if (open() == nullptr) return false;
    if (rest.front() == '(' && rest.back() == ')') {
      reason_ = rest.substr(1, rest.size() - 2);
      return true;
    }
    const bool indented = rest.size() != line.size();
    if (!indented || (rest.find(' ') != rest.npos && rest.front() != '"')) return false;
    open()->waiting.push_back({.address = std::string(rest), .reason = reason_});
    return true;
  }

 private:
  ClockHints hints_;
  std::string reason_;
};

}  // namespace

std::unique_ptr<Form> make_mailq(const QueueOptions& options) {
  return std::make_unique<Mailq>(options);
}

bool begins_mailq(std::string_view line) noexcept {
  Message message;
  return read_message(line, message) ||
         (line.starts_with("-") && line.find("Queue ID-") != line.npos);
}

}  // namespace curfew::queue
