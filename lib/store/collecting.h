#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/session_state.h"
#include "analysis/state.h"
#include "curfew/follow.h"
#include "curfew/redact.h"
#include "curfew/store.h"
#include "store/gathered_rows.h"
#include "store/gathering.h"
#include "store/line_sample.h"
#include "store/sample_rows.h"
#include "store/slot_rows.h"
#include "store/store_state.h"

namespace curfew::store {

/// One run of collecting: reads what is new, and writes what came of it.
class Collecting {
 public:
  /// All must live as long.
  Collecting(Store::State& store, const Formats& formats, const AnalyzerOptions& options,
             const CollectOptions& manner);

  Collected run(const std::vector<std::string>& paths);

 private:
  /// A log in work: its row, and its session, which goes on where the last run ended.
  struct Work {
    LogRow row;
    std::unique_ptr<analysis::SessionState> session;
    LineCount lines_before;
    std::uint64_t bytes = 0;
    bool is_other = false;     ///< no mail log
    LineSample sample;         ///< of what this run read
    Gathered gathered;         ///< since it was written
    Name hidden = Name::none;  ///< addresses up to this word are pseudonyms
  };

  Work& work_of(const std::string& series);
  void resume(Work& work);
  void follow(const std::vector<std::string>& paths);
  bool take(LogFiles& files, LogChange& change);
  void read_journal();
  /// `note` is called before all that was read so far is written.
  bool feed(Work& work, Source& source, const std::function<void()>& note);
  bool has_much_to_write() const;
  void commit();
  void keep(Work& work);
  void write(Work& work, SlotRows& slots);
  void make_redactor();
  void write_gathered(Work& work);
  void write_positions();
  void hide_addresses(Work& work);
  void hide(Sample& sample);
  /// A log that is held back, as far as it goes.
  struct SoFar {
    std::unique_ptr<analysis::AnalyzerState> analysis;
    LineCount lines;
  };
  std::optional<SoFar> read_so_far(const LogRow& row) const;
  bool is_named(const std::string& series) const;
  void tell_other(const std::string& series, const Error& error);
  void warn_of_copies();
  void warn(const char* key, const std::string& text);

  Store::State& store_;
  const CollectOptions& manner_;
  analysis::AnalyzerState analysis_;
  Gathering gathering_;
  std::optional<Redactor> redactor_;                // where addresses are hidden
  std::map<std::string, Work> works_;               // by series
  std::map<std::uint64_t, LogPosition> positions_;  // that were taken, and not written
  std::vector<std::string> paths_;
  std::uint64_t written_ = 0;  // bytes, of those that are done
  Collected done_;
};

}  // namespace curfew::store
