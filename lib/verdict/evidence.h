#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "correlate/histogram.h"
#include "correlate/ledger.h"
#include "correlate/ledger_state.h"
#include "curfew/finding.h"
#include "text/names.h"

namespace curfew::verdict {

/// How many contacts lie at or above a value, of how many whose value is known.
struct Share {
  std::uint64_t meeting = 0;
  std::uint64_t known = 0;

  bool at_least(double part) const noexcept {
    return known != 0 && static_cast<double>(meeting) >= part * static_cast<double>(known);
  }
};

struct SlotCount {
  Slot slot = 0;
  std::uint64_t contacts = 0;
};

/// What the log holds of one remote and code, ready to be asked.
class Evidence {
 public:
  /// `answers`: all of the remote's, whenever they were given. Code none: all refusals.
  Evidence(const Ledger& ledger, std::span<const BucketSeries> answers, Name code);

  std::uint64_t refusals() const noexcept { return refusals_; }
  std::uint64_t acceptances() const noexcept { return acceptances_; }
  std::size_t refused_recipients() const noexcept { return refused_recipients_; }
  const std::optional<SessionPeak>& sessions() const noexcept { return sessions_; }
  const std::vector<HeldDelivery>& held() const noexcept { return held_; }
  const Waits& waits() const noexcept { return waits_; }

  /// Refused, or accepted, contacts whose value on this scale is at least `least`, as far as its
  /// bins tell.
  Share refused(correlate::Scale scale, std::uint64_t least) const;
  Share accepted(correlate::Scale scale, std::uint64_t least) const;
  /// Tries by their value on this scale, bins without any left out.
  std::vector<AmountBar> bars(correlate::Scale scale) const;
  /// The lower edge of the highest bin with a refusal; 0 when there is none.
  std::uint64_t most_at_refusal(correlate::Scale scale) const;
  /// First attempts alone.
  Share first_refused() const;

  /// Slots with refusals, and with acceptances, in order.
  const std::vector<SlotCount>& refused_slots() const noexcept { return refused_slots_; }
  const std::vector<SlotCount>& accepted_slots() const noexcept { return accepted_slots_; }

 private:
  correlate::Histograms refused_;
  correlate::Histograms accepted_;
  std::vector<SlotCount> refused_slots_;
  std::vector<SlotCount> accepted_slots_;
  std::uint64_t refusals_ = 0;
  std::uint64_t acceptances_ = 0;
  std::size_t refused_recipients_ = 0;
  std::optional<SessionPeak> sessions_;
  std::vector<HeldDelivery> held_;
  Waits waits_;
};

}  // namespace curfew::verdict
