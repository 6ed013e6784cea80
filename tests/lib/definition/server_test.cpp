#include "curfew/server.h"

#include <string>

#include "curfew/definition.h"
#include "support/catch.h"

// What a definition's [server] says: the same as a parser in C++ may.

namespace curfew::test {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

constexpr std::string_view front = R"toml([format]
name = "mine"
title = "Mine (its log)"
unlogged = ["It does not log the sender."]

[[head]]
kind = "syslog"
programs = ["mined"]

[[line]]
name = "verdict"
match = '^(?P<queue_id>\w+): to=<(?P<recipient>[^>]*)>$'
event = "attempt"
set = { outcome = "delivered" }

[[sample]]
name = "one"
lines = 'Jan 15 17:30:00 mx mined[1]: A: to=<b@example.net>'
[[sample.event]]
outcome = "delivered"

)toml";

std::shared_ptr<const Definition> mine(const std::string& server) {
  return Definition::read(std::string(front) + server, "mine.toml");
}

Remedy remedy(RemedyKind kind) {
  Remedy made;
  made.kind = kind;
  made.why = "They refuse";
  made.text = "They refuse; this helps.";
  made.domains = {"a.example", "b.example"};
  made.limit = 10;
  return made;
}

}  // namespace

TEST_CASE("a definition without [server] knows the server's title alone") {
  const auto format = mine("");
  REQUIRE(format->server() != nullptr);
  const ServerKnowledge& server = *format->server();
  CHECK(server.title() == "Mine");
  CHECK_FALSE(server.retries().first);
  CHECK_FALSE(server.retries().gives_up_after);
  CHECK_FALSE(server.advise(remedy(RemedyKind::fewer_connections)));
  CHECK(server.words_for(RemedyKind::greet_with_name).empty());
  CHECK(server.optional_fields().empty());
  CHECK(server.journal_programs().empty());
}

TEST_CASE("what a definition says of its server is told") {
  const auto format = mine(R"toml([server]
retry_seconds = 600
gives_up_hours = 96
journal = ["mined", "mine"]
[[server.part]]
key = "mine_delay"
field = "delay"
of_deliveries = true
text = "lines have no delay."
[[server.advice]]
for = "greet_with_name"
text = "helo-name"
)toml");
  const ServerKnowledge& server = *format->server();
  CHECK(server.retries().first == 600s);
  CHECK(server.retries().gives_up_after == 96h);
  CHECK(server.journal_programs() == Lines{"mined", "mine"});
  CHECK(server.words_for(RemedyKind::greet_with_name) == "helo-name");
  CHECK(server.words_for(RemedyKind::hold_outside_hours).empty());
  const std::vector<OptionalField> fields = server.optional_fields();
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].part == LoggedPart::delay);
  CHECK(fields[0].of_deliveries);
  CHECK(fields[0].key == "mine_delay");
  CHECK(fields[0].text == "lines have no delay.");
}

TEST_CASE("lines of advice are filled in, and repeated for each domain") {
  const auto format = mine(R"toml([server]
[[server.advice]]
for = "fewer_connections"
usual = 20
lines = ["# mine.conf { }", "limit {domain} {limit}", '''
["{domain}"]
most = {limit}''', "of {", "{ limit 1 }", "{}"]
)toml");
  Remedy few = remedy(RemedyKind::fewer_connections);
  std::optional<Advice> advice = format->server()->advise(few);
  REQUIRE(advice);
  CHECK(advice->text == "They refuse; this helps.");
  CHECK(advice->lines == Lines{"# mine.conf { }", "limit a.example 10", "limit b.example 10",
                               "[\"a.example\"]", "most = 10", "[\"b.example\"]", "most = 10",
                               "of {", "{ limit 1 }", "{}"});
  few.more_domains = true;
  few.limit = 19;
  advice = format->server()->advise(few);
  REQUIRE(advice);
  CHECK(advice->text == "They refuse; this helps. And so for their other domains.");
  CHECK(advice->lines[1] == "limit a.example 19");
  few.limit = 20;  // as many by default
  CHECK_FALSE(format->server()->advise(few));
}

TEST_CASE("times in lines of advice are those of the remedy") {
  const auto format = mine(R"toml([server]
retry_seconds = 600
[[server.advice]]
for = "retry_after_opening"
lines = "{minutes} {seconds}"
[[server.advice]]
for = "retry_in_time"
text = "It is a setting for all remotes."
lines = "{minutes} {seconds}"
[[server.advice]]
for = "slower"
lines = "{minutes} {seconds}"
)toml");
  const ServerKnowledge& server = *format->server();
  Remedy hours = remedy(RemedyKind::retry_after_opening);
  hours.interval = 15min;
  CHECK(server.advise(hours)->lines == Lines{"15 900"});
  Remedy grey = remedy(RemedyKind::retry_in_time);
  grey.greylisted = 290s;
  CHECK(server.advise(grey)->lines == Lines{"6 320"});
  CHECK(server.advise(grey)->text == "They refuse; this helps. It is a setting for all remotes.");
  grey.greylisted = 8min;
  CHECK(server.advise(grey)->lines == Lines{"9 510"});
  grey.greylisted = 9min;  // it tries so soon by itself
  CHECK_FALSE(server.advise(grey));
  Remedy slower = remedy(RemedyKind::slower);
  slower.delay = 61s;
  CHECK(server.advise(slower)->lines == Lines{"2 61"});
  slower.delay = 0s;
  CHECK_FALSE(server.advise(slower));
}

TEST_CASE("each kind of remedy has a name of its own, by which definitions call it") {
  for (std::size_t i = 0; i < remedy_kinds; ++i) {
    const auto kind = static_cast<RemedyKind>(i);
    CHECK(remedy_named(name(kind)) == kind);
  }
  CHECK_FALSE(remedy_named("nothing"));
}

}  // namespace curfew::test
