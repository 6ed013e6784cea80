#include <ostream>

#include "curfew/trace.h"
#include "text/json.h"
#include "trace/ending.h"
#include "trace/why.h"

namespace curfew {
namespace {

using text::Json;

void add(Json& json, const char* key, std::string_view value) {
  if (!value.empty()) json[key] = value;
}

void add_number(Json& json, const char* key, std::uint64_t value) {
  if (value != 0) json[key] = value;
}

template <typename Enum>
void add_word(Json& json, const char* key, Enum value, Enum unsaid) {
  if (value != unsaid) json[key] = name(value);
}

void add_seconds(Json& json, const char* key, Milliseconds time) {
  if (time.count() < 0) return;
  json[key] = time.count() % 1000 == 0 ? Json(time.count() / 1000)
                                       : Json(static_cast<double>(time.count()) / 1000.0);
}

Json hop_json(const TraceHop& hop, const TimeZone& zone) {
  Json json = Json::object();
  add(json, "format", hop.format);
  add(json, "log_host", hop.log_host);
  add(json, "instance", hop.instance);
  add(json, "queue_id", hop.queue_id);
  add(json, "message_id", hop.message_id);
  add(json, "sender", hop.sender);
  add(json, "client_host", hop.client_host);
  add(json, "client_ip", hop.client_ip);
  add_number(json, "size", hop.size);
  if (hop.arrived) json["arrived"] = rfc3339(*hop.arrived, zone);
  if (hop.removed) json["removed"] = rfc3339(*hop.removed, zone);
  if (!hop.next.empty()) json["next"] = hop.next;
  return json;
}

Json step_json(const TraceStep& step, const TimeZone& zone) {
  Json json = {{"time", rfc3339(step.time, zone)}, {"hop", step.hop}, {"kind", name(step.kind)}};
  if (step.kind == EventKind::message) json["state"] = name(step.state);
  add_word(json, "action", step.action, InboundAction::none);
  add_word(json, "outcome", step.outcome, Outcome::unknown);
  if (step.times > 1) {
    json["times"] = step.times;
    json["until"] = rfc3339(step.until, zone);
  }
  add(json, "recipient", step.recipient);
  add(json, "original_recipient", step.original_recipient);
  add(json, "remote_host", step.remote_host);
  add(json, "remote_ip", step.remote_ip);
  add_number(json, "remote_port", step.remote_port);
  add_word(json, "remote_kind", step.remote_kind, RemoteKind::unknown);
  if (step.kind != EventKind::message) json["contacted"] = name(step.contacted);
  add_word(json, "stage", step.stage, Stage::unknown);
  add_number(json, "reply_code", step.reply_code);
  add(json, "enhanced_code", to_string(step.enhanced_code));
  add(json, "provider_code", step.provider_code);
  add(json, "reply_text", step.reply_text);
  add_word(json, "error_source", step.error_source, ErrorSource::none);
  add_word(json, "error_class", step.error_class, ErrorClass::none);
  add_seconds(json, "wait", step.wait);
  add_seconds(json, "duration", step.duration);
  if (step.reused) json["reused"] = true;
  if (step.cut) json["cut"] = true;
  json["source"] = step.source + ':' + std::to_string(step.line);
  return json;
}

Json why_json(const Trace& story, const TimeZone& zone) {
  const TraceWhy& why = story.why;
  Json json = {{"text", trace::why_of(story, zone).words()}};
  add(json, "finding", why.finding);
  add(json, "remote", why.remote);
  add(json, "code", why.code);
  if (why.opens) json["opens"] = rfc3339(*why.opens, zone);
  if (why.theirs) add_seconds(json, "closed_seconds", *why.theirs);
  return json;
}

Json story_json(const Trace& story, const TimeZone& zone) {
  Json json = {{"from", rfc3339(story.from(), zone)}, {"to", rfc3339(story.to(), zone)}};
  add_seconds(json, "seconds", story.to() - story.from());
  json["end"] = trace::name(trace::ending_of(story));
  json["why"] = why_json(story, zone);
  Json& hops = json["hops"] = Json::array();
  for (const TraceHop& hop : story.hops) hops.push_back(hop_json(hop, zone));
  Json& steps = json["steps"] = Json::array();
  for (const TraceStep& step : story.steps) steps.push_back(step_json(step, zone));
  add_number(json, "steps_left_out", story.steps_left_out);
  return json;
}

}  // namespace

void write_json(const Traces& traces, std::ostream& out) {
  text::JsonDocument document(out);
  document.member("schema", "curfew-trace/1");
  document.member("schema_minor", 0);
  document.member("generator", {{"name", "curfew"}, {"version", traces.version}});
  if (!traces.query.empty()) document.member("query", traces.query);
  document.member("time_zone", traces.zone.name());
  document.member("left_out", traces.left_out);
  document.member("forgotten", traces.forgotten);
  document.begin_list("messages");
  for (const Trace& story : traces.messages) document.entry(story_json(story, traces.zone));
  document.end_list();
  document.end();
}

}  // namespace curfew
