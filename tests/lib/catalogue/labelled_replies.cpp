#include "lib/catalogue/labelled_replies.h"

#include <array>
#include <filesystem>
#include <fstream>

#include "support/catch.h"

namespace curfew::test {
namespace {

const std::string path = CURFEW_SOURCE_DIR "/../shared/data/replies/replies.tsv";

struct Meant {
  std::string_view scheme;
  std::string_view label;
  std::string_view causes;
};

// Other classifications divide the world otherwise: each of their classes is a set of ours.
constexpr std::array meanings = {
    Meant{"sisimai", "authfailure", "auth rdns"},
    Meant{"sisimai", "badreputation", "dnsbl greylist rate reputation"},
    Meant{"sisimai", "blocked", "dnsbl network policy rate rdns reputation"},
    Meant{"sisimai", "contenterror", "content protocol size"},
    Meant{"sisimai", "exceedlimit", "session_limit size"},
    Meant{"sisimai", "expired", "busy local network"},
    Meant{"sisimai", "failedstarttls", "tls"},
    Meant{"sisimai", "filtered", "content policy recipient"},
    Meant{"sisimai", "hasmoved", "recipient"},
    Meant{"sisimai", "hostunknown", "dns recipient"},
    Meant{"sisimai", "mailboxfull", "mailbox_full"},
    Meant{"sisimai", "mailererror", "busy local network policy recipient unknown"},
    Meant{"sisimai", "mesgtoobig", "size"},
    Meant{"sisimai", "networkerror", "dns local network protocol"},
    Meant{"sisimai", "norelaying", "policy relay"},
    Meant{"sisimai", "notaccept", "dns policy recipient"},
    Meant{"sisimai", "notcompliantrfc", "content protocol"},
    Meant{"sisimai", "onhold", "busy local network policy recipient unknown"},
    Meant{"sisimai", "policyviolation", "content policy protocol rate"},
    Meant{"sisimai", "rejected", "auth dns dnsbl policy reputation"},
    Meant{"sisimai", "requireptr", "rdns"},
    Meant{"sisimai", "securityerror", "content dns policy relay tls"},
    Meant{"sisimai", "spamdetected", "content reputation"},
    Meant{"sisimai", "speeding", "busy concurrency rate session_limit"},
    Meant{"sisimai", "suspend", "recipient"},
    Meant{"sisimai", "syntaxerror", "protocol"},
    Meant{"sisimai", "systemerror", "busy dns local network protocol"},
    Meant{"sisimai", "systemfull", "busy mailbox_full"},
    Meant{"sisimai", "toomanyconn", "concurrency rate session_limit"},
    Meant{"sisimai", "userunknown", "recipient"},
    Meant{"sisimai", "virusdetected", "content"},
    Meant{"zonemta", "blacklist", "content dnsbl policy reputation"},
    Meant{"zonemta", "capacity", "busy concurrency mailbox_full"},
    Meant{"zonemta", "greylist", "dnsbl greylist"},
    Meant{"zonemta", "network", "dns network"},
    Meant{"zonemta", "policy", "policy"},
    Meant{"zonemta", "recipient", "dns recipient relay"},
    Meant{"zonemta", "spam", "content reputation"},
    Meant{"postalsys", "auth_failure", "auth relay"},
    Meant{"postalsys", "greylisting", "busy greylist"},
    Meant{"postalsys", "invalid_address", "dns recipient"},
    Meant{"postalsys", "ip_blacklisted", "dnsbl reputation"},
    Meant{"postalsys", "mailbox_disabled", "recipient"},
    Meant{"postalsys", "mailbox_full", "mailbox_full"},
    Meant{"postalsys", "policy_blocked", "auth policy relay reputation"},
    Meant{"postalsys", "rate_limited", "concurrency rate session_limit"},
    Meant{"postalsys", "relay_denied", "relay"},
    Meant{"postalsys", "server_error", "busy network protocol"},
    Meant{"postalsys", "spam_blocked", "content reputation"},
    Meant{"postalsys", "user_unknown", "recipient"},
    Meant{"mautic", "antispam", "auth content dnsbl policy rate reputation"},
    Meant{"mautic", "defer", "busy local"},
    Meant{"mautic", "full", "mailbox_full"},
    Meant{"mautic", "inactive", "recipient"},
    Meant{"mautic", "internal_error", "busy"},
    Meant{"mautic", "oversize", "size"},
    Meant{"mautic", "unknown", "dns recipient"},
    Meant{"mautic", "user_reject", "policy"},
    Meant{"mautic", "warning", "busy mailbox_full rate"},
    Meant{"mysociety", "MAILBOX_FULL", "mailbox_full"},
    Meant{"mysociety", "MAILBOX_UNAVAILABLE", "recipient"},
    Meant{"mysociety", "MESSAGE_REFUSED", "content policy reputation"},
    Meant{"mysociety", "NO_RELAY", "relay"},
    Meant{"mysociety", "NO_USER", "recipient"},
    Meant{"mysociety", "SPAM", "content dnsbl policy reputation"},
    Meant{"mysociety", "UNROUTEABLE", "dns recipient"},
};

bool has_word(std::string_view words, std::string_view word) noexcept {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  return false;
}

std::vector<std::string> cut(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

std::vector<LabelledReply> labelled_replies() {
  std::vector<LabelledReply> replies;
  if (!std::filesystem::exists(path)) {
    WARN("skipped: there is no " << path);
    return replies;
  }
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::getline(file, line);  // the names of the columns
  while (std::getline(file, line)) {
    const std::vector<std::string> columns = cut(line, '\t');
    if (columns.size() > 3 && columns[3] == "reply") {
      replies.push_back({columns[0], columns[1], columns[2]});
    }
  }
  return replies;
}

bool label_means(const LabelledReply& reply, std::string_view cause, bool& known) {
  known = false;
  bool fits = false;
  for (const std::string& label : cut(reply.label, '|')) {
    for (const Meant& one : meanings) {
      if (one.scheme != reply.scheme || one.label != label) continue;
      known = true;
      fits = fits || has_word(one.causes, cause);
    }
  }
  return fits;
}

}  // namespace curfew::test
