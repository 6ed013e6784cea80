#include "exim/known_reason.h"

#include <span>

namespace curfew::exim {
namespace {

using enum ErrorClass;

constexpr KnownReason connect(std::string_view words, ErrorClass error) {
  return {.begins = words,
          .contains = {},
          .stage = Stage::connect,
          .source = ErrorSource::network,
          .error = error,
          .contacted = Contacted::yes};
}

// This machine has no way there, most often no IPv6: nobody was asked.
constexpr KnownReason no_way(std::string_view words, ErrorSource source) {
  KnownReason reason = connect(words, unreachable);
  reason.source = source;
  reason.contacted = Contacted::no;
  return reason;
}

// strerror() in the C locale: Linux (glibc, musl), the BSDs, macOS, Solaris. "Network Error" stands
// for several of them in Exim's own test logs.
constexpr KnownReason system_errors[] = {
    connect("Connection refused", connect_refused),
    connect("Connection timed out", connect_timeout),
    connect("Operation timed out", connect_timeout),
    connect("No route to host", unreachable),
    no_way("Network is unreachable", ErrorSource::network),
    no_way("Network unreachable", ErrorSource::network),
    connect("Host is unreachable", unreachable),
    connect("Host is down", unreachable),
    no_way("Network is down", ErrorSource::network),
    connect("Network Error", unreachable),
    connect("Network dropped connection on reset", connection_lost),
    connect("Connection reset by peer", connection_lost),
    connect("Connection reset by network", connection_lost),
    connect("Connection aborted", connection_lost),
    connect("Software caused connection abort", connection_lost),
    connect("Broken pipe", connection_lost),
    connect("Protocol error", connection_lost),
    no_way("Cannot assign requested address", ErrorSource::local),
    no_way("Can't assign requested address", ErrorSource::local),
    no_way("Address not available", ErrorSource::local),
    no_way("Address family not supported by protocol", ErrorSource::local),
    connect("Invalid argument", local_error),
    connect("Operation not permitted", local_error),
    connect("Permission denied", local_error),
    connect("Too many open files", local_error),
    connect("No file descriptors available", local_error),
};

constexpr KnownReason own(std::string_view words, ErrorClass error, Outcome outcome = {}) {
  return {.begins = words,
          .contains = {},
          .stage = Stage::unknown,
          .source = ErrorSource::local,
          .error = error,
          .contacted = Contacted::no,
          .outcome = outcome};
}

// Said by transports that deliver on this machine.
constexpr KnownReason local(std::string_view words, ErrorClass error,
                            Contacted contacted = Contacted::yes) {
  return {.begins = words,
          .contains = {},
          .stage = Stage::unknown,
          .source = ErrorSource::local,
          .error = error,
          .contacted = contacted,
          .outcome = {},
          .remote_kind = RemoteKind::local};
}

constexpr KnownReason dns(std::string_view words, ErrorClass error, std::string_view inside = {}) {
  return {.begins = words,
          .contains = inside,
          .stage = Stage::dns,
          .source = ErrorSource::dns,
          .error = error,
          .contacted = Contacted::no};
}

constexpr KnownReason tls(std::string_view words, bool host_follows = false) {
  return {.begins = words,
          .contains = {},
          .stage = Stage::starttls,
          .source = ErrorSource::tls,
          .error = tls_failed,
          .contacted = Contacted::yes,
          .outcome = {},
          .remote_kind = {},
          .host_follows = host_follows};
}

constexpr KnownReason session(std::string_view words, Stage stage, ErrorSource source,
                              ErrorClass error) {
  return {.begins = words,
          .contains = {},
          .stage = stage,
          .source = source,
          .error = error,
          .contacted = Contacted::yes};
}

// dkim_strict: a message that cannot be signed is not sent on, though the remote was ready for it.
// dkim_transport.c has EACCES stand for it, and a key that is not there has an error of its own.
constexpr KnownReason unsent(std::string_view error) {
  return {.begins = "smtp send to ",
          .contains = error,
          .stage = Stage::data,
          .source = ErrorSource::local,
          .error = local_error,
          .contacted = Contacted::no,
          .outcome = {},
          .remote_kind = RemoteKind::smtp,
          .host_follows = true};
}

constexpr KnownReason known_reasons[] = {
    own("retry time not reached for any host after a long failure period", not_due,
        Outcome::expired),  // a failure up to 4.84
    own("retry time not reached", not_due),
    local("Retry time not yet reached", not_due, Contacted::no),
    own("retry timeout exceeded", not_due, Outcome::expired),
    {.begins = "all hosts",
     .contains = " have been failing for a long time",
     .stage = {},
     .source = ErrorSource::local,
     .error = not_due,
     .contacted = Contacted::no,
     .outcome = Outcome::expired},
    own("domain is held", local_policy, Outcome::held),
    own("domain is in queue_domains", local_policy),
    own("domain matches queue_smtp_domains", local_policy),
    own("first-pass only routing due to -odqs", local_policy),
    own("SMTP delivery explicitly queued", local_policy),
    own("concurrency limit reached for transport", local_policy),
    own("connection limit reached for all hosts", local_policy),
    own("reusing SMTP connection skips previous routing defer", local_policy),
    own("Unrouteable address", local_policy),
    own("Event requests alternate response", local_policy),
    own("message has lines too long for transport", local_policy),
    own("lowest numbered MX record points to local host", local_policy),
    own("remote host address is the local host", local_policy),
    local("mailbox is full ", local_error),
    local("failed to lock mailbox ", local_error),
    local("Child process of ", local_error),
    local("pipe delivery process timed out", local_error),
    local("return message generated", local_error),
    local("delivery to file forbidden", local_policy, Contacted::no),
    local("delivery to pipe forbidden", local_policy, Contacted::no),
    dns("host lookup ", dns_temporary, "did not complete"),
    dns("lookup defer for mx_domains", dns_temporary),
    dns("all host address lookups failed", no_mail_host),
    dns("lookup of host ", no_mail_host, " failed in "),
    dns("failed to lookup IP address for ", no_mail_host),
    dns("no IP address found for host ", no_mail_host),
    dns("all relevant MX records point to non-existent hosts", no_mail_host),
    dns("an MX or SRV record indicated no SMTP service", null_mx),
    dns("unrouteable mail domain ", no_such_domain),
    dns("Unrouteable mail domain ", no_such_domain),
    dns("unknown mail domain", no_such_domain),
    dns("Unknown host", no_such_domain),
    dns("DANE error: ", dns_temporary, "DEFER"),
    dns("DANE error: ", local_policy),
    tls("TLS session: "),
    tls("a TLS session is required for ", true),
    tls("a TLS session is required"),
    tls("failure while setting up TLS session"),
    tls("TLS error on connection to ", true),
    tls("DANE attempt failed; TLS connection to ", true),
    tls("bad first read from TLS conn"),
    session("authentication required but ", Stage::auth, ErrorSource::local, auth_failed),
    session("utf8 support required but not offered", Stage::ehlo, ErrorSource::local, local_policy),
    unsent(" failed: Permission denied"),
    unsent(" failed: No such file or directory"),
    {.begins = "smtp send to ",
     .contains = " failed: ",
     .stage = Stage::data,
     .source = ErrorSource::network,
     .error = connection_lost,
     .contacted = Contacted::yes,
     .outcome = {},
     .remote_kind = {},
     .host_follows = true},
};

constexpr bool fits(const KnownReason& one, std::string_view text) noexcept {
  // The first character alone settles most of them.
  return text.front() == one.begins.front() && text.starts_with(one.begins) &&
         (one.contains.empty() || text.find(one.contains, one.begins.size()) != text.npos);
}

const KnownReason* find(std::span<const KnownReason> table, std::string_view text) noexcept {
  if (text.empty()) return nullptr;
  for (const KnownReason& one : table) {
    if (fits(one, text)) return &one;
  }
  return nullptr;
}

}  // namespace

const KnownReason* find_system_error(std::string_view text) noexcept {
  const KnownReason* const found = find(system_errors, text);
  if (found == nullptr) return nullptr;
  const std::string_view behind = text.substr(found->begins.size());
  return behind.empty() || behind.starts_with(": ") || behind.starts_with(" : ") ? found : nullptr;
}

const KnownReason* find_known_reason(std::string_view text) noexcept {
  return find(known_reasons, text);
}

}  // namespace curfew::exim
