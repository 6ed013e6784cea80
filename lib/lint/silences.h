#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/lint.h"
#include "curfew/time.h"

namespace curfew::lint {

struct Quiet {
  Instant from{};
  Instant to{};
};

/// When each server wrote nothing at all. No line is no sign that nothing was deferred.
class Silences {
 public:
  static constexpr std::size_t most_servers = 64;  // those behind count as the last one
  static constexpr Milliseconds shortest = std::chrono::minutes(10);

  /// A line of that server. Order within a server may be broken, as between overlapping logs.
  void hear(std::string_view server, Instant at);

  /// Silences longer than three times what is usual, and than 30 minutes; longest first. Usual in
  /// an hour of day (in `zone`) is the median over all days of the longest silence that reached
  /// into it; where there are fewer than three days, over all hours. Of the hours that a silence
  /// reached into the most generous counts: nights do not begin to the minute.
  std::vector<LintGap> unusual(const TimeZone& zone) const;

 private:
  struct Server {
    std::size_t number = 0;
    Instant newest = Instant::min();
    Instant oldest = Instant::max();
    std::vector<Quiet> quiets;  // longer than `shortest`, in order
  };
  static void fill(Server& server, Instant at);
  static void add_unusual(const Server& server, const TimeZone& zone, std::vector<LintGap>& gaps);

  std::map<std::string, Server, std::less<>> servers_;
  Server* last_ = nullptr;
  std::string_view last_name_;
};

}  // namespace curfew::lint
