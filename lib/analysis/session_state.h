#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/server_reading.h"
#include "analysis/survey.h"
#include "curfew/session.h"
#include "input/utf16.h"

namespace curfew {

namespace analysis {
class FedSource;
}  // namespace analysis

/// A session is an analysis of one log that is fed: first its front is held back, then a
/// ServerReading reads it.
struct Session::State {
  State(Analyzer::State& analysis, const Analyzer* told, std::string name,
        std::optional<Instant> modified);
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State();

  void feed(std::string_view bytes);
  void finish();
  bool is_recognized() const noexcept { return reading_ != nullptr; }
  /// Until everything fed is counted.
  void drain();
  /// Finishes a copy of it in a copy of its analysis. Needs: drain().
  void finish_in(Analyzer::State& copied) const;

 private:
  enum class Stage : std::uint8_t { encoding, front, lines, over };

  State(const State& other, Analyzer::State& copied);
  void take(std::string_view bytes);
  void begin();
  void decode(std::string_view bytes);
  void recognize();
  void read_lines();

  Analyzer::State& analysis_;
  const Analyzer* told_;
  bool is_copy_ = false;
  Stage stage_ = Stage::encoding;
  std::string front_;  // until its encoding is known
  std::optional<input::Utf16Decoder> decoder_;
  std::unique_ptr<analysis::FedSource> own_;  // until the log is recognized
  analysis::FedSource* fed_;                  // the same, then a log's
  analysis::Survey survey_;
  analysis::ServerReading::Logs logs_;  // one, once it is recognized
  std::unique_ptr<analysis::ServerReading> reading_;
};

}  // namespace curfew
