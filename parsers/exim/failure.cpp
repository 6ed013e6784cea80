#include "exim/failure.h"

#include "exim/addresses.h"
#include "exim/fields.h"
#include "exim/reason.h"

namespace curfew::exim {
namespace {

using text::Cursor;

// "a@example.net mua_wrapper forced failure for deferred delivery": no colon between the two.
void part_without_colon(Addresses& addresses, std::string_view& text) noexcept {
  if (!text.empty() || !addresses.original.empty()) return;
  Cursor cursor(addresses.final);
  const std::string_view first = cursor.take_word();
  if (!cursor.skip(' ')) return;
  addresses.final = first;
  text = cursor.rest();
}

}  // namespace

LineUse read_failure(std::string_view text, const Context& context, RecentHosts& hosts,
                     Events& events) {
  // mua_wrapper: about the whole message, without an address.
  if (text.starts_with("mua_wrapper is set but ")) return LineUse::ignored;
  Cursor cursor(text);
  Addresses addresses = read_addresses(cursor);
  Fields fields = read_fields(cursor, true);
  if (fields.text.empty() && cursor.rest().starts_with(" routing ")) {
    fields.text = cursor.rest().substr(1);
  }
  part_without_colon(addresses, fields.text);
  const Reason reason = read_reason(fields.text);
  Event& event = begin_event(context, events);
  event.outcome = reason.outcome == Outcome::expired ? Outcome::expired : Outcome::bounced;
  event.recipient = addresses.recipient();
  event.original_recipient = addresses.redirected_from();
  event.sender = fields.sender;
  event.duration = fields.duration;
  event.size = fields.size;
  if (!fields.host.ip.empty()) {
    set_remote(fields.host, event, events);
    event.remote_kind = remote_kind_of(fields.transport);
  }
  set_reason(reason, event, events);
  hosts.settle(event, fields.transport, events);
  const bool remote = event.contacted == Contacted::yes || event.error_class == ErrorClass::not_due;
  if (remote && event.remote_kind == RemoteKind::unknown && !fields.transport.empty()) {
    event.remote_kind = remote_kind_of(fields.transport);
  }
  set_local_trouble(fields.transport, event);
  // Without a transport a router spoke: a rule of ours, such as :fail:.
  if (!remote && fields.transport.empty() && event.error_class == ErrorClass::local_error) {
    event.error_class = ErrorClass::local_policy;
  }
  return LineUse::reported;
}

}  // namespace curfew::exim
