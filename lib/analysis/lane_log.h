#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/opened_log.h"
#include "analysis/survey.h"
#include "curfew/input.h"
#include "curfew/parser.h"
#include "curfew/time.h"

namespace curfew::analysis {

/// One of the logs that a server wrote, read line by line beside the others.
class LaneLog {
 public:
  /// Opens it, to be read ahead on a thread of its own or not. The survey must live as long. Throws
  /// what its source throws.
  LaneLog(Survey& survey, std::size_t batch, bool ahead);

  /// Goes on from where `other` stands, with another source.
  LaneLog(const LaneLog& other, std::unique_ptr<Source> source);
  /// Goes on from what keep() gave, with a source that gives the bytes behind those that were read;
  /// null for a log that was closed. The survey, which must live as long, is the other one's.
  /// Throws Error (unreadable) where the bytes are something else.
  LaneLog(Survey& survey, std::string_view state, std::unique_ptr<Source> source,
          std::size_t batch);

  /// What it holds, as bytes for the same version of the library: all but its survey. Needs: all
  /// lines that were read were taken.
  std::string keep() const;

  const std::string& name() const noexcept { return name_; }
  const Survey& survey() const noexcept { return survey_; }

  /// Reads the next lines when all were given; false at the end. Throws as LineReader::next.
  bool read_on();
  bool used_up() const noexcept { return at_ == lines_.size(); }
  /// As OpenedLog::hold. Needs: not closed.
  std::shared_ptr<const void> hold() const noexcept { return log_->hold(); }
  /// Lets go of the file and the buffers; the counts stay.
  void close();

  /// When the next line was written; a line without a stamp stands where the one before it does.
  /// Never goes back. Needs: not used_up().
  Instant moment();
  /// The youngest moment of the lines that were looked at.
  Instant last() const noexcept { return moment_; }
  /// The lines up to that moment, without or with those of the moment itself.
  Lines take_before(Instant moment, bool with_it);
  /// All that were read; their moments are not looked at.
  Lines take_all() noexcept;
  /// All lines that were read, when the last of them is older than that; none else.
  Lines take_if_before(Instant moment);

  /// Parses lines that were taken; `lines` may be numbered otherwise.
  void parse(Lines lines, Parser& parser, Events& events);
  LineCount count() const noexcept;
  /// The same without what Parser::reads_inbound alone reports. Needs: not closed.
  LineCount count_without_inbound() const noexcept;
  /// From now on what was parsed so far is counted so. Needs: not closed.
  void leave_out_inbound() noexcept;
  std::uint64_t bytes() const noexcept {
    return closed_ == nullptr ? log_->bytes() : closed_->bytes;
  }
  std::uint64_t cut_lines() const noexcept {
    return closed_ == nullptr ? log_->cut_lines() : closed_->cut_lines;
  }
  std::uint64_t left_out = 0;  ///< lines that other logs gave already
  /// Of its stamps, as the parser read them.
  LogClock clock;

 private:
  struct Closed {
    LineCount count;
    std::uint64_t bytes = 0;
    std::uint64_t cut_lines = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(count, bytes, cut_lines);
    }
  };
  template <class Archive>
  void each_field(Archive& archive, std::optional<Closed>& closed);
  void pass(const Line& line, LogClock& order, Instant& moment);

  Survey& survey_;
  std::string name_;
  std::unique_ptr<Source> source_;  // of which the head was read, where it was
  std::unique_ptr<Source> rest_;    // what is behind the head, or all of it
  Wrapping wrapping_;
  std::unique_ptr<OpenedLog> log_;
  std::unique_ptr<Closed> closed_;
  LineCount parsed_;
  LineCount inbound_;  // as Parser::inbound()
  LineCount inbound_left_out_;
  LogClock order_;  // for the order alone: the parser's sees each stamp once
  Lines lines_;
  std::size_t at_ = 0;
  bool looked_at_ = false;  // the line at at_: moment_ is its
  bool whole_seconds_ = true;
  Instant moment_ = Instant::min();
};

}  // namespace curfew::analysis
