#pragma once

#include <string>

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/daily.h"

namespace curfew::cli {

/// The store is to be reported instead of logs. Throws UsageError where logs are named, too.
bool wants_store(const CommandLine& line);

/// The store's folder to write to: that of --store-dir, else the service manager's, else
/// /var/lib/curfew for root and one in the user's data folder for others.
std::string store_to_write(const CommandLine& line);
/// The same to read from: where the user has no store, the system's.
std::string store_to_read(const CommandLine& line);

/// Gives the analyzer what the store holds, and a morning page (null: none) what is kept for it.
/// Throws Error (unreadable).
void read_store(const CommandLine& line, Analyzer& analyzer, Daily* page);

}  // namespace curfew::cli
