#pragma once

#include <vector>

#include "analysis/server_result.h"
#include "analysis/survey.h"

namespace curfew::analysis {

/// Is told of the servers that are kept apart, while they are read. Of several servers that are
/// read at once, on several threads.
class ServerListener {
 public:
  virtual ~ServerListener() = default;
  /// These logs of one server will be read, and counted by `joining`.
  virtual void begin(const std::vector<Survey*>& logs, Correlator& joining) = 0;
  /// All is counted, in whichever order servers ended. What it leaves of `result` is kept.
  virtual void end(ServerResult& result) = 0;
};

}  // namespace curfew::analysis
