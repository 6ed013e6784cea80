#include "follow/known_logs.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "follow/fingerprint.h"
#include "follow/listing.h"

namespace curfew::follow {
namespace {

// A file's time stands still for some milliseconds while it is written to: only what was not
// written to for longer than that is known to be what it was.
constexpr std::chrono::seconds surely_different{2};
bool is_settled(const FoundFile& file) {
  const auto written = std::chrono::system_clock::from_time_t(file.status().st_mtim.tv_sec);
  return std::chrono::system_clock::now() - written > surely_different;
}

}  // namespace

void KnownLogs::know(std::uint64_t number, LogPosition position) {
  KnownLog known{.number = number, .position = position, .series = log_series(position.path)};
  known.device = position.device;
  known.inode = position.inode;
  last_number_ = std::max(last_number_, number);
  logs_[number] = std::move(known);
}

KnownLog* KnownLogs::find(std::uint64_t number) {
  const auto found = logs_.find(number);
  return found == logs_.end() ? nullptr : &found->second;
}

KnownLog* KnownLogs::unchanged(const FoundFile& file) {
  const Look look = look_of(file);
  for (auto& [number, log] : logs_) {
    if (!log.proved || *log.proved != look) continue;
    const LogPosition& position = log.position;
    const std::uint64_t end = log.is_packed ? position.stored_size : position.offset;
    return end == file.stored_size() ? &log : nullptr;
  }
  return nullptr;
}

void KnownLogs::join(FoundFile& file, KnownLog& log) {
  file.log_number = log.number;
  log.file = &file;
}

void KnownLogs::match_inodes() {
  std::map<FileId, FoundFile*> by_id;
  for (FoundFile& file : *files_) by_id[id_of(file)] = &file;
  for (auto& [number, log] : logs_) {
    if (log.file != nullptr || log.position.offset == 0) continue;
    const auto found = by_id.find({log.device, log.inode});
    if (found == by_id.end() || found->second->log_number != 0) continue;
    const Fit fit = found->second->fit(log.position, log.head);
    if (fit == Fit::behind || (fit == Fit::shorter && log.is_short)) join(*found->second, log);
  }
}

// Whoever holds more of a log comes first: it may be the front of another one.
void KnownLogs::match_contents() {
  std::vector<KnownLog*> left;
  for (auto& [number, log] : logs_) {
    if (log.file == nullptr && log.position.offset != 0) left.push_back(&log);
  }
  const bool is_any_left =
      std::ranges::any_of(*files_, [](const FoundFile& file) { return file.log_number == 0; });
  if (!is_any_left) return;
  std::ranges::stable_sort(left, std::ranges::greater(),
                           [](const KnownLog* log) { return log->position.offset; });
  for (KnownLog* const log : left) {
    FoundFile* best = nullptr;
    std::tuple<bool, bool, std::uint64_t> best_rank;
    for (FoundFile& file : *files_) {
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
void KnownLogs::match_shorter() {
  for (auto& [number, log] : logs_) {
    if (log.file != nullptr || !log.is_here || log.position.offset == 0) continue;
    for (const bool same_inode : {true, false}) {
      for (FoundFile& file : *files_) {
        if (log.file != nullptr || file.log_number != 0) continue;
        if (file.is(log.device, log.inode) != same_inode) continue;
        if (file.fit(log.position, log.head) != Fit::shorter) continue;
        join(file, log);
        log.is_short = !same_inode;
        if (!same_inode || file.is_packed()) continue;
        const std::uint64_t size = file.size();
        const auto tail = std::min<std::uint64_t>(size, LogPosition::most_tail);
        Fingerprints seen;
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
bool KnownLogs::is_copy(FoundFile& file) {
  const FileId id = id_of(file);
  for (auto& [number, log] : logs_) {
    if (log.file == nullptr || log.file == &file || log.head.empty()) continue;
    const std::string& head = file.head();
    const std::size_t common = std::min(head.size(), log.head.size());
    if (common == 0 || head.compare(0, common, log.head, 0, common) != 0) continue;
    if (!log.file->open() || !file.shares_front_with(*log.file)) continue;
    const bool is_longer = file.size() > log.file->size();
    const auto before = copies_before_.find(id);
    const bool was_longer = before == copies_before_.end() ? is_longer : before->second;
    // One that was longer from the start may hold several logs, unless its name says otherwise.
    const bool may_be_it = !was_longer || log_series(file.path()) == log.series;
    if (is_longer && may_be_it && file.fit(log.position, log.head) == Fit::behind) {
      log.file->log_number = 0;
      copies_[id_of(*log.file)] = false;
      join(file, log);
    } else {
      copies_[id] = was_longer;
    }
    return true;
  }
  return false;
}

void KnownLogs::match_new() {
  std::vector<FoundFile*> fresh;
  for (FoundFile& file : *files_) {
    if (file.log_number == 0 && !copies_.contains(id_of(file)) && !is_copy(file)) {
      fresh.push_back(&file);
    }
  }
  // Of those that are copies of each other the longest is read.
  std::vector<FoundFile*> taken;
  for (FoundFile* const file : fresh) {
    const auto same = std::ranges::find_if(
        taken, [file](FoundFile* other) { return file->shares_front_with(*other); });
    if (same == taken.end()) {
      taken.push_back(file);
      continue;
    }
    const auto rank = [](FoundFile* one) {
      return std::tuple(one->size(), !one->part().is_rotated());
    };
    FoundFile* const copy = rank(file) > rank(*same) ? std::exchange(*same, file) : file;
    copies_[id_of(*copy)] = false;
  }
  for (FoundFile* const file : fresh) {
    if (std::ranges::find(taken, file) == taken.end()) continue;
    // One of which nothing was taken is known by its inode alone.
    const auto known = std::ranges::find_if(logs_, [file](const auto& entry) {
      const KnownLog& log = entry.second;
      return log.file == nullptr && log.position.offset == 0 && file->is(log.device, log.inode);
    });
    if (known != logs_.end()) {
      join(*file, known->second);
      continue;
    }
    KnownLog& log = logs_[++last_number_];
    log.number = last_number_;
    log.position.path = file->path();
    log.position.device = file->status().st_dev;
    log.position.inode = file->status().st_ino;
    log.series = log_series(file->path());
    log.news = LogChangeKind::appeared;
    log.device = log.position.device;
    log.inode = log.position.inode;
    log.is_packed = file->is_packed();
    join(*file, log);
  }
}

void KnownLogs::tell_gone() {
  for (auto& [number, log] : logs_) {
    if (log.file != nullptr || !log.is_here) continue;
    log.is_here = false;
    log.proved.reset();
    log.gone_since = looks_;
    const bool is_emptied = std::ranges::any_of(*files_, [&log = log](const FoundFile& file) {
      return file.is(log.device, log.inode) && file.path() == log.position.path;
    });
    log.news = is_emptied ? LogChangeKind::truncated : LogChangeKind::vanished;
    const std::string name = log.position.path.substr(log.position.path.rfind('/') + 1);
    // A rotated part is written to no more, and is removed some day.
    log.may_have_lost = is_emptied || !part_name(name).is_rotated();
  }
}

void KnownLogs::tell_where(KnownLog& log) {
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

void KnownLogs::forget_long_gone() {
  std::vector<const KnownLog*> gone;
  for (const auto& [number, log] : logs_) {
    if (!log.is_here && !log.news) gone.push_back(&log);
  }
  std::ranges::stable_sort(gone, std::ranges::greater(), &KnownLog::gone_since);
  for (std::size_t i = 0; i < gone.size(); ++i) {
    // Of one of which nothing was taken there is nothing to know it by.
    if (i >= LogFiles::most_gone || gone[i]->position.offset == 0) {
      const std::uint64_t number = gone[i]->number;
      logs_.erase(number);
    }
  }
}

void KnownLogs::match(std::vector<FoundFile>& files) {
  ++looks_;
  files_ = &files;
  for (auto& [number, log] : logs_) log.file = nullptr;
  for (FoundFile& file : files) {
    if (KnownLog* const log = find(file.log_number)) log->file = &file;
  }
  copies_before_ = std::exchange(copies_, {});
  match_inodes();
  match_contents();
  match_shorter();
  match_new();
  tell_gone();
  for (auto& [number, log] : logs_) {
    if (log.file != nullptr) tell_where(log);
  }
}

}  // namespace curfew::follow
