#include <set>
#include <string>

#include "curfew/smtp.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

// The names of 0 to `last`; the default's name again for a value that does not exist.
template <typename Enum>
std::set<std::string> names_up_to(Enum last) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(last); ++i) names.insert(name(static_cast<Enum>(i)));
  CHECK(name(static_cast<Enum>(static_cast<int>(last) + 1)) == std::string(name(Enum{})));
  return names;
}

}  // namespace

TEST_CASE("every stage has a name of its own") {
  CHECK(names_up_to(Stage::quit) ==
        std::set<std::string>{"unknown", "dns", "connect", "banner", "ehlo", "starttls", "auth",
                              "mail_from", "rcpt_to", "data", "end_of_data", "quit"});
}

TEST_CASE("every source of an error has a name of its own") {
  CHECK(names_up_to(ErrorSource::tls) ==
        std::set<std::string>{"none", "remote", "local", "dns", "network", "tls"});
}

TEST_CASE("every class of error has a name of its own") {
  CHECK(names_up_to(ErrorClass::not_due) ==
        std::set<std::string>{"none", "dns_temporary", "no_such_domain", "no_mail_host", "null_mx",
                              "connect_refused", "connect_timeout", "unreachable",
                              "connection_lost", "timeout", "tls_failed", "auth_failed",
                              "malformed_reply", "local_policy", "local_error", "not_due"});
}

}  // namespace curfew::test
