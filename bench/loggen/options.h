#pragma once

#include <optional>
#include <string>

#include "loggen/server.h"

namespace curfew::loggen {

struct Options {
  Settings settings;
  std::string format;
  std::string output;  // a file; empty: standard output
  bool long_ids = false;
};

/// Reads the command line; nothing when it cannot be meant.
std::optional<Options> read_options(int count, char** words);

extern const char* const usage;

}  // namespace curfew::loggen
