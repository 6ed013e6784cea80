#include <array>

#include "curfew/catalogue.h"

namespace curfew {
namespace {

// "an hour", "15 minutes", "2 days".
std::string span(std::int64_t seconds) {
  struct Unit {
    std::int64_t seconds;
    const char* one;
    const char* many;
  };
  constexpr std::array units = {Unit{86400, "a day", " days"}, Unit{3600, "an hour", " hours"},
                                Unit{60, "a minute", " minutes"}, Unit{1, "a second", " seconds"}};
  for (const Unit& unit : units) {
    if (seconds == unit.seconds) return unit.one;
    if (seconds >= unit.seconds && seconds % unit.seconds == 0) {
      return std::to_string(seconds / unit.seconds) + unit.many;
    }
  }
  return std::to_string(seconds) + " seconds";
}

const char* words(ClaimScope per) noexcept {
  switch (per) {
    case ClaimScope::none:
    case ClaimScope::message:
    case ClaimScope::session:
    case ClaimScope::url:
    case ClaimScope::remote:
      return "";
    case ClaimScope::ip:
      return " for each IP";
    case ClaimScope::ip6:
      return " for each IPv6 network";
    case ClaimScope::netblock:
      return " for each network";
    case ClaimScope::domain:
      return " for each domain";
    case ClaimScope::sender:
      return " for each sender";
    case ClaimScope::account:
      return " for each account";
    case ClaimScope::recipient:
      return " for each recipient";
    case ClaimScope::triplet:
      return " for each IP, sender and recipient";
  }
  return "";
}

std::string figure(const Claim& claim, const char* many) {
  return claim.limit < 0 ? std::string("some limit of ") + many
                         : "at most " + std::to_string(claim.limit) + ' ' + many;
}

std::string seconds_or(const Claim& claim, const char* otherwise) {
  return claim.limit < 0 ? std::string(otherwise) : span(claim.limit);
}

std::string counted(const Claim& claim) {
  const char* const unit = claim.unit == ClaimUnit::none ? "messages" : name(claim.unit);
  std::string text = figure(claim, unit);
  text += claim.window > 0 ? " in " + span(claim.window) : std::string(" per unit of time");
  return text;
}

struct KindWords {
  ClaimKind kind;
  const char* text;
};

constexpr std::array plain = {
    KindWords{ClaimKind::top_of_hour, "busy in the first minutes of each hour"},
    KindWords{ClaimKind::invalid_recipients, "too many addresses that do not exist"},
    KindWords{ClaimKind::session_errors, "too many mistakes in one connection"},
    KindWords{ClaimKind::mailbox, "this mailbox alone"},
    KindWords{ClaimKind::retry_rule, "our own retry rule"},
    KindWords{ClaimKind::dnsbl, "on a block list"},
    KindWords{ClaimKind::reputation, "bad reputation"},
    KindWords{ClaimKind::content, "the content of the message"},
    KindWords{ClaimKind::ptr, "no fitting reverse name of the sending IP"},
    KindWords{ClaimKind::helo, "a HELO name that does not fit"},
    KindWords{ClaimKind::spf, "SPF does not pass"},
    KindWords{ClaimKind::dkim, "DKIM does not pass"},
    KindWords{ClaimKind::dmarc, "DMARC does not pass"},
    KindWords{ClaimKind::auth, "the sender is not authenticated"},
    KindWords{ClaimKind::tls, "no encryption, or not as demanded"},
    KindWords{ClaimKind::ipv6, "sent over IPv6"},
    KindWords{ClaimKind::dns, "a name that does not resolve"},
    KindWords{ClaimKind::callback, "the sender's address could not be verified"}};

std::string stated(const Claim& claim) {
  switch (claim.kind) {
    case ClaimKind::concurrency:
      return figure(claim, "connections") + " at the same time" + words(claim.per);
    case ClaimKind::rate:
      return counted(claim) + words(claim.per);
    case ClaimKind::messages_per_connection:
      return figure(claim, "messages") + " in one connection";
    case ClaimKind::recipients_per_message:
      return figure(claim, "recipients") + " of one message";
    case ClaimKind::recipients_per_connection:
      return figure(claim, "recipients") + " in one connection";
    case ClaimKind::domains_per_message:
      return figure(claim, "domains") + " in one message";
    case ClaimKind::hops:
      return figure(claim, "hops");
    case ClaimKind::size:
      return "a message of " +
             (claim.limit < 0 ? std::string("a size that is not said") : figure(claim, "MB"));
    case ClaimKind::greylist_delay:
      return "a retry passes after " + seconds_or(claim, "some minutes") +
             (claim.window > 0 ? ", within " + span(claim.window) : std::string()) +
             words(claim.per);
    case ClaimKind::retry_after:
      return "a retry passes after " + seconds_or(claim, "some time");
    case ClaimKind::block_duration:
      return "the refusals end after " + seconds_or(claim, "some time") + " at most";
    case ClaimKind::dead_site:
      return "our own server leaves the host alone for " + seconds_or(claim, "some time");
    case ClaimKind::queue_lifetime:
      return "our own server gives up after " + seconds_or(claim, "some days");
    default:
      break;
  }
  for (const KindWords& one : plain) {
    if (one.kind == claim.kind) return one.text;
  }
  return {};
}

}  // namespace

std::string describe(const Claim& claim) {
  std::string text = stated(claim);
  if (text.empty()) return text;
  text += std::string(" (") + describe(claim.basis) + ')';
  if (claim.block_most > 0 && claim.kind != ClaimKind::block_duration) {
    text += claim.block_least == claim.block_most
                ? "; a refusal lasts " + span(claim.block_most)
                : "; a refusal lasts " + span(claim.block_most) + " at most";
  }
  if (claim.other_limit >= 0) {
    const bool time = claim.unit == ClaimUnit::seconds;
    text += "; sources disagree: " +
            (time ? span(claim.other_limit) : std::to_string(claim.other_limit)) + " (" +
            describe(claim.other_basis) + ')';
  }
  return text;
}

}  // namespace curfew
