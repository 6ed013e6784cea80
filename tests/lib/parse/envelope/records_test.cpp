// Envelopes whose records have named fields: JSON, and journalctl's own forms.

#include <fstream>

#include "lib/parse/envelope/opened.h"
#include "support/catch.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

const std::string journal_line =
    "{\"MESSAGE\":\"4jY9: removed\",\"SYSLOG_IDENTIFIER\":\"postfix/qmgr\",\"SYSLOG_PID\":\"381\","
    "\"__REALTIME_TIMESTAMP\":\"1795449893469990\",\"_HOSTNAME\":\"mail\","
    "\"_SOURCE_REALTIME_TIMESTAMP\":\"1795449893469778\",\"_COMM\":\"qmgr\",\"_PID\":\"1\"}";
const std::string plain_line =
    "2026-11-23T16:04:53.469+00:00 mail postfix/qmgr[381]: 4jY9: removed";

void check_line(const std::string& wrapped, const std::string& line) {
  INFO(wrapped);
  CHECK(open_any_way(wrapped).lines == Texts{"1: " + line});
}

// A journal's record with this text, as it is written in JSON.
std::string with_message(const std::string& value) {
  return R"({"SYSLOG_IDENTIFIER":"postfix/smtp","_HOSTNAME":"mail",)"
         R"("__REALTIME_TIMESTAMP":"1795449893469990","MESSAGE":)" +
         value + '}';
}

void check_message(const std::string& value, const std::string& text) {
  check_line(with_message(value), "2026-11-23T16:04:53.469+00:00 mail postfix/smtp: " + text);
}

std::string binary_field(const std::string& name, const std::string& value) {
  std::string text = name + '\n';
  for (std::size_t i = 0; i < 8; ++i) text += static_cast<char>(value.size() >> (8 * i) & 0xFF);
  return text + value + '\n';
}

}  // namespace

TEST_CASE("what curfew wrote is no record, whatever else stands in it") {
  const std::string event =
      R"({"schema":"curfew-event/1","kind":"attempt","time":"2026-11-23T16:08:56Z",)"
      R"("message":"Nov 23 16:04:53 mail postfix/qmgr[381]: 4jY9: removed","log":"x","tag":"a",)"
      R"("host":"mail","reply_text":"Nov 23 16:04:53 mail postfix/qmgr[381]: 4jY9: removed"})";
  CHECK(open_any_way(event).form.empty());
}

TEST_CASE("what curfew wrote is taken out of a container's record") {
  const std::string wrapped =
      R"({"log":"{\"schema\":\"curfew-event/1\",\"kind\":\"attempt\"}\n","stream":"stdout",)"
      R"("time":"2026-11-23T16:08:56Z"})";
  CHECK(open_any_way(wrapped).lines == Texts{R"(1: {"schema":"curfew-event/1","kind":"attempt"})"});
}

TEST_CASE("a journal's JSON becomes a line, however it was printed") {
  check_line(journal_line, plain_line);
  check_line('\x1e' + journal_line, plain_line);
  const Opened events =
      open_any_way("data: " + journal_line + "\n\ndata: " + journal_line + "\n\n");
  CHECK(events.lines == Texts{"1: " + plain_line, "3: " + plain_line});
  CHECK(events.absorbed == 2);
  std::string pretty = journal_line;
  for (std::size_t at = 0; (at = pretty.find(",\"", at)) != std::string::npos;) {
    pretty.replace(at, 2, ",\n\t\"");
  }
  pretty = "{\n\t" + pretty.substr(1, pretty.size() - 2) + "\n}\n";
  const Opened twice = open_any_way(pretty + pretty);
  CHECK(twice.lines == Texts{"1: " + plain_line, "11: " + plain_line});
  CHECK(twice.absorbed == 18);
}

TEST_CASE("the time a record was filed at stands in for the sender's") {
  check_line(R"({"__REALTIME_TIMESTAMP":"1795449893469990","MESSAGE":"x","_COMM":"qmgr","_PID":7})",
             "2026-11-23T16:04:53.469+00:00 - qmgr[7]: x");
}

