#pragma once

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/daily.h"
#include "inputs.h"

namespace curfew::cli {

/// How reading the inputs went.
struct Reading {
  int read = 0;     ///< logs read whole
  int broken = 0;   ///< unreadable, or broken off half-way
  int unknown = 0;  ///< readable, and no mail log

  /// The exit code when the results of what was read are worth printing.
  int exit_code() const noexcept;
};

struct ReadingManners {
  bool tells_other_files = true;  ///< complains about files that hold no mail log
  Daily* page = nullptr;          ///< of the morning, which a store may keep something for
  bool writes_meanwhile = false;  ///< on a terminal, progress would stand between the output
};

/// Reads them all. Complains about what fails and goes on with the rest.
Reading read_inputs(const CommandLine& line, Analyzer& analyzer, Inputs inputs,
                    const ReadingManners& manners = {});

/// Says on standard error what a reader must know to trust the figures; not with --quiet.
void warn(const CommandLine& line, const std::vector<Warning>& warnings);

}  // namespace curfew::cli
