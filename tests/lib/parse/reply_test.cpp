#include "parse/reply.h"

#include <string>

#include "support/catch.h"

namespace curfew::test {
namespace {

struct Case {
  const char* raw;
  int code;
  const char* enhanced;
  const char* text;
};

void check(const Case& one, std::string_view line_break) {
  INFO(one.raw);
  Events events;
  const Reply reply = parse::read_reply(one.raw, line_break, events);
  CHECK(reply.code == one.code);
  CHECK(to_string(reply.enhanced) == one.enhanced);
  CHECK(reply.text == one.text);
}

}  // namespace

TEST_CASE("a reply of one line is read alike in Postfix's and in Exim's logs") {
  const Case cases[] = {
      {"421 4.7.0 Try again later", 421, "4.7.0", "Try again later"},
      {"421 mx.example.net blocked. AUP#CXCNCT", 421, "", "mx.example.net blocked. AUP#CXCNCT"},
      {"250 2.0.0 Ok: queued as 3F2A1", 250, "2.0.0", "Ok: queued as 3F2A1"},
      {"452 4.2.2  https://www.example.net/full", 452, "4.2.2", "https://www.example.net/full"},
      {"450  4.2.0  Greylisted  twice", 450, "4.2.0", "Greylisted  twice"},
      {"354 End data", 354, "", "End data"},
      {"550", 550, "", ""},
      {"550 ", 550, "", ""},
      {"550 5.1.1", 550, "5.1.1", ""},
      {"550 text \r", 550, "", "text"},
      {"550 4.7.1 of another class", 550, "4.7.1", "of another class"},
      {"550 3.7.1 no class", 550, "", "3.7.1 no class"},
      {"550 5.7.1: with a colon", 550, "", "5.7.1: with a colon"},
      {"450 limit is 450 messages, not 450-500", 450, "", "limit is 450 messages, not 450-500"},
      {"299 odd", 299, "", "odd"},
  };
  for (const Case& one : cases) {
    check(one, " ");
    check(one, "\\n");
  }
}

TEST_CASE("text that does not begin with a code is kept whole") {
  for (const char* raw : {"", "Greylisted", "45 x", "4500 x", "150 x", "650 x", "450: x", "450_x",
                          "x450 4.7.1", " 450 4.7.1 x", "4.7.1 x", "4a0 x"}) {
    check({raw, 0, "", raw}, " ");
    check({raw, 0, "", raw}, "\\n");
  }
}

TEST_CASE("a reply without code loses the blanks at its end alone") {
  check({"Command output: full  ", 0, "", "Command output: full"}, " ");
}

TEST_CASE("Postfix's replies of several lines are unfolded") {
  const Case cases[] = {
      {"450-4.2.0 <bob@grey.test>: Greylisted, 450-4.2.0 see http://example.net/ "
       "450 4.2.0 try again in 300 seconds",
       450, "4.2.0",
       "<bob@grey.test>: Greylisted, see http://example.net/ try again in 300 seconds"},
      {"554-mx.example.net 554 Your access was rejected", 554, "",
       "mx.example.net Your access was rejected"},
      {"450-4.1.8 first 450 4.7.1 last", 450, "4.7.1", "first last"},
      {"450-4.1.8 first 450 last", 450, "4.1.8", "first last"},
      {"421-one 421-two 421 three", 421, "", "one two three"},
      {"421-one 421", 421, "", "one"},
      {"421-one 421 ", 421, "", "one"},
      {"421- 421-two 421 ", 421, "", "two"},
      {"421-  indented 421   more", 421, "", "indented more"},
      {"450-Limit of 450 messages reached 450 4.2.0 at 300", 450, "4.2.0",
       "Limit of 450 messages reached at 300"},
      {"550-code 450-x is other 550 5.0.0 end", 550, "5.0.0", "code 450-x is other end"},
      {"550-a1550-b 550 end", 550, "", "a1550-b end"},
  };
  for (const Case& one : cases) check(one, " ");
}

TEST_CASE("a last line that Postfix dropped is not missed") {
  check({"550-5.7.1 a very long first line", 550, "5.7.1", "a very long first line"}, " ");
  check({"550-5.7.1 first 550-5.7.1 second, cut her", 550, "5.7.1", "first second, cut her"}, " ");
  check({"550-", 550, "", ""}, " ");
}

TEST_CASE("Exim's replies of several lines are unfolded") {
  const Case cases[] = {
      {"451-4.7.1 first\\n451-second\\n451 4.7.1 third", 451, "4.7.1", "first second third"},
      {"550-5.7.1 first\\n550 5.1.1 last", 550, "5.1.1", "first last"},
      {"550-first\\n550", 550, "", "first"},
      {"550-first\\n", 550, "", "first"},
      {"550-first\\n\\n550 last", 550, "", "first last"},
      {"550 first\\nwithout a code\\n550 last", 550, "", "first without a code last"},
      {"421-one 421-two 421 three", 421, "", "one 421-two 421 three"},
  };
  for (const Case& one : cases) check(one, "\\n");
}

TEST_CASE("a text cannot turn a refusal into a success") {
  // Exim leaves the remote's own backslashes as they are.
  check({"550 5.7.1 no\\n250 2.0.0 Ok", 550, "5.7.1", "no 250 2.0.0 Ok"}, "\\n");
  check({"550 5.7.1 no\\n2.0.0 Ok", 550, "5.7.1", "no 2.0.0 Ok"}, "\\n");
  check({"550-5.7.1 no 250 2.0.0 Ok 550 end", 550, "5.7.1", "no 250 2.0.0 Ok end"}, " ");
}

TEST_CASE("replies of one batch do not overwrite one another") {
  Events events;
  std::vector<Reply> replies;
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(10'000 + i);
    const std::string raw = "450-4.2.0 line " + number + " 450 4.2.0 end " + number;
    replies.push_back(parse::read_reply(raw, " ", events));
  }
  bool same = true;
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(10'000 + i);
    same = same && replies[static_cast<std::size_t>(i)].text == "line " + number + " end " + number;
  }
  CHECK(same);
}

TEST_CASE("any front of a reply is survived") {
  for (const std::string whole :
       {"450-4.2.0 a 450-4.2.0 b 450 4.2.0 c 450", "451-4.7.1 a\\n451-b\\n451 4.7.1 c\\n"}) {
    for (std::size_t n = 3; n <= whole.size(); ++n) {
      const std::string front = whole.substr(0, n);  // a buffer of its own: overruns show
      for (const char* line_break : {" ", "\\n"}) {
        Events events;
        const Reply reply = parse::read_reply(front, line_break, events);
        CHECK(reply.code == (front[1] - '0') * 10 + (front[2] - '0') + 400);
        CHECK(reply.text.size() < front.size());
      }
    }
  }
}

}  // namespace curfew::test
