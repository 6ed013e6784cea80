#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/fed_source.h"
#include "analysis/server_reading.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"
#include "input/utf16.h"

namespace curfew::analysis {

/// A session is an analysis of one log that is fed: first its front is held back, then a
/// ServerReading reads it.
struct SessionState {
  SessionState(AnalyzerState& analysis, std::string name, std::optional<Instant> modified);
  SessionState(const SessionState&) = delete;
  SessionState& operator=(const SessionState&) = delete;
  ~SessionState();

  void feed(std::string_view bytes);
  void finish();
  bool recognize_now();
  /// Attempts are told of from now on, or no more.
  void listen();
  bool is_recognized() const noexcept { return reading_ != nullptr; }
  /// Until everything fed is counted.
  void drain();
  /// Finishes a copy of it in a copy of its analysis. Needs: drain().
  void finish_in(AnalyzerState& copied) const;

  /// All that a session holds, as bytes.
  struct Kept {
    std::string counts;  ///< what was counted
    std::string front;   ///< text that is held back because the log has not shown yet what it is
    std::string live;    ///< what joins what comes: for the same version of the library alone
  };
  /// Nothing where its parser cannot be kept. Needs: drain().
  std::optional<Kept> keep() const;
  /// Goes on from there, in an analysis with the same formats. Throws Error (unreadable) where the
  /// bytes are something else. Lines that were reported because of AnalyzerOptions::inbound alone
  /// count as this analysis would count them. Needs: nothing was fed.
  void restore(const Kept& kept);
  /// The same without what joins what comes: what was open stays open, and what is fed is another
  /// log.
  void restore_counts(const Kept& kept);

  /// What was restored counts in the analysis, in its zone and period.
  void take_part();
  /// What was counted before anybody chose a period counts in it alone.
  void narrow_to_period() { result_.correlator.narrow_to(analysis_.period); }
  /// When the log was written to last, for what is not recognized yet.
  void set_modified(Instant modified) noexcept { fed_->set_modified(modified); }

  Correlator& correlator() noexcept { return result_.correlator; }
  /// What is said of its log so far; null before it is recognized.
  const LaneLog* log() const noexcept { return logs_.empty() ? nullptr : logs_.front().get(); }
  const Survey& survey() const noexcept { return survey_; }
  /// Bytes that are held back because the log has not shown yet what it is.
  std::size_t waiting() const noexcept {
    return reading_ == nullptr ? front_.size() + fed_->size() : 0;
  }
  /// Of the log as it is known so far, also where all of it is held back; nothing where that is no
  /// mail log.
  std::optional<LogOrigin> origin() const;

 private:
  enum class Stage : std::uint8_t { encoding, front, lines, over };

  SessionState(const SessionState& other, AnalyzerState& copied);
  void make_reading();
  /// What is held back, as a source of its own.
  std::unique_ptr<FedSource> front_so_far() const;
  void take(std::string_view bytes);
  void begin();
  void decode(std::string_view bytes);
  void recognize();
  void read_lines();

  AnalyzerState& analysis_;
  bool is_copy_ = false;
  Stage stage_ = Stage::encoding;
  std::string front_;  // until its encoding is known
  std::optional<input::Utf16Decoder> decoder_;
  std::unique_ptr<FedSource> own_;  // until the log is recognized
  FedSource* fed_;                  // the same, then a log's
  Survey survey_;
  ServerResult result_;
  ServerReading::Logs logs_;  // one, once it is recognized
  std::unique_ptr<ServerReading> reading_;
};

}  // namespace curfew::analysis
