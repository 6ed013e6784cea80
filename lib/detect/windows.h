#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "detect/rotation.h"
#include "detect/unit.h"
#include "detect/window_fit.h"
#include "detect/zones.h"

namespace curfew::detect {

struct Tests {
  RotationTest day;
  RotationTest week;
  double ln_p = 0;  // of both together
};
Tests test(const Unit& unit);

/// How one class of zones explains the unit.
struct ClockFit {
  const ClockClass* clock = nullptr;
  std::vector<bool> applies;
  double value = 0;
};

/// The windows that explain a unit best, and how zones compare.
struct Windows {
  std::shared_ptr<const std::vector<ClockClass>> clocks;  // the fits point into it
  std::vector<WindowFit> fits;
  std::vector<ClockFit> by_clock;
  std::vector<bool> applies;  // rows inside any of them
  double cost = 0;            // of the windows, not of the rates
};

std::optional<Windows> find_windows(const Unit& unit, const Tests& tests,
                                    std::shared_ptr<const std::vector<ClockClass>> clocks);

/// Where there is too little for the tests: the hours of times in which nothing was taken, if two
/// or more of them are alike. Only to be suspected.
std::optional<Windows> hours_of_silences(const Unit& unit,
                                         std::shared_ptr<const std::vector<ClockClass>> clocks);

/// Two windows in place of one whose hours changed on some day.
std::optional<std::vector<WindowFit>> split_by_change(const Unit& unit, const WindowFit& fit);
/// Two windows in place of one with a quiet hole.
std::optional<std::vector<WindowFit>> split_by_hole(const Unit& unit, const WindowFit& fit);

std::vector<bool> united(const std::vector<WindowFit>& fits);

/// ln 0.05: beyond it a window is not looked at closely.
constexpr double ln_worth_a_look = -2.995732273553991;

}  // namespace curfew::detect