TEST_CASE("a message's text is read whatever way it is written") {
  check_message(R"("a \"b\" \\ \/ c")", R"(a "b" \ / c)");
  check_message(R"("caf\u00e9 \u20ac \ud83d\ude00")", "caf\u00e9 \u20ac \U0001F600");
  check_message(R"("\ud83d alone, \ude00 alone")", "\uFFFD alone, \uFFFD alone");
  check_message(R"("\u00zz \u12")", "00zz 12");
  check_message("[72,97,108,108,246]", "Hall\xF6");
  check_message("[ 72, 105 ]", "Hi");
  check_message("[]", "");
  check_message("[72,256]", "[no text]");
  check_message("[72,[1]]", "[no text]");
  check_message("null", "[no text]");
  check_message("42", "42");
}

TEST_CASE("a line break in a message makes no second line") {
  check_message(R"("one\ntwo\r\u0000\u001b[2Jthree\tfour")", "one two   [2Jthree\tfour");
  check_message("[111,10,116]", "o t");
}

TEST_CASE("what would end a head early is replaced") {
  check_line(R"({"__REALTIME_TIMESTAMP":"1795449893469990","MESSAGE":"x",)"
             R"("SYSLOG_IDENTIFIER":"a b: c","_HOSTNAME":"h h\n","SYSLOG_PID":"1] x"})",
             "2026-11-23T16:04:53.469+00:00 h_h_ a_b__c: x");
}

TEST_CASE("nested values are passed over and broken objects given as they are") {
  const std::string good = with_message("\"x\"");
  const std::string line = "2026-11-23T16:04:53.469+00:00 mail postfix/smtp: x";
  const std::string nested =
      good.substr(0, good.size() - 1) + R"(,"a":{"b":[1,{"c":"}\"]"}]},"d":[[]]})";
  CHECK(open_any_way(good + '\n' + nested).lines == Texts{"1: " + line, "2: " + line});
  for (const std::string& broken :
       {good.substr(0, good.size() - 1), good + "x", good + good, std::string("{"),
        std::string("{}"), std::string("{\"MESSAGE\""), std::string("[]"), std::string("hello"),
        std::string(R"({"MESSAGE":"x","_COMM":"y"})")}) {
    INFO(broken);
    CHECK(open_any_way(good + '\n' + broken).lines == Texts{"1: " + line, "2: " + broken});
  }
}

TEST_CASE("every front of a record is survived") {
  for (const std::string& whole : {journal_line, with_message("[72,97]")}) {
    for (std::size_t n = 0; n < whole.size(); ++n) {
      const std::string cut = whole.substr(0, n) + '\n';
      const Opened opened = open_text(whole + '\n' + cut + whole + '\n' + cut + whole);
      CHECK(opened.lines.size() + opened.absorbed == 5);
    }
  }
}

TEST_CASE("brackets without end do not take the reader down") {
  const std::string good = with_message("\"x\"");
  const std::string deep = "{\"a\":" + std::string(50000, '[');
  CHECK(open_text(good + '\n' + deep).lines.at(1) == "2: " + deep);
}

TEST_CASE("docker's json-file holds the line with its end") {
  check_line(R"({"log":"Nov 23 16:08:55 mail postfix/smtp[1]: a \u003cb\u003e\n",)"
             R"("stream":"stdout","attrs":{"tag":"x"},"time":"2026-11-23T16:08:55.000000001Z"})",
             "2026-11-23T16:08:55.000+00:00 mail postfix/smtp[1]: a <b>");
  const std::string end = R"(,"stream":"stdout","time":"2026-11-23T16:08:55Z"})";
  const std::string error = R"(,"stream":"stderr","time":"2026-11-23T16:08:55Z"})";
  // A piece is 16 KiB.
  const std::string front = "Nov 23 16:08:55 mail a: one ";
  const std::string piece = front + std::string(16 * 1024 - front.size(), 'x');
  const Opened opened = open_any_way("{\"log\":\"" + piece + '"' + end + '\n' +
                                     R"({"log":"Nov 23 16:08:55 mail a: three\n")" + error + '\n' +
                                     R"({"log":"two\n")" + end + '\n' +
                                     R"({"log":"Nov 23 16:08:56 mail a: put together")" + end +
                                     '\n' + "{\"log\":\"" + piece + '"' + end);
  REQUIRE(opened.lines.size() == 4);
  CHECK(opened.lines[0] == "2: 2026-11-23T16:08:55.000+00:00 mail a: three");
  CHECK(opened.lines[1] ==
        "3: 2026-11-23T16:08:55.000+00:00 mail a: one " + piece.substr(front.size()) + "two");
  CHECK(opened.lines[2] == "4: 2026-11-23T16:08:56.000+00:00 mail a: put together");
  CHECK(opened.lines[3] == "5: " + piece);
  CHECK(opened.absorbed == 1);
}

