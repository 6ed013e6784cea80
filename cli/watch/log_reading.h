#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "curfew/analyzer.h"
#include "curfew/follow.h"

namespace curfew::cli {

/// Feeds what is new in logs to an analyzer: each series of rotated logs is one session, the oldest
/// part first. Only whole lines are fed.
class LogReading {
 public:
  /// As many series are read; of others it is said that they are not.
  static constexpr std::size_t most_series = 200;

  /// What has happened that somebody wants to be told of, a sentence each.
  struct Notice {
    std::string sentence;
    std::string remedy;
  };

  LogReading(Analyzer& analyzer, std::unique_ptr<LogFiles> files,
             std::unique_ptr<JournalBytes> journal);

  /// Reads up to so many bytes; false where there is nothing more now. Throws nothing of a log's.
  bool read(std::size_t most);
  /// No more will come: unfinished lines count, too.
  void finish_lines();
  /// Reads logs that have shown enough as what they are, so that events are told at once.
  void recognize();

  std::uint64_t bytes_read() const noexcept { return bytes_read_; }
  /// Known not to be read yet; as stored, of packed logs.
  std::uint64_t behind() const noexcept;
  /// Logs that are read, their rotated parts not counted.
  std::size_t logs() const noexcept;
  bool all_recognized() const noexcept;
  /// None of what there is holds mail, and nothing is waited for.
  bool is_useless() const;
  const std::vector<std::string>& missing() const noexcept { return missing_; }
  std::vector<Notice> take_notices();

 private:
  struct Series {
    std::optional<Session> session;
    std::uint64_t fed = 0;
    std::uint64_t newest = 0;  // the log that is its last part
    bool is_over = false;      // no mail log
  };
  struct Rest {
    std::string series;
    std::string text;  // of a line that is not whole
  };
  struct Pending {
    LogChange change;
    std::uint64_t left = 0;
  };

  void look();
  void tell(const LogChange& change);
  std::size_t read_pending();
  std::size_t read_journal(std::size_t most);
  Series& series_of(const LogChange& change);
  void feed(Series& series, std::string_view bytes);
  void feed_lines(std::uint64_t log, const std::string& name, Series& series,
                  std::string_view bytes);
  void notice(std::string sentence, std::string remedy = {});
  void notice_once(const Error& error);

  Analyzer& analyzer_;
  std::unique_ptr<LogFiles> files_;
  std::unique_ptr<JournalBytes> journal_;
  std::map<std::string, Series> series_;
  std::map<std::uint64_t, Rest> rests_;  // by log
  std::deque<Pending> pending_;
  std::vector<char> room_;
  std::vector<std::string> missing_;
  std::vector<Notice> notices_;
  std::uint64_t bytes_read_ = 0;
  std::set<std::string> told_;  // what may fail again and again
  bool is_more_ = false;
  bool told_too_many_ = false;
};

}  // namespace curfew::cli
