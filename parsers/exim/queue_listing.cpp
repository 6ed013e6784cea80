#include "exim/queue_listing.h"

#include <optional>
#include <utility>

#include "text/cursor.h"

// 25m  2.9K 0t5C6f-0000c8-00 <alice@example.org>
//         D red.king@example.net
//           bob@example.net
// The age is in minutes, hours or days; D: delivered. Exim: the specification, 5.2 (-bp), queue.c.

namespace curfew::exim {
namespace {

using text::Cursor;

struct Message {
  std::chrono::minutes age{};
  double size = 0;
  std::string_view id;
  bool frozen = false;
};

bool read_age(Cursor& cursor, std::chrono::minutes& age) noexcept {
  int number = 0;
  if (!cursor.take_number(number)) return false;
  if (cursor.skip("m ")) {
    age = std::chrono::minutes(number);
  } else if (cursor.skip("h ")) {
    age = std::chrono::hours(number);
  } else if (cursor.skip("d ")) {
    age = std::chrono::days(number);
  } else {
    return false;
  }
  return true;
}

// "383", "2.9K", "12M"
bool read_size(Cursor& cursor, double& size) noexcept {
  unsigned whole = 0;
  if (!cursor.take_number(whole)) return false;
  size = whole;
  unsigned tenths = 0;
  if (cursor.skip('.') && cursor.take_number(tenths)) size += tenths / 10.0;
  if (cursor.skip('K')) size *= 1024;
  if (cursor.skip('M')) size *= 1024 * 1024;
  return cursor.skip(' ');
}

bool is_of_id(char c) noexcept {
  return text::is_alphanumeric(c) || c == '-';
}

bool read_message(std::string_view line, Message& message) noexcept {
  Cursor cursor(line);
  cursor.skip_blanks();
  if (!read_age(cursor, message.age)) return false;
  cursor.skip_blanks();
  if (!read_size(cursor, message.size)) return false;
  cursor.skip_blanks();
  message.id = cursor.take_while(is_of_id);
  if (message.id.size() < 16 || !cursor.skip(" <")) return false;
  message.frozen = cursor.rest().ends_with("*** frozen ***");
  return true;
}

class ListingReader final : public QueueReader {
 public:
  explicit ListingReader(Instant now) : now_(now) {}

  bool take(std::string_view line, std::vector<QueuedMessage>& messages) override {
    Message message;
    if (read_message(line, message)) {
      finish(messages);
      open_ = {.id = std::string(message.id),
               .size = static_cast<std::uint64_t>(message.size),
               .arrived = now_ - message.age,
               .held = message.frozen,
               .waiting = {}};
      return true;
    }
    Cursor cursor(line);
    cursor.skip_blanks();
    if (cursor.at_end()) return true;
    if (!open_ || cursor.rest().size() == line.size()) return false;
    if (cursor.skip("D ")) return true;
    if (cursor.rest().find(' ') != std::string_view::npos && cursor.peek() != '"') return false;
    open_->waiting.push_back({.address = std::string(cursor.rest()), .reason = {}, .said = {}});
    return true;
  }

  void finish(std::vector<QueuedMessage>& messages) override {
    if (open_) messages.push_back(std::move(*open_));
    open_.reset();
  }

 private:
  Instant now_;
  std::optional<QueuedMessage> open_;
};

class Listing final : public QueueForm {
 public:
  std::string_view name() const noexcept override { return "exim -bp"; }
  bool begins(std::string_view line) const noexcept override {
    Message message;
    return read_message(line, message);
  }
  std::unique_ptr<QueueReader> make(const QueueOptions& options) const override {
    return std::make_unique<ListingReader>(options.now);
  }
};

}  // namespace

const QueueForm& queue_listing() noexcept {
  static const Listing listing;
  return listing;
}

}  // namespace curfew::exim
