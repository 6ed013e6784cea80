#include <algorithm>
#include <ostream>

#include "curfew/affected.h"
#include "text/json.h"

namespace curfew {
namespace {

using text::Json;

void add_ends(Json& json, const HeldEnds& ends) {
  json["messages"] = ends.messages();
  json["returned"] = ends.returned;
  json["waiting"] = ends.waiting;
  json["removed"] = ends.removed;
  json["late"] = ends.late;
}

Json sender_json(const AffectedSender& one, const TimeZone& zone) {
  Json json = {{"sender", one.sender}};
  add_ends(json, one.ends);
  json["first_try"] = rfc3339(one.first_try, zone);
  json["last_try"] = rfc3339(one.last_try, zone);
  json["longest_wait_seconds"] = std::chrono::round<std::chrono::seconds>(one.longest).count();
  json["recipients"] = one.recipients;
  if (one.more_recipients != 0) json["more_recipients"] = one.more_recipients;
  return json;
}

}  // namespace

void write_json(const Affected& affected, std::ostream& out, std::size_t top) {
  const std::size_t told =
      top == 0 ? affected.senders.size() : std::min(top, affected.senders.size());
  text::JsonDocument document(out);
  document.member("schema", "curfew-affected/1");
  document.member("schema_minor", 0);
  document.member("generator", {{"name", "curfew"}, {"version", affected.version}});
  document.member("time_zone", affected.zone.name());
  if (!affected.finding.empty()) {
    document.member("finding", {{"id", affected.finding}, {"text", affected.about}});
  }
  Json ends;
  add_ends(ends, affected.ends);
  document.member("counts", ends);
  document.member("not_kept", affected.not_kept);
  document.member("left_out", affected.senders.size() - told);
  document.begin_list("senders");
  for (std::size_t i = 0; i < told; ++i) {
    document.entry(sender_json(affected.senders[i], affected.zone));
  }
  document.end_list();
  document.end();
}

}  // namespace curfew
