#include "smtp/group_key.h"

namespace curfew::smtp {
namespace {

const char* words_for(ErrorClass error) noexcept {
  switch (error) {
    case ErrorClass::none:
      return "no reply";
    case ErrorClass::dns_temporary:
      return "DNS lookup failed for now";
    case ErrorClass::no_such_domain:
      return "no such domain";
    case ErrorClass::no_mail_host:
      return "no mail host";
    case ErrorClass::null_mx:
      return "domain takes no mail (null MX)";
    case ErrorClass::connect_refused:
      return "connect refused";
    case ErrorClass::connect_timeout:
      return "connect timeout";
    case ErrorClass::unreachable:
      return "host unreachable";
    case ErrorClass::connection_lost:
      return "connection lost";
    case ErrorClass::timeout:
      return "timeout";
    case ErrorClass::tls_failed:
      return "TLS failed";
    case ErrorClass::auth_failed:
      return "authentication failed";
    case ErrorClass::malformed_reply:
      return "malformed reply";
    case ErrorClass::local_policy:
      return "local policy";
    case ErrorClass::local_error:
      return "local error";
    case ErrorClass::not_due:
      return "retry not due";
  }
  return "no reply";
}

bool happens_at_a_stage(ErrorClass error) noexcept {
  return error == ErrorClass::connection_lost || error == ErrorClass::timeout ||
         error == ErrorClass::malformed_reply;
}

}  // namespace

void append_group_key(std::string& out, const Refusal& refusal, std::string_view provider_code) {
  const Reply& reply = refusal.reply;
  if (reply.code == 0) {
    if (refusal.error_class == ErrorClass::none && !reply.text.empty()) {
      append_masked(out, reply.text, refusal.remote_host, provider_code);
      return;
    }
    out += words_for(refusal.error_class);
    if (happens_at_a_stage(refusal.error_class) && refusal.stage != Stage::unknown) {
      out += " (";
      out += name(refusal.stage);
      out += ')';
    }
    return;
  }
  out += std::to_string(reply.code);
  if (!provider_code.empty()) {
    out += ' ';
    out += provider_code;
  } else if (reply.enhanced) {
    out += ' ';
    out += to_string(reply.enhanced);
  } else if (!reply.text.empty()) {
    out += ' ';
    append_masked(out, reply.text, refusal.remote_host, provider_code);
  }
}

}  // namespace curfew::smtp
