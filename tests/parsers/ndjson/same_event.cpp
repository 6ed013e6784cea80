#include "parsers/ndjson/same_event.h"

#include "text/utf8.h"

namespace curfew::test {
namespace {

// A member more has to be written, read and compared.
static_assert(sizeof(void*) != 8 || sizeof(Event) == 448);

std::string valid(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const text::Utf8 c = text::first_character(text);
    text::append_utf8(result, c.valid ? c.code_point : text::replacement_character);
    text.remove_prefix(c.length);
  }
  return result;
}

}  // namespace

std::string difference(const Event& written, const Event& read) {
  std::string words;
  const auto compare = [&words](const char* name, bool same) {
    if (!same) words += std::string(" ") + name;
  };
  const auto text = [&](const char* name, std::string_view of, std::string_view as) {
    if (valid(of) != as) words += ' ' + std::string(name) + '=' + std::string(as);
  };
  compare("kind", written.kind == read.kind);
  compare("outcome", written.outcome == read.outcome);
  compare("state", written.state == read.state);
  compare("stage", written.stage == read.stage);
  compare("contacted", written.contacted == read.contacted);
  compare("error_source", written.error_source == read.error_source);
  compare("error_class", written.error_class == read.error_class);
  compare("remote_kind", written.remote_kind == read.remote_kind);
  compare("cause", written.cause == read.cause);
  compare("probe", written.probe == read.probe);
  compare("reused", written.reused == read.reused);
  compare("cut", written.cut == read.cut);
  compare("action", written.action == read.action);
  compare("reject_reason", written.reject_reason == read.reject_reason);
  compare("severity", written.severity == read.severity);
  compare("remote_port", written.remote_port == read.remote_port);
  compare("recipients", written.recipients == read.recipients);
  compare("connection_use", written.connection_use == read.connection_use);
  compare("time", written.time == read.time);
  text("log_host", written.log_host, read.log_host);
  text("instance", written.instance, read.instance);
  text("session_id", written.session_id, read.session_id);
  text("queue_id", written.queue_id, read.queue_id);
  text("sender", written.sender, read.sender);
  text("recipient", written.recipient, read.recipient);
  text("original_recipient", written.original_recipient, read.original_recipient);
  text("message_id", written.message_id, read.message_id);
  text("login", written.login, read.login);
  text("tls", written.tls, read.tls);
  text("delays", written.delays, read.delays);
  text("client_host", written.client_host, read.client_host);
  text("client_ip", written.client_ip, read.client_ip);
  text("remote_domain", written.remote_domain, read.remote_domain);
  text("remote_host", written.remote_host, read.remote_host);
  text("remote_ip", written.remote_ip, read.remote_ip);
  text("local_ip", written.local_ip, read.local_ip);
  text("program", written.program, read.program);
  compare("reply.code", written.reply.code == read.reply.code);
  compare("reply.enhanced", written.reply.enhanced == read.reply.enhanced);
  text("reply.text", written.reply.text, read.reply.text);
  text("provider_code", written.provider_code, read.provider_code);
  text("provider", written.provider, read.provider);
  compare("enhanced_code", written.enhanced_code == read.enhanced_code);
  compare("delay", written.delay == read.delay);
  compare("duration", written.duration == read.duration);
  compare("size", written.size == read.size);
  return words;
}

}  // namespace curfew::test
