#include "postfix/contacts.h"

#include <initializer_list>

#include "text/hash.h"

namespace curfew::postfix {
namespace {

constexpr std::size_t places = 4;  // where a process may stand

// Of several words. Not seeded: the same log gives the same events.
std::uint64_t hash(std::initializer_list<std::string_view> words) noexcept {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const std::string_view word : words) value = text::hash(word, value);
  return value;
}

bool is_lost(ErrorClass error) noexcept {
  return error == ErrorClass::connection_lost || error == ErrorClass::timeout;
}

bool is_behind_mail_from(Stage stage) noexcept {
  return stage == Stage::rcpt_to || stage == Stage::data || stage == Stage::end_of_data;
}

}  // namespace

// The process, or the one that was silent longest of those in its places.
Contacts::Process& Contacts::find(std::uint64_t name) {
  if (processes_.empty()) processes_.resize(most_processes);
  Process* const first = &processes_[name % (most_processes / places) * places];
  Process* oldest = first;
  for (Process* one = first; one != first + places; ++one) {
    if (one->name == name) return *one;
    if (one->line < oldest->line) oldest = one;
  }
  return *oldest;
}

void Contacts::link(std::string_view tag, Event& event) {
  const bool tried = event.contacted == Contacted::yes || event.stage == Stage::connect;
  if (event.session_id.empty() || !tried) return;
  const std::uint64_t name = hash({event.log_host, tag, event.session_id});
  const std::uint64_t remote = hash({event.remote_host, event.remote_ip});
  Process& process = find(name);
  const bool same = process.name == name && process.remote == remote;
  if (event.kind == EventKind::attempt) {
    const bool told_why = process.last == Last::refusal && is_lost(event.error_class) &&
                          process.queue_id == hash({event.queue_id});
    if (same && (process.last == Last::connect || told_why)) event.repeats = process.line;
    process = {.name = name,
               .remote = remote,
               .queue_id = hash({event.queue_id}),
               .line = event.line,
               .last = Last::status};
    return;
  }
  if (event.queue_id.empty()) {
    process = {
        .name = name, .remote = remote, .queue_id = 0, .line = event.line, .last = Last::connect};
    return;
  }
  const std::uint64_t queue_id = hash({event.queue_id});
  const bool goes_on = same && process.queue_id == queue_id;
  if (is_lost(event.error_class)) {
    const bool was_told = process.last == Last::status || process.last == Last::refusal ||
                          process.last == Last::recipient_refused;
    if (goes_on && was_told) event.repeats = process.line;
    if (goes_on && process.last != Last::status) process.last = Last::none;  // the session is over
    return;
  }
  // A host before the last one refuses each recipient in a line, and then perhaps the rest.
  if (goes_on && process.last == Last::recipient_refused && is_behind_mail_from(event.stage)) {
    event.repeats = process.line;
    return;
  }
  process = {.name = name,
             .remote = remote,
             .queue_id = queue_id,
             .line = event.line,
             .last = event.stage == Stage::rcpt_to ? Last::recipient_refused : Last::refusal};
}

}  // namespace curfew::postfix
