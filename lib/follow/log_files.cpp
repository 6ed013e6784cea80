#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "curfew/follow.h"
#include "follow/fingerprint.h"
#include "follow/found_file.h"
#include "follow/listing.h"

namespace curfew {

using follow::Fit;
using follow::FoundFile;

namespace {

// A file's time stands still for some milliseconds while it is written to: only what was not
// written to for longer than that is known to be what it was.
constexpr std::chrono::seconds surely_different{2};

using FileTime = std::pair<std::int64_t, std::int64_t>;

FileTime written_at(const FoundFile& file) {
  return {file.status().st_mtim.tv_sec, file.status().st_mtim.tv_nsec};
}

bool is_settled(const FoundFile& file) {
  const auto written = std::chrono::system_clock::from_time_t(file.status().st_mtim.tv_sec);
  return std::chrono::system_clock::now() - written > surely_different;
}

// What a file looks like from outside.
struct Look {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  FileTime written;

  friend bool operator==(const Look&, const Look&) = default;
};

Look look_of(const FoundFile& file) {
  return {.device = file.status().st_dev,
          .inode = file.status().st_ino,
          .size = file.stored_size(),
          .written = written_at(file)};
}

using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode

FileId id_of(const FoundFile& file) {
  return {file.status().st_dev, file.status().st_ino};
}

struct Log {
  std::uint64_t number = 0;
  LogPosition position;
  std::string series;
  std::string head = {};  // as far as it was looked at in this run
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool is_here = true;
  bool is_packed = false;
  bool is_short = false;            // its file is a copy that lacks the last bytes that were taken
  std::optional<Look> proved = {};  // its file, once it was known to be this log and will stay so
  std::optional<LogChangeKind> news = {};
  std::string earlier = {};
  bool may_have_lost = false;
  std::uint64_t gone_since = 0;  // in which look

  FoundFile* file = nullptr;  // in this look
};

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
  bool is_unchanged(const FoundFile& file, Log& log) const;
  void join(FoundFile& file, Log& log);
  void match_known();
  void match_inodes();
  void match_names();
  void match_contents();
  void match_shorter();
  void match_new();
  bool is_copy(FoundFile& file);
  Log* log_of(const FoundFile& file);
  void tell_gone();
  void tell_where(Log& log);
  void forget_long_gone();
  std::vector<LogChange> changes();
  bool has_more(Log& log);
  LogChange change_of(Log& log, bool with_bytes);

