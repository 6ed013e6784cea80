#include "catalogue/numbers.h"

#include <algorithm>
#include <array>

namespace curfew::catalogue {
namespace {

using enum Cause;

struct Enhanced {
  std::uint16_t subject;
  std::uint16_t detail;
  Cause cause;
};

// X.0.0 says nothing, X.7.0 and X.7.1 next to nothing.
constexpr std::array enhanced_causes = {
    Enhanced{1, 0, recipient},     Enhanced{1, 1, recipient}, Enhanced{1, 2, dns},
    Enhanced{1, 3, recipient},     Enhanced{1, 4, recipient}, Enhanced{1, 5, recipient},
    Enhanced{1, 6, recipient},     Enhanced{1, 7, policy},    Enhanced{1, 8, dns},
    Enhanced{1, 9, protocol},      Enhanced{1, 10, dns},

    Enhanced{2, 0, recipient},     Enhanced{2, 1, recipient}, Enhanced{2, 2, mailbox_full},
    Enhanced{2, 3, size},          Enhanced{2, 4, busy},

    Enhanced{3, 0, busy},          Enhanced{3, 1, busy},      Enhanced{3, 2, busy},
    Enhanced{3, 3, protocol},      Enhanced{3, 4, size},      Enhanced{3, 5, busy},
    Enhanced{3, 6, policy},

    Enhanced{4, 0, network},       Enhanced{4, 1, network},   Enhanced{4, 2, network},
    Enhanced{4, 3, dns},           Enhanced{4, 4, dns},       Enhanced{4, 5, busy},
    Enhanced{4, 6, protocol},      Enhanced{4, 7, local},

    Enhanced{5, 0, protocol},      Enhanced{5, 1, protocol},  Enhanced{5, 2, protocol},
    Enhanced{5, 3, session_limit}, Enhanced{5, 4, protocol},  Enhanced{5, 5, protocol},
    Enhanced{5, 6, protocol},

    Enhanced{6, 0, content},       Enhanced{6, 1, content},   Enhanced{6, 2, content},
    Enhanced{6, 3, content},       Enhanced{6, 4, content},   Enhanced{6, 5, content},
    Enhanced{6, 6, content},       Enhanced{6, 7, protocol},  Enhanced{6, 8, protocol},
    Enhanced{6, 9, protocol},      Enhanced{6, 10, protocol},

    Enhanced{7, 3, tls},           Enhanced{7, 4, tls},       Enhanced{7, 5, tls},
    Enhanced{7, 6, tls},           Enhanced{7, 7, tls},       Enhanced{7, 8, relay},
    Enhanced{7, 9, relay},         Enhanced{7, 10, tls},      Enhanced{7, 11, tls},
    Enhanced{7, 12, relay},        Enhanced{7, 13, relay},    Enhanced{7, 14, relay},
    Enhanced{7, 15, policy},       Enhanced{7, 16, size},     Enhanced{7, 17, recipient},
    Enhanced{7, 18, recipient},    Enhanced{7, 19, policy},   Enhanced{7, 20, auth},
    Enhanced{7, 21, auth},         Enhanced{7, 22, auth},     Enhanced{7, 23, auth},
    Enhanced{7, 24, auth},         Enhanced{7, 25, rdns},     Enhanced{7, 26, auth},
    Enhanced{7, 27, dns},          Enhanced{7, 28, rate},     Enhanced{7, 29, auth},
    Enhanced{7, 30, tls}};

constexpr std::uint16_t security = 7;

struct Basic {
  std::uint16_t code;
  Cause cause;
};

// 450, 550 and 554 are said for every cause there is.
constexpr std::array basic_causes = {
    Basic{421, busy},     Basic{451, busy},      Basic{452, busy},     Basic{454, busy},
    Basic{455, protocol}, Basic{500, protocol},  Basic{501, protocol}, Basic{502, protocol},
    Basic{503, protocol}, Basic{504, protocol},  Basic{521, policy},   Basic{523, size},
    Basic{524, auth},     Basic{525, recipient}, Basic{530, relay},    Basic{534, relay},
    Basic{535, relay},    Basic{538, tls},       Basic{551, relay},    Basic{552, mailbox_full},
    Basic{553, policy},   Basic{555, protocol},  Basic{556, dns}};

// "535 5.7.3 Authentication unsuccessful": the code is that of a login, whatever stands behind it.
bool refuses_login(const Reply& reply, Stage stage) noexcept {
  const EnhancedCode& code = reply.enhanced;
  const bool wants_tls = code.subject == security && (code.detail == 10 || code.detail == 11);
  if (wants_tls || reply.code == 538) return false;
  return reply.code == 535 || (stage == Stage::auth && (reply.code == 454 || reply.code >= 500));
}

}  // namespace

Cause cause_of(const Reply& reply, Stage stage) noexcept {
  if (refuses_login(reply, stage)) return relay;
  if (const EnhancedCode& code = reply.enhanced) {
    const auto* const found = std::ranges::find_if(enhanced_causes, [&](const Enhanced& one) {
      return one.subject == code.subject && one.detail == code.detail;
    });
    if (found != enhanced_causes.end()) return found->cause;
    if (code.subject == security) return policy;
  }
  const auto* const found = std::ranges::find(basic_causes, reply.code, &Basic::code);
  if (found != basic_causes.end()) return found->cause;
  // A greeting of 554 means "not to you" (RFC 5321 section 3.1).
  return reply.code == 554 && stage == Stage::banner ? policy : unknown;
}

Cause cause_of(ErrorSource source, ErrorClass error) noexcept {
  switch (error) {
    case ErrorClass::dns_temporary:
    case ErrorClass::no_such_domain:
    case ErrorClass::no_mail_host:
    case ErrorClass::null_mx:
      return dns;
    case ErrorClass::connect_refused:
    case ErrorClass::connect_timeout:
    case ErrorClass::unreachable:
    case ErrorClass::connection_lost:
    case ErrorClass::timeout:
    case ErrorClass::malformed_reply:
      return network;
    case ErrorClass::tls_failed:
      return tls;
    case ErrorClass::auth_failed:
      return relay;
    case ErrorClass::local_policy:
    case ErrorClass::local_error:
    case ErrorClass::not_due:
      return local;
    case ErrorClass::none:
      break;
  }
  switch (source) {
    case ErrorSource::local:
      return local;
    case ErrorSource::dns:
      return dns;
    case ErrorSource::network:
      return network;
    case ErrorSource::tls:
      return tls;
    case ErrorSource::none:
    case ErrorSource::remote:
      break;
  }
  return unknown;
}

}  // namespace curfew::catalogue
