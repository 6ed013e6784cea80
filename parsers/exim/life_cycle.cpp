#include "exim/life_cycle.h"

#include "exim/field.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct LifeStep {
  std::string_view begins;
  MessageState state;
};

// deliver.c, queue.c, receive.c. "Message is frozen" only says so again in each queue run.
constexpr LifeStep life_steps[] = {
    {"Completed", MessageState::removed},
    {"Frozen", MessageState::frozen},
    {"*** Frozen", MessageState::frozen},
    {"frozen by ", MessageState::frozen},
    {"Unfrozen by ", MessageState::thawed},
    {"unfrozen by ", MessageState::thawed},
    {"removed by ", MessageState::removed},
    {"cancelled by ", MessageState::removed},
    {"Message removed because older than ", MessageState::removed},
    {"rescind the above message-accept", MessageState::removed},
};

// "a@example.net", "\"a b\"@example.net" or "<>"
std::string_view read_sender(Cursor& cursor) noexcept {
  const std::string_view whole = cursor.rest();
  std::string_view quoted;
  read_quoted(cursor, quoted);
  cursor.take_word();
  return whole.substr(0, whole.size() - cursor.rest().size());
}

// The fields that tell of the arrival. H= and S= stand before those whose text is free (id=, T=),
// but behind others that are quoted.
void read_fields_of_arrival(Cursor cursor, Event& event) noexcept {
  while (cursor.skip(' ')) {
    std::string_view quoted;
    if (cursor.skip("S=")) {
      if (event.size == 0) cursor.take_number(event.size);
    } else if (cursor.skip("H=")) {
      const Host host = read_host(cursor);
      const bool named = !host.name.starts_with('(') && !host.name.starts_with('[');
      if (named) event.client_host = host.name;
      event.client_ip = host.ip;
    } else if (cursor.skip("id=")) {
      event.message_id = cursor.take_word();
      return;
    } else if (cursor.skip("T=")) {
      return;
    } else if (cursor.skip("DN=")) {
      read_quoted(cursor, quoted);
    }
    cursor.take_word();
  }
}

}  // namespace

LineUse read_arrival(std::string_view text, const Context& context, Events& events) {
  Cursor cursor(text);
  const std::string_view sender = read_sender(cursor);
  if (sender.empty()) return LineUse::unknown;
  if (context.id.empty()) return LineUse::ignored;  // a transcript tells the id later
  Event& event = begin_event(context, events);
  event.kind = EventKind::message;
  event.state = MessageState::received;
  event.sender = sender;
  read_fields_of_arrival(cursor, event);
  return LineUse::reported;
}

LineUse read_step(std::string_view text, const Context& context, Events& events) {
  if (text.empty()) return LineUse::unknown;
  for (const LifeStep& one : life_steps) {
    if (text.front() != one.begins.front() || !text.starts_with(one.begins)) continue;
    if (context.id.empty()) return LineUse::ignored;
    Event& event = begin_event(context, events);
    event.kind = EventKind::message;
    event.state = one.state;
    const std::string_view rest = text.substr(one.begins.size());
    if (rest.starts_with(" QT=")) event.delay = read_duration(rest.substr(4));
    return LineUse::reported;
  }
  return LineUse::unknown;
}

}  // namespace curfew::exim