  follow::Listing listing;
  std::map<std::uint64_t, Log> logs;
  std::uint64_t last_number = 0;
  std::uint64_t looks = 0;
  std::vector<FoundFile> files;  // of this look
  std::map<FileId, std::pair<Look, std::shared_ptr<follow::PackedFacts>>> facts;
  // Copies by device and inode: whether they were longer than the log when they were first seen.
  std::map<FileId, bool> copies;
  std::map<FileId, bool> copies_before;
};

bool LogFiles::State::is_unchanged(const FoundFile& file, Log& log) const {
  if (!log.proved || *log.proved != look_of(file)) return false;
  const LogPosition& position = log.position;
  return log.is_packed ? position.stored_size == file.stored_size()
                       : position.offset == file.stored_size();
}

void LogFiles::State::join(FoundFile& file, Log& log) {
  file.log_number = log.number;
  log.file = &file;
}

Log* LogFiles::State::log_of(const FoundFile& file) {
  const auto found = logs.find(file.log_number);
  return found == logs.end() ? nullptr : &found->second;
}

// Those that look as they did, and of which nothing is left to read, stay closed. False where a
// file was moved away meanwhile.
bool LogFiles::State::open_all(bool is_last_try) {
  std::map<FileId, Log*> proved;
  for (auto& [number, log] : logs) {
    if (log.proved) proved[{log.proved->device, log.proved->inode}] = &log;
  }
  std::vector<FoundFile> opened;
  opened.reserve(files.size());
  for (FoundFile& file : files) {
    const FileId id = id_of(file);
    const auto known = proved.find(id);
    if (known != proved.end() && is_unchanged(file, *known->second)) {
      file.log_number = known->second->number;
      opened.push_back(std::move(file));
      continue;
    }
    if (const auto fact = facts.find(id);
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

void LogFiles::State::match_inodes() {
  std::map<FileId, FoundFile*> by_id;
  for (FoundFile& file : files) by_id[id_of(file)] = &file;
  for (auto& [number, log] : logs) {
    if (log.file != nullptr || log.position.offset == 0) continue;
    const auto found = by_id.find({log.device, log.inode});
    if (found == by_id.end() || found->second->log_number != 0) continue;
    const Fit fit = found->second->fit(log.position, log.head);
    if (fit == Fit::behind || (fit == Fit::shorter && log.is_short)) join(*found->second, log);
  }
}

void LogFiles::State::match_names() {
  for (auto& [number, log] : logs) {
    if (log.file != nullptr || log.position.offset == 0) continue;
    for (FoundFile& file : files) {
      if (file.log_number != 0 || file.path() != log.position.path) continue;
      if (file.fit(log.position, log.head) == Fit::behind) join(file, log);
      break;
    }
  }
}

// Whoever holds more of a log comes first: it may be the front of another one.
void LogFiles::State::match_contents() {
  std::vector<Log*> left;
  for (auto& [number, log] : logs) {
    if (log.file == nullptr && log.position.offset != 0) left.push_back(&log);
  }
  const bool is_any_left =
      std::ranges::any_of(files, [](const FoundFile& file) { return file.log_number == 0; });
  if (!is_any_left) return;
  std::ranges::stable_sort(left, std::ranges::greater(),
                           [](const Log* log) { return log->position.offset; });
  for (Log* const log : left) {
    FoundFile* best = nullptr;
    std::tuple<bool, bool, std::uint64_t> best_rank;
    for (FoundFile& file : files) {
      if (file.log_number != 0 || file.fit(log->position, log->head) != Fit::behind) continue;
      const std::tuple rank(!file.is_packed(), log_series(file.path()) == log->series,
                            file.stored_size());
      if (best != nullptr && rank <= best_rank) continue;
      best = &file;
      best_rank = rank;
    }
    if (best != nullptr) join(*best, *log);
  }
}

// What ends before the position: a file that was cut, or a copy made before the last bytes came.
void LogFiles::State::match_shorter() {
  for (auto& [number, log] : logs) {
    if (log.file != nullptr || !log.is_here || log.position.offset == 0) continue;
    for (const bool same_inode : {true, false}) {
      for (FoundFile& file : files) {
        if (log.file != nullptr || file.log_number != 0) continue;
        if (file.is(log.device, log.inode) != same_inode) continue;
        if (file.fit(log.position, log.head) != Fit::shorter) continue;
        join(file, log);
        log.is_short = !same_inode;
        if (!same_inode || file.is_packed()) continue;
        const std::uint64_t size = file.size();
        const auto tail = std::min<std::uint64_t>(size, LogPosition::most_tail);
        follow::Fingerprints seen;
        seen.begin(file.head(), file.log()->read_at(size - tail, static_cast<std::size_t>(tail)));
        seen.write_to(log.position);
        log.position.offset = size;
        log.news = LogChangeKind::truncated;
        log.may_have_lost = true;
      }
    }
  }
}

// A copy that grows while the log does not is the log: the copy was taken for it.
bool LogFiles::State::is_copy(FoundFile& file) {
  const FileId id = id_of(file);
  for (auto& [number, log] : logs) {
    if (log.file == nullptr || log.file == &file || log.head.empty()) continue;
    const std::string& head = file.head();
    const std::size_t common = std::min(head.size(), log.head.size());
    if (common == 0 || head.compare(0, common, log.head, 0, common) != 0) continue;
    if (!log.file->open() || !file.shares_front_with(*log.file)) continue;
    const bool is_longer = file.size() > log.file->size();
    const auto before = copies_before.find(id);
    const bool was_longer = before == copies_before.end() ? is_longer : before->second;
    // One that was longer from the start may hold several logs, unless its name says otherwise.
    const bool may_be_it = !was_longer || log_series(file.path()) == log.series;
    if (is_longer && may_be_it && file.fit(log.position, log.head) == Fit::behind) {
      log.file->log_number = 0;
      copies[id_of(*log.file)] = false;
      join(file, log);
    } else {
      copies[id] = was_longer;
    }
    return true;
  }
  return false;
}

void LogFiles::State::match_new() {
  std::vector<FoundFile*> fresh;
  for (FoundFile& file : files) {
    if (file.log_number == 0 && !copies.contains(id_of(file)) && !is_copy(file)) {
      fresh.push_back(&file);
    }
  }
  // Of those that are copies of each other the longest is read.
  std::vector<FoundFile*> by_size = fresh;
  std::ranges::stable_sort(by_size, [](FoundFile* one, FoundFile* other) {
    return std::tuple(one->size(), !one->part().is_rotated()) >
           std::tuple(other->size(), !other->part().is_rotated());
  });
  std::vector<FoundFile*> taken;
  for (FoundFile* const file : by_size) {
    const bool is_same = std::ranges::any_of(
        taken, [file](FoundFile* other) { return file->shares_front_with(*other); });
    if (is_same) {
      copies[id_of(*file)] = false;
    } else {
      taken.push_back(file);
    }
  }
  for (FoundFile* const file : fresh) {
    if (std::ranges::find(taken, file) == taken.end()) continue;
    // One of which nothing was taken is known by its inode alone.
    const auto known = std::ranges::find_if(logs, [file](const auto& entry) {
      const Log& log = entry.second;
      return log.file == nullptr && log.position.offset == 0 && file->is(log.device, log.inode);
    });
    if (known != logs.end()) {
      join(*file, known->second);
      continue;
    }
    Log log{.number = ++last_number,
            .position = {.path = file->path(),
                         .device = file->status().st_dev,
                         .inode = file->status().st_ino},
            .series = log_series(file->path())};
    log.news = LogChangeKind::appeared;
    log.device = log.position.device;
    log.inode = log.position.inode;
    log.is_packed = file->is_packed();
    Log& kept = logs[log.number] = std::move(log);
    join(*file, kept);
  }
}

void LogFiles::State::tell_gone() {
  for (auto& [number, log] : logs) {
    if (log.file != nullptr || !log.is_here) continue;
    log.is_here = false;
    log.proved.reset();
    log.gone_since = looks;
    const bool is_emptied = std::ranges::any_of(files, [&log = log](const FoundFile& file) {
      return file.is(log.device, log.inode) && file.path() == log.position.path;
    });
    log.news = is_emptied ? LogChangeKind::truncated : LogChangeKind::vanished;
    const std::string name = log.position.path.substr(log.position.path.rfind('/') + 1);
    // A rotated part is written to no more, and is removed some day.
    log.may_have_lost = is_emptied || !follow::part_name(name).is_rotated();
  }
}

void LogFiles::State::tell_where(Log& log) {
  FoundFile& file = *log.file;
  const bool is_packed = file.log() == nullptr ? log.is_packed : file.is_packed();
  if (!log.is_here) {
    log.news = LogChangeKind::returned;
    log.earlier = log.position.path;
    log.may_have_lost = false;
  } else if (file.path() != log.position.path && log.news != LogChangeKind::appeared) {
    if (log.earlier.empty()) log.earlier = log.position.path;
    const bool was_packed_now = is_packed && !log.is_packed;
    if (was_packed_now || log.news != LogChangeKind::packed) {
      log.news = was_packed_now ? LogChangeKind::packed : LogChangeKind::renamed;
    }
  }
  log.is_here = true;
  log.is_packed = is_packed;
  log.position.path = file.path();
  log.position.device = log.device = file.status().st_dev;
  log.position.inode = log.inode = file.status().st_ino;
  if (file.log() == nullptr) return;
  if (file.head().size() > log.head.size()) log.head = file.head();
  log.proved.reset();
  if (is_settled(file)) log.proved = look_of(file);
}

void LogFiles::State::forget_long_gone() {
  std::vector<const Log*> gone;
  for (const auto& [number, log] : logs) {
    if (!log.is_here && !log.news) gone.push_back(&log);
  }
  std::ranges::stable_sort(gone, std::ranges::greater(), &Log::gone_since);
  for (std::size_t i = 0; i < gone.size(); ++i) {
    // Of one of which nothing was taken there is nothing to know it by.
    if (i >= most_gone || gone[i]->position.offset == 0) {
      const std::uint64_t number = gone[i]->number;
      logs.erase(number);
    }
  }
}

bool LogFiles::State::has_more(Log& log) {
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

LogChange LogFiles::State::change_of(Log& log, bool with_bytes) {
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
  std::map<std::string, std::vector<Log*>> gone;
  std::map<std::string, std::vector<FoundFile*>> here;
  for (auto& [number, log] : logs) {
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
    for (Log* const log : gone[series]) changes.push_back(change_of(*log, false));
    follow::put_in_order(parts);
    for (FoundFile* const file : parts) {
      Log& log = *log_of(*file);
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
  ++looks;
  listing.begin_look();
  for (int tries = 1; tries <= most_tries; ++tries) {
    files = listing.files();
    if (open_all(tries == most_tries)) break;
  }
  for (FoundFile& file : files) {
    if (Log* const log = log_of(file)) log->file = &file;
  }
  copies_before = std::exchange(copies, {});
  match_inodes();
  match_names();
  match_contents();
  match_shorter();
  match_new();
  tell_gone();
  for (auto& [number, log] : logs) {
    if (log.file != nullptr) tell_where(log);
  }
  std::vector<LogChange> told = changes();
  facts.clear();
  for (FoundFile& file : files) {
    if (file.facts == nullptr) continue;
    facts[id_of(file)] = {look_of(file), file.facts};
  }
  files.clear();
  for (auto& [number, log] : logs) log.file = nullptr;
  forget_long_gone();
  return told;
}

LogFiles::LogFiles(std::vector<std::string> paths, FollowOptions options)
    : state_(std::make_unique<State>(std::move(paths), std::move(options))) {}
LogFiles::~LogFiles() = default;
LogFiles::LogFiles(LogFiles&&) noexcept = default;
LogFiles& LogFiles::operator=(LogFiles&&) noexcept = default;

void LogFiles::know(std::uint64_t log, LogPosition position) {
  Log known{.number = log, .position = position, .series = log_series(position.path)};
  known.device = position.device;
  known.inode = position.inode;
  state_->last_number = std::max(state_->last_number, log);
  state_->logs[log] = std::move(known);
}

std::vector<LogChange> LogFiles::look() {
  return state_->look();
}

void LogFiles::take(std::uint64_t log, LogPosition position) {
  const auto found = state_->logs.find(log);
  if (found == state_->logs.end()) return;
  found->second.position = std::move(position);
}

std::vector<std::pair<std::uint64_t, LogPosition>> LogFiles::positions() const {
  std::vector<std::pair<std::uint64_t, LogPosition>> all;
  for (const auto& [number, log] : state_->logs) all.emplace_back(number, log.position);
  return all;
}

const std::vector<std::string>& LogFiles::missing() const noexcept {
  return state_->listing.missing();
}

const std::vector<Error>& LogFiles::failures() const noexcept {
  return state_->listing.failures();
}

}  // namespace curfew
