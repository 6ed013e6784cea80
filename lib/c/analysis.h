#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "curfew/analyzer.h"
#include "curfew/input.h"

namespace curfew::c {

/// A session of the interface: what feeds it, and whether it is over.
struct FedLog {
  explicit FedLog(Session&& fed) : session(std::move(fed)) {}

  Session session;
  std::unique_ptr<Source> file;  ///< null where the program feeds
  bool is_over = false;
};

/// What stands behind a handle of an analyzer. One thread at a time, which `in_use` sees to.
struct Analysis final : Consumer {
  Analysis(AnalyzerOptions options, bool keep_events);
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  void events(const EventBatch& batch) override;

  Analyzer analyzer;
  const bool keeps_events;
  std::string event_lines;                                 ///< lines that wait to be taken
  std::map<std::uintptr_t, std::unique_ptr<FedLog>> logs;  ///< by handle; die before the analyzer
  bool is_broken = false;                                  ///< something failed in the middle
  std::atomic<bool> in_use = false;
};

}  // namespace curfew::c
