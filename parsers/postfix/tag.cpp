#include "postfix/tag.h"

namespace curfew::postfix {
namespace {

struct Executable {
  std::string_view name;
  Program program;
};

// The executables of Postfix that log, the busiest first. Postfix: conf/master.cf, postfix-files.
constexpr Executable executables[] = {
    {"smtpd", Program::inbound},
    {"qmgr", Program::mail},
    {"smtp", Program::mail},
    {"cleanup", Program::mail},
    {"error", Program::mail},
    {"local", Program::mail},
    {"pipe", Program::mail},
    {"lmtp", Program::lmtp},
    {"virtual", Program::mail},
    {"bounce", Program::mail},
    {"pickup", Program::mail},
    {"postscreen", Program::service},
    {"anvil", Program::service},
    {"dnsblog", Program::service},
    {"scache", Program::service},
    {"tlsproxy", Program::service},
    {"trivial-rewrite", Program::service},
    {"verify", Program::service},
    {"master", Program::service},
    {"discard", Program::mail},
    {"postsuper", Program::mail},
    {"nqmgr", Program::mail},
    {"oqmgr", Program::mail},
    {"retry", Program::mail},
    {"defer", Program::mail},
    {"trace", Program::mail},
    {"qmqpd", Program::inbound},
    {"proxymap", Program::service},
    {"tlsmgr", Program::service},
    {"postlogd", Program::service},
    {"postlog", Program::service},
    {"postfix-script", Program::service},
    {"postfix-tls-script", Program::service},
    {"postfix-wrapper", Program::service},
    {"postmulti-script", Program::service},
    {"post-install", Program::service},
    {"postfix", Program::service},
    {"postmulti", Program::service},
    {"spawn", Program::service},
    {"flush", Program::service},
    {"showq", Program::service},
    {"fsstone", Program::service},
    {"postdrop", Program::service},
    {"sendmail", Program::service},
    {"postalias", Program::service},
    {"postmap", Program::service},
    {"postqueue", Program::service},
    {"postconf", Program::service},
    {"postkick", Program::service},
    {"postlock", Program::service},
    {"postcat", Program::service},
};

}  // namespace

Tag read_tag(std::string_view tag) noexcept {
  const std::size_t first = tag.find('/');
  if (first == std::string_view::npos) return {.instance = tag, .service = {}, .program = {}};
  const std::size_t last = tag.rfind('/');
  return {.instance = tag.substr(0, first),
          .service = first == last ? std::string_view{} : tag.substr(first + 1, last - first - 1),
          .program = tag.substr(last + 1)};
}

Program program_named(std::string_view name) noexcept {
  if (name.empty()) return Program::none;
  for (const Executable& executable : executables) {
    if (executable.name == name) return executable.program;
  }
  return Program::other;
}

bool is_postfix_instance(std::string_view instance) noexcept {
  return instance.starts_with("postfix") && (instance.size() == 7 || instance[7] == '-');
}

}  // namespace curfew::postfix
