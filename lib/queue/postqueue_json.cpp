#include <charconv>

#include "parse/envelope/json_object.h"
#include "parse/envelope/stamp_text.h"
#include "queue/form.h"

// {"queue_name": "deferred", "queue_id": "4jY9kY6y7sz1gBwM", "arrival_time": 1795449893,
//  "message_size": 383, "forced_expire": false, "sender": "alice@example.org",
//  "recipients": [{"address": "bob@example.net", "delay_reason": "mail transport unavailable"}]}
// Postfix: postqueue(1), showq/showq.c.

namespace curfew::queue {
namespace {

using parse::JsonMember;
using parse::JsonObject;

std::uint64_t number(std::string_view text) noexcept {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Since 1970; longer numbers are none that showq writes.
std::optional<Instant> seconds(std::string_view text) noexcept {
  constexpr std::size_t digits = 10;
  return text.size() == digits ? parse::read_epoch(text) : std::nullopt;
}

Waiting recipient_of(std::string_view object) {
  Waiting one;
  JsonObject members(object);
  for (JsonMember member; members.next(member);) {
    if (member.key == "address") parse::append_text(one.address, member);
    if (member.key == "delay_reason") parse::append_text(one.reason, member);
  }
  return one;
}

class PostqueueJson final : public Form {
 public:
  const char* name() const noexcept override { return "postqueue -j"; }

  bool take(std::string_view line, Tally& tally) override {
    Entry entry;
    JsonObject message(line);
    for (JsonMember member; message.next(member);) {
      if (member.key == "queue_id") parse::append_text(entry.id, member);
      if (member.key == "message_size") entry.size = number(member.value);
      if (member.key == "queue_name") entry.held = member.value == "hold";
      if (member.key == "arrival_time") {
        entry.arrived = seconds(member.value);
      }
      if (member.key == "recipients") {
        parse::JsonArray recipients(member.value);
        for (std::string_view one; recipients.next(one);) {
          entry.waiting.push_back(recipient_of(one));
        }
      }
    }
    if (!message.complete() || entry.id.empty()) return false;
    tally.add(entry);
    return true;
  }
};

}  // namespace

std::unique_ptr<Form> make_postqueue_json() {
  return std::make_unique<PostqueueJson>();
}

bool begins_postqueue_json(std::string_view line) noexcept {
  JsonObject message(line);
  JsonMember first;
  return message.next(first) && first.key == "queue_name" && message.next(first) &&
         first.key == "queue_id";
}

}  // namespace curfew::queue
