#include "exim/delivery.h"

#include "exim/addresses.h"
#include "exim/fields.h"
#include "parse/reply.h"

namespace curfew::exim {
namespace {

using text::Cursor;

// C= has one more level of backslashes than the reply itself: \" \\ and so \\n.
std::string_view unescaped(std::string_view text, Events& events) {
  if (text::find_near(text, '\\') == text.size()) return text;
  char* const room = events.room(text.size());
  std::size_t used = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '\\' || text[i + 1] == '"');
    if (escaped) ++i;
    room[used++] = text[i];
  }
  return events.keep_written(room, used);
}

// "=> :blackhole: <a@b> R=bounces", "=> discarded (system filter)", "=> blackhole (RCPT ACL
// discarded recipients)", "=> /dev/null <a@b> R=x T=**bypassed**"
bool is_discarded(const Addresses& addresses, const Fields& fields) noexcept {
  if (fields.transport.empty()) {
    return addresses.final == ":blackhole:" || addresses.final.starts_with("blackhole") ||
           addresses.final.starts_with("discarded");
  }
  return fields.transport == "**bypassed**";
}

void set_local(const Addresses& addresses, const Fields& fields, Event& event) {
  event.contacted = Contacted::no;
  event.remote_kind = RemoteKind::local;
  if (is_discarded(addresses, fields)) {
    event.outcome = Outcome::discarded;
  } else if (!fields.confirmation.empty()) {
    event.remote_kind = RemoteKind::lmtp;  // over a pipe or a local socket
  }
}

}  // namespace

LineUse read_delivery(std::string_view text, const Context& context, RecentHosts& hosts,
                      Events& events) {
  Cursor cursor(text);
  const Addresses addresses = read_addresses(cursor);
  const Fields fields = read_fields(cursor, false);
  Event& event = begin_event(context, events);
  event.outcome = Outcome::delivered;
  event.recipient = addresses.recipient();
  event.original_recipient = addresses.redirected_from();
  event.sender = fields.sender;
  event.delay = fields.delay;
  event.duration = fields.duration;
  event.size = fields.size;
  if (!fields.confirmation.empty()) {
    event.reply = parse::read_reply(unescaped(fields.confirmation, events), "\\n", events);
  }
  if (fields.host.ip.empty()) {
    set_local(addresses, fields, event);
  } else {
    set_remote(fields.host, event, events);
    event.contacted = Contacted::yes;
    event.remote_kind = remote_kind_of(fields.transport);
    hosts.settle_delivered(event, fields.transport, events);
  }
  if (is_discarded(addresses, fields) && addresses.original.empty()) event.recipient = {};
  return LineUse::reported;
}

}  // namespace curfew::exim
