// Consumers and observers come and go, sessions take turns; nobody is told what is not his, and
// nobody who is gone is told anything.
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "support/catch.h"
#include "support/report_json.h"

namespace curfew::test {
namespace {

AnalyzerOptions options(unsigned threads = 1) {
  AnalyzerOptions options;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.zone = TimeZone::named("America/Phoenix");
  options.log_zone = options.zone;
  options.threads = threads;
  return options;
}

std::string sample(const std::string& name) {
  std::ifstream file(std::string(CURFEW_SOURCE_DIR) + "/samples/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Counter : public Consumer {
 public:
  void events(const EventBatch& batch) override { events_seen += batch.events.size(); }
  void attempt(const Attempt& /*attempt*/) override { ++attempts_seen; }
  void lines_read(std::size_t lines) override { lines_seen += lines; }

  std::size_t lines_seen = 0;
  std::size_t events_seen = 0;
  std::size_t attempts_seen = 0;
};

class Watcher final : public LogObserver {
 public:
  void begin(const std::string& name, const Format& /*format*/,
             const ClockHints& /*hints*/) override {
    turns += name + ' ';
  }
  void lines(Lines some) override { lines_seen += some.size(); }

  std::string turns;
  std::size_t lines_seen = 0;
};

}  // namespace

TEST_CASE("sessions end in any order, and the others go on telling") {
  const std::string text = sample("cox-curfew.log");
  const std::string_view front = std::string_view(text).substr(0, text.size() / 2);
  for (const unsigned threads : {1U, 4U}) {
    Analyzer analyzer(builtin_formats(), options(threads));
    Counter counter;
    analyzer.add(counter);
    Session one = analyzer.session("one");
    one.feed(front);
    REQUIRE(one.recognize());
    const RedactionKey key = analyzer.log_key();
    const std::size_t before = counter.attempts_seen;
    CHECK(before > 100);
    {
      Session other = analyzer.session("other");
      other.feed(sample("postfix-remotes.log"));
    }
    CHECK(analyzer.log_key().bytes == key.bytes);
    analyzer.read(text_source("whole", sample("postfix-remotes.log")));
    const std::size_t between = counter.attempts_seen;
    one.feed(std::string_view(text).substr(front.size()));
    one.finish();
    CHECK(counter.attempts_seen - between > 100);
  }
}

TEST_CASE("all calls come on one thread, and lines are told whether or not they tell of anything") {
  const std::string text = sample("cox-curfew.log");
  const std::string silent = "2020-06-02 17:00:00 Start queue run: pid=1\n";
  for (const unsigned threads : {1U, 4U}) {
    AnalyzerOptions chosen = options(threads);
    chosen.batch = 4'096;
    Analyzer analyzer(builtin_formats(), chosen);
    Counter counter;  // no atomics: calls at the same time would be a race
    analyzer.add(counter);
    analyzer.read(text_source("log", text));
    CHECK(counter.lines_seen == 7'737);
    CHECK(counter.events_seen > 4'000);
    analyzer.read(text_source("silent", silent));
    CHECK(counter.lines_seen == 7'738);
  }
}

TEST_CASE("sessions side by side give the same whatever the number of threads") {
  const std::string cox = sample("cox-curfew.log");
  const std::string other = sample("hmailserver-curfew.log");
  const auto report = [&](unsigned threads) {
    Analyzer analyzer(builtin_formats(), options(threads));
    Session one = analyzer.session("one");
    Session two = analyzer.session("two");
    for (std::size_t at = 0; at < std::max(cox.size(), other.size()); at += 16'384) {
      if (at < cox.size()) one.feed(std::string_view(cox).substr(at, 16'384));
      if (at < other.size()) two.feed(std::string_view(other).substr(at, 16'384));
    }
    one.finish();
    two.finish();
    return json(analyzer.report());
  };
  CHECK(report(4) == report(1));
}

TEST_CASE("a log that is to be recognized at once tells its events, and ends as if it were read") {
  const std::string text = sample("cox-curfew.log");
  Analyzer analyzer(builtin_formats(), options());
  Counter counter;
  analyzer.add(counter);
  Session session = analyzer.session("log");
  CHECK_FALSE(session.recognize());  // nothing was fed
  session.feed("hello\n");
  CHECK_FALSE(session.recognize());
  session = analyzer.session("log");
  session.feed(std::string_view(text).substr(0, 5'000));
  CHECK(counter.events_seen == 0);
  CHECK(session.recognize());
  CHECK(session.is_recognized());
  CHECK(counter.events_seen > 10);
  session.feed(std::string_view(text).substr(5'000));
  session.finish();
  Analyzer whole(builtin_formats(), options());
  whole.read(text_source("log", text));
  CHECK(json(analyzer.report()) == json(whole.report()));
}

TEST_CASE("a consumer is told from when it is added until it is removed, also within a call") {
  const std::string text = sample("cox-curfew.log");
  const std::string_view half = std::string_view(text).substr(0, text.size() / 2);
  Analyzer analyzer(builtin_formats(), options());
  Session session = analyzer.session("log");
  session.feed(half);
  REQUIRE(session.recognize());
  Counter late;
  analyzer.add(late);
  CHECK(late.events_seen == 0);

  class Once final : public Counter {
   public:
    Once(Analyzer& analyzer, std::unique_ptr<Counter>& next) : analyzer_(analyzer), next_(next) {}
    void attempt(const Attempt& attempt) override {
      Counter::attempt(attempt);
      analyzer_.remove(*this);
      next_ = std::make_unique<Counter>();
      analyzer_.add(*next_);
    }

   private:
    Analyzer& analyzer_;
    std::unique_ptr<Counter>& next_;
  };
  std::unique_ptr<Counter> next;
  Once once(analyzer, next);
  analyzer.add(once);
  Counter last;
  analyzer.add(last);
  session.feed(std::string_view(text).substr(half.size()));
  session.finish();
  CHECK(late.events_seen > 100);
  CHECK(late.attempts_seen > 100);
  CHECK(last.attempts_seen == late.attempts_seen);
  CHECK(once.attempts_seen == 1);
  REQUIRE(next != nullptr);
  CHECK(next->attempts_seen == late.attempts_seen - 1);
}

TEST_CASE("what a consumer throws ends that log, and reports go on") {
  class Thrower final : public Consumer {
   public:
    void events(const EventBatch& /*batch*/) override { throw 42; }
  };
  const std::string text = sample("cox-curfew.log");
  Analyzer analyzer(builtin_formats(), options());
  Thrower thrower;
  analyzer.add(thrower);
  {
    Session session = analyzer.session("log");
    session.feed(std::string_view(text).substr(0, 100'000));
    CHECK_THROWS_AS(session.recognize(), int);
    CHECK_NOTHROW(analyzer.snapshot());
    session.feed(std::string_view(text).substr(100'000));
  }
  analyzer.remove(thrower);
  CHECK_NOTHROW(analyzer.snapshot());
  analyzer.read(text_source("log", text));
  CHECK(analyzer.report().lines.reported > 0);
}

TEST_CASE("an observer comes and goes while a log is fed, and knows whose lines it sees") {
  const std::string text = sample("cox-curfew.log");
  const auto part = [&text](std::size_t which) {
    return std::string_view(text).substr(which * 100'000, 100'000);
  };
  Analyzer analyzer(builtin_formats(), options());
  Session one = analyzer.session("one");
  Session two = analyzer.session("two");
  one.feed(part(0));
  two.feed(part(0));
  REQUIRE(one.recognize());
  REQUIRE(two.recognize());
  {
    Watcher watcher;
    analyzer.observe(&watcher);
    one.feed(part(1));
    two.feed(part(1));
    one.feed(part(2));
    analyzer.observe(nullptr);
    CHECK(watcher.lines_seen > 1'000);
    CHECK(watcher.turns == "one two one ");
  }
  one.feed(part(3));
  two.finish();
}

}  // namespace curfew::test
