// Questions, answers and what goes wrong with them, without an engine.
#include "engine/client.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "curfew/error.h"
#include "engine/sender.h"
#include "support/catch.h"

namespace curfew::engine {
namespace {

struct Answer {
  long status = 200;
  std::string body;
  bool breaks = false;
};

struct Asked {
  std::string target;
  std::string body;
};

// Gives its answers by turns, a byte at a time.
class Scripted final : public Http {
 public:
  Scripted(std::deque<Answer> answers, std::vector<Asked>& asked)
      : answers_(std::move(answers)), asked_(asked) {}

  long post(const std::string& target, std::string_view body, const Take& take) override {
    asked_.push_back({.target = target, .body = std::string(body)});
    REQUIRE_FALSE(answers_.empty());
    const Answer answer = answers_.front();
    answers_.pop_front();
    for (const char& byte : answer.body) take(answer.status, {&byte, 1});
    if (answer.breaks) throw Error(ErrorCode::unreadable, "it broke off");
    return answer.status;
  }

 private:
  std::deque<Answer> answers_;
  std::vector<Asked>& asked_;
};

struct Dialogue {
  std::vector<Asked> asked;
  Client client;
  explicit Dialogue(std::deque<Answer> answers)
      : client(std::make_unique<Scripted>(std::move(answers), asked),
               {.url = "http://host:8123/", .user = {}, .password = {}, .ca_file = {}}) {}

