#include "postfix/failure_words.h"

#include "text/scan.h"

namespace curfew::postfix {
namespace {

constexpr ConnectFailure connect_failures[] = {
    {.words = "Connection refused", .error_class = ErrorClass::connect_refused},
    {.words = "Connection timed out", .error_class = ErrorClass::connect_timeout},
    {.words = "Operation timed out", .error_class = ErrorClass::connect_timeout},
    {.words = "No route to host", .error_class = ErrorClass::unreachable},
    {.words = "Host is unreachable", .error_class = ErrorClass::unreachable},
    {.words = "Host is down", .error_class = ErrorClass::unreachable},
    {.words = "Connection reset by peer", .error_class = ErrorClass::connection_lost},
    {.words = "Connection reset by network", .error_class = ErrorClass::connection_lost},
    {.words = "server dropped connection", .error_class = ErrorClass::connection_lost},
    // Our own machine has no way there, mostly no IPv6: nobody was asked.
    {.words = "Network is unreachable",
     .error_class = ErrorClass::unreachable,
     .contacted = Contacted::no},
    {.words = "Network unreachable",  // musl
     .error_class = ErrorClass::unreachable,
     .contacted = Contacted::no},
    {.words = "Network is down",
     .error_class = ErrorClass::unreachable,
     .contacted = Contacted::no},
    {.words = "Cannot assign requested address",
     .error_class = ErrorClass::unreachable,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "Can't assign requested address",
     .error_class = ErrorClass::unreachable,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "Address not available",  // musl
     .error_class = ErrorClass::unreachable,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "Address family not supported",
     .error_class = ErrorClass::unreachable,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "Operation not permitted",
     .error_class = ErrorClass::local_policy,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "Permission denied",
     .error_class = ErrorClass::local_policy,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
    {.words = "No such file or directory",
     .error_class = ErrorClass::local_error,
     .error_source = ErrorSource::local,
     .contacted = Contacted::no},
};
constexpr ConnectFailure other_connect_failure{.words = {}, .error_class = ErrorClass::unreachable};

struct LookupFailure {
  std::string_view words;
  ErrorClass error_class;
};

// dns_lookup.c, and gai_strerror where smtp_host_lookup is "native".
constexpr LookupFailure lookup_failures[] = {
    {"Host not found, try again", ErrorClass::dns_temporary},
    {"Host not found", ErrorClass::no_such_domain},
    {"Host found but no data record of requested type", ErrorClass::no_mail_host},
    {"Malformed or unexpected name server reply", ErrorClass::dns_temporary},
    {"invalid host or domain name", ErrorClass::no_such_domain},
    {"Name or service not known", ErrorClass::no_such_domain},
    {"nodename nor servname provided", ErrorClass::no_such_domain},
    {"hostname nor servname provided", ErrorClass::no_such_domain},
    {"No address associated with hostname", ErrorClass::no_mail_host},
    {"Temporary failure in name resolution", ErrorClass::dns_temporary},
};

constexpr OwnWords own_sentences[] = {
    {.words = "Cannot start TLS: ",
     .stage = Stage::starttls,
     .contacted = Contacted::yes,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "Server certificate not ",
     .stage = Stage::starttls,
     .contacted = Contacted::yes,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "TLS is required, but ",
     .stage = Stage::starttls,
     .error_class = ErrorClass::tls_failed},
    {.words = "client TLS configuration problem",
     .stage = Stage::starttls,
     .error_class = ErrorClass::tls_failed},
    // DANE, before anybody is asked. smtp_tls_policy.c
    {.words = "non DNSSEC destination",
     .stage = Stage::starttls,
     .contacted = Contacted::no,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "no TLSA records found",
     .stage = Stage::starttls,
     .contacted = Contacted::no,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "TLSA lookup error for ",
     .stage = Stage::starttls,
     .contacted = Contacted::no,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "TLSA records ",
     .stage = Stage::starttls,
     .contacted = Contacted::no,
     .error_source = ErrorSource::tls,
     .error_class = ErrorClass::tls_failed},
    {.words = "server unavailable or unable to receive mail"},
    {.words = "unable to find primary relay for ", .contacted = Contacted::no},
    {.words = "network address conversion failed: ", .contacted = Contacted::no},
    {.words = "address resolver failure", .contacted = Contacted::no},
    {.words = "mail transport unavailable", .contacted = Contacted::no},
    {.words = "unknown mail transport error", .contacted = Contacted::no},
    {.words = "deferred transport",
     .contacted = Contacted::no,
     .error_class = ErrorClass::local_policy},
    {.words = "message is administratively expired",
     .contacted = Contacted::no,
     .error_class = ErrorClass::local_policy},
};

}  // namespace

const ConnectFailure& connect_failure(std::string_view words) noexcept {
  for (const ConnectFailure& failure : connect_failures) {
    if (words.starts_with(failure.words)) return failure;
  }
  return other_connect_failure;
}

ErrorClass lookup_failure(std::string_view why) noexcept {
  for (const LookupFailure& failure : lookup_failures) {
    if (why.starts_with(failure.words)) return failure.error_class;
  }
  return ErrorClass::dns_temporary;
}

const OwnWords* own_words(std::string_view reason) noexcept {
  for (const OwnWords& sentence : own_sentences) {
    if (text::starts_with_rare(reason, sentence.words)) return &sentence;
  }
  return nullptr;
}

}  // namespace curfew::postfix
