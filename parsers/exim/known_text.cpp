#include "exim/known_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "exim/message_id.h"
#include "text/scan.h"

namespace curfew::exim {
namespace {

// Sorted; no other mail server's log is likely to begin so.
constexpr std::string_view telling[] = {
    "Abandon queue run",
    "Daemon cannot be run when mua_wrapper is set",
    "End '",
    "End queue run",
    "Message is frozen",
    "SMTP call from ",
    "SMTP command timeout on ",
    "SMTP connection Ci=",
    "SMTP connection from ",
    "SMTP connection identification ",
    "SMTP connection lost after final dot ",
    "SMTP data timeout (message abandoned) ",
    "SMTP protocol error in ",
    "SMTP protocol synchronization error ",
    "SMTP protocol violation",
    "SMTP syntax error in ",
    "Sender identification U=",
    "Spool file ",
    "Start '",
    "Start queue run",
    "TLS client disconnected cleanly",
    "TLS error (",
    "TLS error on connection ",
    "TLS session failure: ",
    "cwd=/",
    "daemon: ",
    "exim 4.",
    "exim user lost privilege",
    "no MAIL in SMTP connection from ",
    "no host name found for IP address ",
    "no immediate delivery: ",
    "rejected EHLO ",
    "rejected HELO ",
    "rejected MAIL FROM:",
    "too many recipients: ",
    "unexpected disconnection while reading SMTP command from ",
};

// Sorted; enough to know a line of a log that is Exim's.
constexpr std::string_view others[] = {
    "\"discard\" verb not allowed in ",
    "\"drop\" verb not allowed in ",
    "ACL \"warn\" with \"message\" setting ",
    "ACL for ",
    "ACL: ",
    "ALERT: ",
    "ARC: ",
    "CNAME loop for ",
    "Child mail process ",
    "Connection from ",
    "DANE error: ",
    "DKIM: ",
    "DMARC ",
    "DMARC: ",
    "DNS list lookup ",
    "Delivery deferred by system filter",
    "Delivery status for ",
    "EHLO/HELO response ",
    "ETRN ",
    "Error in system filter",
    "Error reading spool file ",
    "Error while reading message ",
    "Errors encountered during SIGHUP",
    "Exim configuration error",
    "F=",
    "Failed to ",
    "Format error in spool file ",
    "IPv6 socket creation failed",
    "LMTP connection ",
    "MIME acl condition warning - ",
    "Message abandoned",
    "OCSP dates invalid",
    "PRDR ",
    "PRDR: ",
    "Process ",
    "Received TLS cert status response, ",
    "Received from ",
    "Required TLS certificate ",
    "SA: ",  // SA-Exim, an old local_scan()
    "SPF: ",
    "SRS: ",
    "SSL channel closed on write",
    "SSL verify error: ",
    "SSL_write",
    "STARTTLS ",
    "Server certificate ",
    "Spool error for ",
    "Spool error: no recipients for ",
    "TLS cache ",
    "TLS session: ",
    "TLS: ",
    "Tainted ",
    "U=",
    "User ",
    "VRFY failed ",
    "WARNING: ",
    "Warning: ",
    "a TLS session is required",
    "address <",
    "attempt to use tainted ",
    "bad command line",
    "bounce_message_file ",
    "configured error code ",
    "could not ",
    "dnslist ",
    "event_action ",
    "exec of ",
    "failed to ",
    "fork of ",
    "home directory ",
    "host name alias list truncated",
    "ident connection ",
    "ignoring ",
    "incomplete transaction ",
    "internal scanner error ",
    "invalid ",
    "ldap_",
    "list matching forced to fail: ",
    "listen backlog ",
    "listening for ",
    "local_scan() ",
    "lookup of host ",
    "malware acl condition: ",
    "mime_regex acl condition warning - ",
    "moved from ",
    "no IP address found for host ",
    "no recipients found in headers",
    "non-existent configuration file",
    "notify triggered queue run",
    "original recipients ignored",
    "overlong message header ",
    "peer close after all rcpt responses",
    "pid ",
    "queue run: ",
    "re-exec of exim ",
    "recipient <",
    "recipients refused",
    "refused connection from ",
    "regex acl condition",
    "rejected ",
    "remote host address is the local host",
    "rewrite: ",
    "ridiculously long message header ",
    "routing loop for ",
    "sender address changed to <",
    "setgid ",
    "setsockopt(SO_KEEPALIVE) on connection ",
    "smtp-wait database entry for ",
    "socket bind() ",
    "spam acl condition: ",
    "spool directory space check ",
    "tainted ",
    "temporarily refused connection from ",
    "temporarily rejected ",
    "timed out while reading ",
    "unable to ",
    "unqualified recipient rejected: ",
    "unqualified sender rejected: ",
};

// What is said of a client stands behind its name and address.
constexpr std::string_view inside[] = {
    " rejected ",
    " daemon started: pid=",
    " TLS error on connection (",
    " Warning: ",
    " authenticator failed ",
    " authenticator (",
    " authenticator cancelled authentication ",
    " incomplete transaction ",
    " sender verify ",
    " recipient verify ",
    " discarded by ",
    " router: skipped error",
    " rewritten as ",
    " SSL verify error: ",
    " error ignored",
    " transport process returned ",
    " transport output: ",
    " dropped: ",
    " F=<",
    " SSL verify error (during ",
    " after QUIT, client reset TCP before SMTP response ",
    " callout unencrypted to ",
    " delivering unencrypted to H=",
    " accepted by +include_",
    " refused (IP options)",
};

// Sorted, and no entry begins another, which would never be needed.
constexpr bool is_searchable(std::span<const std::string_view> sorted) {
  return std::ranges::adjacent_find(sorted, [](std::string_view one, std::string_view next) {
           return one >= next || next.starts_with(one);
         }) == sorted.end();
}
static_assert(is_searchable(telling) && is_searchable(others));

// Where the entries of each first character begin; those of the next begin where they end.
using Letters = std::array<std::uint8_t, 257>;

constexpr Letters letters_of(std::span<const std::string_view> sorted) {
  Letters begins{};
  std::size_t at = 0;
  for (std::size_t letter = 0; letter < begins.size(); ++letter) {
    while (at < sorted.size() && static_cast<unsigned char>(sorted[at].front()) < letter) ++at;
    begins[letter] = static_cast<std::uint8_t>(at);
  }
  return begins;
}

static_assert(std::size(telling) < 256 && std::size(others) < 256);
constexpr Letters letters_of_telling = letters_of(telling);
constexpr Letters letters_of_others = letters_of(others);

bool begins_with_one(std::span<const std::string_view> sorted, const Letters& letters,
                     std::string_view body) noexcept {
  if (body.empty()) return false;
  const auto letter = static_cast<unsigned char>(body.front());
  const std::size_t begin = letters[letter];
  for (const std::string_view one : sorted.subspan(begin, letters[letter + 1U] - begin)) {
    if (text::starts_with(body, one)) return true;
  }
  return false;
}

// Whether one of the words, which begin with a blank, stands anywhere.
bool holds_one(std::string_view body, std::span<const std::string_view> words) noexcept {
  for (std::size_t at = text::find_near(body, ' '); at + 1 < body.size();) {
    const std::string_view rest = body.substr(at);
    for (const std::string_view word : words) {
      if (rest[1] == word[1] && text::starts_with(rest, word)) return true;
    }
    at += 1 + text::find_near(rest.substr(1), ' ');
  }
  return false;
}

bool has_inside(std::string_view body) noexcept {
  return holds_one(body, inside);
}

// "1xVWau-00002f-1r no recipients found in headers": the id stands there twice (receive.c).
bool is_about_headers(std::string_view body) noexcept {
  const std::string_view behind = body.substr(message_id_length(body));
  if (behind.size() == body.size()) return false;
  return behind == " no recipients found in headers" || behind == " bad addresses found in headers";
}

// A message's own log (spool/msglog) repeats the main log without id and flag.
bool is_message_log(std::string_view body) noexcept {
  const bool about_host = body.starts_with("H=") && body.find(" [") != std::string_view::npos;
  constexpr std::string_view hosts[] = {" SMTP error from remote mail server after ",
                                        " Connection refused", " Connection timed out"};
  constexpr std::string_view addresses[] = {
      " defer (", " defer: ", " defer H=", " transport succeeded", " routing failed"};
  if (about_host) return holds_one(body, hosts) || body.find("]:") != std::string_view::npos;
  return holds_one(body, addresses) || body.find("routing failed for ") != std::string_view::npos;
}

}  // namespace

bool is_telling_text(std::string_view body) noexcept {
  if (begins_with_one(telling, letters_of_telling, body)) return true;
  return body.starts_with("H=") ? has_inside(body)
                                : body.find(" authenticator failed for ") != std::string_view::npos;
}

bool is_known_text(std::string_view body) noexcept {
  return begins_with_one(telling, letters_of_telling, body) ||
         begins_with_one(others, letters_of_others, body) || has_inside(body) ||
         is_message_log(body) || is_about_headers(body);
}

}  // namespace curfew::exim
