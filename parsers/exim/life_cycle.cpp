#include "exim/life_cycle.h"

#include "exim/field.h"

namespace curfew::exim {
namespace {

using text::Cursor;

struct Step {
  std::string_view begins;
  MessageState state;
};

// deliver.c, queue.c, receive.c. "Message is frozen" only says so again in each queue run.
constexpr Step steps[] = {
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

// S= stands before the fields whose text is free (id=, T=), but behind others that are quoted.
std::uint64_t read_size(Cursor cursor) noexcept {
  std::uint64_t size = 0;
  while (cursor.skip(' ')) {
    std::string_view quoted;
    if (cursor.skip("S=")) {
      cursor.take_number(size);
      return size;
    }
    if (cursor.skip("T=") || cursor.skip("id=")) return 0;
    if (cursor.skip("DN=")) read_quoted(cursor, quoted);
    cursor.take_word();
  }
  return 0;
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
  event.size = read_size(cursor);
  return LineUse::reported;
}

LineUse read_step(std::string_view text, const Context& context, Events& events) {
  if (text.empty()) return LineUse::unknown;
  for (const Step& one : steps) {
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
