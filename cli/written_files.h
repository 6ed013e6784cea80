#pragma once

#include <string>
#include <vector>

#include "command_line.h"

namespace curfew::cli {

/// A file that the command reads.
struct ReadFile {
  std::string path;  ///< empty: standard input
  std::string name;  ///< as it is called in complaints
  /// Nobody named it: it lies in a folder that was named.
  bool found = false;
};

/// Throws UsageError when a file that the command will write, by an option, as its standard output
/// or as its standard error, is one of those that it reads, whatever they are called, or is to be
/// written twice. Opens nothing.
void keep_apart(const CommandLine& line, const std::vector<ReadFile>& read);

/// The files that options name to be read: keys, catalogues, a configuration.
std::vector<ReadFile> files_read_by_options(const CommandLine& line);

}  // namespace curfew::cli
