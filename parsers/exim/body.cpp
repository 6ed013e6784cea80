#include "exim/body.h"

#include "exim/deferral.h"
#include "exim/delivery.h"
#include "exim/failure.h"
#include "exim/host_line.h"
#include "exim/known_text.h"
#include "exim/life_cycle.h"
#include "text/cursor.h"

namespace curfew::exim {
namespace {

LineUse read_flagged(std::string_view body, const Context& context, RecentHosts& hosts,
                     Events& events) {
  const std::string_view flag = body.substr(0, 3);
  const std::string_view text = body.substr(3);
  if (flag == "=> " || flag == "-> " || flag == ">> ")
    return read_delivery(text, context, hosts, events);
  if (flag == "== ") return read_deferral(text, context, hosts, events);
  if (flag == "<= " || flag == "(= ") return read_arrival(text, context, events);
  if (flag == "** ") return read_failure(text, context, hosts, events);
  if (flag == "*> ") return LineUse::ignored;  // -N: delivery was only played
  return LineUse::unknown;
}

}  // namespace

Event& begin_event(const Context& context, Events& events) {
  Event& event = events.add();
  event.time = context.time;
  event.line = context.line;
  event.log_host = context.log_host;
  event.session_id = context.pid;
  event.queue_id = context.id;
  event.cut = context.cut;
  return event;
}

LineUse read_body(std::string_view body, const Context& context, RecentHosts& hosts,
                  Events& events) {
  if (body.size() > 3 && body[2] == ' ') {
    const LineUse use = read_flagged(body, context, hosts, events);
    if (use != LineUse::unknown) return use;
  }
  if (text::is_blank(body)) return LineUse::ignored;
  if (context.about_message) {
    LineUse use = read_step(body, context, events);
    if (use == LineUse::unknown) use = read_host_line(body, context, hosts, events);
    if (use != LineUse::unknown) return use;
  }
  return is_known_text(body) ? LineUse::ignored : LineUse::unknown;
}

}  // namespace curfew::exim
