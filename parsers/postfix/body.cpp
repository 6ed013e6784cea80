#include "postfix/body.h"

#include "postfix/delivery.h"
#include "postfix/noise.h"
#include "postfix/queue.h"
#include "postfix/queue_id.h"
#include "postfix/session.h"
#include "postfix/text.h"
#include "text/scan.h"

namespace curfew::postfix {
namespace {

// "warning: 3F2A1: message rejected: hopcount exceeded" is a message's end; all else between server
// and administrator. cleanup_message.c
LineUse read_trouble(std::string_view body, Events& events) {
  constexpr std::string_view warning = "warning: ";
  if (!body.starts_with(warning)) return LineUse::ignored;
  body.remove_prefix(warning.size());
  const std::string_view id = take_queue_id(body);
  if (id.empty() || !body.starts_with("message rejected: ")) return LineUse::ignored;
  Event& event = events.add();
  event.kind = EventKind::message;
  event.state = MessageState::removed;
  event.queue_id = id;
  return LineUse::reported;
}

// Of what smtpd says only the arrival of a message counts. Its rejects may quote a reply that an
// address check got elsewhere; that is no delivery.
LineUse read_received(const Text& text, Events& events) {
  const bool came = text::starts_with(text.words, "client=") && text.queue_id != "NOQUEUE";
  return came && read_queue_line(text, events) ? LineUse::reported : LineUse::ignored;
}

}  // namespace

LineUse read_body(Program program, std::string_view body, Events& events) {
  // MSG_SYSLOG_RECLEN, MSG_LOGGER_RECLEN
  constexpr std::size_t longest_body = 2000;
  if (program == Program::service) return LineUse::ignored;
  if (begins_with_severity(body)) return read_trouble(body, events);
  std::string_view words = body;
  const std::string_view id = take_queue_id(words);
  const Text text{
      .program = program, .queue_id = id, .words = words, .full = body.size() >= longest_body};
  if (program == Program::inbound) return read_received(text, events);
  if (id.empty()) {
    if (read_session(text, events)) return LineUse::reported;
    return is_noise(body) ? LineUse::ignored : LineUse::unknown;
  }
  if (id == "NOQUEUE") return LineUse::ignored;
  if (read_queue_line(text, events) || read_delivery(text, events)) return LineUse::reported;
  if (!is_queue_id(id)) return is_noise(body) ? LineUse::ignored : LineUse::unknown;
  if (read_session(text, events)) return LineUse::reported;
  return is_noise_of_message(words) ? LineUse::ignored : LineUse::unknown;
}

}  // namespace curfew::postfix