  std::vector<std::string> ask() {
    std::vector<std::string> rows;
    client.ask("SELECT 1", 100, [&rows](std::span<const std::string_view> fields) {
      std::string row;
      for (const std::string_view field : fields) row.append(field).append("|");
      rows.push_back(row);
    });
    return rows;
  }
  Error failure_of_ask() {
    try {
      ask();
    } catch (const Error& error) {
      return error;
    }
    return {ErrorCode::bad_value, "none"};
  }
};

}  // namespace

TEST_CASE("a question may only read, and wants all shards") {
  Dialogue dialogue({{200, "1\t2\n3\n"}});
  CHECK(dialogue.ask() == std::vector<std::string>{"1|2|", "3|"});
  CHECK(dialogue.client.table("contacts") == "curfew.contacts");
  const std::string& target = dialogue.asked.front().target;
  CHECK(target.ends_with("&readonly=1"));
  CHECK(target.find("wait_end_of_query=1") != std::string::npos);
  CHECK(target.find("skip_unavailable_shards") == std::string::npos);
  CHECK(dialogue.asked.front().body == "SELECT 1 FORMAT TabSeparated");
}

TEST_CASE("a user who may only read need not say so") {
  const Answer refused{500, "Code: 164, readonly"};
  Dialogue dialogue({refused, {200, "1\n"}, {200, "2\n"}});
  CHECK(dialogue.ask() == std::vector<std::string>{"1|"});
  CHECK(dialogue.ask() == std::vector<std::string>{"2|"});
  REQUIRE(dialogue.asked.size() == 3);
  CHECK(dialogue.asked[0].target.ends_with("&readonly=1"));
  CHECK_FALSE(dialogue.asked[1].target.ends_with("&readonly=1"));
  CHECK_FALSE(dialogue.asked[2].target.ends_with("&readonly=1"));
  CHECK_THROWS_AS(Dialogue({refused, refused}).ask(), Error);
}

TEST_CASE("short answers are answers") {
  CHECK(Dialogue({{200, ""}}).ask().empty());
  CHECK(Dialogue({{200, "\n"}}).ask() == std::vector<std::string>{"|"});
  CHECK(Dialogue({{200, "Code\n"}}).ask() == std::vector<std::string>{"Code|"});
}

TEST_CASE("failures are told whatever their status") {
  CHECK(std::string(Dialogue({{200, "Code: 241, e.displayText() = no, e.what() = x"}})
                        .failure_of_ask()
                        .what()) == "http://host:8123: Code: 241, e.displayText() = no");
  CHECK(Dialogue({{500, "Code: 60, no table"}}).failure_of_ask().hint() == Hint::engine_tables);
  CHECK(Dialogue({{401, "who?"}}).failure_of_ask().hint() == Hint::engine_user);
  CHECK(std::string(Dialogue({{404, ""}}).failure_of_ask().what()) ==
        "http://host:8123: HTTP status 404");
  CHECK(std::string(Dialogue({{200, "1\t2"}}).failure_of_ask().what()) ==
        "http://host:8123: the answer is cut off");
  CHECK(std::string(Dialogue({{500, std::string(100'000, 'x')}}).failure_of_ask().what()).size() <
        400);
}

TEST_CASE("rows are sent again where that may help") {
  Dialogue dialogue({{500, "Code: 210, reset"}, {200, "", true}, {200, ""}});
  dialogue.client.insert("curfew.contacts", "a,b", "1\t2\n");
  REQUIRE(dialogue.asked.size() == 3);
  CHECK(dialogue.asked[0].body == dialogue.asked[2].body);
  CHECK(dialogue.asked[0].target.find("insert_distributed_sync=1") != std::string::npos);
  CHECK(dialogue.asked[0].target.ends_with(
      "query=INSERT%20INTO%20curfew.contacts%20%28a%2Cb%29%20FORMAT%20TabSeparated"));
  Dialogue lasting({{500, "Code: 193, wrong password"}});
  CHECK_THROWS_AS(lasting.client.insert("t", "a", "1\n"), Error);
  CHECK(lasting.asked.size() == 1);
}

TEST_CASE("rows are sent in their order, and the first failure ends it") {
  Dialogue dialogue({{200, ""}, {200, ""}, {500, "Code: 60, gone"}});
  Sender sender({&dialogue.client});
  sender.send({.table = "t", .columns = "a", .rows = "1\n"});
  sender.send({.table = "t", .columns = "a", .rows = "22\n"});
  sender.finish();
  CHECK(sender.bytes() == 5);
  sender.send({.table = "t", .columns = "a", .rows = "3\n"});
  CHECK_THROWS_AS(sender.finish(), Error);
  CHECK_THROWS_AS(sender.send({.table = "t", .columns = "a", .rows = "4\n"}), Error);
  sender.send({.table = "t", .columns = "a", .rows = "5\n"});  // told once
  REQUIRE(dialogue.asked.size() == 3);
  CHECK(dialogue.asked[1].body == "22\n");
}

// Waits within a request until both have begun one, or until it was waited for long enough.
class Meeting {
 public:
  bool come() {
    std::unique_lock lock(mutex_);
    ++here_;
    changed_.notify_all();
    return changed_.wait_for(lock, std::chrono::seconds(20), [this] { return here_ == 2; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int here_ = 0;
};

class Meets final : public Http {
 public:
  Meets(Meeting& meeting, std::atomic<int>& open, std::atomic<bool>& overlapped)
      : meeting_(meeting), open_(open), overlapped_(overlapped) {}
  long post(const std::string& target, std::string_view body, const Take& /*take*/) override {
    if (target.find("records") != std::string::npos) {
      if (open_ != 0) overlapped_ = true;
      return 200;
    }
    ++open_;
    CHECK(meeting_.come());
    // The first takes its time: what is last would come meanwhile.
    for (int i = 0; body == "1\n" && i < 30 && !overlapped_; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    --open_;
    return 200;
  }

 private:
  Meeting& meeting_;
  std::atomic<int>& open_;
  std::atomic<bool>& overlapped_;
};

TEST_CASE("rows go by two ways at once, and what is last comes last") {
  Meeting meeting;
  std::atomic<int> open = 0;
  std::atomic<bool> overlapped = false;
  const EngineAddress address{.url = "http://h", .user = {}, .password = {}, .ca_file = {}};
  Client first(std::make_unique<Meets>(meeting, open, overlapped), address);
  Client second(std::make_unique<Meets>(meeting, open, overlapped), address);
  Sender sender({&first, &second});
  sender.send({.table = "contacts", .columns = "a", .rows = "1\n"});
  sender.send({.table = "contacts", .columns = "a", .rows = "2\n"});
  sender.send({.table = "records", .columns = "a", .rows = "3\n", .is_last = true});
  sender.finish();
  CHECK_FALSE(overlapped);
}

}  // namespace curfew::engine
