#include <ostream>

#include "curfew/queue.h"
#include "text/json.h"

namespace curfew {
namespace {

using text::Json;

Json time_json(const std::optional<Instant>& at, const TimeZone& zone) {
  return at ? Json(rfc3339(*at, zone)) : Json();
}

Json waiting_json(const WaitingMail& mail, const TimeZone& zone) {
  Json json = {{"domain", mail.domain},
               {"recipients", mail.recipients},
               {"oldest", time_json(mail.oldest, zone)},
               {"queue_id", mail.example},
               {"reason", mail.reason},
               {"cause", name(mail.cause)}};
  if (!mail.provider.empty()) json["provider"] = mail.provider;
  return json;
}

}  // namespace

void write_json(const QueueListing& listing, const TimeZone& zone, std::ostream& out) {
  text::JsonDocument document(out);
  document.member("schema", "curfew-queue/1");
  document.member("form", listing.form);
  document.member("messages", listing.messages);
  document.member("recipients", listing.recipients);
  document.member("held", listing.held);
  document.member("bytes", listing.bytes);
  document.member("unknown_lines", listing.unknown);
  document.member("oldest", time_json(listing.oldest, zone));
  document.member("more", listing.more);
  document.begin_list("waiting");
  for (const WaitingMail& mail : listing.waiting) document.entry(waiting_json(mail, zone));
  document.end_list();
  document.end();
}

}  // namespace curfew
