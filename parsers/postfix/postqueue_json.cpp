#include <charconv>
#include <utility>

#include "parse/envelope/json_object.h"
#include "parse/envelope/stamp_text.h"
#include "postfix/queue_listings.h"

// {"queue_name": "deferred", "queue_id": "4jY9kY6y7sz1gBwM", "arrival_time": 1795449893,
//  "message_size": 383, "forced_expire": false, "sender": "alice@example.org",
//  "recipients": [{"address": "bob@example.net", "delay_reason": "mail transport unavailable"}]}
// Postfix: postqueue(1), showq/showq.c.

namespace curfew::postfix {
namespace {

using parse::JsonMember;
using parse::JsonObject;

std::uint64_t number(std::string_view text) noexcept {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Since 1970; longer numbers are none that showq writes.
std::optional<Instant> epoch_seconds(std::string_view text) noexcept {
  constexpr std::size_t digits = 10;
  return text.size() == digits ? parse::read_epoch(text) : std::nullopt;
}

QueuedRecipient recipient_of(std::string_view object) {
  std::string address;
  std::string reason;
  JsonObject members(object);
  for (JsonMember member; members.next(member);) {
    if (member.key == "address") parse::append_text(address, member);
    if (member.key == "delay_reason") parse::append_text(reason, member);
  }
  return queued_recipient(std::move(address), reason);
}

class PostqueueJsonReader final : public QueueReader {
 public:
  bool take(std::string_view line, std::vector<QueuedMessage>& messages) override {
    QueuedMessage entry;
    JsonObject message(line);
    for (JsonMember member; message.next(member);) {
      if (member.key == "queue_id") parse::append_text(entry.id, member);
      if (member.key == "message_size") entry.size = number(member.value);
      if (member.key == "queue_name") entry.held = member.value == "hold";
      if (member.key == "arrival_time") {
        entry.arrived = epoch_seconds(member.value);
      }
      if (member.key == "recipients") {
        parse::JsonArray recipients(member.value);
        for (std::string_view one; recipients.next(one);) {
          entry.waiting.push_back(recipient_of(one));
        }
      }
    }
    if (!message.complete() || entry.id.empty()) return false;
    messages.push_back(std::move(entry));
    return true;
  }
};

class PostqueueJson final : public QueueForm {
 public:
  std::string_view name() const noexcept override { return "postqueue -j"; }
  bool begins(std::string_view line) const noexcept override {
    JsonObject message(line);
    JsonMember first;
    return message.next(first) && first.key == "queue_name" && message.next(first) &&
           first.key == "queue_id";
  }
  std::unique_ptr<QueueReader> make(const QueueOptions& /*options*/) const override {
    return std::make_unique<PostqueueJsonReader>();
  }
};

}  // namespace

const QueueForm& postqueue_json() noexcept {
  static const PostqueueJson form;
  return form;
}

}  // namespace curfew::postfix
