#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.h"

namespace curfew::scenarios {

/// The hours planted, on a clock.
struct PlantedWindow {
  std::string zone;
  int start = 0;  // minutes
  int end = 0;
};

/// A simulated remote and what is true of it.
struct Case {
  std::string family;
  std::string truth;  // the kind of finding
  std::vector<Attempt> attempts;
  std::vector<PlantedWindow> windows;
};

/// Remotes without any rule of the clock, of a dozen kinds.
Case null_case(std::uint64_t seed, const std::string& remote);
/// Remotes that refuse by volume, by age, by address, in stretches: rivals of a window.
Case rival_case(std::uint64_t seed, const std::string& remote);
/// Remotes with hours.
Case curfew_case(std::uint64_t seed, const std::string& remote);
/// The founding case: refused from 17:00 to 07:00, Arizona time, by a remote that gets so many
/// mails a day, most of them in the hours of an office there.
Case nightly_case(std::uint64_t seed, double per_day, int days);

/// On how many days a message was first tried within the planted hours.
int days_tried_inside(const Case& one);

}  // namespace curfew::scenarios
