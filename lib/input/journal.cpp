#include "input/journal.h"

#include <systemd/sd-journal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "input/files.h"
#include "text/json_string.h"
#include "text/utf8.h"

namespace curfew::input {
namespace {

// What the records' reader knows to use (systemd.journal-fields(7)).
constexpr std::array fields = {"MESSAGE",    "SYSLOG_IDENTIFIER",
                               "SYSLOG_PID", "_SOURCE_REALTIME_TIMESTAMP",
                               "_HOSTNAME",  "_COMM",
                               "_PID",       "CONTAINER_ID"};

// Facility mail, RFC 5424 section 6.2.1.
constexpr const char* mail_facility = "SYSLOG_FACILITY=2";

// Six characters for each byte at most: such a record fits a line.
constexpr std::size_t longest_value = 10'000;
constexpr std::size_t longest_record = 60'000;

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const text::Utf8 character = text::first_character(text);
    if (!character.valid) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

// As journalctl does it: what is no UTF-8 becomes an array of bytes.
void append_value(std::string& out, std::string_view value) {
  if (is_utf8(value)) {
    text::append_json_string(out, value);
    return;
  }
  out += '[';
  for (const char c : value) {
    if (out.back() != '[') out += ',';
    out += std::to_string(static_cast<unsigned char>(c));
  }
  out += ']';
}

class Journal final : public GrowingJournal {
 public:
  Journal(std::string name, std::optional<Instant> modified, int descriptor)
      : name_(std::move(name)), modified_(modified), descriptor_(descriptor) {}
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal() override {
    if (journal_ != nullptr) ::sd_journal_close(journal_);
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  /// `programs`: of the machine's journal, who may have been told another facility than mail.
  void open(std::optional<Instant> since, const std::vector<std::string>& programs) {
    check(descriptor_ >= 0 ? ::sd_journal_open_files_fd(&journal_, &descriptor_, 1, 0)
                           : ::sd_journal_open(&journal_, SD_JOURNAL_LOCAL_ONLY));
    if (descriptor_ < 0) only_mail(programs);
    seek(since);
  }
  /// As it grows.
  void open_growing(const std::string& cursor, std::optional<Instant> since,
                    const std::vector<std::string>& programs, const std::string& folder) {
    grows_ = true;
    check(folder.empty() ? ::sd_journal_open(&journal_, SD_JOURNAL_LOCAL_ONLY)
                         : ::sd_journal_open_directory(&journal_, folder.c_str(), 0));
    // Asked for now, so that files that are begun later are heard of.
    check(::sd_journal_get_fd(journal_));
    only_mail(programs);
    if (cursor.empty() || !seek_behind(cursor)) seek(since);
  }

  std::size_t read(std::span<char> room) override {
    if (given_ == record_.size()) {
      record_.clear();
      given_ = 0;
      if (grows_) check(::sd_journal_process(journal_));
      if (check(::sd_journal_next(journal_)) == 0) return 0;
      write_record(longest_record);
      if (record_.size() > longest_record) write_record(longest_value);
    }
    const std::size_t n = std::min(room.size(), record_.size() - given_);
    std::memcpy(room.data(), record_.data() + given_, n);
    given_ += n;
    if (grows_ && given_ == record_.size()) keep_cursor();
    return n;
  }
  const std::string& name() const noexcept override { return name_; }
  std::optional<Instant> modified() const override { return modified_; }
  bool is_over() const noexcept override { return !grows_; }
  std::string cursor() const override { return cursor_; }

 private:
  void seek(std::optional<Instant> since) {
    if (since && since->time_since_epoch().count() > 0) {
      const std::chrono::microseconds begin = since->time_since_epoch();
      check(::sd_journal_seek_realtime_usec(journal_, static_cast<std::uint64_t>(begin.count())));
    } else {
      check(::sd_journal_seek_head(journal_));
    }
  }

  // False where that record is gone: the journal was rotated away.
  bool seek_behind(const std::string& cursor) {
    if (::sd_journal_seek_cursor(journal_, cursor.c_str()) < 0) return false;
    if (check(::sd_journal_next(journal_)) == 0) return false;
    if (::sd_journal_test_cursor(journal_, cursor.c_str()) <= 0) return false;
    cursor_ = cursor;
    return true;
  }
  void keep_cursor() {
    char* cursor = nullptr;
    check(::sd_journal_get_cursor(journal_, &cursor));
    cursor_ = cursor;
    std::free(cursor);
  }

  int check(int result) const {
    if (result < 0) fail(name_, -result, {.hint = Hint::journal});
    return result;
  }

  void only_mail(const std::vector<std::string>& programs) {
    check(::sd_journal_add_match(journal_, mail_facility, 0));
    check(::sd_journal_add_disjunction(journal_));
    for (const std::string& program : programs) {
      check(::sd_journal_add_match(journal_, ("SYSLOG_IDENTIFIER=" + program).c_str(), 0));
    }
  }

  void write_record(std::size_t longest) {
    std::uint64_t filed = 0;
    check(::sd_journal_get_realtime_usec(journal_, &filed));
    record_ = "{\"__REALTIME_TIMESTAMP\":\"" + std::to_string(filed) + '"';
    for (const char* const field : fields) {
      const void* data = nullptr;
      std::size_t size = 0;
      if (::sd_journal_get_data(journal_, field, &data, &size) < 0) continue;
      std::string_view value(static_cast<const char*>(data), size);
      value.remove_prefix(std::min(size, std::strlen(field) + 1));
      record_ += ",\"";
      record_ += field;
      record_ += "\":";
      append_value(record_, value.substr(0, longest));
    }
    record_ += "}\n";
  }

  std::string name_;
  std::optional<Instant> modified_;
  int descriptor_;
  ::sd_journal* journal_ = nullptr;
  std::string record_;
  std::size_t given_ = 0;
  bool grows_ = false;
  std::string cursor_;
};

}  // namespace

std::unique_ptr<Source> journal_in(int descriptor, const std::string& path,
                                   std::optional<Instant> modified, std::optional<Instant> since) {
  auto journal = std::make_unique<Journal>(path, modified, descriptor);
  journal->open(since, {});
  return journal;
}

std::unique_ptr<Source> journal_of_this_machine(std::optional<Instant> since,
                                                const std::vector<std::string>& programs) {
  auto journal = std::make_unique<Journal>(std::string(journal_name), std::nullopt, -1);
  journal->open(since, programs);
  return journal;
}

std::unique_ptr<GrowingJournal> growing_journal(const std::string& cursor,
                                                std::optional<Instant> since,
                                                const std::vector<std::string>& programs,
                                                const std::string& folder) {
  auto journal = std::make_unique<Journal>(std::string(journal_name), std::nullopt, -1);
  journal->open_growing(cursor, since, programs, folder);
  return journal;
}

}  // namespace curfew::input
