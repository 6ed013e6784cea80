#include "exim/body.h"

#include <algorithm>

#include "exim/deferral.h"
#include "exim/delivery.h"
#include "exim/failure.h"
#include "exim/host_line.h"
#include "exim/known_text.h"
#include "exim/life_cycle.h"

namespace curfew::exim {
namespace {

bool is_blank(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\t'; });
}

Verdict read_flagged(std::string_view body, const Context& context, RecentHosts& hosts,
                     Events& events) {
  const std::string_view flag = body.substr(0, 3);
  const std::string_view text = body.substr(3);
  if (flag == "=> " || flag == "-> " || flag == ">> ") return read_delivery(text, context, events);
  if (flag == "== ") return read_deferral(text, context, hosts, events);
  if (flag == "<= " || flag == "(= ") return read_arrival(text, context, events);
  if (flag == "** ") return read_failure(text, context, hosts, events);
  if (flag == "*> ") return Verdict::ignored;  // -N: delivery was only played
  return Verdict::unknown;
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

Verdict read_body(std::string_view body, const Context& context, RecentHosts& hosts,
                  Events& events) {
  if (body.size() > 3 && body[2] == ' ') {
    const Verdict verdict = read_flagged(body, context, hosts, events);
    if (verdict != Verdict::unknown) return verdict;
  }
  if (is_blank(body)) return Verdict::ignored;
  if (context.about_message) {
    Verdict verdict = read_step(body, context, events);
    if (verdict == Verdict::unknown) verdict = read_host_line(body, context, hosts, events);
    if (verdict != Verdict::unknown) return verdict;
  }
  return is_known_text(body) ? Verdict::ignored : Verdict::unknown;
}

}  // namespace curfew::exim
