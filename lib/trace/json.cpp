#include <ostream>

#include "curfew/trace.h"
#include "text/json_string.h"
#include "trace/ending.h"

namespace curfew {
namespace {

// An object on one line; members that say nothing are left out.
class Object {
 public:
  explicit Object(std::string& out) : out_(out) { out_ += '{'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() { out_ += '}'; }

  void text(const char* key, std::string_view value) {
    if (value.empty()) return;
    begin(key);
    text::append_json_string(out_, value);
  }
  void number(const char* key, std::uint64_t value) {
    begin(key);
    out_ += std::to_string(value);
  }
  void number_if(const char* key, std::uint64_t value) {
    if (value != 0) number(key, value);
  }
  void flag(const char* key, bool value) {
    if (!value) return;
    begin(key);
    out_ += "true";
  }
  void seconds(const char* key, Milliseconds time) {
    if (time.count() < 0) return;
    begin(key);
    out_ += std::to_string(time.count() / 1000);
    if (const auto rest = time.count() % 1000; rest != 0) {
      out_ += '.' + std::to_string(1000 + rest).substr(1);
    }
  }
  std::string& begin(const char* key) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += key;
    out_ += "\":";
    return out_;
  }

 private:
  std::string& out_;
};

void append(std::string& out, const TraceHop& hop, const TimeZone& zone) {
  Object object(out);
  object.text("format", hop.format);
  object.text("log_host", hop.log_host);
  object.text("instance", hop.instance);
  object.text("queue_id", hop.queue_id);
  object.text("message_id", hop.message_id);
  object.text("sender", hop.sender);
  object.text("client_host", hop.client_host);
  object.text("client_ip", hop.client_ip);
  object.number_if("size", hop.size);
  if (hop.arrived) object.text("arrived", rfc3339(*hop.arrived, zone));
  if (hop.removed) object.text("removed", rfc3339(*hop.removed, zone));
  if (hop.next.empty()) return;
  std::string& list = object.begin("next");
  for (std::size_t i = 0; i < hop.next.size(); ++i) {
    list += (i == 0 ? "[" : ",") + std::to_string(hop.next[i]);
  }
  list += ']';
}

void append(std::string& out, const TraceStep& step, const TimeZone& zone) {
  Object object(out);
  object.text("time", rfc3339(step.time, zone));
  object.number("hop", step.hop);
  object.text("kind", name(step.kind));
  if (step.kind == EventKind::message) object.text("state", name(step.state));
  if (step.action != InboundAction::none) object.text("action", name(step.action));
  if (step.outcome != Outcome::unknown) object.text("outcome", name(step.outcome));
  if (step.times > 1) {
    object.number("times", step.times);
    object.text("until", rfc3339(step.until, zone));
  }
  object.text("recipient", step.recipient);
  object.text("original_recipient", step.original_recipient);
  object.text("remote_host", step.remote_host);
  object.text("remote_ip", step.remote_ip);
  object.number_if("remote_port", step.remote_port);
  if (step.remote_kind != RemoteKind::unknown) object.text("remote_kind", name(step.remote_kind));
  if (step.kind != EventKind::message) object.text("contacted", name(step.contacted));
  if (step.stage != Stage::unknown) object.text("stage", name(step.stage));
  object.number_if("reply_code", step.reply_code);
  object.text("enhanced_code", to_string(step.enhanced_code));
  object.text("provider_code", step.provider_code);
  object.text("reply_text", step.reply_text);
  if (step.error_source != ErrorSource::none) object.text("error_source", name(step.error_source));
  if (step.error_class != ErrorClass::none) object.text("error_class", name(step.error_class));
  object.seconds("wait", step.wait);
  object.seconds("duration", step.duration);
  object.flag("reused", step.reused);
  object.flag("cut", step.cut);
  object.text("source", step.source + ':' + std::to_string(step.line));
}

template <typename Entries>
void append_list(std::string& out, const Entries& entries, const TimeZone& zone) {
  out += '[';
  const char* before = "\n   ";
  for (const auto& entry : entries) {
    out += before;
    append(out, entry, zone);
    before = ",\n   ";
  }
  out += ']';
}

void append(std::string& out, const Trace& story, const TimeZone& zone) {
  Object object(out);
  object.text("from", rfc3339(story.from(), zone));
  object.text("to", rfc3339(story.to(), zone));
  object.seconds("seconds", story.to() - story.from());
  object.text("end", trace::name(trace::ending_of(story)));
  append_list(object.begin("hops"), story.hops, zone);
  append_list(object.begin("steps"), story.steps, zone);
  object.number_if("steps_left_out", story.steps_left_out);
}

}  // namespace

void write_json(const Traces& traces, std::ostream& out) {
  std::string text;
  {
    Object object(text);
    object.text("schema", "curfew-trace/1");
    object.number("schema_minor", 0);
    {
      Object generator(object.begin("generator"));
      generator.text("name", "curfew");
      generator.text("version", traces.version);
    }
    object.text("query", traces.query);
    object.text("time_zone", traces.zone.name());
    object.number("left_out", traces.left_out);
    object.number("forgotten", traces.forgotten);
    std::string& list = object.begin("messages");
    list += '[';
    const char* before = "\n ";
    for (const Trace& story : traces.messages) {
      list += before;
      append(list, story, traces.zone);
      before = ",\n ";
      out << text;
      text.clear();
    }
    list += ']';
  }
  out << text << '\n';
}

}  // namespace curfew
