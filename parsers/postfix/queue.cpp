#include "postfix/queue.h"

#include <algorithm>

#include "postfix/address.h"
#include "postfix/peer.h"
#include "postfix/queue_id.h"
#include "text/cursor.h"

namespace curfew::postfix {
namespace {

using text::Cursor;

Event& add_step(const Text& text, MessageState state, Events& events) {
  Event& event = events.add();
  event.kind = EventKind::message;
  event.state = state;
  event.queue_id = text.queue_id;
  return event;
}

std::string_view or_null_sender(std::string_view sender) noexcept {
  return sender.empty() ? std::string_view("<>") : sender;
}

// "from=<a@example.net>, size=5360, nrcpt=1 (queue active)" or "..., status=expired, returned to
// sender". qmgr_active.c, qmgr_message.c
bool read_sender_line(const Text& text, Events& events) {
  Cursor cursor(text.words);
  std::string_view sender;
  constexpr AddressEnd end{.next = "size=", .or_next = "status="};
  if (!cursor.skip("from=") || !read_address(cursor, end, sender)) return false;
  if (cursor.skip("status=")) {
    if (!cursor.skip("expired") && !cursor.skip("force-expired")) return false;
    add_step(text, MessageState::expired, events).sender = or_null_sender(sender);
    return true;
  }
  std::uint64_t size = 0;
  if (!cursor.skip("size=") || !cursor.take_number(size)) return false;
  Event& event = add_step(text, MessageState::queued, events);
  event.sender = or_null_sender(sender);
  event.size = size;
  if (cursor.skip(", nrcpt=")) cursor.take_number(event.recipients);
  return true;
}

// "orig_id=3F2A1": a requeue ends that id; what it was waiting for goes on under the new one.
void end_requeued(std::string_view old_id, const Text& text, Events& events) {
  constexpr std::string_view words = "requeued and queued as ";
  char* const room = events.room(words.size() + text.queue_id.size());
  std::ranges::copy(text.queue_id, std::ranges::copy(words, room).out);
  const std::string_view reply = events.keep_written(room, words.size() + text.queue_id.size());
  Event& event = add_step(text, MessageState::removed, events);
  event.queue_id = old_id;
  event.reply.text = reply;
}

// "uid=0 from=<root>", after a requeue with " orig_id=3F2A1" behind it. pickup.c
bool read_pickup_line(const Text& text, Events& events) {
  Cursor cursor(text.words);
  std::uint64_t user = 0;
  if (!cursor.skip("uid=") || !cursor.take_number(user)) return false;
  Event& event = add_step(text, MessageState::received, events);
  if (cursor.skip(" from=<")) {
    const std::size_t end = cursor.rest().rfind('>');
    if (end != std::string_view::npos) event.sender = or_null_sender(cursor.rest().substr(0, end));
  }
  constexpr std::string_view orig_id = " orig_id=";
  const std::size_t mark = text.words.rfind(orig_id);
  if (mark != std::string_view::npos) {
    const std::string_view id = Cursor(text.words.substr(mark + orig_id.size())).take_word();
    if (is_queue_id(id) && id != text.queue_id) end_requeued(id, text, events);
  }
  return true;
}

// "client=mx.example.net[192.0.2.7], sasl_method=PLAIN, ...". smtpd.c
bool read_client(const Text& text, Events& events) {
  Cursor cursor(text.words);
  cursor.skip("client=");
  Event& event = add_step(text, MessageState::received, events);
  Peer client;
  if (!read_peer(cursor, client)) return true;
  if (client.host != "unknown" && client.host != client.ip) event.client_host = client.host;
  event.client_ip = client.ip;
  return true;
}

// "message-id=<a@example.net>"; some have no brackets, or nothing between them. cleanup_message.c
bool read_message_id(const Text& text, Events& events) {
  std::string_view id = text.words.substr(text.words.find('=') + 1);
  if (id.starts_with('<')) {
    id.remove_prefix(1);
    id = id.substr(0, id.rfind('>'));  // whatever a relay put behind it is not of the id
  }
  add_step(text, MessageState::received, events).message_id = id;
  return true;
}

// The message is gone after these; the queue manager never saw it and logs no "removed". A header
// check's word stands before what it looked at. cleanup_message.c, cleanup_milter.c
constexpr std::string_view endings[] = {
    "milter-reject: END-OF-MESSAGE ",
    "milter-discard: END-OF-MESSAGE ",
    "reject: header ",
    "discard: header ",
    "reject: body ",
    "discard: body ",
    "reject: mime ",
    "requeued",
};

bool ends_message(std::string_view words) noexcept {
  for (const std::string_view ending : endings) {
    if (text::starts_with_rare(words, ending)) return true;
  }
  return false;
}

}  // namespace

bool read_queue_line(const Text& line, Events& events) {
  const std::string_view words = line.words;
  const auto came = [&] {
    add_step(line, MessageState::received, events);
    return true;
  };
  if (text::starts_with(words, "from=")) return read_sender_line(line, events);
  if (text::starts_with(words, "client=")) return read_client(line, events);
  if (text::starts_with(words, "message-id=")) return read_message_id(line, events);
  if (text::starts_with(words, "resent-message-id=")) return came();
  if (text::starts_with(words, "uid=")) return read_pickup_line(line, events);
  const bool removed =
      text::starts_with(words, "removed") && (words.size() == 7 || words[7] == ' ');
  if (!removed && !ends_message(words)) return false;
  Event& event = add_step(line, MessageState::removed, events);
  if (text::starts_with(words, "requeued")) event.reply.text = words;
  return true;
}

}  // namespace curfew::postfix
