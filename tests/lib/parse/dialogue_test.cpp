#include "parse/dialogue.h"

#include <string>
#include <tuple>
#include <vector>

#include "curfew/error.h"
#include "support/catch.h"
#include "text/state.h"

namespace curfew::parse {
namespace {

Dialogue opened(const Dialogue::Manner& manner = {.line_break = "|"}) {
  Dialogue dialogue(manner);
  dialogue.open();
  return dialogue;
}

Answer answer_to(Dialogue& dialogue, std::string_view reply) {
  Answer answer;
  REQUIRE(dialogue.received(reply, answer));
  return answer;
}

void greet(Dialogue& dialogue) {
  CHECK(answer_to(dialogue, "220 ready").stage == Stage::banner);
  dialogue.sent("EHLO mail.example.org");
  CHECK(answer_to(dialogue, "250 HELP").stage == Stage::ehlo);
}

}  // namespace

TEST_CASE("the first reply of a connection is the banner, and decides") {
  Dialogue dialogue = opened();
  const Answer answer = answer_to(dialogue, "421 busy");
  CHECK(answer.stage == Stage::banner);
  CHECK(answer.decides);
  CHECK(answer.code == 421);
  CHECK(answer.recipient == Answer::everybody);
}

TEST_CASE("replies answer commands in their order, also when they were pipelined") {
  Dialogue dialogue = opened();
  greet(dialogue);
  dialogue.sent("MAIL FROM:<a@example.org> SIZE=1");
  dialogue.sent("RCPT TO:<b@example.net>");
  dialogue.sent("RCPT TO:<c@example.net>");
  dialogue.sent("DATA");
  CHECK(answer_to(dialogue, "250 ok").stage == Stage::mail_from);
  CHECK(answer_to(dialogue, "450 later").recipient == 0);
  CHECK(answer_to(dialogue, "250 ok").recipient == 1);
  CHECK(answer_to(dialogue, "354 go").stage == Stage::data);
  CHECK(dialogue.sender() == "a@example.org");
  CHECK(dialogue.recipient(1) == "c@example.net");
  CHECK(dialogue.accepted() == 1);
  dialogue.sent(".");
  const Answer last = answer_to(dialogue, "250 queued");
  CHECK(last.stage == Stage::end_of_data);
  CHECK_FALSE(dialogue.concerns(last, 0));
  CHECK(dialogue.concerns(last, 1));
}

TEST_CASE("a reply is complete with its last line") {
  Dialogue dialogue = opened();
  Answer answer;
  CHECK_FALSE(dialogue.received("421-busy", answer));
  CHECK(dialogue.in_reply());
  REQUIRE(dialogue.received("421 really", answer));
  CHECK(answer.reply == "421-busy|421 really");
}

TEST_CASE("a whole reply may come at once") {
  Dialogue dialogue = opened({.line_break = "[nl]", .whole_replies = true});
  const Answer answer = answer_to(dialogue, "220-mx[nl]220 ready");
  CHECK(answer.stage == Stage::banner);
  CHECK(dialogue.idle());
}

TEST_CASE("STARTTLS is followed by another EHLO, and its 220 is no banner") {
  Dialogue dialogue = opened();
  greet(dialogue);
  dialogue.sent("STARTTLS");
  const Answer answer = answer_to(dialogue, "220 go ahead");
  CHECK(answer.stage == Stage::starttls);
  CHECK_FALSE(answer.decides);
  dialogue.sent("EHLO mail.example.org");
  CHECK(answer_to(dialogue, "250 HELP").stage == Stage::ehlo);
}

TEST_CASE("a refused EHLO does not decide, a refused HELO does") {
  Dialogue dialogue = opened();
  answer_to(dialogue, "220 ready");
  dialogue.sent("EHLO mail.example.org");
  CHECK_FALSE(answer_to(dialogue, "502 what").decides);
  dialogue.sent("HELO mail.example.org");
  CHECK(answer_to(dialogue, "550 no").decides);
}

TEST_CASE("masked lines are the authentication, and what the log masked along with it") {
  Dialogue dialogue = opened({.line_break = "|", .auth_decides = true});
  greet(dialogue);
  dialogue.sent("AUTH LOGIN");
  CHECK(answer_to(dialogue, "334 VXNlcm5hbWU6").stage == Stage::auth);
  dialogue.sent("QUIT");  // the name of a user, in base64 or not
  CHECK(answer_to(dialogue, "334 UGFzc3dvcmQ6").stage == Stage::auth);
  dialogue.sent("***");
  CHECK(answer_to(dialogue, "235 welcome").stage == Stage::auth);
  dialogue.sent("***");
  CHECK(answer_to(dialogue, "250 ok").stage == Stage::mail_from);
  CHECK(dialogue.sender().empty());
  dialogue.sent("RCPT TO:<b@example.net>");
  CHECK(answer_to(dialogue, "250 ok").stage == Stage::rcpt_to);
}

TEST_CASE("a refused password decides, and what is masked behind it is QUIT") {
  Dialogue dialogue = opened({.line_break = "|", .auth_decides = true});
  greet(dialogue);
  dialogue.sent("AUTH LOGIN");
  answer_to(dialogue, "334 UGFzc3dvcmQ6");
  dialogue.sent("***");
  const Answer answer = answer_to(dialogue, "535 wrong");
  CHECK(answer.stage == Stage::auth);
  CHECK(answer.decides);
  dialogue.sent("***");
  CHECK(answer_to(dialogue, "221 bye").stage == Stage::quit);
}

TEST_CASE("a connection carries several messages") {
  Dialogue dialogue = opened();
  greet(dialogue);
  for (const char* const sender : {"MAIL FROM:<a@example.org>", "MAIL FROM:<>"}) {
    dialogue.sent(sender);
    answer_to(dialogue, "250 ok");
    dialogue.sent("RCPT TO:<b@example.net>");
    answer_to(dialogue, "550 no");
    CHECK(dialogue.recipients() == 1);
    CHECK(dialogue.accepted() == 0);
    dialogue.sent("RSET");
    CHECK_FALSE(answer_to(dialogue, "250 ok").decides);
  }
  CHECK(dialogue.sender() == "<>");
}

TEST_CASE("a recipient of the message before is nobody's any more") {
  Dialogue dialogue = opened();
  greet(dialogue);
  dialogue.sent("RCPT TO:<b@example.net>");
  dialogue.sent("MAIL FROM:<a@example.org>");
  const Answer late = answer_to(dialogue, "550 no");
  CHECK(late.stage == Stage::rcpt_to);
  CHECK(late.recipient == Answer::everybody);
  CHECK_FALSE(late.decides);
  CHECK(answer_to(dialogue, "250 ok").stage == Stage::mail_from);
}

TEST_CASE("LMTP answers the data once for each recipient that was accepted") {
  Dialogue dialogue = opened();
  answer_to(dialogue, "220 ready");
  dialogue.sent("LHLO mail.example.org");
  answer_to(dialogue, "250 ok");
  dialogue.sent("MAIL FROM:<a@example.org>");
  answer_to(dialogue, "250 ok");
  for (const char* const reply : {"250 ok", "550 no", "250 ok"}) {
    dialogue.sent("RCPT TO:<b@example.net>");
    answer_to(dialogue, reply);
  }
  dialogue.sent("DATA");
  answer_to(dialogue, "354 go");
  dialogue.sent(".");
  CHECK(answer_to(dialogue, "250 ok").recipient == 0);
  CHECK(answer_to(dialogue, "452 full").recipient == 2);
  CHECK(dialogue.idle());
}

TEST_CASE("BDAT ends the data with its last part") {
  Dialogue dialogue = opened();
  greet(dialogue);
  dialogue.sent("BDAT 100");
  CHECK(answer_to(dialogue, "250 ok").stage == Stage::data);
  dialogue.sent("BDAT 10 LAST");
  CHECK(answer_to(dialogue, "250 queued").stage == Stage::end_of_data);
}

TEST_CASE("silence is given to the command that waits") {
  Dialogue dialogue = opened();
  greet(dialogue);
  dialogue.sent("MAIL FROM:<a@example.org>");
  Answer answer;
  REQUIRE(dialogue.closed(answer));
  CHECK(answer.stage == Stage::mail_from);
  CHECK_FALSE(dialogue.closed(answer));
  CHECK(dialogue.last_stage() == Stage::ehlo);
}

TEST_CASE("what is no reply has no code, and numbers are not cut out of longer ones") {
  for (const char* const text : {"", "4", "hello", "4211 busy", "<html>"}) {
    Dialogue dialogue = opened();
    const Answer answer = answer_to(dialogue, text);
    CHECK(answer.code == 0);
    CHECK_FALSE(answer.positive());
  }
}

TEST_CASE("a dialogue without end stays within its bounds") {
  Dialogue dialogue = opened();
  for (int i = 0; i < 5000; ++i) dialogue.sent("RCPT TO:<b@example.net>");
  CHECK(dialogue.recipients() <= 2048);
  Answer answer;
  for (int i = 0; i < 1000; ++i) {
    if (dialogue.received("250-" + std::string(1000, 'x'), answer)) break;
    CHECK(answer.reply.size() <= 8192);
  }
  CHECK(dialogue.in_reply());
}

TEST_CASE("a dialogue that was kept behind any of its lines goes on") {
  const Dialogue::Manner manner{.line_break = "|", .whole_replies = false, .auth_decides = true};
  const auto kept = [&manner](const Dialogue& dialogue) {
    Dialogue same(manner);
    text::restore(same, text::state_of(dialogue));
    CHECK(text::state_of(same) == text::state_of(dialogue));
    return same;
  };
  Dialogue dialogue(manner);
  dialogue.open();
  Answer answer;
  const auto received = [&](const char* line) {
    dialogue = kept(dialogue);
    return dialogue.received(line, answer);
  };
  const auto sent = [&](const char* line) {
    dialogue = kept(dialogue);
    dialogue.sent(line);
  };
  CHECK_FALSE(received("220-mx"));
  CHECK(kept(dialogue).in_reply());
  CHECK(received("220 ready"));
  CHECK(answer.reply == "220-mx|220 ready");
  CHECK(answer.stage == Stage::banner);
  sent("LHLO a");
  CHECK(received("250 hello"));
  sent("AUTH PLAIN");
  CHECK(received("334 "));
  sent("secret");
  CHECK(received("235 ok"));
  CHECK(answer.stage == Stage::auth);
  for (const char* line : {"MAIL FROM:<a@example.org>", "RCPT TO:<b@example.net>",
                           "RCPT TO:<c@example.net>", "DATA"}) {
    sent(line);
  }
  for (const char* line : {"250 ok", "250 ok", "550 no", "354 go"}) CHECK(received(line));
  CHECK(kept(dialogue).last_stage() == Stage::data);
  sent(".");
  CHECK_FALSE(kept(dialogue).idle());
  CHECK(received("450 later"));
  CHECK(answer.stage == Stage::end_of_data);
  CHECK(answer.recipient == 0);
  dialogue = kept(dialogue);
  CHECK(dialogue.idle());
  CHECK(dialogue.sender() == "a@example.org");
  CHECK(dialogue.accepted() == 1);
  REQUIRE(dialogue.recipients() == 2);
  CHECK(dialogue.recipient(1) == "c@example.net");
  CHECK(dialogue.fate(0) == Dialogue::Fate::accepted);
  CHECK(dialogue.fate(1) == Dialogue::Fate::refused);
}

TEST_CASE("a dialogue whose places are none is refused") {
  const auto state_with = [](std::size_t first, std::size_t begin, std::size_t length) {
    using Recipients = std::vector<std::tuple<std::size_t, std::size_t, Dialogue::Fate>>;
    std::string state;
    text::StateWriter writer(state);
    writer(0, first, Stage::unknown, false, 0, 0, false, true, std::string(), std::string(),
           std::string("abc"), Recipients{{begin, length, Dialogue::Fate::asked}}, 0);
    return state;
  };
  Dialogue dialogue(Dialogue::Manner{});
  text::restore(dialogue, state_with(0, 1, 2));
  CHECK(dialogue.recipient(0) == "bc");
  CHECK_THROWS_AS(text::restore(dialogue, state_with(1, 1, 2)), Error);
  CHECK_THROWS_AS(text::restore(dialogue, state_with(0, 4, 0)), Error);
  CHECK_THROWS_AS(text::restore(dialogue, state_with(0, 1, 3)), Error);
  CHECK_THROWS_AS(text::restore(dialogue, state_with(0, 1, SIZE_MAX)), Error);
}

}  // namespace curfew::parse
