#include <algorithm>
#include <array>
#include <string>

#include "curfew/finding.h"
#include "text/grouped.h"

namespace curfew {
namespace {

struct Words {
  ClaimKind kind;
  const char* limited;  // in front of a limit
  const char* plain;    // without one
};

constexpr std::array words{
    Words{ClaimKind::concurrency, "more than ", "too many connections at once"},
    Words{ClaimKind::rate, "more than ", "too much mail in a short time"},
    Words{ClaimKind::messages_per_connection, "more than ", "too many messages in a connection"},
    Words{ClaimKind::recipients_per_message, "more than ", "too many recipients of a message"},
    Words{ClaimKind::recipients_per_connection, "more than ",
          "too many recipients in a connection"},
    Words{ClaimKind::domains_per_message, "more than ", "too many domains in a message"},
    Words{ClaimKind::invalid_recipients, "more than ", "too many recipients that do not exist"},
    Words{ClaimKind::session_errors, "more than ", "too many mistakes in a connection"},
    Words{ClaimKind::greylist_delay, "greylisting for ", "greylisting"},
    Words{ClaimKind::retry_after, "come back after ", "come back later"},
    Words{ClaimKind::block_duration, "a block for ", "a block for a while"},
    Words{ClaimKind::top_of_hour, "", "busy in the first minutes of the hour"},
    Words{ClaimKind::size, "more than ", "the message is too large"},
    Words{ClaimKind::mailbox, "", "a matter of one mailbox"},
    Words{ClaimKind::dnsbl, "", "a block list names our address"},
    Words{ClaimKind::reputation, "", "distrust of our address"},
    Words{ClaimKind::content, "", "what the message holds"},
    Words{ClaimKind::ptr, "", "the reverse name of our address"},
    Words{ClaimKind::helo, "", "the name we greet with"},
    Words{ClaimKind::spf, "", "SPF"},
    Words{ClaimKind::dkim, "", "DKIM"},
    Words{ClaimKind::dmarc, "", "DMARC"},
    Words{ClaimKind::auth, "", "authentication"},
    Words{ClaimKind::tls, "", "encryption"},
    Words{ClaimKind::dns, "", "a name that does not resolve"},
};

std::string span_of(std::int64_t seconds) {
  const auto number = [](std::int64_t n) { return text::grouped(static_cast<std::uint64_t>(n)); };
  if (seconds % 86400 == 0) return number(seconds / 86400) + " d";
  if (seconds % 3600 == 0) return number(seconds / 3600) + " h";
  if (seconds % 60 == 0) return number(seconds / 60) + " min";
  return number(seconds) + " s";
}

const char* unit_of(const Claim& claim) {
  switch (claim.kind) {
    case ClaimKind::concurrency:
      return " concurrent connections";
    case ClaimKind::messages_per_connection:
      return " messages in a connection";
    case ClaimKind::recipients_per_message:
      return " recipients of a message";
    case ClaimKind::recipients_per_connection:
      return " recipients in a connection";
    case ClaimKind::domains_per_message:
      return " domains in a message";
    case ClaimKind::invalid_recipients:
      return " recipients that do not exist";
    case ClaimKind::session_errors:
      return " mistakes in a connection";
    case ClaimKind::size:
      return " MB";
    default:
      return claim.unit == ClaimUnit::recipients ? " recipients" : " messages";
  }
}

bool counts_time(ClaimKind kind) noexcept {
  return kind == ClaimKind::greylist_delay || kind == ClaimKind::retry_after ||
         kind == ClaimKind::block_duration;
}

}  // namespace

std::string stated_cause(const Claim& claim) {
  const auto entry = std::ranges::find(words, claim.kind, &Words::kind);
  if (entry == words.end()) return "";
  if (claim.limit < 0) return entry->plain;
  if (counts_time(claim.kind) && claim.limit == 0) return entry->plain;
  if (counts_time(claim.kind)) return entry->limited + span_of(claim.limit);
  std::string text =
      entry->limited + text::grouped(static_cast<std::uint64_t>(claim.limit)) + unit_of(claim);
  if (claim.kind == ClaimKind::rate && claim.window > 0) text += " in " + span_of(claim.window);
  if (claim.other_limit >= 0) {
    text += " (another source says " +
            text::grouped(static_cast<std::uint64_t>(claim.other_limit)) + ")";
  }
  return text;
}

}  // namespace curfew
