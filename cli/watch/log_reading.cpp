#include "watch/log_reading.h"

#include <algorithm>
#include <utility>

#include "hints.h"

namespace curfew::cli {
namespace {

constexpr std::size_t piece = 64 * 1024;
// Enough for the ids that tell a log's zone.
constexpr std::uint64_t enough_to_recognize = 64 * 1024;
constexpr const char* journal_series = "the journal";

}  // namespace

LogReading::LogReading(Analyzer& analyzer, std::unique_ptr<LogFiles> files,
                       std::unique_ptr<JournalBytes> journal)
    : analyzer_(analyzer), files_(std::move(files)), journal_(std::move(journal)), room_(piece) {}

void LogReading::notice(std::string sentence, std::string remedy) {
  notices_.push_back({std::move(sentence), std::move(remedy)});
}

// What cannot be read now may be read later, and is tried each time.
void LogReading::notice_once(const Error& error) {
  if (told_.size() >= most_series) told_.clear();
  if (told_.insert(error.what()).second) notice(error.what(), error.remedy(hints()));
}

std::vector<LogReading::Notice> LogReading::take_notices() {
  return std::exchange(notices_, {});
}

void LogReading::tell(const LogChange& change) {
  if (change.kind == LogChangeKind::truncated) {
    notice(change.path + ": was emptied or cut, and no copy of it is there",
           "Lines may be lost. Rotate it by renaming it, or keep the copy beside it.");
  } else if (change.kind == LogChangeKind::vanished && change.may_have_lost) {
    notice(change.path + ": is gone; it is read again when it comes back");
  }
}

void LogReading::look() {
  std::vector<LogChange> changes = files_->look();
  missing_ = files_->missing();
  for (const Error& error : files_->failures()) notice(error.what(), error.remedy(hints()));
  is_more_ = changes.size() >= LogFiles::most_in_a_look;
  // A part that is written to no more may end without a line's end.
  for (auto& [log, rest] : rests_) {
    const bool grew = std::ranges::any_of(
        changes, [number = log](const LogChange& change) { return change.log == number; });
    Series& series = series_[rest.series];
    if (!grew && series.newest != log) feed(series, std::exchange(rest.text, {}) + '\n');
  }
  for (LogChange& change : changes) {
    tell(change);
    if (change.bytes == nullptr) continue;
    const std::uint64_t left = change.size;
    pending_.push_back({.change = std::move(change), .left = left});
  }
  std::erase_if(rests_, [](const auto& entry) { return entry.second.text.empty(); });
}

LogReading::Series& LogReading::series_of(const LogChange& change) {
  Series& series = series_[change.series];
  if (series.session || series.is_over) return series;
  if (series_.size() > most_series) {
    series.is_over = true;
    if (!told_too_many_) {
      notice(change.series + ": is not read, as " + std::to_string(most_series) + " logs are",
             "Name fewer logs, or watch them with several commands.");
    }
    told_too_many_ = true;
    return series;
  }
  series.session.emplace(analyzer_.session(change.series, change.bytes->modified()));
  return series;
}

void LogReading::feed(Series& series, std::string_view bytes) {
  if (!series.session || series.is_over) return;
  try {
    series.fed += bytes.size();
    series.session->feed(bytes);
  } catch (const Error& error) {
    series.is_over = true;
    series.session.reset();
    notice(error.what(), error.remedy(hints()));
  }
}

void LogReading::feed_lines(std::uint64_t log, const std::string& name, Series& series,
                            std::string_view bytes) {
  const std::size_t end = bytes.rfind('\n') + 1;  // npos + 1 is 0
  if (end != 0) {
    if (const auto rest = rests_.find(log); rest != rests_.end()) {
      feed(series, std::exchange(rest->second.text, {}));
    }
    feed(series, bytes.substr(0, end));
  }
  if (end == bytes.size()) return;
  Rest& rest = rests_[log];
  rest.series = name;
  rest.text += bytes.substr(end);
  // Whatever it is, it is no line.
  if (rest.text.size() > LineReader::longest_line) feed(series, std::exchange(rest.text, {}));
}

std::size_t LogReading::read_pending() {
  Pending& pending = pending_.front();
  LogChange& change = pending.change;
  std::size_t got = 0;
  try {
    got = change.bytes->read(room_);
    if (got != 0) {
      Series& series = series_of(change);
      series.newest = std::max(series.newest, change.log);
      feed_lines(change.log, change.series, series, {room_.data(), got});
    }
  } catch (const Error& error) {
    notice_once(error);
  }
  pending.left -= std::min<std::uint64_t>(pending.left, got);
  bytes_read_ += got;
  files_->take(change.log, change.bytes->position());
  if (got == 0) pending_.pop_front();
  return got;
}

std::size_t LogReading::read_journal(std::size_t most) {
  std::size_t read = 0;
  try {
    while (read < most) {
      const std::size_t got = journal_->read(room_);
      if (got == 0) break;
      Series& series = series_[journal_series];
      if (!series.session && !series.is_over) {
        series.session.emplace(analyzer_.session(journal_series));
      }
      feed(series, {room_.data(), got});
      read += got;
    }
  } catch (const Error& error) {
    notice(error.what(), error.remedy(hints()));
    journal_.reset();
  }
  bytes_read_ += read;
  return read;
}

bool LogReading::read(std::size_t most) {
  std::size_t read = 0;
  room_.resize(std::min(most, piece));
  if (journal_ != nullptr) read += read_journal(most);
  if (files_ != nullptr && pending_.empty()) look();
  while (!pending_.empty() && read < most) read += read_pending();
  return read >= most || !pending_.empty() || is_more_;
}

void LogReading::finish_lines() {
  for (auto& [log, rest] : rests_) {
    if (!rest.text.empty()) {
      feed(series_[rest.series], std::exchange(rest.text, {}));
    }
  }
}

void LogReading::recognize() {
  for (auto& [name, series] : series_) {
    if (series.session && series.fed >= enough_to_recognize && !series.session->is_recognized()) {
      series.session->recognize();
    }
  }
}

std::uint64_t LogReading::behind() const noexcept {
  std::uint64_t sum = 0;
  for (const Pending& one : pending_) sum += one.left;
  return sum;
}

std::size_t LogReading::logs() const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      series_, [](const auto& one) { return one.second.session.has_value(); }));
}

bool LogReading::all_recognized() const noexcept {
  return std::ranges::all_of(series_, [](const auto& one) {
    return !one.second.session || one.second.session->is_recognized();
  });
}

bool LogReading::is_useless() const {
  return missing_.empty() && journal_ == nullptr && !series_.empty() && logs() == 0;
}

}  // namespace curfew::cli
