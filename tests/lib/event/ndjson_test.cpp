#include "curfew/event.h"

#include "support/catch.h"

namespace curfew {

TEST_CASE("an event is a line of JSON with what it says, and nothing it does not say") {
  Event event;
  event.time = Instant(std::chrono::sys_days(std::chrono::year(2020) / 6 / 2));
  event.line = 7;
  event.outcome = Outcome::deferred;
  event.contacted = Contacted::yes;
  event.queue_id = "1jgIA6-0000hB-0E";
  event.recipient = "a@cox.example";
  event.remote_host = "cxr.mx.cox.example";
  event.remote_port = 25;
  event.stage = Stage::banner;
  event.reply = {.code = 421, .enhanced = {4, 7, 0}, .text = "say \"no\"\x1b"};
  event.enhanced_code = {4, 0, 0};
  event.delay = Milliseconds(90'500);
  std::string out;
  append_ndjson(out, event, "exim", "mainlog");
  CHECK(
      out ==
      R"({"schema":"curfew-event/1","kind":"attempt","time":"2020-06-02T00:00:00Z","format":"exim",)"
      R"("outcome":"deferred","queue_id":"1jgIA6-0000hB-0E","recipient":"a@cox.example",)"
      R"("remote_host":"cxr.mx.cox.example","remote_port":25,"contacted":"yes","stage":"banner",)"
      R"("reply_code":421,"enhanced_code":"4.7.0","server_enhanced_code":"4.0.0",)"
      R"("reply_text":"say \"no\"\u001b","delay":90.500,"source":"mainlog:7"})"
      "\n");
}

}  // namespace curfew
