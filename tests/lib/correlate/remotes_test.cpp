#include "correlate/remotes.h"

#include <string>
#include <string_view>

#include "support/catch.h"

using curfew::Event;
using curfew::Grouping;
using curfew::Name;
using curfew::Names;
using curfew::correlate::Party;
using curfew::correlate::Remotes;

namespace {

Event to(std::string_view recipient, std::string_view host, std::string_view ip = {}) {
  Event event;
  event.recipient = recipient;
  event.remote_host = host;
  event.remote_ip = ip;
  return event;
}

}  // namespace

TEST_CASE("what is remembered of a domain and a host is what was found") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  for (int round = 0; round < 3; ++round) {
    const Party first = remotes.of(to("a@one.example", "mx1.mail.example"));
    CHECK(names.word(first.domain) == "one.example");
    CHECK(names.word(first.host) == "mx1.mail.example");
    CHECK(names.word(first.remote) == "mail.example");
    const Party upper = remotes.of(to("b@ONE.example", "MX1.mail.example"));
    CHECK(upper.domain == first.domain);
    CHECK(upper.host == first.host);
    CHECK(upper.remote == first.remote);
    const Party other = remotes.of(to("a@one.example", "mx.other.example"));
    CHECK(names.word(other.remote) == "other.example");
    CHECK(other.domain == first.domain);
    const Party session = remotes.of(to("", "mx1.mail.example"));
    CHECK(session.domain == Name::none);
    CHECK(session.remote == first.remote);
  }
  CHECK(remotes.find(names.find("mail.example"))->hosts.size() == 1);
  CHECK(remotes.find(names.find("mail.example"))->domains.size() == 1);
}

TEST_CASE("a line without a host belongs to the host that served the domain last") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  CHECK(names.word(remotes.of(to("a@one.example", "")).remote) == "one.example");
  for (int round = 0; round < 3; ++round) {
    remotes.of(to("a@one.example", "mx.first.example"));
    CHECK(names.word(remotes.of(to("b@one.example", "")).remote) == "first.example");
    CHECK(names.word(remotes.of(to("b@one.example", "")).host) == "mx.first.example");
    remotes.of(to("a@one.example", "mx.second.example"));
    CHECK(names.word(remotes.of(to("b@one.example", "")).remote) == "second.example");
  }
}

TEST_CASE("a bare address leaves the remote to the domain") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  for (int round = 0; round < 3; ++round) {
    CHECK(names.word(remotes.of(to("a@one.example", "", "192.0.2.7")).remote) == "one.example");
    CHECK(names.word(remotes.of(to("a@two.example", "", "192.0.2.7")).remote) == "two.example");
  }
}

// The same words once as an address and once as a name: while the domain's route stays, what was
// said when it was taken holds for both.
TEST_CASE("a host that is named like an address follows the route of its domain") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  const auto remote_of = [&](std::string_view host, std::string_view ip) {
    return std::string(names.word(remotes.of(to("a@one.example", host, ip)).remote));
  };
  CHECK(remote_of("192.0.2.7", "") == "192.0.2.7");
  CHECK(remote_of("192.0.2.7", "") == "192.0.2.7");
  CHECK(remote_of("", "192.0.2.7") == "192.0.2.7");
  CHECK(remote_of("mx.other.example", "") == "other.example");
  CHECK(remote_of("", "192.0.2.7") == "one.example");
  CHECK(remote_of("", "192.0.2.7") == "one.example");
  CHECK(remote_of("192.0.2.7", "") == "one.example");
  CHECK(remote_of("mx.other.example", "") == "other.example");
  CHECK(remote_of("192.0.2.7", "") == "192.0.2.7");
  CHECK(remote_of("", "192.0.2.7") == "192.0.2.7");
}

TEST_CASE("more pairs than are remembered change nothing") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  bool same = true;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 40'000; ++i) {
      const std::string domain = "d" + std::to_string(i) + ".example";
      const std::string host =
          "mx" + std::to_string(i % 7) + ".mail" + std::to_string(i % 100) + ".example";
      const Party party = remotes.of(to("a@" + domain, host));
      same = same && names.word(party.domain) == domain && names.word(party.host) == host &&
             names.word(party.remote) == host.substr(host.find('.') + 1);
    }
  }
  CHECK(same);
}

TEST_CASE("by address the address alone says the remote") {
  Names names;
  Remotes remotes(names, Grouping::ip);
  remotes.wake();
  const Event one = to("a@one.example", "mx.mail.example", "192.0.2.7");
  const Event two = to("a@one.example", "mx.mail.example", "192.0.2.8");
  for (int round = 0; round < 2; ++round) {
    CHECK(names.word(remotes.of(one).remote) == "192.0.2.7");
    CHECK(names.word(remotes.of(two).remote) == "192.0.2.8");
  }
}

TEST_CASE("remotes that are too many are one, and stay so") {
  Names names;
  Remotes remotes(names, Grouping::provider);
  remotes.wake();
  for (std::size_t i = 0; i < Remotes::most_remotes; ++i) {
    remotes.of(to("a@d.example", "mx.m" + std::to_string(i) + ".example"));
  }
  CHECK_FALSE(remotes.too_many());
  for (int round = 0; round < 2; ++round) {
    CHECK(names.word(remotes.of(to("a@d.example", "mx.late.example")).remote) == "other remotes");
    CHECK(names.word(remotes.of(to("a@d.example", "mx.m1.example")).remote) == "m1.example");
  }
  CHECK(remotes.too_many());
}