TEST_CASE("a container's line in the journal has its own head") {
  check_line(R"({"__REALTIME_TIMESTAMP":"1795449893469990","CONTAINER_ID":"0f1e",)"
             R"("SYSLOG_IDENTIFIER":"0f1e","_HOSTNAME":"node",)"
             R"("MESSAGE":"Nov 23 17:04:53 mail postfix/smtp[1]: body"})",
             "2026-11-23T17:04:53.000+01:00 mail postfix/smtp[1]: body");
}

TEST_CASE("rsyslog's JSON, with one tag or with name and process") {
  check_line(R"({"@timestamp":"2026-11-23T16:04:53.469+01:00", "host":"mail", "severity":"info",)"
             R"( "tag":"postfix\/smtp[427]:", "message":" 4jY9: body"})",
             "2026-11-23T15:04:53.469+00:00 mail postfix/smtp[427]: 4jY9: body");
  check_line(R"({"timereported":"2026-11-23T16:04:53Z","hostname":"mail","programname":"postfix",)"
             R"("procid":"427","msg":"body"})",
             "2026-11-23T16:04:53.000+00:00 mail postfix[427]: body");
  check_line(R"({"timestamp":"Nov 23 16:04:53","host":"mail","tag":"exim[4]:","message":" body"})",
             "Nov 23 16:04:53 mail exim[4]: body");
}

TEST_CASE("the export form: a field a line, a blank line behind a record") {
  const std::string record =
      "__CURSOR=s=0e9e;i=4\n__REALTIME_TIMESTAMP=1795449893469990\n_HOSTNAME=mail\n"
      "SYSLOG_IDENTIFIER=postfix/qmgr\nSYSLOG_PID=381\nMESSAGE=4jY9: removed\n"
      "_SOURCE_REALTIME_TIMESTAMP=1795449893469778\n";
  const Opened opened = open_any_way(record + '\n' + record);
  CHECK(opened.lines == Texts{"1: " + plain_line, "9: " + plain_line});
  CHECK(opened.absorbed == 13);
}

TEST_CASE("values of the export form that are no text may hold line ends") {
  const std::string front =
      "__CURSOR=s=0e9e;i=4\n__REALTIME_TIMESTAMP=1795449893469990\n_HOSTNAME=mail\n"
      "SYSLOG_IDENTIFIER=postfix/qmgr\nSYSLOG_PID=381\n";
  for (const std::string& value : {std::string("a\xF6\x01z"), std::string("one\ntwo\n\nthree"),
                                   std::string("MESSAGE=forged\n"), std::string("ten bytes!"),
                                   std::string(), std::string(2570, 'x')}) {
    std::string text = front + binary_field("MESSAGE", value) + '\n';
    std::string line = value;
    for (char& c : line) c = c == '\n' || c == '\x01' ? ' ' : c;
    const Opened opened = open_any_way(text + text);
    REQUIRE(opened.lines.size() == 2);
    CHECK(opened.lines[0] == "1: 2026-11-23T16:04:53.469+00:00 mail postfix/qmgr[381]: " + line);
  }
}

TEST_CASE("a length that is a lie costs a record, not the log") {
  const std::string front = "__REALTIME_TIMESTAMP=1795449893469990\n_COMM=qmgr\n";
  std::string lie = "A\n";
  lie += std::string(7, '\xFF') + "\x7F";
  const Opened opened = open_any_way(front + lie + "x\ny\n\n" + front + "MESSAGE=good\n\n" + front);
  CHECK(opened.lines == Texts{"7: 2026-11-23T16:04:53.469+00:00 - qmgr: good"});
}

TEST_CASE("the verbose form") {
  const std::string record =
      "Mon 2026-11-23 16:04:53.469778 UTC [s=0e9e;i=4]\n    _HOSTNAME=mail\n"
      "    SYSLOG_IDENTIFIER=postfix/qmgr\n    SYSLOG_PID=381\n    MESSAGE=4jY9: removed\n"
      "             MESSAGE=forged\n";
  const Opened opened = open_any_way(record + record);
  CHECK(opened.lines == Texts{"1: " + plain_line, "7: " + plain_line});
  CHECK(opened.absorbed == 10);
}

}  // namespace curfew::test
