#include "postfix/noise.h"

#include "text/cursor.h"

namespace curfew::postfix {
namespace {

// By what a line begins with; the frequent ones first, for logs that do not tell the program.
constexpr std::string_view openings_of_noise[] = {
    // TLS; the SMTP client says one of them in each session
    "Anonymous TLS connection ",
    "Untrusted TLS connection ",
    "Trusted TLS connection ",
    "Verified TLS connection ",
    // smtpd
    "connect from ",
    "disconnect from ",
    "lost connection after ",
    "timeout after ",
    "too many errors after ",
    "improper command pipelining ",
    "bare <LF> received ",
    "proxy-accept: ",
    "proxy-reject: ",
    "discarding EHLO keywords: ",
    "abort all milters: ",
    // TLS
    "SSL_connect error ",
    "SSL_accept error ",
    "certificate verification failed ",
    "Peer certificate ",
    "Peer verification: ",
    "setting up TLS connection ",
    "TLS connection ",
    "TLS handshake failed ",
    "TLS SNI ",
    "TLS library problem: ",
    "Host offered STARTTLS: ",
    "server certificate verification failed ",
    "Server certificate ",
    "subject_CN=",
    "Unverified: ",
    "Verified: ",
    "TLSRPT: ",
    "initializing the ",
    "SSL_connect:",
    "SSL_accept:",
    "save session ",
    "looking for session ",
    "reloaded session ",
    // anvil, scache, verify, postscreen, dnsblog
    "statistics: ",
    "cache ",
    "CONNECT from ",
    "DISCONNECT ",
    "PASS ",
    "WHITELIST",
    "ALLOWLIST",
    "BLACKLIST",
    "DENYLIST",
    "DNSBL rank ",
    "PREGREET ",
    "HANGUP ",
    "BARE NEWLINE ",
    "COMMAND ",
    "NON-SMTP COMMAND ",
    "DATA without ",
    "BDAT without ",
    "reject: ",
    "addr ",
    // the SMTP client
    "host ",
    "replacing server reply ",
    "replacing command ",
    // master, qmgr, postsuper, start and stop
    "daemon started ",
    "reload ",
    "terminating on signal ",
    "refreshing ",
    "starting ",
    "stopping ",
    "waiting for ",
    "the Postfix mail system",
    "table ",
    "process generation ",
    "premature end-of-input ",
    "Postfix is ",
    "See http",
    "To disable backwards compatibility ",
    "using backwards-compatible ",
    "set-permissions",
    "Requeued: ",
    "Deleted: ",
    "Placed on hold: ",
    "Released from hold: ",
    "Force-expired: ",
    "Expired: ",
    "idle timeout ",
    "listening on ",
    // a debugged peer's dialogue (debug_peer_list, -v)
    "> ",
    "< ",
    ">>> ",
    "<<< ",
    // other verbose lines that name no function
    "input attribute ",
    "send attr ",
    "connect to subsystem ",
    "connection established",
    "connection closed",
    "rewrite stream disconnect",
    "proxymap stream disconnect",
    "report connect to all milters",
    "report disconnect to all milters",
    "trying... [",
    "Compiled against ",
    "Run-time linked against ",
    "Using ESMTP PIPELINING",
    "server features: ",
    "begin IP address list",
    "end IP address list",
    "pref ",
    "fd=",
    "start incoming queue scan",
    "start deferred queue scan",
    "done incoming queue scan",
    "done deferred queue scan",
    "defer transport ",
    "defer site ",
    // rsyslog and other loggers, in the place of a line
    "message repeated ",
    "last message repeated ",
};

constexpr std::string_view openings_of_message[] = {
    "sender ",
    "postmaster ",
    "skipped, ",
    "status=",
    "placed on hold",
    "released from hold",
    "expired",
    "skipping ",
    "enabling PIX workarounds",
    "breaking line ",
    "passing <",
    "Used TLS for ",
    // access rules, header and body checks, milters: "reject: RCPT from ...", "prepend: header ..."
    "reject: ",
    "reject_warning: ",
    "warning: ",
    "warn: ",
    "info: ",
    "filter: ",
    "pass: ",
    "permit: ",
    "discard: ",
    "hold: ",
    "delay: ",
    "defer: ",
    "prepend: ",
    "replace: ",
    "redirect: ",
    "bcc: ",
    "strip: ",
    "hangup: ",
    "abort: ",
    "ignore: ",
    "quarantine: ",
    "milter-",
    "action=",
    // smtpd since Postfix 3.10 puts the id in front
    "lost connection after ",
    "timeout after ",
    "too many errors after ",
    "hangup after ",
    "message-id ",
    "proxy-",
};

template <std::size_t Count>
bool begins_with_one_of(std::string_view text, const std::string_view (&words)[Count]) noexcept {
  for (const std::string_view word : words) {
    if (text::starts_with_rare(text, word)) return true;
  }
  return false;
}

// "private/anvil: wanted attribute: status": what one process of Postfix's tells another.
bool is_attribute(std::string_view body) noexcept {
  const std::size_t colon = body.find(": ");
  return colon != std::string_view::npos && body.substr(colon).starts_with(": wanted attribute: ");
}

// "mx.example.net[192.0.2.7]:25: subject_CN=..., issuer_CN=...": of a certificate, with
// smtp_tls_loglevel = 2.
bool is_certificate(std::string_view body) noexcept {
  constexpr std::string_view words[] = {"subject_CN=", "depth=", "re-using session",
                                        "certificate verification ", "Matched "};
  const std::size_t end = body.find("]:");
  if (end > 320) return false;  // npos, too
  const std::size_t colon = body.find(": ", end + 2);
  return colon != std::string_view::npos && colon - end <= 8 &&
         begins_with_one_of(body.substr(colon + 2), words);
}

// "smtp_connect_addr: trying: ...": a line of verbose logging begins with the name of a function.
bool is_debugging(std::string_view body) noexcept {
  std::size_t n = 0;
  bool joined = false;
  while (n < body.size() &&
         (text::is_lower(body[n]) || text::is_digit(body[n]) || body[n] == '_')) {
    joined = joined || body[n] == '_';
    ++n;
  }
  return joined && n < body.size() && body[n] == ':';
}

}  // namespace

bool is_noise(std::string_view body) noexcept {
  return begins_with_one_of(body, openings_of_noise) || is_debugging(body) || is_attribute(body) ||
         is_certificate(body);
}

bool is_noise_of_message(std::string_view words) noexcept {
  return begins_with_one_of(words, openings_of_message);
}

bool begins_with_severity(std::string_view body) noexcept {
  switch (body.empty() ? '\0' : body.front()) {
    case 'w':
      return text::starts_with(body, "warning: ");
    case 'e':
      return text::starts_with(body, "error: ");
    case 'f':
      return text::starts_with(body, "fatal: ");
    case 'p':
      return text::starts_with(body, "panic: ");
    default:
      return false;
  }
}

}  // namespace curfew::postfix
