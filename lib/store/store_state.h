#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/session_state.h"
#include "curfew/redact.h"
#include "curfew/store.h"
#include "store/database.h"
#include "store/folder_lock.h"

namespace curfew::store {

/// A row of the table `log`.
struct LogRow {
  std::int64_t id = 0;
  std::string series;
  bool line_is_open = false;  ///< the last byte that was read ended no line
  std::string cursor;         ///< of a journal
  bool is_early = false;      ///< its rows are of text that is held back, for who asks by SQL
  analysis::SessionState::Kept kept;
};

}  // namespace curfew::store

namespace curfew {

struct Store::State {
  State(const std::string& folder, Use use);

  std::vector<store::LogRow> logs();
  std::string setting(const char* name);
  void set(const char* name, std::string_view value);
  /// What pseudonyms are made with.
  RedactionKey key();
  /// Gives up days that are older than that before the newest.
  void give_up(std::chrono::days kept);

  std::optional<store::FolderLock> lock;  // of who writes
  store::Database database;
};

}  // namespace curfew
