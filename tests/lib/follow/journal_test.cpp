// A journal that is followed, written by systemd's own program.
#include <cstdlib>

#include "curfew/error.h"
#include "input/journal.h"
#include "lib/follow/followed.h"

namespace curfew::test {
namespace {

constexpr const char* maker = "/lib/systemd/systemd-journal-remote";

void write_records(const Folder& folder, int from, int to) {
  std::string records;
  for (int i = from; i < to; ++i) {
    const std::string time = std::to_string(1'700'000'000'000'000 + i * 1'000'000L);
    records += "__REALTIME_TIMESTAMP=" + time + "\n__MONOTONIC_TIMESTAMP=" + time +
               "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_HOSTNAME=mx\nSYSLOG_FACILITY=" +
               (i % 2 == 0 ? "2" : "3") +
               "\nSYSLOG_IDENTIFIER=smtp\nSYSLOG_PID=7\nMESSAGE=record " + std::to_string(i) +
               "\n\n";
  }
  const std::string input = folder.write("records", records);
  const std::string command = std::string(maker) + " -o '" + folder.path("mail.journal") +
                              "' - < '" + input + "' > /dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT
}

std::vector<std::string> messages(Source& journal) {
  std::vector<std::string> found;
  std::string text = whole(journal, 7);
  for (std::size_t at = 0; (at = text.find("record ", at)) != std::string::npos;) {
    const std::size_t end = text.find('"', at);
    found.push_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

}  // namespace

TEST_CASE("a journal is read on as it grows, and from a cursor by another run") {
  if (!fs::exists(maker)) {
    WARN("skipped: there is no " << maker);
    return;
  }
  const Folder folder;
  write_records(folder, 0, 5);
  std::unique_ptr<input::GrowingJournal> journal;
  try {
    journal = input::growing_journal({}, std::nullopt, {}, folder.path(""));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::compressed) throw;
    WARN("skipped: this build reads no journals");
    return;
  }
  CHECK(journal->cursor().empty());
  CHECK(messages(*journal) == std::vector<std::string>{"record 0", "record 2", "record 4"});
  CHECK_FALSE(journal->is_over());
  CHECK(messages(*journal).empty());
  const std::string cursor = journal->cursor();
  CHECK_FALSE(cursor.empty());
  write_records(folder, 5, 9);
  CHECK(messages(*journal) == std::vector<std::string>{"record 6", "record 8"});
  const auto later = input::growing_journal(cursor, std::nullopt, {}, folder.path(""));
  CHECK(later->cursor() == cursor);
  CHECK(messages(*later) == std::vector<std::string>{"record 6", "record 8"});
  const auto unknown = input::growing_journal("s=0;i=0", std::nullopt, {}, folder.path(""));
  CHECK(messages(*unknown).size() == 5);
}

}  // namespace curfew::test
