#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "curfew/report.h"

namespace curfew::cli {

/// Whether mail is refused when the log ends. holds: not a matter of hours, such as a quota.
enum class FindingState : std::uint8_t { open, closed, holds };

const char* name(FindingState state) noexcept;

/// A finding that holds, as far as it is watched. Texts are untrusted.
struct HeldFinding {
  std::string id;
  std::string remote;
  std::string code;
  FindingKind kind = FindingKind::insufficient;
  Attention attention = Attention::none;
  FindingState state = FindingState::holds;
  std::optional<Instant> since;
  std::optional<Instant> opens;
  std::optional<Instant> closes;
  std::string whole_remote;  ///< as mail waits for it
  std::string sentence;
};

enum class FindingEvent : std::uint8_t { stands, begins, changes, ends };

const char* name(FindingEvent event) noexcept;

struct FindingChange {
  FindingEvent event = FindingEvent::begins;
  Instant time{};  ///< of the newest line that was counted
  HeldFinding finding;
  std::string became;  ///< ends: the finding that says more about the same; else empty
};

/// What holds, from one snapshot to the next.
class HeldFindings {
 public:
  /// As many are watched, the gravest, and as many changes are remembered.
  static constexpr std::size_t most = 500;
  static constexpr std::size_t most_lately = 100;

  /// What changed since the snapshot before. In the first one all that holds stands.
  std::vector<FindingChange> compare(const Report& report);
  /// In the report's order, the gravest first.
  const std::vector<HeldFinding>& held() const noexcept { return held_; }
  /// The newest last; what stood from the beginning is not among them.
  const std::deque<FindingChange>& lately() const noexcept { return lately_; }

 private:
  std::vector<HeldFinding> held_;
  std::deque<FindingChange> lately_;
  bool begun_ = false;
};

}  // namespace curfew::cli
