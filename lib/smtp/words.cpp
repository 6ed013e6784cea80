#include <array>

#include "curfew/smtp.h"

namespace curfew {

const char* describe(Stage stage) noexcept {
  static constexpr std::array words{"",        "DNS lookup", "connect",     "banner",
                                    "EHLO",    "STARTTLS",   "AUTH",        "MAIL FROM",
                                    "RCPT TO", "DATA",       "end of data", "QUIT"};
  return words[static_cast<std::size_t>(stage)];
}

const char* name(Stage stage) noexcept {
  switch (stage) {
    case Stage::unknown:
      return "unknown";
    case Stage::dns:
      return "dns";
    case Stage::connect:
      return "connect";
    case Stage::banner:
      return "banner";
    case Stage::ehlo:
      return "ehlo";
    case Stage::starttls:
      return "starttls";
    case Stage::auth:
      return "auth";
    case Stage::mail_from:
      return "mail_from";
    case Stage::rcpt_to:
      return "rcpt_to";
    case Stage::data:
      return "data";
    case Stage::end_of_data:
      return "end_of_data";
    case Stage::quit:
      return "quit";
  }
  return "unknown";
}

const char* name(ErrorSource source) noexcept {
  switch (source) {
    case ErrorSource::none:
      return "none";
    case ErrorSource::remote:
      return "remote";
    case ErrorSource::local:
      return "local";
    case ErrorSource::dns:
      return "dns";
    case ErrorSource::network:
      return "network";
    case ErrorSource::tls:
      return "tls";
  }
  return "none";
}

const char* name(ErrorClass error) noexcept {
  switch (error) {
    case ErrorClass::none:
      return "none";
    case ErrorClass::dns_temporary:
      return "dns_temporary";
    case ErrorClass::no_such_domain:
      return "no_such_domain";
    case ErrorClass::no_mail_host:
      return "no_mail_host";
    case ErrorClass::null_mx:
      return "null_mx";
    case ErrorClass::connect_refused:
      return "connect_refused";
    case ErrorClass::connect_timeout:
      return "connect_timeout";
    case ErrorClass::unreachable:
      return "unreachable";
    case ErrorClass::connection_lost:
      return "connection_lost";
    case ErrorClass::timeout:
      return "timeout";
    case ErrorClass::tls_failed:
      return "tls_failed";
    case ErrorClass::auth_failed:
      return "auth_failed";
    case ErrorClass::malformed_reply:
      return "malformed_reply";
    case ErrorClass::local_policy:
      return "local_policy";
    case ErrorClass::local_error:
      return "local_error";
    case ErrorClass::not_due:
      return "not_due";
  }
  return "none";
}

}  // namespace curfew
