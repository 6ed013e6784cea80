#include "curfew/builtin_formats.h"
#include "curfew/parser.h"
#include "parse/reply.h"
#include "sample_log.h"
#include "support/catch.h"

namespace curfew::bench {
namespace {

constexpr std::size_t batch = 1000;  // so that microseconds a run are nanoseconds a line

// A parser that goes round and round through a log, a batch at a time.
class Reading {
 public:
  Reading(const char* log, const char* format) : log_(log) {
    const Formats formats = builtin_formats();
    parser_ = formats.find(format)->make({});
  }

  std::size_t next() {
    const Lines lines(log_.lines());
    if (at_ + batch > lines.size()) at_ = 0;
    events_.clear();
    parser_->parse(lines.subspan(at_, batch), events_);
    at_ += batch;
    return events_.size();
  }
  const LineCount& count() const noexcept { return parser_->count(); }

 private:
  SampleLog log_;
  std::unique_ptr<Parser> parser_;
  Events events_;
  std::size_t at_ = 0;
};

void bench_parser(const char* log, const char* format) {
  Reading reading(log, format);
  BENCHMARK(std::string(format) + ", 1000 lines") {
    return reading.next();
  };
  CHECK(reading.count().unknown == 0);
  CHECK(reading.count().reported > reading.count().ignored / 4);
}

}  // namespace

TEST_CASE("parse Postfix", "[!benchmark]") {
  bench_parser("postfix-iso", "postfix");
}

TEST_CASE("parse Exim", "[!benchmark]") {
  bench_parser("exim", "exim");
}

TEST_CASE("recognize a format", "[!benchmark]") {
  const SampleLog log("exim");
  const Formats formats = builtin_formats();
  const Lines lines = Lines(log.lines()).first(batch);
  const Format* found = nullptr;
  BENCHMARK("1000 lines of Exim") {
    return found = formats.recognize(lines);
  };
  REQUIRE(found != nullptr);
  CHECK(found->name() == "exim");
}

TEST_CASE("read a reply", "[!benchmark]") {
  constexpr std::string_view one_line =
      "450 4.2.0 <anna@example.net>: Recipient address rejected: Greylisted, see "
      "http://grey.example/help.html";
  constexpr std::string_view four_lines =
      "421-4.7.28 Bigmail sees an unusual amount of mail from your address 421-4.7.28 192.0.2.25. "
      "To protect our users, mail from it is slowed down for now. 421-4.7.28 Guidelines for "
      "senders stand at 421 4.7.28 https://bigmail.example/senders?p=rate 4711si815ab.42 - bsmtp";
  Events events;
  Reply reply;
  BENCHMARK("one line") {
    events.clear();
    return reply = parse::read_reply(one_line, " ", events);
  };
  CHECK(reply.code == 450);
  BENCHMARK("four lines") {
    events.clear();
    return reply = parse::read_reply(four_lines, " ", events);
  };
  CHECK(to_string(reply.enhanced) == "4.7.28");
}

}  // namespace curfew::bench
