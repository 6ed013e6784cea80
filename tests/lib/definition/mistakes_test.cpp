#include <string>
#include <string_view>

#include "curfew/definition.h"
#include "curfew/error.h"
#include "support/catch.h"

// Each mistake that an author may make is told in one sentence, with the file and the line.

namespace curfew::test {
namespace {

constexpr std::string_view right = R"([format]
name = "mine"
title = "Mine"
own = ["word"]
unlogged = ["It does not log the sender."]

[[head]]
kind = "syslog"
programs = ["mined"]

[tables.message]
key = ["queue_id"]
fields = ["sender"]

[maps.word]
on = "word"
words.sent = { outcome = "delivered" }
otherwise = { outcome = "deferred" }

[[line]]
name = "verdict"
match = '^(?P<queue_id>\w+): to=<(?P<recipient>[^>]*)> (?P<word>\w+)$'
join = "message"
event = "attempt"
map = "word"

[[sample]]
name = "one"
lines = 'Jan 15 17:30:00 mx mined[1]: A: to=<b@example.net> sent'
[[sample.event]]
outcome = "delivered"
recipient = "b@example.net"

[server]
retry_seconds = 600
gives_up_hours = 96

[[server.part]]
key = "mine_delay"
field = "delay"
text = "lines have no delay."

[[server.advice]]
for = "fewer_connections"
lines = ["{domain} {limit}"]
)";

struct Mistake {
  std::string_view in_place_of;
  std::string_view stands;
  std::string_view sentence;
};

constexpr Mistake mistakes[] = {
    {"[format]", "[format", "mine.toml:1: "},
    {"title = \"Mine\"", "title = \"\xCF\"", "mine.toml:1: is not UTF-8"},
    {"[format]", "[= 1]", "mine.toml:1: a table's head has no name"},
    {"title = \"Mine\"\n", "", "mine.toml:1: the key title is missing"},
    {"title = \"Mine\"", "titel = \"Mine\"", "mine.toml:3: no such key: titel"},
    {"name = \"mine\"", "name = \"My Format\"",
     "mine.toml:2: the name is not of lower-case letters, digits and '-': \"My Format\""},
    {"name = \"mine\"", "name = 7", "mine.toml:2: name is not a text"},
    {"unlogged = [\"It does not log the sender.\"]\n", "",
     "mine.toml:1: unlogged is missing: sentences about what the server does not log"},
    {"own = [\"word\"]", "own = [\"sender\"]", "mine.toml:4: there is already a field sender"},
    {"kind = \"syslog\"", "kind = \"tai\"", "mine.toml:8: no such kind of head: tai"},
    {"programs = [\"mined\"]\n", "",
     "mine.toml:7: a head of syslog needs programs: the tags of the server's lines"},
    {"key = [\"queue_id\"]", "key = [\"qid\"]",
     "mine.toml:12: no such field: qid (own = [...] names those of yours)"},
    {"fields = [\"sender\"]", "fields = [\"sender\"]\nmost = 1000000",
     "mine.toml:14: most is not from 1 to 65536"},
    {"otherwise = { outcome = \"deferred\" }\n", "",
     "mine.toml:15: the map word does not say what other words mean: otherwise = { ... }, or "
     "\"unknown\""},
    {"outcome = \"delivered\" }", "outcome = \"done\" }", "mine.toml:17: no such outcome: done"},
    {"(?P<recipient>[^>]*)>", "(?P<recipient>[^>*)>",
     "mine.toml:22: the pattern is wrong: missing ]: [^>*)> (?P<word>\\w+)$"},
    {"(?P<recipient>", "(?P<to>",
     "mine.toml:22: no such field: to (own = [...] names those of yours)"},
    {"(?P<recipient>", "(",
     "mine.toml:22: the pattern is wrong: a group has no name; (?:...) only groups"},
    {"(?P<recipient>[^>]*)", "(?=x)",
     "mine.toml:22: the pattern is wrong: invalid perl operator: (?="},
    {"join = \"message\"", "join = \"massage\"", "mine.toml:23: no such table: massage"},
    {"map = \"word\"", "map = \"wort\"", "mine.toml:25: no such map: wort"},
    {"event = \"attempt\"", "event = \"atempt\"", "mine.toml:24: no such event: atempt"},
    {"event = \"attempt\"", "event = \"attempt\"\nsmtp = \"sent\"",
     "mine.toml:25: smtp needs a [transcript]"},
    {"[[sample]]\nname = \"one\"", "[[line]]\nname = \"verdict\"\n[[sample]]\nname = \"one\"",
     "mine.toml:28: there is already a line called \"verdict\""},
    {"[[sample]]\nname = \"one\"",
     "[[line]]\nname = \"other\"\nbegins = \"x\"\n[[sample]]\nname = \"one\"",
     "mine.toml:27: no sample has a line that is read as \"other\""},
    {"outcome = \"delivered\"\nrecipient", "outcome = \"bounced\"\nrecipient",
     "mine.toml:31: the sample \"one\" gives outcome \"delivered\", not \"bounced\""},
    {"recipient = \"b@example.net\"", "recipient = \"c@example.net\"",
     "mine.toml:32: the sample \"one\" gives recipient \"b@example.net\", not \"c@example.net\""},
    {"recipient = \"b@example.net\"", "to = \"b@example.net\"",
     "mine.toml:32: no such field of an event: to"},
    {"recipient = \"b@example.net\"\n", "[[sample.event]]\noutcome = \"delivered\"\n",
     "mine.toml:27: the sample \"one\" gives 1 event, not 2"},
    {"<b@example.net> sent'", "<b@example.net> sent away'",
     "mine.toml:27: the sample \"one\" has 1 unknown line, not 0: Jan 15 17:30:00 mx mined[1]: A: "
     "to=<b@example.net> sent away"},
    {"map = \"word\"", "map = \"word\"\ntelling = false",
     "mine.toml:28: no line of the samples tells the format: all [[line]] say telling = false"},
    {"retry_seconds = 600", "retry = 600", "mine.toml:35: no such key: retry"},
    {"retry_seconds = 600", "retry_seconds = 0",
     "mine.toml:35: retry_seconds is not from 1 to 1000000"},
    {"gives_up_hours = 96", "journal = \"\"", "mine.toml:36: a program has no name"},
    {"field = \"delay\"", "field = \"queue_id\"",
     "mine.toml:40: no field that can be left out of a log: queue_id"},
    {"key = \"mine_delay\"\n", "", "mine.toml:38: the key key is missing"},
    {"for = \"fewer_connections\"", "for = \"fewer_mails\"",
     "mine.toml:44: no such kind of advice: fewer_mails"},
    {"{domain} {limit}", "{domain} {limits}",
     "mine.toml:45: no such placeholder: {limits} (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"{domain} {limit}", "{domain} {seconds}",
     "mine.toml:45: advice for fewer_connections has no {seconds}"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{Domain} {limit}\"]",
     "mine.toml:45: no such placeholder: {Domain} (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{DOMAIN} {limit}\"]",
     "mine.toml:45: no such placeholder: {DOMAIN} (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{ domain } {limit}\"]",
     "mine.toml:45: no such placeholder: { domain } (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{domain } {limit}\"]",
     "mine.toml:45: no such placeholder: {domain } (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{domain1} {limit}\"]",
     "mine.toml:45: no such placeholder: {domain1} (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{x1} {limit}\"]",
     "mine.toml:45: no such placeholder: {x1} (there are {domain}, {limit}, {seconds} and "
     "{minutes})"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{domain x {limit}\"]",
     "mine.toml:45: a placeholder is not closed: {domain"},
    {"lines = [\"{domain} {limit}\"]", "lines = [\"{domain} {limit\"]",
     "mine.toml:45: a placeholder is not closed: {limit"},
    {"lines = [\"{domain} {limit}\"]", "text = \"Of {domain}.\"",
     "mine.toml:45: placeholders stand in lines, not in text: {domain}"},
    {"for = \"fewer_connections\"", "for = \"prefer_ipv4\"",
     "mine.toml:45: advice for prefer_ipv4 has no {limit}"},
    {"for = \"fewer_connections\"", "for = \"slower\"\nusual = 7",
     "mine.toml:45: advice for slower has no limit"},
    {"lines = [\"{domain} {limit}\"]", "",
     "mine.toml:43: advice for fewer_connections has neither text nor lines"},
    {"for = \"fewer_connections\"", "for = \"greet_with_name\"\ntext = \"helo\"",
     "mine.toml:43: advice for greet_with_name is a text of a few words, and no lines"},
    {"[[server.part]]",
     "[[server.advice]]\nfor = \"fewer_connections\"\ntext = \"x\"\n[[server.part]]",
     "mine.toml:46: there is already advice for fewer_connections"},
};

std::string sentence_of(const std::string& toml) {
  try {
    Definition::read(toml, "mine.toml");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_definition);
    CHECK_FALSE(error.remedy().empty());
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("the definition in which mistakes are planted is right") {
  CHECK(sentence_of(std::string(right)).empty());
}

TEST_CASE("each mistake in a definition is told in a sentence with file and line") {
  for (const Mistake& mistake : mistakes) {
    std::string toml(right);
    const std::size_t at = toml.find(mistake.in_place_of);
    INFO(mistake.stands);
    REQUIRE(at != std::string::npos);
    toml.replace(at, mistake.in_place_of.size(), mistake.stands);
    const std::string sentence = sentence_of(toml);
    CHECK(sentence.find('\n') == std::string::npos);
    if (mistake.sentence.ends_with(": ")) {  // the rest is the TOML library's
      CHECK(sentence.starts_with(mistake.sentence));
      CHECK(sentence.size() > mistake.sentence.size());
    } else {
      CHECK(sentence == mistake.sentence);
    }
  }
}

TEST_CASE("a retry in time is advised only where it is known when the server tries by itself") {
  std::string toml(right);
  toml.replace(toml.find("retry_seconds = 600\n"), 20, "\n");
  toml.replace(toml.find("fewer_connections"), 17, "retry_in_time");
  toml.replace(toml.find("{limit}"), 7, "{seconds}");
  CHECK(sentence_of(toml) ==
        "mine.toml:43: advice for retry_in_time needs retry_seconds: how soon the server tries "
        "again by itself");
}

TEST_CASE("a definition without samples, lines or heads is none") {
  const std::string whole(right.substr(0, right.find("[server]")));
  CHECK(sentence_of(whole.substr(0, whole.find("[[sample]]"))) ==
        "mine.toml:1: there is no [[sample]]: lines, and the events they are to give");
  CHECK(sentence_of(whole.substr(0, whole.find("[[line]]"))) ==
        "mine.toml:1: there is no [[line]]: what a line says");
  CHECK(sentence_of(whole.substr(0, whole.find("[[head]]"))) ==
        "mine.toml:1: there is no [[head]]: what begins a line");
  CHECK(sentence_of("").starts_with("mine.toml:1: there is no [format]"));
}

TEST_CASE("a definition that is too large in one way or another is refused") {
  CHECK(sentence_of(std::string(right) + std::string(std::size_t{257} * 1024, '#')) ==
        "mine.toml:1: the file is larger than 256 KiB");
  std::string pattern(right);
  pattern.replace(pattern.find("^(?P<queue_id>"), 1, '^' + std::string(5000, 'a'));
  CHECK(sentence_of(pattern) ==
        "mine.toml:22: the pattern is empty or longer than 4096 characters");
  std::string program(right);
  program.replace(program.find("[^>]*"), 5, "(?:[^>]{1,1000}){1,1000}");
  CHECK(sentence_of(program).find("mine.toml:22: the pattern is wrong: ") == 0);
  std::string lines(right);
  std::string many;
  for (int i = 0; i < 201; ++i) many += "[[line]]\nname = \"l" + std::to_string(i) + "\"\n";
  lines.insert(lines.find("[[sample]]"), many);
  CHECK(sentence_of(lines).find(": more than 200 [[line]]") != std::string::npos);
}

TEST_CASE("lines that another format takes for its own are told") {
  Formats formats;
  formats.add(Definition::read(std::string(right), "mine.toml"));
  std::string other(right);
  try {
    Definition::read(other, "second.toml")->prove_apart_from(*formats.find("mine"));
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.what() == std::string("second.toml:2: there is already a log format called mine"));
  }
  other.replace(other.find("\"mine\""), 6, "\"yours\"");
  const auto same = Definition::read(other, "yours.toml");
  try {
    same->prove_apart_from(*formats.find("mine"));
    FAIL_CHECK("no error");
  } catch (const Error& error) {
    CHECK(error.what() ==
          std::string("yours.toml:27: lines of the sample \"one\" are also taken for mine's"));
  }
}

}  // namespace curfew::test
