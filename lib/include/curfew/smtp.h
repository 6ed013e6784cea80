#pragma once

// The words of the protocol: stages of a dialogue, replies and their codes (RFC 5321, 3463), causes
// of refusals. Plain values; the text of a Reply is a view.
//
//     std::string_view text = "4.7.1 Greylisted";
//     const curfew::EnhancedCode code = curfew::take_enhanced_code(text);
//     std::cout << curfew::to_string(code) << ": " << text << '\n';

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

/// Where in the dialogue an attempt ended. RFC 5321 section 3.
enum class Stage : std::uint8_t {
  unknown,
  dns,
  connect,
  banner,
  ehlo,
  starttls,
  auth,
  mail_from,
  rcpt_to,
  data,
  end_of_data,
  quit
};

/// As an administrator names it: "RCPT TO", "end of data", "banner". Empty where it is not known.
CURFEW_API const char* describe(Stage stage) noexcept;

/// Who produced a text or a code: the remote's own words, or our server's account of a failure.
enum class ErrorSource : std::uint8_t { none, remote, local, dns, network, tls };

/// What failed when no reply was given.
enum class ErrorClass : std::uint8_t {
  none,
  dns_temporary,
  no_such_domain,
  no_mail_host,
  null_mx,
  connect_refused,
  connect_timeout,
  unreachable,
  connection_lost,
  timeout,
  tls_failed,
  auth_failed,
  malformed_reply,
  local_policy,
  local_error,
  not_due
};

/// RFC 3463, "4.7.1". All zero when there is none.
struct EnhancedCode {
  std::uint8_t status = 0;
  std::uint16_t subject = 0;
  std::uint16_t detail = 0;

  explicit operator bool() const noexcept { return status != 0; }
  friend bool operator==(const EnhancedCode&, const EnhancedCode&) = default;
};

/// An SMTP reply as received. code 0: the remote never answered. `text` is without the codes, lines
/// joined by one blank; it is the remote's free text and must be cleaned before it is shown.
struct Reply {
  std::uint16_t code = 0;
  EnhancedCode enhanced;
  std::string_view text;
};

/// Names as they stand in JSON: "rcpt_to", "connect_timeout" ...
CURFEW_API const char* name(Stage stage) noexcept;
CURFEW_API const char* name(ErrorSource source) noexcept;
CURFEW_API const char* name(ErrorClass error) noexcept;

/// "4.7.1", or "" when there is none.
CURFEW_API std::string to_string(EnhancedCode code);

/// The "4.7.1" a text begins with, cut off together with the blanks behind it; else nothing and the
/// text stays. A code is followed by a blank or the end.
CURFEW_API EnhancedCode take_enhanced_code(std::string_view& text) noexcept;

/// Why mail was refused, as the remote states it. Each answers "who must do what" in its own way.
enum class Cause : std::uint8_t {
  unknown,
  local,          ///< said by our own server; never evidence about the remote
  network,        ///< no reply, or one that only tells of a broken connection
  dns,            ///< a name could not be resolved, by us or by them
  tls,            ///< encryption demanded or failed
  concurrency,    ///< too many connections at the same time
  session_limit,  ///< too much in one connection or message
  rate,           ///< too much per unit of time
  greylist,       ///< unknown yet; a correct retry passes
  dnsbl,          ///< a third party's list is named
  reputation,     ///< the remote's own distrust
  rdns,           ///< the reverse name of the sending IP
  auth,           ///< SPF, DKIM, DMARC, ARC
  mailbox_full,
  recipient,  ///< unknown, moved, disabled
  size,
  content,   ///< a verdict on this message
  relay,     ///< not responsible for the recipient, or login needed
  protocol,  ///< syntax, order, greeting, headers, loops
  policy,    ///< a rule that names no technical cause
  busy       ///< overloaded, full, in maintenance, no other reason
};

inline constexpr std::size_t cause_count = 21;

/// As it stands in JSON: "session_limit".
CURFEW_API const char* name(Cause cause) noexcept;
/// The other way round.
CURFEW_API std::optional<Cause> cause_named(std::string_view word) noexcept;

}  // namespace curfew
