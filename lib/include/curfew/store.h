#pragma once

// What logs came to, kept in a folder, so that nothing is read twice: each run reads what is new
// since the one before, and a report of the store is what a report of all logs would be, also when
// the logs are long gone. One program writes at a time, any number may read.
//
//     curfew::Store store("/var/lib/curfew", curfew::Store::Use::write);
//     store.collect({"/var/log/mail.log"}, curfew::builtin_formats());
//
//     const curfew::Store kept("/var/lib/curfew", curfew::Store::Use::read);
//     curfew::Analyzer analyzer(curfew::builtin_formats());
//     kept.load(analyzer);
//     curfew::write_text(analyzer.report(), std::cout);

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "curfew/analyzer.h"
#include "curfew/daily.h"
#include "curfew/error.h"
#include "curfew/export.h"
#include "curfew/parser.h"

namespace curfew {

struct CollectOptions {
  bool below = false;    ///< of folders, also the logs in the folders below
  bool journal = false;  ///< also this machine's journal
  /// Addresses that were refused most are kept as they are; else a pseudonym of each, made with a
  /// key of the store's own. Messages that have not ended yet are kept as the log has them.
  bool keep_addresses = false;
  /// Older days are given up; none: all are kept.
  std::optional<std::chrono::days> keep;
  /// Called now and then with the bytes that were read since the call before. May be empty.
  std::function<void(std::uint64_t bytes)> on_progress;
};

/// How collecting went.
struct Collected {
  std::size_t logs = 0;         ///< of which something new was read
  std::uint64_t bytes = 0;      ///< that were new, unpacked
  LineCount lines;              ///< that were new
  std::size_t other_files = 0;  ///< found in folders, and no mail logs
  std::vector<Error> failures;
  std::vector<Warning> warnings;
};

/// A store, open. One thread at a time.
class CURFEW_API Store {
 public:
  enum class Use : std::uint8_t { read, write };

  /// The store in that folder, which is made for writing where there is none. Throws Error
  /// (unreadable): there is none to read, it cannot be opened, another program writes to it, or it
  /// is of a version that this one does not know. An older one is brought up to date when it is
  /// opened for writing.
  Store(const std::string& folder, Use use);
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  /// Reads what is new in these files and folders. What was counted, what was open, and how far
  /// each log was read are written at once, or not at all: a run that is stopped at any moment is
  /// as if it had not begun, or ended at some log. Period and zone of `options` do not count.
  /// Throws Error (unreadable) when the store cannot be written; what is wrong with a log is among
  /// the failures. Needs: opened for writing.
  Collected collect(const std::vector<std::string>& paths, const Formats& formats,
                    const AnalyzerOptions& options = {}, const CollectOptions& manner = {});

  /// Gives an analyzer that has read nothing yet what all logs came to; reports of it are those of
  /// the logs. A period limits what is counted, and findings rest on all that is kept. Throws Error
  /// (unreadable).
  /// Consumers are told of what comes at the end of each log, and of the few contacts that are kept
  /// of each remote and code, in whatever period. `page`, which may be null, is given what is kept
  /// for it of the period; of days before a store knew it the report has a warning.
  void load(Analyzer& analyzer, Daily* page = nullptr) const;

  struct State;  // of the library itself

 private:
  std::unique_ptr<State> state_;
};

}  // namespace curfew
