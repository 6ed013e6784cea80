#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/lane_log.h"
#include "analysis/line_numbers.h"
#include "analysis/relay.h"
#include "analysis/state.h"
#include "curfew/analyzer.h"
#include "curfew/parser.h"

namespace curfew::analysis {

/// What reading one server's logs keeps, in however many files: one parser, so that a session or a
/// message that begins in one of them may end in another, and the way of its events to the join.
class ServerReading {
 public:
  /// Null: a log that is not open yet, or could not be opened.
  using Logs = std::vector<std::unique_ptr<LaneLog>>;
  /// Keeps the texts of the lines that were parsed since the last join() alive; false where that
  /// cannot be done.
  using Hold = std::function<bool(Held&)>;

  /// Joined in `correlator`. All but `hints` must live as long. `on_threads`: those of
  /// AnalyzerOptions may be used; not while another one of the same state lives.
  ServerReading(AnalyzerState& state, Correlator& correlator, const Format& format,
                const ClockHints& hints, const Logs& logs, bool on_threads);
  /// Another log may stand where one of its own stood in memory: it is told to observers anew.
  ~ServerReading() {
    if (state_.observer != nullptr) state_.watched = nullptr;
  }
  ServerReading(const ServerReading&) = delete;
  ServerReading& operator=(const ServerReading&) = delete;
  /// Goes on from here with copies of the logs, for another analysis that nobody listens to. Null
  /// where the parser cannot be copied. Needs: drain().
  std::unique_ptr<ServerReading> copy(AnalyzerState& state, Correlator& correlator,
                                      const Logs& logs) const;

  const Parser& parser() const noexcept { return *parser_; }

  /// What it holds beside its logs, as bytes; false where the parser cannot be kept. Needs:
  /// drain().
  bool keep(std::string& state) const;
  /// Throws Error (unreadable) where the bytes are something else. Needs: nothing was parsed.
  void restore(std::string_view state);

  /// The next lines of that log have come; not all of them may have to be parsed.
  void look_at(std::size_t log, Lines lines);
  void parse(std::size_t log, Lines lines);
  /// Hands over what was parsed: the lines may go.
  void join(const Hold& hold);
  /// Waits until all that was handed over is counted.
  void drain() { relay_.drain(); }
  /// All lines have come.
  void finish();

 private:
  ServerReading(const ServerReading& other, std::unique_ptr<Parser> parser, AnalyzerState& state,
                Correlator& correlator, const Logs& logs);
  void listen();
  void settle(Batch& batch);
  void consume(Batch& batch);
  void turn_to(std::size_t log);
  template <typename Tell>
  void tell(const Batch& batch, const Tell& tell_one);

  AnalyzerState& state_;
  Correlator& correlator_;
  const Format& format_;
  const Logs& logs_;
  std::unique_ptr<Parser> parser_;
  LineNumbers numbers_;
  std::vector<Line> renumbered_;
  Events part_;            // of one log
  std::size_t lines_ = 0;  // since the last join
  bool on_a_thread_;
  Relay relay_;  // last: its thread uses all of the above
};

}  // namespace curfew::analysis
