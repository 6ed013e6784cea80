#include "parse/reject_reason.h"

#include <algorithm>
#include <array>

#include "text/cursor.h"

namespace curfew::parse {
namespace {

struct Words {
  std::string_view part;  // lower case
  RejectReason reason;
};

// The first that stands in the text decides: what names a cause comes before what names the part of
// the dialogue it was found in. The words are those of the servers whose parsers ask, as their
// sources and the configurations of distributions have them: docs/formats tells which.
constexpr Words table[] = {
    {"greylist", RejectReason::greylisted},
    {"graylist", RejectReason::greylisted},
    {"grey listed", RejectReason::greylisted},
    {"greytrap", RejectReason::greylisted},
    {"relay access denied", RejectReason::relay_denied},
    {"relay not permitted", RejectReason::relay_denied},
    {"relaying denied", RejectReason::relay_denied},
    {"relaying not permitted", RejectReason::relay_denied},
    {"relaying not allowed", RejectReason::relay_denied},
    {"unable to relay", RejectReason::relay_denied},
    {"delivery is not allowed to this address", RejectReason::relay_denied},
    {"blocked using ", RejectReason::dnsbl},
    {"blocked by dns", RejectReason::dnsbl},
    {"is in a black list", RejectReason::dnsbl},
    {"listed at ", RejectReason::dnsbl},
    {"listed in ", RejectReason::dnsbl},
    {"listed by ", RejectReason::dnsbl},
    {"blacklist", RejectReason::dnsbl},
    {"blocklist", RejectReason::dnsbl},
    {"denylist", RejectReason::dnsbl},
    {"dnsbl", RejectReason::dnsbl},
    {"spamhaus", RejectReason::dnsbl},
    {"spamcop", RejectReason::dnsbl},
    {"barracudacentral", RejectReason::dnsbl},
    {" rbl", RejectReason::dnsbl},
    {"ratelimit", RejectReason::rate},
    {"rate limit", RejectReason::rate},
    {"rate exceeded", RejectReason::rate},
    {"too many connections", RejectReason::rate},
    {"too many concurrent", RejectReason::rate},
    {"too many recipients", RejectReason::rate},
    {"too many messages", RejectReason::rate},
    {"too much mail", RejectReason::rate},
    {"too fast reconnect", RejectReason::rate},
    {"concurrency limit", RejectReason::rate},
    {"connection limit", RejectReason::rate},
    {"all screening ports busy", RejectReason::rate},
    {"all server ports busy", RejectReason::rate},
    {"load average", RejectReason::rate},
    {"user unknown", RejectReason::unknown_user},
    {"unknown user", RejectReason::unknown_user},
    {"unknown recipient", RejectReason::unknown_user},
    {"no such user", RejectReason::unknown_user},
    {"no such recipient", RejectReason::unknown_user},
    {"no mailbox here", RejectReason::unknown_user},
    {"no such person", RejectReason::unknown_user},
    {"mailbox not found", RejectReason::unknown_user},
    {"mailbox unavailable", RejectReason::unknown_user},
    {"unrouteable address", RejectReason::unknown_user},
    {"unroutable address", RejectReason::unknown_user},
    {"undeliverable address", RejectReason::unknown_user},
    {"recipient address rejected: unverified address", RejectReason::unknown_user},
    {"recipient verify fail", RejectReason::unknown_user},
    {"spf", RejectReason::sender_policy},
    {"dmarc", RejectReason::sender_policy},
    {"dkim", RejectReason::sender_policy},
    {"sender policy framework", RejectReason::sender_policy},
    {"helo command rejected", RejectReason::helo},
    {"message too big", RejectReason::size},
    {"message size exceeds", RejectReason::size},
    {"message file too big", RejectReason::size},
    {"exceeds size limit", RejectReason::size},
    {"exceeds fixed maximum", RejectReason::size},
    {"must issue a starttls", RejectReason::tls},
    {"encryption required", RejectReason::tls},
    {"session encryption is required", RejectReason::tls},
    {"authentication", RejectReason::auth},
    {"not logged in", RejectReason::auth},
    {"not owned by user", RejectReason::auth},
    {"need fully-qualified", RejectReason::protocol},
    {"unqualified", RejectReason::protocol},
    {"syntax", RejectReason::protocol},
    {"synchronization error", RejectReason::protocol},
    {"protocol error", RejectReason::protocol},
    {"protocol violation", RejectReason::protocol},
    {"improper use of", RejectReason::protocol},
    {"unrecognized command", RejectReason::protocol},
    {"nonmail commands", RejectReason::protocol},
    {"smtp command pipelining", RejectReason::protocol},
    {"bare <lf>", RejectReason::protocol},
    {"bare newline", RejectReason::protocol},
    {"invalid sequence", RejectReason::protocol},
    {"helo", RejectReason::helo},
    {"client host rejected", RejectReason::client},
    {"reverse dns", RejectReason::client},
    {"reverse hostname", RejectReason::client},
    {"sender address rejected", RejectReason::sender},
    {"sender verify", RejectReason::sender},
    {"sender domain", RejectReason::sender},
    {"virus", RejectReason::content},
    {"malware", RejectReason::content},
    {"spam", RejectReason::content},
    {"phish", RejectReason::content},
    {"attachment", RejectReason::content},
    {"service unavailable", RejectReason::server},
    {"service currently unavailable", RejectReason::server},
    {"temporary lookup failure", RejectReason::server},
    {"server configuration", RejectReason::server},
    {"queue file write error", RejectReason::server},
    {"insufficient system storage", RejectReason::server},
    {"local problem", RejectReason::server},
    {"recipient address rejected", RejectReason::recipient},
};

RejectReason by_stage(Stage stage) noexcept {
  switch (stage) {
    case Stage::ehlo:
      return RejectReason::helo;
    case Stage::starttls:
      return RejectReason::tls;
    case Stage::auth:
      return RejectReason::auth;
    case Stage::end_of_data:
      return RejectReason::content;
    default:
      return RejectReason::policy;
  }
}

}  // namespace

RejectReason reject_reason(std::string_view text, Stage stage) noexcept {
  std::array<char, 512> lower{};  // as long as a reply line (RFC 5321 section 4.5.3.1.5)
  const std::size_t size = std::min(text.size(), lower.size());
  std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), lower.begin(),
                 text::to_lower);
  const std::string_view words(lower.data(), size);
  for (const Words& one : table) {
    if (words.find(one.part) != std::string_view::npos) return one.reason;
  }
  return by_stage(stage);
}

}  // namespace curfew::parse
