#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "curfew/attempt.h"
#include "curfew/event.h"
#include "curfew/export.h"
#include "curfew/names.h"

namespace curfew {

/// A contact as it stands in the log, owning its text: what a postmaster can look up. Strangers'
/// words: clean and redact them before they are shown.
struct Sample {
  Instant time{};
  Outcome outcome = Outcome::unknown;
  Stage stage = Stage::unknown;
  std::uint16_t reply_code = 0;
  std::uint16_t remote_port = 0;
  EnhancedCode enhanced_code;
  std::string log_host;
  std::string queue_id;
  std::string sender;
  std::string recipient;
  std::string remote_host;
  std::string remote_ip;
  std::string reply_text;
};

/// Keeps a few contacts of each remote and code, the first and the newest. Bounded: so many for a
/// pair, and so many pairs.
///
///     correlator.on_contact = [&](const Event& event, const Attempt& attempt) { samples.add(event,
///     attempt); };
class CURFEW_API Samples {
 public:
  static constexpr std::size_t most_first = 3;
  static constexpr std::size_t most_newest = 12;
  static constexpr std::size_t most_pairs = 4096;

  /// Takes contacts (Attempt::counts); others are left alone.
  void add(const Event& event, const Attempt& attempt);
  /// Of contacts that ended with this code (none: accepted), in the order of the log.
  std::vector<Sample> of(Name remote, Name code) const;
  /// Remotes and codes of which nothing was kept because there were too many.
  std::uint64_t pairs_left_out() const noexcept { return left_out_; }

 private:
  struct Kept {
    std::vector<Sample> first;
    std::deque<Sample> newest;
  };
  std::unordered_map<std::uint64_t, Kept> kept_;
  std::uint64_t left_out_ = 0;
};

}  // namespace curfew
