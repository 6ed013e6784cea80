#include <set>
#include <string>

#include "curfew/event.h"
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

TEST_CASE("every kind of event has a name of its own") {
  CHECK(names_up_to(EventKind::connection) ==
        std::set<std::string>{"attempt", "session", "message", "retry", "destination", "rejection",
                              "notice", "connection"});
}

TEST_CASE("every outcome has a name of its own") {
  CHECK(names_up_to(Outcome::interrupted) ==
        std::set<std::string>{"unknown", "delivered", "deferred", "bounced", "expired", "held",
                              "discarded", "interrupted"});
}

TEST_CASE("every other word of an event has a name of its own") {
  CHECK(names_up_to(Contacted::no) == std::set<std::string>{"unknown", "yes", "no"});
  CHECK(names_up_to(RemoteKind::local) ==
        std::set<std::string>{"unknown", "smtp", "lmtp", "local"});
  CHECK(names_up_to(MessageState::expired) == std::set<std::string>{"none", "received", "queued",
                                                                    "sender_known", "removed",
                                                                    "frozen", "thawed", "expired"});
}

TEST_CASE("every word about what was turned away has a name of its own") {
  CHECK(names_up_to(InboundAction::discarded) ==
        std::set<std::string>{"none", "rejected", "warned", "held", "discarded"});
  CHECK(names_up_to(RejectReason::policy).size() == 18);
  CHECK(names_up_to(Severity::panic) ==
        std::set<std::string>{"none", "warning", "error", "fatal", "panic"});
}

}  // namespace curfew::test
