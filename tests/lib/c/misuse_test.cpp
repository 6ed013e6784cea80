// A program in C that is wrong is told so, and nothing else happens to it.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "lib/c/handle.h"

namespace curfew::test {
namespace {

namespace fs = std::filesystem;

const std::string sample = CURFEW_SOURCE_DIR "/samples/cox-curfew.log";
const std::string line =
    "2020-06-02 10:00:00 1jfp8s-0001Ab-Cd ** a@example.net R=r T=t H=mx.example.net [192.0.2.7]: "
    "SMTP error from remote mail server after RCPT TO:<a@example.net>: 550 no\n";

// Tells what was wrong, and that there is something to be done about it.
void expect(curfew_status status, const curfew_error& error, curfew_status expected) {
  CAPTURE(curfew_status_name(status), error.message, error.remedy);
  CHECK(status == expected);
  CHECK(error.status == expected);
  CHECK(std::string(error.message).empty() == (expected == CURFEW_OK));
  if (expected == CURFEW_MISUSE) CHECK_FALSE(std::string(error.remedy).empty());
}

TEST_CASE("null is misuse where something is needed") {
  const OwnAnalyzer own;
  curfew_analyzer* const analyzer = own.get();
  curfew_session* const session = own.session();
  curfew_session* other = nullptr;
  curfew_error error;
  char* text = nullptr;
  int more = 0;
  const auto misuse = [&](curfew_status status) { expect(status, error, CURFEW_MISUSE); };

  misuse(curfew_analyzer_new(nullptr, nullptr, &error));
  misuse(curfew_analyzer_read_file(nullptr, "x", &error));
  misuse(curfew_analyzer_read_file(analyzer, nullptr, &error));
  misuse(curfew_analyzer_report(nullptr, CURFEW_JSON, &text, nullptr, &error));
  misuse(curfew_analyzer_report(analyzer, CURFEW_JSON, nullptr, nullptr, &error));
  misuse(curfew_analyzer_snapshot(nullptr, CURFEW_JSON, &text, nullptr, &error));
  misuse(curfew_analyzer_snapshot(analyzer, CURFEW_JSON, nullptr, nullptr, &error));
  misuse(curfew_analyzer_events(nullptr, &text, nullptr, &error));
  misuse(curfew_analyzer_events(analyzer, nullptr, nullptr, &error));
  misuse(curfew_session_new(nullptr, "log", &other, &error));
  misuse(curfew_session_new(analyzer, nullptr, &other, &error));
  misuse(curfew_session_new(analyzer, "log", nullptr, &error));
  misuse(curfew_session_open(nullptr, "x", &other, &error));
  misuse(curfew_session_open(analyzer, nullptr, &other, &error));
  misuse(curfew_session_open(analyzer, "x", nullptr, &error));
  misuse(curfew_session_feed(nullptr, "x", 1, &error));
  misuse(curfew_session_feed(session, nullptr, 1, &error));
  misuse(curfew_session_read(nullptr, &more, &error));
  misuse(curfew_session_read(session, nullptr, &error));
  misuse(curfew_session_finish(nullptr, &error));
  misuse(curfew_explain(nullptr, CURFEW_JSON, &text, nullptr, &error));
  misuse(curfew_explain("421", CURFEW_JSON, nullptr, nullptr, &error));
  CHECK(text == nullptr);
  CHECK(other == nullptr);

  expect(curfew_session_feed(session, nullptr, 0, &error), error, CURFEW_OK);
  expect(curfew_analyzer_free(nullptr, &error), error, CURFEW_OK);
  expect(curfew_session_free(nullptr, &error), error, CURFEW_OK);
  expect(curfew_string_free(nullptr, &error), error, CURFEW_OK);
}

TEST_CASE("what was freed is known to be freed") {
  curfew_error error;
  curfew_analyzer* analyzer = nullptr;
  char* text = nullptr;
  expect(curfew_analyzer_new(nullptr, &analyzer, &error), error, CURFEW_OK);
  curfew_session* session = nullptr;
  curfew_session* left = nullptr;
  expect(curfew_session_new(analyzer, "log", &session, &error), error, CURFEW_OK);
  expect(curfew_session_new(analyzer, "log", &left, &error), error, CURFEW_OK);

  expect(curfew_session_free(session, &error), error, CURFEW_OK);
  expect(curfew_session_free(session, &error), error, CURFEW_MISUSE);
  expect(curfew_session_feed(session, "x", 1, &error), error, CURFEW_MISUSE);
  expect(curfew_session_finish(session, &error), error, CURFEW_MISUSE);

  expect(curfew_analyzer_free(analyzer, &error), error, CURFEW_OK);
  expect(curfew_analyzer_free(analyzer, &error), error, CURFEW_MISUSE);
  expect(curfew_analyzer_read_file(analyzer, sample.c_str(), &error), error, CURFEW_MISUSE);
  expect(curfew_analyzer_report(analyzer, CURFEW_JSON, &text, nullptr, &error), error,
         CURFEW_MISUSE);
  // A session dies with its analyzer.
  expect(curfew_session_feed(left, "x", 1, &error), error, CURFEW_MISUSE);
  CHECK(std::string(error.message) == "this is no session, or it was freed");
  expect(curfew_session_free(left, &error), error, CURFEW_MISUSE);
}

TEST_CASE("a handle is not given out twice, and is not taken for another kind") {
  std::set<std::uintptr_t> handles;
  for (int i = 0; i < 20; ++i) {
    const OwnAnalyzer own;
    CHECK(handles.insert(reinterpret_cast<std::uintptr_t>(own.get())).second);
    CHECK(handles.insert(reinterpret_cast<std::uintptr_t>(own.session())).second);
  }
  const OwnAnalyzer own;
  curfew_error error;
  auto* const as_session = reinterpret_cast<curfew_session*>(own.get());
  auto* const as_analyzer = reinterpret_cast<curfew_analyzer*>(own.session());
  expect(curfew_session_feed(as_session, "x", 1, &error), error, CURFEW_MISUSE);
  expect(curfew_session_free(as_session, &error), error, CURFEW_MISUSE);
  expect(curfew_analyzer_free(as_analyzer, &error), error, CURFEW_MISUSE);
  int local = 0;
  auto* const address = reinterpret_cast<curfew_analyzer*>(&local);
  expect(curfew_analyzer_free(address, &error), error, CURFEW_MISUSE);
}

TEST_CASE("a text is given back once") {
  char* text = nullptr;
  curfew_error error;
  expect(curfew_explain("421", CURFEW_TEXT, &text, nullptr, &error), error, CURFEW_OK);
  expect(curfew_string_free(text, &error), error, CURFEW_OK);
  expect(curfew_string_free(text, &error), error, CURFEW_MISUSE);
  char foreign[] = "x";
  expect(curfew_string_free(foreign, &error), error, CURFEW_MISUSE);
}

TEST_CASE("calls in the wrong order are misuse") {
  const OwnAnalyzer own;
  curfew_error error;
  int more = 0;
  char* text = nullptr;
  curfew_session* const session = own.session();
  expect(curfew_session_read(session, &more, &error), error, CURFEW_MISUSE);
  expect(curfew_session_feed(session, line.data(), line.size(), &error), error, CURFEW_OK);
  expect(curfew_session_finish(session, &error), error, CURFEW_OK);
  expect(curfew_session_finish(session, &error), error, CURFEW_MISUSE);
  expect(curfew_session_feed(session, line.data(), line.size(), &error), error, CURFEW_MISUSE);
  expect(curfew_session_free(session, &error), error, CURFEW_OK);

  curfew_session* reads = nullptr;
  expect(curfew_session_open(own.get(), sample.c_str(), &reads, &error), error, CURFEW_OK);
  expect(curfew_session_feed(reads, "x", 1, &error), error, CURFEW_MISUSE);
  expect(curfew_session_finish(reads, &error), error, CURFEW_MISUSE);
  expect(curfew_analyzer_events(own.get(), &text, nullptr, &error), error, CURFEW_MISUSE);
  for (const int form : {-1, 2, 99}) {
    expect(curfew_analyzer_report(own.get(), form, &text, nullptr, &error), error, CURFEW_MISUSE);
    expect(curfew_explain("421", form, &text, nullptr, &error), error, CURFEW_MISUSE);
  }
}

TEST_CASE("options that cannot be meant are said") {
  struct Case {
    curfew_status expected;
    void (*set)(curfew_options& options);
  };
  const std::vector<Case> cases = {
      {CURFEW_UNKNOWN_ZONE, [](curfew_options& options) { options.zone = "Mars/Olympus"; }},
      {CURFEW_UNKNOWN_ZONE, [](curfew_options& options) { options.log_zone = ""; }},
      {CURFEW_UNKNOWN_ZONE, [](curfew_options& options) { options.system_zone = "Mars"; }},
      {CURFEW_UNKNOWN_FORMAT, [](curfew_options& options) { options.format = "semaphore"; }},
      {CURFEW_BAD_VALUE, [](curfew_options& options) { options.year = 1969; }},
      {CURFEW_BAD_VALUE, [](curfew_options& options) { options.year = 10'000; }},
      {CURFEW_BAD_VALUE, [](curfew_options& options) { options.now = -1; }},
      {CURFEW_BAD_VALUE, [](curfew_options& options) { options.now = INT64_MAX; }},
      {CURFEW_MISUSE, [](curfew_options& options) { options.size = 0; }},
      {CURFEW_MISUSE, [](curfew_options& options) { options.size += 8; }},
  };
  for (const Case& one : cases) {
    curfew_options options = CURFEW_OPTIONS_INIT;
    one.set(options);
    curfew_error error;
    curfew_analyzer* analyzer = nullptr;
    expect(curfew_analyzer_new(&options, &analyzer, &error), error, one.expected);
    CHECK(analyzer == nullptr);
    CHECK_FALSE(std::string(error.remedy).empty());
  }
}

TEST_CASE("files that cannot be read, and what is no mail log") {
  const OwnAnalyzer own;
  curfew_error error;
  curfew_session* session = nullptr;
  const auto read = [&](const std::string& path) {
    return curfew_analyzer_read_file(own.get(), path.c_str(), &error);
  };
  expect(read("/nonexistent/mail.log"), error, CURFEW_UNREADABLE);
  CHECK(std::string(error.message).find("/nonexistent/mail.log") != std::string::npos);
  expect(read("/"), error, CURFEW_UNREADABLE);
  expect(read(CURFEW_SOURCE_DIR "/LICENSE"), error, CURFEW_UNKNOWN_FORMAT);
  expect(curfew_session_open(own.get(), "/nonexistent/mail.log", &session, &error), error,
         CURFEW_UNREADABLE);
  CHECK(session == nullptr);
  const std::string control = "/nonexistent/\x1b[31m" + std::string(3000, 'x');
  expect(read(control), error, CURFEW_UNREADABLE);
  CHECK(std::string(error.message).find('\x1b') == std::string::npos);
  CHECK(std::string(error.message).size() < sizeof error.message);

  curfew_session* const fed = own.session();
  expect(curfew_session_feed(fed, "hello\n", 6, &error), error, CURFEW_OK);
  expect(curfew_session_finish(fed, &error), error, CURFEW_UNKNOWN_FORMAT);
  expect(curfew_session_finish(fed, &error), error, CURFEW_MISUSE);
  // The analyzer goes on.
  expect(read(sample), error, CURFEW_OK);
  CHECK(own.report().find("AUP#CXCNCT") != std::string::npos);
}

TEST_CASE("packed bytes that are fed are refused") {
  const OwnAnalyzer own;
  curfew_error error;
  std::string packed("\x1f\x8b\x08\0\0\0\0\0", 8);
  packed.resize(100'000, 'x');
  curfew_session* const session = own.session();
  curfew_status status = curfew_session_feed(session, packed.data(), packed.size(), &error);
  if (status == CURFEW_OK) status = curfew_session_finish(session, &error);
  expect(status, error, CURFEW_COMPRESSED);
}

TEST_CASE("of a file that breaks off what came before is counted") {
  const fs::path packed = fs::temp_directory_path() / "curfew-c-broken.log.xz";
  fs::copy_file(CURFEW_SOURCE_DIR "/samples/postfix-curfew.log.xz", packed,
                fs::copy_options::overwrite_existing);
  fs::resize_file(packed, fs::file_size(packed) / 2);
  const OwnAnalyzer own;
  curfew_error error;
  curfew_session* session = nullptr;
  expect(curfew_session_open(own.get(), packed.c_str(), &session, &error), error, CURFEW_OK);
  int more = 1;
  curfew_status status = CURFEW_OK;
  while (status == CURFEW_OK && more != 0) status = curfew_session_read(session, &more, &error);
  expect(status, error, CURFEW_UNREADABLE);
  CHECK(own.report().find("\"format\":\"postfix\"") != std::string::npos);
  fs::remove(packed);
}

TEST_CASE("two threads at once: each call works or is misuse") {
  const OwnAnalyzer own;
  curfew_session* const session = own.session();
  std::string log;
  for (int i = 0; i < 2000; ++i) log += line;
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> other = 0;
  const auto work = [&] {
    for (int i = 0; i < 40; ++i) {
      char* text = nullptr;
      const curfew_status status =
          i % 4 == 0 ? curfew_analyzer_snapshot(own.get(), CURFEW_JSON, &text, nullptr, nullptr)
                     : curfew_session_feed(session, log.data(), log.size(), nullptr);
      (status == CURFEW_OK ? done : status == CURFEW_MISUSE ? refused : other) += 1;
      curfew_string_free(text, nullptr);
    }
  };
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
  CHECK(done > 0);
  CHECK(done + refused == 80);
  CHECK(other == 0);
  CHECK(curfew_session_finish(session, nullptr) == CURFEW_OK);
}

TEST_CASE("of many threads that free one analyzer, one does") {
  for (int round = 0; round < 20; ++round) {
    curfew_analyzer* analyzer = nullptr;
    REQUIRE(curfew_analyzer_new(nullptr, &analyzer, nullptr) == CURFEW_OK);
    std::atomic<int> freed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back(
          [&] { freed += curfew_analyzer_free(analyzer, nullptr) == CURFEW_OK ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(freed == 1);
  }
}

}  // namespace
}  // namespace curfew::test
