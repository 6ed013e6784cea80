#include <map>
#include <string>
#include <utility>
#include <vector>

#include "curfew/follow.h"
#include "follow/found_file.h"
#include "follow/known_logs.h"
#include "follow/listing.h"

namespace curfew {

using follow::Fit;
using follow::FoundFile;
using follow::KnownLog;

namespace {

// How often a file may be looked at without moving away under our hands.
constexpr int most_tries = 5;

}  // namespace

const char* name(LogChangeKind kind) noexcept {
  switch (kind) {
    case LogChangeKind::grew:
      return "grew";
    case LogChangeKind::appeared:
      return "appeared";
    case LogChangeKind::renamed:
      return "renamed";
    case LogChangeKind::packed:
      return "packed";
    case LogChangeKind::returned:
      return "returned";
    case LogChangeKind::truncated:
      return "truncated";
    case LogChangeKind::vanished:
      return "vanished";
  }
  return "";
}

struct LogFiles::State {
  State(std::vector<std::string> paths, FollowOptions options)
      : listing(std::move(paths), std::move(options)) {}

  std::vector<LogChange> look();
  bool open_all(bool is_last_try);
  void keep_facts();
  std::vector<LogChange> changes();
  bool has_more(KnownLog& log);
  LogChange change_of(KnownLog& log, bool with_bytes);

  follow::Listing listing;
  follow::KnownLogs known;
  std::vector<FoundFile> files;  // of this look
  std::map<follow::FileId, std::pair<follow::Look, std::shared_ptr<follow::PackedFacts>>> facts;
};

// Those that look as they did, and of which nothing is left to read, stay closed. False where a
// file was moved away meanwhile.
bool LogFiles::State::open_all(bool is_last_try) {
  std::vector<FoundFile> opened;
  opened.reserve(files.size());
  for (FoundFile& file : files) {
    if (const KnownLog* const log = known.unchanged(file)) {
      file.log_number = log->number;
      opened.push_back(std::move(file));
      continue;
    }
    if (const auto fact = facts.find(id_of(file));
        fact != facts.end() && fact->second.first == look_of(file)) {
      file.facts = fact->second.second;
    }
    try {
      if (!file.open()) {
        if (is_last_try) continue;  // the next look will find it
        return false;
      }
      if (file.is_journal()) {
        throw Error(ErrorCode::compressed,
                    file.path() + ": a systemd journal, which is no log file", "", Hint::journal);
      }
      if (!file.is_being_packed()) opened.push_back(std::move(file));
    } catch (const Error& error) {
      listing.fail(file.path(), error);
    }
  }
  files = std::move(opened);
  return true;
}

void LogFiles::State::keep_facts() {
  facts.clear();
  for (const FoundFile& file : files) {
    if (file.facts != nullptr) facts[id_of(file)] = {look_of(file), file.facts};
  }
}

bool LogFiles::State::has_more(KnownLog& log) {
  FoundFile& file = *log.file;
  if (file.log() == nullptr || log.is_short) {
    if (file.log() == nullptr || file.fit(log.position, log.head) != Fit::behind) return false;
    log.is_short = false;
  }
  if (!file.is_packed()) {
    log.position.stored_size = 0;
    return file.stored_size() > log.position.offset;
  }
  if (log.position.stored_size == file.stored_size()) return false;
  if (log.position.offset == 0) return true;
  if (file.size() > log.position.offset) return true;
  log.position.stored_size = file.stored_size();
  return false;
}

LogChange LogFiles::State::change_of(KnownLog& log, bool with_bytes) {
  LogChange change{.log = log.number,
                   .kind = log.news.value_or(LogChangeKind::grew),
                   .series = log.series,
                   .path = log.position.path,
                   .earlier = std::exchange(log.earlier, {}),
                   .position = log.position,
                   .bytes = {},
                   .size = 0,
                   .may_have_lost = std::exchange(log.may_have_lost, false)};
  log.news.reset();
  if (!with_bytes) return change;
  const bool packed = log.file->is_packed();
  change.size = log.file->stored_size() - (packed ? 0 : log.position.offset);
  change.bytes = follow::bytes_behind(log.file->log(), log.position, packed);
  return change;
}

std::vector<LogChange> LogFiles::State::changes() {
  std::map<std::string, std::vector<KnownLog*>> gone;
  std::map<std::string, std::vector<FoundFile*>> here;
  for (auto& [number, log] : known.all()) {
    if (log.file != nullptr) {
      here[log.series].push_back(log.file);
    } else if (log.news) {
      gone[log.series].push_back(&log);
      here[log.series];
    }
  }
  std::vector<LogChange> changes;
  std::size_t with_bytes = 0;
  for (auto& [series, parts] : here) {
    for (KnownLog* const log : gone[series]) changes.push_back(change_of(*log, false));
    follow::put_in_order(parts);
    for (FoundFile* const file : parts) {
      KnownLog& log = *known.find(file->log_number);
      const bool more = has_more(log);
      if (!more && !log.news) continue;
      // What comes later in the series waits, too: it is newer.
      if (more && with_bytes == most_in_a_look) break;
      if (more) ++with_bytes;
      changes.push_back(change_of(log, more));
    }
  }
  return changes;
}

std::vector<LogChange> LogFiles::State::look() {
  listing.begin_look();
  for (int tries = 1; tries <= most_tries; ++tries) {
    files = listing.files();
    if (open_all(tries == most_tries)) break;
  }
  known.match(files);
  std::vector<LogChange> told = changes();
  keep_facts();
  files.clear();
  for (auto& [number, log] : known.all()) log.file = nullptr;
  known.forget_long_gone();
  return told;
}

LogFiles::LogFiles(std::vector<std::string> paths, FollowOptions options)
    : state_(std::make_unique<State>(std::move(paths), std::move(options))) {}
LogFiles::~LogFiles() = default;
LogFiles::LogFiles(LogFiles&&) noexcept = default;
LogFiles& LogFiles::operator=(LogFiles&&) noexcept = default;
void LogFiles::know(std::uint64_t log, LogPosition position) {
  state_->known.know(log, std::move(position));
}

std::vector<LogChange> LogFiles::look() {
  return state_->look();
}

void LogFiles::take(std::uint64_t log, LogPosition position) {
  if (KnownLog* const found = state_->known.find(log)) found->position = std::move(position);
}

std::vector<std::pair<std::uint64_t, LogPosition>> LogFiles::positions() const {
  std::vector<std::pair<std::uint64_t, LogPosition>> all;
  for (const auto& [number, log] : state_->known.all()) all.emplace_back(number, log.position);
  return all;
}

const std::vector<std::string>& LogFiles::missing() const noexcept {
  return state_->listing.missing();
}

const std::vector<Error>& LogFiles::failures() const noexcept {
  return state_->listing.failures();
}

}  // namespace curfew
