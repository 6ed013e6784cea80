#pragma once

#include <functional>
#include <vector>

#include "correlate/ledger_state.h"
#include "detect/compose.h"
#include "detect/detector.h"

namespace curfew::detect {

/// Studies units and remembers the chance of each, for false-discovery control.
class Laboratory {
 public:
  Laboratory(const Names& names, const Names& words, const DetectorOptions& options,
             std::function<Clocks(Instant, Instant)> clocks, const Limits& limits)
      : names_(names),
        words_(words),
        options_(options),
        clocks_(std::move(clocks)),
        limits_(limits) {}

  /// Nothing where there is too little to look at.
  std::optional<Study> study(const Selection& selection);

  /// The same in steps, for what may never be told. The first makes and remembers the test; then
  /// come all explanations but the daily quota; then this one, names and verdict.
  std::optional<Study> begin(const Selection& selection);
  void explain(const Selection& selection, Study& study) const;
  void judge(const Selection& selection, Study& study) const;
  /// Of a unit made elsewhere, without parties. False where there is too little to look at.
  bool study_unit(Unit unit, Study& study);
  /// What the best explanation of a unit reaches, in nats, the daily quota left out. No test is
  /// remembered.
  double best_value_of(const Unit& unit) const;
  /// What failed without a reply in these slots, which are in order, is nobody's failure. The slots
  /// live as long as the laboratory.
  void leave_out(const std::vector<Slot>& slots) noexcept { left_out_ = &slots; }
  /// Whether a verdict of a begun study can be that it is a window.
  bool may_claim_window(const Study& study) const noexcept {
    return study.analysis.tests.ln_p <= limits_.ln_chance;
  }

  const Names& names() const noexcept { return names_; }
  /// Of recipients, senders and addresses.
  const Names& words() const noexcept { return words_; }
  const DetectorOptions& options() const noexcept { return options_; }
  const std::vector<double>& ln_p() const noexcept { return ln_p_; }

 private:
  bool begin_unit(Unit unit, Study& study);

  const Names& names_;
  const Names& words_;
  const DetectorOptions& options_;
  std::function<Clocks(Instant, Instant)> clocks_;
  Limits limits_;
  const std::vector<Slot>* left_out_ = nullptr;
  std::vector<double> ln_p_;
  AcceptedSlots accepted_;
};

/// All aggregates of one remote, one for each of our sources.
using Sources = std::vector<const correlate::RemoteRecord*>;
/// With any code.
bool refuses(const correlate::RemoteRecord* remote);

/// The studies of one remote. Each code by all sources and hosts together; by source or by host
/// where that explains clearly more; all codes together where several have one cause.
std::vector<Study> studies_of(const Sources& sources, Laboratory& laboratory);

}  // namespace curfew::detect
