#include "exim/transcript.h"

#include <algorithm>

#include "exim/field.h"
#include "exim/reason.h"
#include "exim/transcript_line.h"
#include "parse/reply.h"
#include "text/cursor.h"

namespace curfew::exim {

using text::Cursor;

void Transcript::begin() {
  log_follows_ = connecting_ = in_dialogue_ = false;
  id_length_ = 0;
  ip_.clear();
  host_.clear();
  dialogue_.forget();
}

void Transcript::deliver(std::string_view id) noexcept {
  id_length_ = id.size();
  std::ranges::copy(id, id_.begin());
}

LineUse Transcript::read(std::string_view text, const Place& place, RecentHosts& hosts,
                         Events& events) {
  const Context context{.time = place.time,
                        .line = place.line,
                        .log_host = {},
                        .pid = {},
                        .id = id_length_ == 0 ? std::string_view{} : events.keep(id()),
                        .cut = false,
                        .about_message = true};
  return read_text(text, context, hosts, events);
}

LineUse Transcript::read_text(std::string_view text, const Context& context, RecentHosts& hosts,
                              Events& events) {
  if (log_follows_) return read_logged(text, context, hosts, events);
  if (connecting_) return read_connected(text, context, hosts, events);
  if (is_log_mark(text)) {
    log_follows_ = true;
    return LineUse::ignored;
  }
  if (is_connecting(text)) return read_connecting(text, context, hosts, events);
  if (text.starts_with("delivering ")) {
    deliver(delivered_id(text));
    return LineUse::ignored;
  }
  Cursor cursor(without_indent(text));
  if (skip_sent_mark(cursor)) {
    if (!begins_with_code(cursor.rest())) dialogue_.sent(cursor.rest());  // else the server's side
    return LineUse::ignored;
  }
  if (cursor.rest().starts_with("SMTP("))
    return read_silence(cursor.rest(), context, hosts, events);
  const bool received = skip_received_mark(cursor);
  if (received) dialogue_.drop_reply();
  if (received || dialogue_.in_reply())
    return read_reply_line(cursor.rest(), context, hosts, events);
  return LineUse::ignored;  // what -d tells beside
}

LineUse Transcript::read_logged(std::string_view text, const Context& context, RecentHosts& hosts,
                                Events& events) {
  log_follows_ = false;
  const LineUse use = read_body(without_indent(text), context, hosts, events);
  return use == LineUse::unknown ? LineUse::ignored : use;
}

// "Connecting to mx.example.net [192.0.2.7]:25 ...  failed: Connection refused"; since 4.100 what
// came of it stands in the next line.
LineUse Transcript::read_connecting(std::string_view text, const Context& context,
                                    RecentHosts& hosts, Events& events) {
  Cursor cursor(text.substr(std::string_view("Connecting to ").size()));
  const Host host = read_host(cursor);
  host_.assign(host.name.substr(0, 255));
  ip_.assign(host.ip.substr(0, 64));
  port_ = host.port;
  in_dialogue_ = true;
  dialogue_.open();
  const std::size_t dots = cursor.rest().find("...");
  const std::string_view behind =
      dots == std::string_view::npos ? std::string_view{} : cursor.rest().substr(dots + 3);
  connecting_ = without_indent(behind).empty();
  return connecting_ ? LineUse::ignored : read_connected(behind, context, hosts, events);
}

LineUse Transcript::read_connected(std::string_view text, const Context& context,
                                   RecentHosts& hosts, Events& events) {
  Cursor cursor(without_indent(text));
  connecting_ = false;
  if (!cursor.skip("failed: ")) return LineUse::ignored;
  dialogue_.forget();
  Event& event = begin_refusal(context, events);
  set_reason(read_reason(cursor.rest()), event, events);
  if (event.contacted == Contacted::yes) {
    hosts.add(event, true);
    return LineUse::reported;
  }
  event.line = 0;
  hosts.add(event);
  events.drop_last();
  return LineUse::ignored;
}

LineUse Transcript::read_reply_line(std::string_view text, const Context& context,
                                    RecentHosts& hosts, Events& events) {
  if (!begins_with_code(text)) {
    dialogue_.drop_reply();
    return LineUse::ignored;
  }
  const bool alone = !in_dialogue_ && dialogue_.idle();  // a line that was pasted without the rest
  parse::Answer answer;
  if (!dialogue_.received(text, answer) || answer.positive()) return LineUse::ignored;
  // Behind a refusal of all recipients, the one of DATA says nothing new.
  const bool follows = answer.stage == Stage::data && dialogue_.accepted() == 0;
  if (follows || !(answer.decides || alone)) return LineUse::ignored;
  Event& event = begin_refusal(context, events);
  event.stage = answer.stage;
  event.contacted = Contacted::yes;
  event.error_source = ErrorSource::remote;
  event.reply = parse::read_reply(events.keep(answer.reply), "\\n", events);
  hosts.add(event, true);
  return LineUse::reported;
}

// "SMTP(closed)<<", "SMTP(Connection timed out)<<"; what points the other way is ours.
LineUse Transcript::read_silence(std::string_view text, const Context& context, RecentHosts& hosts,
                                 Events& events) {
  Cursor cursor(text.substr(std::string_view("SMTP(").size()));
  std::string_view why;
  if (!cursor.take_until(")<<", why)) return LineUse::ignored;
  parse::Answer answer;
  if (!dialogue_.closed(answer) || answer.stage == Stage::quit) return LineUse::ignored;
  Event& event = begin_refusal(context, events);
  event.stage = answer.stage;
  event.contacted = Contacted::yes;
  event.error_source = ErrorSource::network;
  event.error_class =
      why.ends_with("timed out") ? ErrorClass::timeout : ErrorClass::connection_lost;
  event.reply.text = why;
  hosts.add(event, true);
  return LineUse::reported;
}

Event& Transcript::begin_refusal(const Context& context, Events& events) const {
  Event& event = begin_event(context, events);
  event.kind = EventKind::session;
  event.outcome = Outcome::deferred;
  event.remote_kind = RemoteKind::smtp;
  const Host host{.name = events.keep(host_), .ip = events.keep(ip_), .port = port_};
  set_remote(host, event, events);
  return event;
}

}  // namespace curfew::exim
