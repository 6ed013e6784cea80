#pragma once

#include <cstdio>
#include <map>
#include <string>

#include "servers/clock.h"

namespace curfew::servers {

/// The log: lines may be written ahead of time, and come out in the order of their times.
class Journal {
 public:
  explicit Journal(const std::string& file);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void write(Time time, std::string line);
  /// No line before `time` will be written from now on.
  void flush(Time time);

 private:
  std::FILE* file_;
  std::multimap<Time, std::string> lines_;
};

}  // namespace curfew::servers
