#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/server_reading.h"
#include "analysis/survey.h"
#include "curfew/analyzer.h"
#include "input/utf16.h"

namespace curfew::analysis {

class FedSource;

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

 private:
  enum class Stage : std::uint8_t { encoding, front, lines, over };

  SessionState(const SessionState& other, AnalyzerState& copied);
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
